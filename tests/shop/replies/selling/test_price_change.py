"""The price of a placed order, and the promise to pay the difference."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.approvals.decide import Decision
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Order, Promise

UNPAID, PAID = "202600000000000110", "202600000000000144"


@pytest.mark.parametrize(
    ("buyer", "text", "order", "words"),
    [
        (
            "b05",
            "怎么没减",
            UNPAID,
            ["商品218元", "已减30元（每满200减30）", "应付188元", "都已经减"],
        ),
        ("b18", "怎么没减", PAID, ["已减30元", "实付184.8元"]),
        ("b13", "怎么没减", "202600000000000133", ["满200元才减", "还差71.2元"]),
        ("b05", "怎么还收邮费", UNPAID, ["没有收运费"]),
        ("b13", "邮费去掉", "202600000000000133", ["不参加包邮", "25元"]),
        ("b18", "运费退我", "202600000000000150", ["满159元包邮", "还差30元"]),
        ("b04", "改下价", "202600000000000109", ["已经关闭"]),
        ("b20", "改下价", None, ["还没有订单"]),
    ],
)
def test_what_was_booked(
    talk: Any, buyer: str, text: str, order: str | None, words: list[str]
) -> None:
    named = {"order_number": order} if order else {}
    said = talk(buyer).say(text, "request_price_change", **named)
    assert all(word in said for word in words), said


def test_a_reduction_that_was_left_out_is_booked(talk: Any, shop: Shop) -> None:
    change(shop, Order, UNPAID, discount_fen=0, discount_name=None, paid_fen=21800, closes_at=None)
    chat = talk("b05")
    said = chat.say("怎么没减", "request_price_change")
    assert "还应该减30元" in said and "少付30元" in said and "1小时内" in said
    assert rows(shop, Promise, order_no=UNPAID, kind="price_difference")
    assert rows(shop, Ticket, order_no=UNPAID, kind="operations")
    assert "已经登记" in chat.say("改好了吗", "request_price_change")
    assert len(rows(shop, Promise, order_no=UNPAID)) == 1


def test_which_order_is_not_asked_where_the_manager_named_it(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    shop.decide(rows(shop, Approval)[0].id, Decision(True, "店主", amount_fen=500))
    said = chat.say("改价吧", "request_price_change")
    assert "哪一笔" not in said and "少付5元" in said, said


def test_of_a_paid_order_it_goes_back_the_way_it_came(talk: Any, shop: Shop) -> None:
    change(shop, Order, PAID, discount_fen=0, discount_name=None)
    said = talk("b18").say("怎么没减", "request_price_change", order_number=PAID)
    assert "按原付款方式退" in said and "30元" in said


def test_a_coupon_beside_the_campaign_proves_nothing(talk: Any, shop: Shop) -> None:
    change(shop, Order, UNPAID, discount_fen=1000, discount_name="店铺券", campaign_id=None)
    talk("b05").say("怎么没减", "request_price_change")
    assert not rows(shop, Promise, order_no=UNPAID)


def test_postage_that_was_not_due_is_booked(talk: Any, shop: Shop) -> None:
    change(shop, Order, UNPAID, postage_fen=500, paid_fen=19300)
    said = talk("b05").say("怎么还收运费", "request_price_change")
    assert "不该收运费" in said and "5元" in said
    assert rows(shop, Promise, order_no=UNPAID, kind="price_difference")


def test_a_visitor_changes_no_price(talk: Any, shop: Shop) -> None:
    change(shop, Order, UNPAID, discount_fen=0, paid_fen=21800)
    named = {"order_number": UNPAID, "phone_tail": "5530"}
    said = talk().say(f"{UNPAID} 5530 怎么没减", "request_price_change", **named)
    assert "登录" in said and not rows(shop, Promise, order_no=UNPAID)


def test_which_of_several_orders(talk: Any) -> None:
    assert "哪一笔" in talk("b01").say("改下价", "request_price_change")


def test_insisting_counts_as_bargaining(talk: Any, shop: Shop) -> None:
    chat = talk("b05")
    for text in ("改下价", "改个价嘛"):
        chat.say(text, "request_price_change")
    assert not rows(shop, Approval)
    chat.say("便宜10块改一下", "request_price_change", amount=1000)
    (approval,) = rows(shop, Approval)
    assert (approval.order_no, approval.asked_fen) == (UNPAID, 1000)


def test_a_broken_promise_is_not_talked_away(talk: Any, shop: Shop, clock: ManualClock) -> None:
    chat = talk("b05")
    chat.say("赠品不要了便宜点", "gift_to_discount")
    chat.say("好的", "affirm")
    (promise,) = rows(shop, Promise, order_no=UNPAID)
    change(shop, Promise, promise.id, state="broken")
    assert "没有办成" in chat.say("改价了吗", "request_price_change")
    change(shop, Promise, promise.id, state="kept")
    assert "已经办好了" in chat.say("改价了吗", "request_price_change")
    change(shop, Promise, promise.id, state="open")
    clock.advance(timedelta(hours=2))
    assert "超时" in chat.say("改价了吗", "request_price_change")
    assert rows(shop, Ticket, kind="manager", order_no=UNPAID)


def test_price_protection_opens_a_case_after_a_yes(talk: Any, shop: Shop) -> None:
    order = "202600000000000146"
    chat = talk("b19")
    said = chat.say("买完就第二件半价了 补差价", "price_protection", order_number=order)
    assert "105.8元" in said and "79.35元" in said and "差26.45元" in said
    assert not rows(shop, Case, issue="price_protection")
    said = chat.say("好的", "affirm")
    (case,) = rows(shop, Case, issue="price_protection")
    assert case.no in said and case.order_no == order and "11月21日" in said
    assert "已经登记过" in chat.say("差价什么时候退", "price_protection", order_number=order)


@pytest.mark.parametrize(
    ("buyer", "text", "order", "words"),
    [
        ("b19", "补差价", "202600000000000147", ["到11月15日", "已经过了"]),
        ("b04", "补差价", "202600000000000108", ["没有比您买时便宜"]),
        ("b05", "补差价", UNPAID, ["还没付款"]),
        ("b05", "补差价", "202600000000000111", ["已经关闭"]),
        ("b19", "补差价", "202600000000000145", ["2样商品", "逐件核对"]),
        ("b20", "补差价", None, ["15天内同款降价"]),
        (None, "你们支持价保吗", None, ["15天内同款降价"]),
        ("b02", "你们支持价保吗", None, ["15天内同款降价"]),
        ("b19", "降价了补我差价", None, ["哪一笔"]),
    ],
)
def test_price_protection(
    talk: Any, buyer: str | None, text: str, order: str | None, words: list[str]
) -> None:
    named = {"order_number": order} if order else {}
    said = talk(buyer).say(text, "price_protection", **named)
    assert all(word in said for word in words), said


def test_the_price_of_today_decides(talk: Any, shop: Shop) -> None:
    change(shop, Sku, "NZ-BK-L", price_fen=12000)
    said = talk("b04").say("补差价", "price_protection", order_number="202600000000000108")
    assert "现在同款同数量120元" in said and "差19元" in said


def test_a_shop_without_the_promise_says_so(talk: Any, shop: Shop, tmp_path: Path) -> None:
    use_policy(shop, tmp_path, bargain={"price_protection_days": 0})
    assert "没有公布价保" in talk("b19").say("补差价", "price_protection")


def test_an_unknown_day_of_payment_is_looked_into(talk: Any, shop: Shop) -> None:
    change(shop, Order, "202600000000000108", paid_at=None)
    said = talk("b04").say("补差价", "price_protection", order_number="202600000000000108")
    assert "没查到" in said and rows(shop, Ticket, order_no="202600000000000108")
