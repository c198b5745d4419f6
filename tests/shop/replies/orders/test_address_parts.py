"""Reading typed addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xiaoer.shop.replies.orders.address_parts import NewAddress, read_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "张三 13812345678 浙江省杭州市西湖区文三路1号",
            NewAddress("张三", "13812345678", "浙江", "杭州", "西湖区文三路1号"),
        ),
        (
            "收货人：王小明，电话：138 1234 5678，地址：广西壮族自治区南宁市青秀区民族大道1号",
            NewAddress("王小明", "13812345678", "广西", "南宁", "青秀区民族大道1号"),
        ),
        (
            "帮我把地址改成北京市朝阳区建国路88号5栋302，谢谢",
            NewAddress(province="北京", city="北京", address="朝阳区建国路88号5栋302"),
        ),
        (
            "新地址：江苏苏州工业园区星湖街328号 收件人陈静 13900001111",
            NewAddress("陈静", "13900001111", "江苏", "苏州", "工业园区星湖街328号"),
        ),
        ("电话改成13812345678", NewAddress(phone="13812345678")),
        ("改地址 电话改成13911112222", NewAddress(phone="13911112222")),
        ("手机号填错了，13712345678", NewAddress(phone="13712345678")),
        ("收货人改成李四", NewAddress(receiver="李四")),
        ("嗯，还有电话改成13900001111", NewAddress(phone="13900001111")),
        ("好的，但名字不对，叫高小敏", NewAddress(receiver="高小敏")),
        ("不对，收货人应该是高小敏", NewAddress(receiver="高小敏")),
        ("收货人不变，电话改成13900001111", NewAddress(phone="13900001111")),
        ("文三路5号3单元402", NewAddress(address="文三路5号3单元402")),
    ],
)
def test_parts(text: str, parts: NewAddress) -> None:
    assert read_address(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "地址写错了改一下",
        "我要改地址",
        "能不能换个地址",
        "改一下手机号",
        "门牌号写错了，是502不是520",
        "好的",
        "好的，但名字不对",
        "对，人名没错",
        "",
    ],
)
def test_no_address_in_a_wish_for_one(text: str) -> None:
    assert read_address(text) is None


def test_a_street_alone_is_vague() -> None:
    assert NewAddress(address="文三路5号").is_vague
    assert not NewAddress(address="西湖区文三路5号").is_vague
    assert NewAddress(province="浙江", address="文三路5号").is_vague
    assert not NewAddress(phone="13900001111").is_vague


def test_what_is_read_back_is_masked() -> None:
    said = NewAddress("王小明", "13812345678", "广西", "南宁", "青秀区民族大道1号").say()
    assert "王**" in said and "5678" in said and "广西南宁" in said
    assert "王小明" not in said and "13812345678" not in said and "民族大道" not in said


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("还有电话改成13900001111", {"phone": "13900001111"}),
        ("叫高小敏，名字不对", {"receiver": "高小敏"}),
        ("不对，是302", {"address": "金水区花园路1号2栋302"}),
        ("是305室", {"address": "金水区花园路1号2栋305"}),
        ("不是，是3栋", {"address": "金水区花园路1号3栋301"}),
        (
            "地址是杭州市西湖区文三路9号",
            {"province": "浙江", "city": "杭州", "address": "西湖区文三路9号"},
        ),
        ("应该是经三路9号", {"address": "经三路9号"}),
    ],
)
def test_parts_are_merged(text: str, changed: dict[str, str]) -> None:
    before = NewAddress("张三", None, "河南", "郑州", "金水区花园路1号2栋301")
    assert before.amended(text) == replace(before, **changed)


@pytest.mark.parametrize("text", ["好", "1", "确认改", "好的，11点前发", "不对", "是3单元"])
def test_nothing_to_merge(text: str) -> None:
    before = NewAddress("张三", None, "河南", "郑州", "金水区花园路1号2栋301")
    assert before.amended(text) is None


def test_a_place_completes_the_street_typed_before() -> None:
    before = NewAddress(phone="13900001111", address="文三路5号")
    whole = NewAddress(None, "13900001111", "浙江", "杭州", "西湖区文三路5号")
    assert before.amended("浙江省杭州市西湖区") == whole
