"""Refunds: by the order's state, with consent, never without sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number, visitor
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.orders.model import (
    Order,
    OrderItem,
    OrderNote,
    Payment,
    Refund,
    Shipment,
)
from xiaoer.shop.replies.orders.order_items import paid_for

PENDING, PRINTED = "202600000000000102", "202600000000000134"


def held(shop: Shop, no: str) -> list[bool]:
    """Whether the parcels of an order are held back."""
    return [row.hold for row in rows(shop, Shipment, order_no=no)]


class TestUnshipped:
    """Owed at once, after a yes; the parcel is held in the same transaction."""

    def test_reads_back_goods_amount_and_route_before_anything_happens(
        self, talk: Any, shop: Shop
    ) -> None:
        said = talk("b01").say("订单不要了退款", "request_refund", order_number=PENDING)
        assert "188元" in said and "支付宝" in said and "确认退款吗" in said
        assert not rows(shop, Case) and held(shop, PENDING) == [False]

    def test_a_yes_holds_the_parcel_and_opens_a_case(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        chat.say("订单不要了退款", "request_refund", order_number=PENDING)
        said = chat.say("确认")
        (case,) = rows(shop, Case)
        assert case.no in said and "188元" in said and "明天" in said
        assert (case.wish, case.order_no, case.item_id) == ("refund", PENDING, None)
        assert case.answer_due_at - case.opened_at == timedelta(days=1)
        assert held(shop, PENDING) == [True]
        assert [row.case_no for row in rows(shop, Ticket, kind="aftersales")] == [case.no]

    def test_a_no_does_nothing(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        chat.say("订单不要了退款", "request_refund", order_number=PENDING)
        chat.say("先不用")
        assert not rows(shop, Case) and held(shop, PENDING) == [False]

    def test_an_amount_that_moved_is_read_back_again(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        chat.say("订单不要了退款", "request_refund", order_number=PENDING)
        change(shop, Order, PENDING, paid_fen=17800)
        said = chat.say("确认")
        assert "178元" in said and "确认退款吗" in said
        assert not rows(shop, Case)

    def test_a_parcel_that_left_meanwhile_is_not_called_unshipped(
        self, talk: Any, shop: Shop
    ) -> None:
        chat = talk("b01")
        chat.say("订单不要了退款", "request_refund", order_number=PENDING)
        (parcel,) = rows(shop, Shipment, order_no=PENDING)
        change(shop, Shipment, parcel.id, state="in_transit")
        change(shop, Order, PENDING, state="shipped")
        assert "拒收" in chat.say("确认")
        assert not rows(shop, Case)

    def test_one_article_of_two_keeps_the_other(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        assert "129元" in chat.say("那件卫衣不要了", "request_refund")
        chat.say("确认")
        (case,) = rows(shop, Case)
        assert case.item_id == f"{PENDING}-1"
        notes = [row.text for row in rows(shop, OrderNote, order_no=PENDING)]
        assert any("其余照发" in text for text in notes)

    def test_some_pieces_of_an_article(self, talk: Any, shop: Shop) -> None:
        chat = talk("b15")
        said = chat.say("纸尿裤退一包", "request_refund", order_number=number("137"), quantity=1)
        assert "1件" in said and "61.5元" in said

    def test_what_cannot_be_filled_is_the_shops_fault(self, talk: Any, shop: Shop) -> None:
        said = talk("b09").say("退款吧", "request_refund", order_number=number("122"))
        assert "抱歉" in said and "发不了货" in said and "189元" in said

    def test_a_printed_label_means_intercepting(self, talk: Any, shop: Shop) -> None:
        chat = talk("b14")
        assert "面单" in chat.say("退了我重拍", "request_refund", order_number=PRINTED)
        said = chat.say("好的")
        assert "2小时内" in said and "拒收" in said and "下新单" in said
        assert len(rows(shop, Ticket, kind="warehouse", order_no=PRINTED)) == 1
        assert held(shop, PRINTED) == [True]

    def test_made_to_order_is_looked_at_by_a_person(self, talk: Any, shop: Shop) -> None:
        chat = talk("b16")
        assert "定制" in chat.say("毯子不要了", "request_refund")
        said = chat.say("确认")
        assert "有没有开工" in said and held(shop, number("139")) == [True]

    def test_a_second_wish_names_the_first_case(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        chat.say("订单不要了退款", "request_refund", order_number=PENDING)
        chat.say("确认")
        (case,) = rows(shop, Case)
        again = talk("b01").say("退款", "request_refund", order_number=PENDING)
        assert case.no in again and len(rows(shop, Case)) == 1

    def test_a_visitor_may_not_move_money(self, talk: Any, shop: Shop) -> None:
        chat = visitor(talk, PENDING, "2617")
        said = chat.say("我要退款", "request_refund")
        assert "登录" in said and "转人工" in [b.label for b in chat.last.buttons]  # type: ignore[union-attr]
        chat.say("确认")
        assert not rows(shop, Case) and held(shop, PENDING) == [False]

    def test_unknown_payment_names_no_route(self, talk: Any, shop: Shop) -> None:
        with shop.db.write() as session:
            for row in session.query(Payment).filter_by(order_no=PENDING):
                session.delete(row)
        said = talk("b01").say("不要了", "request_refund", order_number=PENDING)
        assert "原路退回" in said and "支付宝" not in said


@pytest.mark.parametrize(
    ("buyer", "tail", "words"),
    [
        ("b05", "110", ["没付款", "10:25"]),
        ("b04", "109", ["已经关闭", "没有付款", "买家取消"]),
        ("b06", "115", ["支付宝", "75.9元"]),
        ("b06", "112", ["79元", "审核"]),
        ("b04", "108", ["签收", "退货退款", "有问题"]),
    ],
)
def test_states_without_a_refund_of_unshipped_goods(
    talk: Any, shop: Shop, buyer: str, tail: str, words: list[str]
) -> None:
    said = talk(buyer).say("我要退款", "request_refund", order_number=number(tail))
    assert all(word in said for word in words), said
    assert not rows(shop, Case)


class TestOnTheWay:
    """Refuse or keep; stuck and lost parcels are agreed at once."""

    def test_refusing_opens_a_case(self, talk: Any, shop: Shop) -> None:
        chat = talk("b02")
        assert "拒收" in chat.say("不想等了退款", "request_refund")
        said = chat.say("拒收退款")
        (case,) = rows(shop, Case)
        assert case.no in said and "148元" in said and "7天内" in said

    def test_keeping_opens_none(self, talk: Any, shop: Shop) -> None:
        chat = talk("b02")
        chat.say("不想等了退款", "request_refund")
        assert "7天" in chat.say("收到再看")
        assert not rows(shop, Case)

    def test_a_stuck_parcel_is_agreed(self, talk: Any, shop: Shop) -> None:
        chat = talk("b07")
        said = chat.say("一直没动退款", "request_refund")
        assert "没有更新" in said and "298元" in said
        chat.say("好")
        (case,) = rows(shop, Case)
        assert case.wish == "refund"
        assert len(rows(shop, Ticket, kind="carrier")) == 1

    def test_a_lost_parcel_is_agreed(self, talk: Any) -> None:
        said = talk("b18").say("丢了给我退款", "request_refund", order_number=number("150"))
        assert "丢了" in said and "141元" in said

    def test_a_returning_parcel_needs_no_carrier_ticket(self, talk: Any, shop: Shop) -> None:
        change(shop, Refund, f"{number('149')}-1", state="withdrawn")
        chat = talk("b14")
        said = chat.say("鞋子退款", "request_refund", order_number=number("149"))
        assert "退回仓库" in said
        chat.say("确认")
        assert not rows(shop, Ticket, kind="carrier") and len(rows(shop, Case)) == 1


class TestReceived:
    """Received goods: send back, or report what is wrong."""

    def test_choosing_to_send_back(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("退款", "request_refund", order_number=number("108"))
        assert "无理由" in chat.say("退货退款")
        chat.say("确认")
        (case,) = rows(shop, Case)
        assert (case.wish, case.issue) == ("return", "request_return")

    def test_choosing_a_fault_asks_for_evidence_once(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("退款", "request_refund", order_number=number("108"))
        assert "拍张照" in chat.say("商品有问题")
        chat.say("拉链坏了，没有照片")
        (case,) = rows(shop, Case)
        assert (case.wish, case.issue, case.photo) == ("refund", "report_quality", False)
        assert "拉链坏了" in case.problem

    def test_not_there_although_signed_for(self, talk: Any) -> None:
        said = talk("b08").say("没收到货，退款", "request_refund", order_number=number("120"))
        assert "驿站" in said


@pytest.mark.parametrize(("pieces", "share"), [(None, 1000), (1, 333), (2, 667)])
def test_shares_are_rounded_to_the_fen(pieces: int | None, share: int) -> None:
    class Noting:
        def uses(self, row: OrderItem, *_columns: str) -> OrderItem:
            return row

    item = OrderItem(
        id="i",
        order_no="o",
        product_id="p",
        sku_id="s",
        name="n",
        spec="",
        quantity=3,
        price_fen=400,
        paid_fen=1000,
    )
    assert paid_for(Noting(), [item], pieces) == share  # type: ignore[arg-type]


def test_an_article_without_its_product_page_can_be_refunded(talk: Any, shop: Shop) -> None:
    assert rows(shop, Product)
    chat = talk("b01")
    with shop.db.write() as session:
        for row in session.query(OrderItem).filter_by(order_no=PENDING):
            session.delete(row)
    said = chat.say("不要了", "request_refund", order_number=PENDING)
    assert "尾号0102的订单" in said and "188元" in said
