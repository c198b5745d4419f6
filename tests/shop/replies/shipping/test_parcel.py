"""Where the parcel is, signed for but not there, and arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.rows import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Promise, Scan, Shipment
from xiaoer.shop.replies.shipping.parcel_status import say_signer

STUCK, UNSCANNED, LOST, SIGNED = (
    "202600000000000118",
    "202600000000000135",
    "202600000000000150",
    "202600000000000120",
)


def test_the_last_scan_and_what_comes_next(talk: Any) -> None:
    said = talk("b02").say("快递到哪了", "track_logistics")
    assert "今天06:00" in said and "北京城区网点" in said and "预计明天前送到" in said


def test_a_stuck_parcel_becomes_a_carrier_ticket_once(talk: Any, shop: Shop) -> None:
    chat = talk("b07")
    assert "4天没有更新" in chat.say("到哪了", "track_logistics")
    ticket = rows(shop, Ticket, order_no=STUCK)[0]
    assert ticket.kind == "carrier" and "ZTO7380000101644" in ticket.title
    assert "已经让快递在核查" in chat.say("怎么还没动", "track_logistics")
    assert "已经让快递在核查" in talk("b07").say("怎么还没动", "track_logistics")
    assert len(rows(shop, Ticket, order_no=STUCK)) == 1
    assert [p.kind for p in rows(shop, Promise, order_no=STUCK)] == ["carrier_answer"]


def test_an_answer_that_did_not_come_is_asked_for_again(
    talk: Any, shop: Shop, clock: ManualClock
) -> None:
    chat = talk("b07")
    chat.say("到哪了", "track_logistics")
    clock.advance(timedelta(hours=25))
    assert "还没有回音" in chat.say("到底到哪了", "track_logistics")


def test_a_parcel_below_the_limit_is_not_stuck(talk: Any, shop: Shop, clock: ManualClock) -> None:
    last = max(rows(shop, Scan, shipment_id=f"{STUCK}-1"), key=lambda scan: scan.at)
    change(shop, Scan, last.id, at=clock.now - timedelta(hours=47))
    said = talk("b07").say("到哪了", "track_logistics")
    assert "没有更新" not in said and not rows(shop, Ticket)


def test_a_moving_parcel_is_pressed_only_after_a_yes(talk: Any, shop: Shop) -> None:
    chat = talk("b13")
    assert "催件工单吗" in chat.say("快递太慢了催一下", "track_logistics")
    assert not rows(shop, Ticket)
    assert "催件工单" in chat.say("好的", "affirm")
    assert [ticket.kind for ticket in rows(shop, Ticket)] == ["carrier"]
    assert "催件工单吗" not in chat.say("快点催", "track_logistics")


def test_no_scan_after_a_day(talk: Any, shop: Shop) -> None:
    said = talk("b14").say("T恤到哪了", "track_logistics", product="T恤")
    assert "24小时还没有揽收记录" in said
    assert rows(shop, Ticket, order_no=UNSCANNED)[0].kind == "carrier"


def test_just_shipped_without_a_scan(talk: Any, shop: Shop, clock: ManualClock) -> None:
    change(shop, Shipment, f"{UNSCANNED}-1", shipped_at=clock.now - timedelta(hours=3))
    said = talk("b14").say("T恤到哪了", "track_logistics", product="T恤")
    assert "24小时内" in said and not rows(shop, Ticket)


def test_each_parcel_of_an_order(talk: Any) -> None:
    said = talk("b15").say("快递到哪了", "track_logistics")
    assert "2个包裹" in said and "ZTO7380000103562" in said and "ZTO7380000103699" in said


def test_a_tracking_number_picks_its_parcel(talk: Any) -> None:
    said = talk("b15").say(
        "ZTO7380000103699到哪了", "track_logistics", tracking_number="ZTO7380000103699"
    )
    assert "ZTO7380000103699" in said and "ZTO7380000103562" not in said


def test_not_shipped_yet(talk: Any) -> None:
    assert "最晚" in talk("b19").say("快递到哪了", "track_logistics")


def test_on_its_way_back(talk: Any) -> None:
    said = talk("b14").say("板鞋的快递呢", "track_logistics", product="板鞋")
    assert "退回" in said and "退款" in said


def test_lost_the_buyer_chooses(talk: Any, shop: Shop) -> None:
    chat = talk("b18")
    assert "丢失" in chat.say("快递到哪了", "track_logistics")
    said = chat.say("补发一件", "")
    case = rows(shop, Case, order_no=LOST)[0]
    assert case.wish == "resend" and case.no in said
    assert case.no in chat.say("快递到哪了", "track_logistics")
    assert len(rows(shop, Case)) == 1


def test_the_choice_of_a_lost_parcel_may_be_changed(talk: Any, shop: Shop) -> None:
    chat = talk("b18")
    chat.say("快递到哪了", "track_logistics")
    chat.say("补发一件", "")
    said = chat.say("还是退款吧", "request_refund")
    assert "补发" in said and "改成退款" in said
    chat.say("确认", "affirm")
    assert [case.wish for case in rows(shop, Case, order_no=LOST)] == ["refund"]


def test_lost_and_money_wanted_is_read_back(talk: Any, shop: Shop) -> None:
    chat = talk("b18")
    chat.say("快递到哪了", "track_logistics")
    assert "141元" in chat.say("全额退款", "")
    assert not rows(shop, Case)
    chat.say("确认", "affirm")
    assert [case.wish for case in rows(shop, Case, order_no=LOST)] == ["refund"]


def test_signed_but_not_there_looks_once_then_asks_the_carrier(talk: Any, shop: Shop) -> None:
    chat = talk("b08")
    said = chat.say("显示签收了可我没收到", "delivered_not_received")
    assert "梅岭路菜鸟驿站" in said and "取件短信" in said and not rows(shop, Case)
    said = chat.say("还是没有", "deny")
    case = rows(shop, Case, order_no=SIGNED)[0]
    assert case.no in said and "补发还是退款" in said
    assert {ticket.kind for ticket in rows(shop, Ticket, order_no=SIGNED)} == {
        "carrier",
        "aftersales",
    }
    again = chat.say("显示签收了可我没收到", "delivered_not_received")
    assert case.no in again and len(rows(shop, Case)) == 1


def test_who_has_looked_is_not_sent_to_look_again(talk: Any, shop: Shop) -> None:
    talk("b08").say("显示签收没收到，驿站也问过了", "delivered_not_received")
    assert rows(shop, Case, order_no=SIGNED)


def test_not_there_either_is_said_of_the_parcel_just_told(talk: Any, shop: Shop) -> None:
    chat = talk("b08")
    assert "梅岭路菜鸟驿站" in chat.say("纸尿裤到哪了", "track_logistics", order_number=SIGNED)
    assert "签收证明" in chat.say("驿站也没有", "track_logistics")
    (case,) = rows(shop, Case)
    assert (case.order_no, case.issue) == (SIGNED, "delivered_not_received")


def test_found(talk: Any, shop: Shop) -> None:
    chat = talk("b08")
    chat.say("显示签收了可我没收到", "delivered_not_received")
    assert "找到就好" in chat.say("找到了", "affirm") and not rows(shop, Case)


def test_not_signed_at_all(talk: Any) -> None:
    assert "没有更新" in talk("b07").say("显示签收了没收到", "delivered_not_received")


@pytest.mark.parametrize(
    ("signer", "said"),
    [
        ("本人", "本人"),
        ("丰巢柜", "丰巢柜"),
        ("王小二", "王**"),
        ("吴海涛", "本人"),
        ("门卫代收", "门卫代收"),
        (None, None),
    ],
)
def test_the_signer_is_no_strangers_name(signer: str | None, said: str | None) -> None:
    assert say_signer(signer, "吴海涛") == said


def test_nobody_is_written_as_signer(talk: Any, shop: Shop) -> None:
    change(shop, Shipment, f"{SIGNED}-1", signed_by=None)
    assert "没有写是谁签的" in talk("b08").say("签收了没收到", "delivered_not_received")


def test_received_asks_for_nothing_in_return(talk: Any) -> None:
    said = talk("b12").say("收到了", "inform_received")
    assert "猪肉脯" in said and "好评" not in said


def test_received_by_somebody_unknown(talk: Any) -> None:
    assert "有" in talk().say("收到货了", "inform_received")


def test_a_visitor_without_proof_hears_nothing(talk: Any) -> None:
    said = talk().say("快递到哪了", "track_logistics")
    assert "订单号" in said and "ZTO" not in said


def test_a_visitor_with_proof_hears_the_progress(talk: Any) -> None:
    chat = talk()
    said = chat.say(
        f"{STUCK} 尾号4419 到哪了", "track_logistics", order_number=STUCK, phone_tail="4419"
    )
    assert "4天没有更新" in said and "孙若兰" not in said and "红柳街" not in said


def test_what_has_not_come_is_told_with_what_has(talk: Any) -> None:
    said = talk("b15").say("坚果收到了，衣服没到", "inform_received")
    assert "ZTO7380000103699" in said and "用着" not in said
