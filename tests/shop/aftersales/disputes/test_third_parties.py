"""Who is masked, and that what proves something stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from xiaoer.shop import Shop
from xiaoer.shop.aftersales.disputes.third_parties import (
    ThirdParties,
    surname_only,
    third_parties,
)
from xiaoer.shop.orders.model import Buyer

MASK = ThirdParties(
    names=frozenset({"欧阳雪", "欧阳"}),
    keep=frozenset({"202600000000000104", "ZTO7380000100274", "13912345678901"}),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("打13800138000找我", "打[电话]找我"),
        ("打 138 0013 8000 或 138-0013-8000", "打 [电话] 或 [电话]"),
        ("+86 13800138000、０１３８", "[电话]、０１３８"),
        ("１３８００１３８０００", "[电话]"),
        ("座机0755-12345678，(010)12345678，400-123-4567", "座机[电话]，[电话]，[电话]"),
        ("身份证11010119900307123X", "身份证[号码]"),
        ("另一单是202600000000000999", "另一单是[号码]"),
        ("发我a.b@qq.com", "发我[邮箱]"),
        ("寄到浙江省杭州市西湖区文三路138号3幢2单元501室，谢谢", "[地址]，谢谢"),
        ("放文三路138号就行", "[地址]就行"),
        ("派件员：李四，电话13800138000", "派件员：[姓名]，电话[电话]"),
        ("【杭州余杭】的小李（13800138000）已揽收", "【杭州余杭】的[姓名]（[电话]）已揽收"),
        ("联系王师傅（13800138000）", "联系[姓名]（[电话]）"),
        ("快递员王师傅说放门口了", "快递员[姓名]说放门口了"),
        ("收件人：张三丰", "收件人：[姓名]"),
        ("欧阳雪代收的", "[他人]代收的"),
    ],
)
def test_masked(text: str, left: str) -> None:
    assert MASK.masked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "订单202600000000000104，运单ZTO7380000100274",
        "另一个运单13912345678901",
        "快递员态度很差，不接电话，也不上楼",
        "快递员说马上到",
        "我在超市买才20块，你们要39.9",
        "少了2件，一共5件，11月18日10:00签收",
        "2026-11-18 10:00 已到【杭州市】网点，编号3号",
        "100-120斤穿M码，165/88A",
        "",
    ],
)
def test_what_proves_something_stays(text: str) -> None:
    assert MASK.masked(text) == text


def test_other_buyers_are_found_by_name(shop: Shop) -> None:
    with shop.db.read() as session:
        names = dict(session.execute(select(Buyer.id, Buyer.name)).all())
        text = f"{names['b03']}说是给{names['b02']}的"
        found = third_parties(session, "b02", [names["b02"]], [], text)
    assert found.masked(text) == f"[他人]说是给{names['b02']}的"


def test_of_the_buyer_the_family_name_is_left() -> None:
    assert (surname_only("李小红"), surname_only("李"), surname_only("")) == ("李**", "李", "")
