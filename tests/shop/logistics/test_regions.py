"""Provinces and cities."""

from __future__ import annotations

import pytest

from xiaoer.shop.logistics import regions


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("杭州", "浙江"),
        ("杭州市", "浙江"),
        ("浙江省", "浙江"),
        ("上海市", "上海"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("吉林", "吉林"),
        ("吉林市", "吉林"),
        ("海南", "海南"),
        ("海南州", "青海"),
        ("恩施州", "湖北"),
        ("阿里地区", "西藏"),
        ("昆山", "江苏"),
        ("台北", "台湾"),
    ],
)
def test_a_name_has_its_province(name: str, province: str) -> None:
    assert regions.province_of(name) == province


@pytest.mark.parametrize("name", [None, "", "月球", "江浙沪"])
def test_no_province_for_what_is_none(name: str | None) -> None:
    assert regions.province_of(name) is None


def test_groups_stand_for_several_provinces() -> None:
    assert regions.provinces_of("江浙沪") == ("江苏", "浙江", "上海")
    assert regions.provinces_of("杭州") == ("浙江",)
    assert regions.provinces_of("月球") == ()


def test_all_provinces_are_there_and_no_city_lies_in_two() -> None:
    assert len(regions.provinces()) == 34
    cities, counties = regions._tables()
    assert len(cities) > 330
    assert not set(cities) & set(counties)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("浙江省杭州市西湖区文三路1号", ("浙江", "杭州")),
        ("新疆维吾尔自治区乌鲁木齐市天山区", ("新疆", "乌鲁木齐")),
        ("北京市朝阳区建国路88号", ("北京", "北京")),
        ("吉林省吉林市丰满区", ("吉林", "吉林")),
        ("广东省中山市石岐区", ("广东", "中山")),
        ("昆山市花桥镇", ("江苏", "昆山")),
        # A street or a district that is called like a city is none.
        ("西湖区南京东路5号", (None, None)),
        ("朝阳区建国路88号", (None, None)),
        ("浙江文三路", ("浙江", None)),
    ],
)
def test_an_address_names_its_province_and_city(
    address: str, found: tuple[str | None, str | None]
) -> None:
    assert regions.split_address(address) == found
