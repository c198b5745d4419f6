"""When it arrives, who brings it, what the postage is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.shop.replies.rows import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.logistics.model import CarrierRegion, PostageRule
from xiaoer.shop.orders.model import Order, OrderNote, Promise, Scan
from xiaoer.shop.replies.shipping.delivery_days import Window, verdict
from xiaoer.shop.replies.shipping.postage import postage_fen

CUSTOM = "202600000000000145"


def test_the_place_is_asked_for_and_remembered(talk: Any) -> None:
    chat = talk()
    assert "哪个省" in chat.say("云朵卫衣几天能到", "ask_delivery_time")
    said = chat.say("杭州", "", region="杭州")
    assert "云朵卫衣" in said and "明天到后天" in said
    assert "6–10天" in chat.say("新疆呢", "ask_delivery_time", region="新疆")
    assert "新疆" in chat.say("每日坚果呢", "ask_delivery_time", product="坚果")


@pytest.mark.parametrize(
    ("token", "words"),
    [("weekday:5", "正常后天前能到"), ("tomorrow", "有可能到"), ("today", "大概率到不了")],
)
def test_a_named_day_gets_a_straight_answer(talk: Any, token: str, words: str) -> None:
    said = talk().say("云朵卫衣到杭州能到吗", "ask_delivery_time", region="杭州", date=token)
    assert words in said


def test_verdict() -> None:
    window = Window(date(2026, 11, 20), date(2026, 11, 22))
    today = date(2026, 11, 18)
    assert "能到" in verdict(window, date(2026, 11, 22), today)
    assert "不能跟您保证" in verdict(window, date(2026, 11, 21), today)
    assert "到不了" in verdict(window, date(2026, 11, 19), today)
    assert verdict(window, date(2026, 11, 17), today) == ""


def test_a_place_nobody_goes_to(talk: Any) -> None:
    said = talk().say("云朵卫衣到台湾几天", "ask_delivery_time", region="台湾")
    assert "没有能送到的快递" in said


def test_the_last_province_of_a_known_buyer_is_used(talk: Any) -> None:
    assert "中通到湖北" in talk("b12").say("几天能到", "ask_delivery_time")


def test_a_paid_order_is_estimated_from_its_ship_day(talk: Any) -> None:
    said = talk("b19").say("几天能到", "ask_delivery_time")
    assert "11月24日（周二）18:00前" in said and "11月27日" in said


def test_an_unknown_region_is_not_guessed(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.query(CarrierRegion).delete()
    said = talk("b19").say("几天能到", "ask_delivery_time")
    assert "没有写" in said and "预计" not in said


def test_a_stuck_parcel_is_not_given_a_day(talk: Any) -> None:
    assert "没有更新" in talk("b07").say("几天能到", "ask_delivery_time")


def test_a_named_day_of_a_parcel_on_its_way(talk: Any) -> None:
    said = talk("b02").say("后天能到吗", "ask_delivery_time", date="day_after")
    assert said.startswith("正常后天前能到")


def test_the_default_carrier_and_the_others_with_their_price(talk: Any) -> None:
    said = talk().say("发什么快递", "ask_carrier")
    assert "默认发中通" in said and "顺丰（+12元）" in said


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("能发顺丰吗", {"carrier": "顺丰"}, ["要补12元", "送货上门"]),
        ("能发德邦吗", {"carrier": "德邦"}, ["没有合作德邦"]),
        ("不要发圆通", {"carrier": "圆通"}, ["默认发中通，不发圆通"]),
        ("别给我发中通", {"carrier": "中通"}, ["可以换", "圆通"]),
        ("西藏发韵达行吗", {"carrier": "韵达", "region": "西藏"}, ["韵达到不了西藏"]),
        ("新疆能送到吗", {"region": "新疆"}, ["新疆能送到", "6–10天"]),
        ("香港能送吗", {"region": "香港"}, ["没有能送到的快递"]),
        ("村里能送到吗", {}, ["EMS", "乡镇和村里也能送到"]),
        ("送货上门吗", {}, ["中通", "顺丰"]),
    ],
)
def test_carriers(talk: Any, text: str, entities: dict[str, str], words: list[str]) -> None:
    said = talk().say(text, "ask_carrier", **entities)
    assert all(word in said for word in words), said


def test_the_carrier_of_an_order_is_changed_after_a_yes(talk: Any, shop: Shop) -> None:
    chat = talk("b19")
    assert "确认" in [b.label for b in _buttons(chat, "换成圆通", carrier="圆通")]
    assert not any("圆通" in note for note in _notes(shop))
    assert "备注好了" in chat.say("好的", "affirm")
    assert any("发圆通" in note for note in _notes(shop))
    assert [one.kind for one in rows(shop, Promise, order_no=CUSTOM)].count("carrier") == 1
    assert "已经备注过" in chat.say("换成圆通", "ask_carrier", carrier="圆通")


def _buttons(chat: Any, text: str, **entities: str) -> Any:
    chat.say(text, "ask_carrier", **entities)
    return chat.last.buttons


def _notes(shop: Shop) -> list[str]:
    return [note.text for note in rows(shop, OrderNote, order_no=CUSTOM)]


def test_a_dearer_carrier_is_for_a_person(talk: Any) -> None:
    chat = talk("b19")
    assert "人工" in chat.say("换顺丰", "ask_carrier", carrier="顺丰")
    assert "确认" not in [button.label for button in chat.last.buttons]


def test_on_the_way_the_carrier_stays(talk: Any) -> None:
    said = talk("b02").say("能换顺丰吗", "ask_carrier", carrier="顺丰")
    assert "换不了快递" in said and "ZTO7380000100411" in said


def test_postage_without_a_place_names_the_common_rule(talk: Any) -> None:
    chat = talk()
    assert "满59元包邮" in chat.say("包邮吗", "ask_shipping_fee")
    assert "不参加包邮" in chat.say("新疆", "", region="新疆")


def test_postage_of_a_product(talk: Any) -> None:
    said = talk().say("云朵卫衣到杭州包邮吗", "ask_shipping_fee", region="杭州")
    assert "满39元包邮" in said and "一件129元，包邮" in said


def test_different_provinces_are_listed(talk: Any, shop: Shop) -> None:
    change(shop, PostageRule, "上海", free_from_fen=9900)
    said = talk().say("江浙沪包邮吗", "ask_shipping_fee", region="江浙沪")
    assert "上海满99元包邮" in said and "浙江满39元包邮" in said


def test_why_an_order_was_charged(talk: Any, shop: Shop) -> None:
    said = talk("b12").say("猪肉脯为什么收我邮费", "ask_shipping_fee")
    assert "52.9元" in said and "运费6元" in said and "满59元包邮" in said
    assert not rows(shop, Ticket)


def test_a_charge_against_the_rule_is_checked_by_a_person(talk: Any, shop: Shop) -> None:
    change(shop, Order, "202600000000000131", goods_fen=9900)
    said = talk("b12").say("猪肉脯为什么收我邮费", "ask_shipping_fee")
    assert "核对" in said and [ticket.kind for ticket in rows(shop, Ticket)] == ["operations"]


@pytest.mark.parametrize(
    ("goods", "weight", "fee"),
    [(3899, 500, 500), (3900, 50_000, 0), (1000, 3000, 500), (1000, 3001, 600), (0, 5000, 700)],
)
def test_postage_by_weight(goods: int, weight: int, fee: int) -> None:
    rule = PostageRule(
        id="1",
        province="浙江",
        first_g=3000,
        first_fen=500,
        step_g=1000,
        step_fen=100,
        free_from_fen=3900,
    )
    assert postage_fen(rule, goods, weight) == fee


def test_no_rule_no_number(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.query(PostageRule).delete()
    said = talk().say("包邮吗", "ask_shipping_fee")
    assert "没有写" in said and "元" not in said


def test_scans_hide_the_courier(talk: Any, shop: Shop) -> None:
    said = talk("b08").say("快递几天能到", "ask_delivery_time")
    assert "138****9013" in said and "13800009013" not in said
    assert any("13800009013" in scan.text for scan in rows(shop, Scan))


@pytest.mark.parametrize(("buyer", "text"), [("b13", "邮费怎么这么贵"), ("b05", "用不用付运费")])
def test_the_postage_of_the_open_order_is_known(talk: Any, buyer: str, text: str) -> None:
    said = talk(buyer).say(text, "ask_shipping_fee")
    assert "哪个省" not in said
    assert "运费" in said or "包邮" in said or "哪一笔订单" in said
