"""When things ship, and from where."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.shop.replies.rows import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.logistics.model import Warehouse
from xiaoer.shop.orders.model import Order, OrderNote, Promise, Shipment

LATE, PENDING, PRINTED = "202600000000000124", "202600000000000137", "202600000000000134"


def at(clock: ManualClock, text: str) -> None:
    clock.now = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_before_the_cutoff_it_ships_today(talk: Any) -> None:
    said = talk().say("云朵卫衣今天能发吗", "ask_shipping_time", date="today")
    assert said.startswith("能的") and "17:00前付款当天就发" in said


def test_after_the_cutoff_it_ships_on_the_next_run(talk: Any, clock: ManualClock) -> None:
    at(clock, "2026-11-20 17:00")
    said = talk().say("云朵卫衣今天能发吗", "ask_shipping_time", date="today")
    assert "赶不上" in said and "11月23日（周一）" in said


def test_a_warehouse_that_rests_says_so(talk: Any, clock: ManualClock) -> None:
    at(clock, "2026-11-21 09:00")
    assert "今天仓库休息" in talk().say("云朵卫衣什么时候发", "ask_shipping_time")


def test_a_day_of_an_unpublished_calendar_is_only_expected(talk: Any, clock: ManualClock) -> None:
    at(clock, "2026-12-31 18:00")
    assert "预计" in talk().say("云朵卫衣什么时候发", "ask_shipping_time")


def test_presale_names_day_deposit_and_what_is_owed(talk: Any) -> None:
    said = talk().say("长款羽绒服什么时候发货", "ask_shipping_time")
    assert "11月30日" in said and "定金100元" in said and "尾款499元" in said and "5%" in said


def test_made_to_order_quotes_the_page(talk: Any) -> None:
    said = talk().say("绣名宝宝毯多久发货", "ask_shipping_time")
    assert "定制" in said and "5个工作日内发出" in said


def test_sold_out_goods_get_no_ship_day(talk: Any, shop: Shop, sold_out: str) -> None:
    name = rows(shop, Product, id=sold_out)[0].name
    said = talk().say(f"{name}什么时候发货", "ask_shipping_time")
    assert "没有现货" in said and "付款当天" not in said


def test_without_a_warehouse_only_the_policy_is_promised(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000101", warehouse_id=None)
    assert "48小时内发出" in talk().say("云朵卫衣什么时候发", "ask_shipping_time")


def test_a_placed_order_comes_before_the_shop_in_general(talk: Any) -> None:
    said = talk("b15").say("什么时候发货", "ask_shipping_time")
    assert "云柔纸尿裤" in said and "最晚明天24:00前" in said


def test_a_longer_promise_is_not_shortened_to_the_usual_run(talk: Any) -> None:
    said = talk("b19").say("什么时候发货", "ask_shipping_time")
    assert "11月24日（周二）18:00前" in said and "今天" not in said


def test_about_to_buy_again_is_not_about_the_old_order(talk: Any) -> None:
    said = talk("b15").say("云朵卫衣现在拍什么时候发", "ask_shipping_time")
    assert "纸尿裤" not in said and "17:00" in said


def test_several_waiting_orders_are_offered(talk: Any) -> None:
    chat = talk("b10")
    assert "哪一笔" in chat.say("什么时候发货", "ask_shipping_time")
    assert "板鞋" in chat.say("板鞋那单", "", product="板鞋")


def test_a_visitor_proves_the_order_first(talk: Any) -> None:
    chat = talk()
    number = "202600000000000102"
    said = chat.say(f"{number}什么时候发", "ask_shipping_time", order_number=number)
    assert "后四位" in said and "卫衣" not in said
    assert "云朵卫衣" in chat.say("2617", "", phone_tail="2617")


def test_late_is_admitted_with_a_ticket_and_the_refund(talk: Any, shop: Shop) -> None:
    for promise in rows(shop, Promise, order_no=LATE):
        change(shop, Promise, promise.id, state="broken")
    said = talk("b10").say("板鞋怎么还不发", "urge_shipping", product="板鞋")
    assert "抱歉" in said and "退款" in said and "4小时内" in said
    assert [ticket.kind for ticket in rows(shop, Ticket, order_no=LATE)] == ["warehouse"]
    promised = [one for one in rows(shop, Promise, order_no=LATE) if one.state == "open"]
    assert [one.kind for one in promised] == ["ship_by"]


def test_late_and_already_pressed_opens_no_second_ticket(talk: Any, shop: Shop) -> None:
    said = talk("b10").say("板鞋怎么还不发", "urge_shipping", product="板鞋")
    assert "已经在核实" in said and "今天23:59前" in said
    assert not rows(shop, Ticket, order_no=LATE)


def test_at_night_the_answer_is_promised_for_the_morning(
    talk: Any, shop: Shop, clock: ManualClock
) -> None:
    for promise in rows(shop, Promise, order_no=LATE):
        change(shop, Promise, promise.id, state="broken")
    at(clock, "2026-11-18 23:45")
    said = talk("b10").say("板鞋怎么还不发", "urge_shipping", product="板鞋")
    assert "明天13:00前" in said
    due = rows(shop, Ticket, order_no=LATE)[0].due_at
    assert due >= datetime(2026, 11, 19, 13, 0, tzinfo=SHANGHAI)


def test_in_time_the_warehouse_gets_one_note(talk: Any, shop: Shop) -> None:
    chat = talk("b15")
    before = len(rows(shop, OrderNote, order_no=PENDING))
    assert "备注" in chat.say("快点发", "urge_shipping")
    assert "之前已经加" in chat.say("快点发啊", "urge_shipping")
    assert len(rows(shop, OrderNote, order_no=PENDING)) == before + 1


def test_the_label_is_printed(talk: Any) -> None:
    said = talk("b14").say("怎么还不发", "urge_shipping")
    assert "贴好面单" in said and "明天15:00前" in said


def test_what_cannot_be_filled_is_said_openly(talk: Any) -> None:
    said = talk("b09").say("什么时候发货", "ask_shipping_time")
    assert "发不出来" in said and "退款" in said and "换成" in said


def test_a_running_refund_stops_the_hurry(talk: Any) -> None:
    assert "退款在处理" in talk("b06").say("理发器快点发", "urge_shipping", product="理发器")


def test_held_goods_are_not_promised(talk: Any, shop: Shop) -> None:
    change(shop, Shipment, f"{PENDING}-1", hold=True)
    said = talk("b15").say("什么时候发货", "ask_shipping_time")
    assert "按住" in said and "17:00" not in said


def test_an_order_without_a_promise_falls_back_to_the_policy(talk: Any, shop: Shop) -> None:
    order = rows(shop, Order, no=PENDING)[0]
    change(shop, Order, PENDING, promised_ship_at=None, paid_at=order.paid_at - timedelta(days=1))
    said = talk("b15").say("什么时候发货", "ask_shipping_time")
    assert "付款后48小时内" in said


def test_nothing_waits(talk: Any) -> None:
    assert "没有等发货的订单" in talk("b04").say("快点发", "urge_shipping")
    assert "还没有订单" in talk("b03").say("快点发", "urge_shipping")


def test_unpaid_says_until_when(talk: Any) -> None:
    said = talk("b05").say("什么时候发货", "ask_shipping_time")
    assert "还没付款" in said and "今天10:25前" in said and "15:00" in said


@pytest.mark.parametrize(
    ("text", "place"), [("云朵卫衣从哪发", "杭州"), ("每日坚果哪里发货", "武汉")]
)
def test_where_it_ships_from(talk: Any, text: str, place: str) -> None:
    assert place in talk().say(text, "ask_ship_from")


def test_where_an_order_ships_from(talk: Any) -> None:
    assert "浙江杭州的杭州仓" in talk("b02").say("我买的从哪发的", "ask_ship_from")


def test_no_warehouse_is_invented(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000101", warehouse_id=None)
    said = talk().say("云朵卫衣从哪发货", "ask_ship_from")
    assert "没有写" in said
    for warehouse in rows(shop, Warehouse):
        change(shop, Warehouse, warehouse.id, city="宁波")
    assert "宁波" in talk().say("从哪发货", "ask_ship_from")
