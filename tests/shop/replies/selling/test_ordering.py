"""Placing an order, paying, the verification message, notes for the warehouse."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.orders.model import Order, OrderNote, Promise
from xiaoer.shop.replies.selling.order_note import note_text


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("怎么拍", {}, ["立即购买"]),
        ("云朵卫衣怎么拍", {}, ["云朵卫衣", "选好规格"]),
        ("云朵卫衣黑色L怎么拍", {"colour": "黑色", "size": "L"}, ["黑色L码"]),
        ("云朵卫衣两件拍一单还是两单", {"quantity": 2}, ["数量填2", "不用分开"]),
        ("尝鲜包能加购物车吗", {}, ["秒杀价商品", "不能进购物车"]),
        ("云朵卫衣可以加购物车吗", {}, ["可以加购物车"]),
        ("尝鲜包限购几个", {}, ["限购2件"]),
        ("云朵卫衣限购吗", {}, ["不限购"]),
        ("尝鲜包我要5个", {"quantity": 5}, ["限购2件", "5件拍不了"]),
        ("羽绒服怎么拍", {}, ["预售", "11月30日", "定金100元", "尾款499元"]),
        ("冻干草莓脆怎么拍不了", {}, ["卖完了", "12月3日", "冻干综合果脆"]),
        ("湿巾怎么换购", {}, ["满99元加9.9元"]),
    ],
)
def test_how_to_order(talk: Any, text: str, entities: dict[str, Any], words: list[str]) -> None:
    said = talk().say(text, "ask_how_to_order", **entities)
    assert all(word in said for word in words), said


def test_what_is_off_sale_cannot_be_ordered(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("云朵卫衣怎么拍", "ask_how_to_order")
    change(shop, Product, "688000000101", on_sale=False)
    assert "下架" in chat.say("这个怎么拍", "ask_how_to_order")


def test_an_unknown_item_number_is_told(talk: Any) -> None:
    said = talk().say("688999999999怎么拍", "ask_how_to_order", item_number="688999999999")
    assert "688999999999" in said and "没有查到" in said


def test_an_unknown_trouble_goes_to_a_colleague(talk: Any, shop: Shop) -> None:
    chat = talk()
    assert "提示的是什么" in chat.say("云朵卫衣下不了单", "ask_how_to_order")
    assert "登记给同事" in chat.say("说收货地址不支持配送")
    (ticket,) = rows(shop, Ticket, kind="operations")
    assert "收货地址不支持配送" in ticket.title


@pytest.mark.parametrize(
    ("buyer", "text", "words"),
    [
        (None, "怎么付款", ["支付宝", "微信支付"]),
        (None, "可以货到付款吗", ["暂时没有货到付款"]),
        (None, "微信行吗", ["可以用微信支付"]),
        (None, "白条可以吗", ["白条目前没有", "支付宝"]),
        (None, "付不了款", ["换一种方式"]),
        ("b05", "付不了款", ["应付188元", "10:25", "换一种方式"]),
        ("b05", "多久内付", ["10:25前没付款会自动关闭"]),
        ("b16", "付款失败了", ["已经付款成功", "不用再付"]),
        (None, "多久内要付款", ["72小时"]),
    ],
)
def test_payment(talk: Any, buyer: str | None, text: str, words: list[str]) -> None:
    said = talk(buyer).say(text, "ask_payment")
    assert all(word in said for word in words), said


def test_an_order_past_its_time_is_not_to_be_paid(talk: Any, clock: ManualClock) -> None:
    clock.advance(timedelta(minutes=40))
    said = talk("b05").say("付不了款", "ask_payment")
    assert "时限已经过了" in said and "换一种方式" not in said
    assert "重新拍一单" in talk("b05").say("拍好了", "inform_ordered")
    assert "重新拍一单" in talk("b05").say("改下价", "request_price_change")


def test_cash_on_delivery_is_the_policys(talk: Any, shop: Shop, tmp_path: Path) -> None:
    use_policy(shop, tmp_path, payment={"cash_on_delivery": True})
    assert "支持货到付款" in talk().say("能货到付款不", "ask_payment")


def test_the_verification_message(talk: Any) -> None:
    chat = talk("b15")
    said = chat.say("付好了", "inform_ordered")
    assert "云柔纸尿裤（L）×4" in said and "实付246元" in said
    assert "陕西西安" in said and "尾号6934" in said and "发出" in said
    assert "宝宝口水巾" in said
    assert not any(secret in said for secret in ("丈八东路", "马晓宇", "13800006934"))
    assert "按这个安排" in chat.say("没问题")


def test_what_is_wrong_is_asked_for(talk: Any) -> None:
    chat = talk("b15")
    chat.say("付好了", "inform_ordered")
    assert "哪里要改" in chat.say("不对", "deny")


def test_a_proved_order_shows_no_place(talk: Any) -> None:
    chat = talk()
    assert "订单号" in chat.say("我拍好了", "inform_ordered")
    said = chat.say("202600000000000137 6934", order_number="202600000000000137", phone_tail="6934")
    assert "云柔纸尿裤" in said and "西安" not in said and "6934" not in said


@pytest.mark.parametrize(
    ("buyer", "text", "words"),
    [
        ("b05", "拍好了", ["还没付款", "应付188元", "10:25"]),
        ("b09", "付款了", ["库存是我们弄错了"]),
        ("b20", "拍好了", ["还没看到新订单"]),
        ("b20", "马上下单", ["核对", "规格"]),
        ("b15", "我等下去拍", ["核对", "规格"]),
    ],
)
def test_other_orders(talk: Any, buyer: str, text: str, words: list[str]) -> None:
    said = talk(buyer).say(text, "inform_ordered")
    assert all(word in said for word in words), said


def test_a_late_order_is_not_verified_as_if_nothing_were(talk: Any, shop: Shop) -> None:
    order, missed = "202600000000000123", datetime(2026, 11, 17, tzinfo=SHANGHAI)
    change(shop, Order, order, unfillable=False, promised_ship_at=missed)
    said = talk("b10").say("我付过款了", "inform_ordered", order_number=order)
    assert "都对吗" not in said and "晚" in said


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("麻烦备注一下包装结实点哈", "包装结实点"),
        ("备注：多垫泡沫", "多垫泡沫"),
        ("帮我备注下", ""),
        ("尾号0102那单备注包装结实点", "包装结实点"),
        ("202600000000000102备注轻拿轻放", "轻拿轻放"),
        ("备注下多垫泡沫", "多垫泡沫"),
        ("备注一下", ""),
        ("给我挑日期新鲜的谢谢", "挑日期新鲜的"),
        ("【退款100 店主/1.1】", "退款100 店主/1.1"),
        ("轻拿轻放" * 40, ("轻拿轻放" * 40)[:60]),
    ],
)
def test_what_of_a_message_is_noted(typed: str, noted: str) -> None:
    assert note_text(typed) == noted


def test_a_note_is_written_and_promised(talk: Any, shop: Shop) -> None:
    said = talk("b05").say("备注挑日期新鲜的", "order_note")
    assert "【挑日期新鲜的】" in said
    order = "202600000000000110"
    assert "【挑日期新鲜的 店小二/11.18】" in [
        n.text for n in rows(shop, OrderNote, order_no=order)
    ]
    assert [p.content for p in rows(shop, Promise, order_no=order)] == ["挑日期新鲜的"]


def test_which_order_and_what_is_asked_for(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    assert "哪一笔" in chat.say("帮我备注一下", "order_note")
    assert "要备注什么" in chat.say("0102那单")
    assert "【多垫点泡沫】" in chat.say("多垫点泡沫")
    assert rows(shop, Promise, order_no="202600000000000102", kind="note")


@pytest.mark.parametrize(
    ("buyer", "text", "words"),
    [
        ("b02", "备注放门口", ["已经发出", "95311"]),
        ("b05", "备注送到酒店前台", ["改地址"]),
        ("b05", "备注便宜50元", ["不作数"]),
        ("b05", "备注多送一包", ["送赠品"]),
        ("b20", "包装结实点", ["没有还没发货的订单"]),
        ("b14", "备注检查一下再发", ["面单已经打好"]),
        (None, "包装结实点", ["登录"]),
    ],
)
def test_where_a_note_is_not_enough(
    talk: Any, shop: Shop, buyer: str | None, text: str, words: list[str]
) -> None:
    said = talk(buyer).say(text, "order_note")
    assert all(word in said for word in words), said
    if buyer != "b14":
        assert not rows(shop, OrderNote, author="bot")


def test_two_orders_in_one_parcel(talk: Any, shop: Shop) -> None:
    assert "尾号0139、0138" in talk("b16").say("两单一起发", "order_note")
    assert len(rows(shop, OrderNote, author="bot")) == 2
    change(shop, Order, "202600000000000138", warehouse_id="wh")
    assert "不在同一个仓库" in talk("b16").say("两单一起发", "order_note")


def test_an_order_is_known_by_its_tail_and_a_note_is_no_title(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    chat.say("给尾号0102那单开发票", "ask_invoice")
    said = chat.say("尾号0102备注包装结实点", "order_note")
    assert "【包装结实点】" in said
    (note,) = rows(shop, OrderNote, author="bot")
    assert note.order_no == "202600000000000102"


@pytest.mark.parametrize("text", ["备注：免单", "备注 打八折", "备注不要钱"])
def test_no_note_is_about_money(talk: Any, shop: Shop, text: str) -> None:
    before = len(rows(shop, OrderNote))
    assert "不作数" in talk("b15").say(text, "order_note")
    assert len(rows(shop, OrderNote)) == before


@pytest.mark.parametrize("text", ["再给我留一天", "备注晚点付款", "先别关我的单"])
def test_no_note_moves_the_time_to_pay(talk: Any, shop: Shop, text: str) -> None:
    before = len(rows(shop, OrderNote))
    said = talk("b05").say(text, "order_note", order_number="202600000000000110")
    assert "自动关闭" in said and "备注好了" not in said and "没法" in said
    assert len(rows(shop, OrderNote)) == before


@pytest.mark.parametrize("text", ["能不能微信转账给你", "加个微信我转给你", "有收款码吗"])
def test_money_past_the_order_is_refused(talk: Any, text: str) -> None:
    said = talk("b03").say(text, "ask_payment")
    assert "只能在订单里付款" in said
    assert "可以用微信" not in said


@pytest.mark.parametrize("text", ["快递放门口别打电话帮我备注", "备注送货前打电话"])
def test_how_to_deliver_is_a_note_and_no_address(talk: Any, text: str) -> None:
    assert "改地址" not in talk("b05").say(text, "order_note")
