"""Gifts by campaign, sum and pieces; a wish for one grants what is due and no more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.approvals.decide import Decision
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.dialogue.effect_turn import EffectRefused, Turn
from xiaoer.shop.dialogue.gift_effects import give_gift_up
from xiaoer.shop.orders.model import Order, OrderNote, Promise
from xiaoer.shop.outbox.model import DueItem
from xiaoer.shop.outbox.queue import add_due
from xiaoer.shop.promotions.model import Gift


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("云朵卫衣送什么", {}, ["细网洗衣袋1个", "满200元送棉柔洗脸巾1盒"]),
        ("云朵卫衣买两件送啥", {"quantity": 2}, ["2件258元", "细网洗衣袋1个", "棉柔洗脸巾1盒"]),
        ("满500送什么", {"amount": 50000}, ["350ml保温杯1个"]),
        ("买50块送啥", {"amount": 5000}, ["再凑150元"]),
        ("猪肉脯送什么", {}, ["便携纸巾1包"]),
        ("收藏送什么", {}, ["没有单独的赠品", "便携纸巾"]),
        ("餐椅买两个送什么", {"quantity": 2}, ["宝宝口水巾"]),
    ],
)
def test_what_comes_with_goods(
    talk: Any, text: str, entities: dict[str, int], words: list[str]
) -> None:
    said = talk().say(text, "ask_gift", **entities)
    assert all(word in said for word in words), said


def test_a_gift_out_of_stock_is_not_named(talk: Any, shop: Shop) -> None:
    change(shop, Gift, "laundry-bag", stock=0)
    said = talk().say("云朵卫衣送什么", "ask_gift")
    assert "洗衣袋" not in said and "便携纸巾1包" in said


def test_no_gift_at_all(talk: Any, shop: Shop) -> None:
    for gift in rows(shop, Gift):
        change(shop, Gift, gift.id, stock=0)
    assert "没有赠品" in talk().say("云朵卫衣送什么", "ask_gift")


def test_the_gift_of_an_order(talk: Any) -> None:
    assert "棉柔洗脸巾1盒" in talk("b05").say("我这单送什么", "ask_gift")
    said = talk("b18").say("我这单有赠品吗", "ask_gift", order_number="202600000000000144")
    assert "没有登记赠品" in said and "棉柔洗脸巾" in said


def test_a_gift_that_is_due_is_noted_and_promised_once(talk: Any, shop: Shop) -> None:
    order = "202600000000000144"
    chat = talk("b18")
    assert "备注上了" in chat.say("送点赠品呗", "request_gift", order_number=order)
    (promise,) = rows(shop, Promise, order_no=order)
    assert promise.kind == "gift" and promise.content == "送棉柔洗脸巾1盒"
    assert "【送棉柔洗脸巾1盒" in rows(shop, OrderNote, order_no=order)[0].text
    chat.say("再送一个", "request_gift", order_number=order)
    chat.say("再来一个嘛", "request_gift", order_number=order)
    contents = [promise.content for promise in rows(shop, Promise, order_no=order)]
    assert contents == ["送棉柔洗脸巾1盒", "送便携纸巾1包"], "what is due, each once"


def test_nothing_beyond_what_is_due(talk: Any, shop: Shop) -> None:
    said = talk("b05").say("多送一包呗", "request_gift")
    assert "没法再多放" in said and "再凑282元" in said
    assert not rows(shop, Promise, order_no="202600000000000110")


def test_a_printed_label_is_told(talk: Any, shop: Shop) -> None:
    change(shop, Gift, "tissue", product_ids=["nothing"])
    change(shop, Gift, "bib", min_quantity=1, product_ids=["688000000108"])
    said = talk("b14").say("送我点小样", "request_gift")
    assert "面单已经打好" in said and "2小时内" in said
    assert rows(shop, Ticket, kind="warehouse", order_no="202600000000000134")


def test_what_has_left_gets_no_gift(talk: Any, shop: Shop) -> None:
    assert "已经发出" in talk("b02").say("送我点东西呗", "request_gift")
    assert not rows(shop, Promise, order_no="202600000000000105")


def test_before_buying_only_what_the_shop_gives(talk: Any, shop: Shop) -> None:
    said = talk().say("猪肉脯多送两包呗", "request_gift")
    assert "便携纸巾1包" in said and "猪肉脯送便携" in said
    assert not rows(shop, OrderNote, author="bot")


def test_the_gift_for_a_refused_price(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("云朵卫衣便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    order = "202600000000000102"
    assert "零食小袋" not in talk("b01").say("送我点吃的", "request_gift", order_number=order)
    shop.decide(rows(shop, Approval)[0].id, Decision(False, "店主"))
    assert "零食小袋4包" in chat.say("那赠品给我备注上", "request_gift", order_number=order)
    assert rows(shop, Promise, order_no=order, kind="gift")


@pytest.mark.parametrize("text", ["口水巾再多送两条", "再送点东西呗", "再送一份零食"])
def test_what_the_order_carries_brings_no_other_gift(talk: Any, shop: Shop, text: str) -> None:
    before = len(rows(shop, Promise))
    said = talk("b15").say(text, "request_gift")
    assert "口水巾" in said and "洗脸巾" not in said and "尝鲜包" not in said, said
    assert len(rows(shop, Promise)) == before


def test_the_gift_that_is_meant_is_swapped(talk: Any, shop: Shop) -> None:
    promise = rows(shop, Promise, order_no="202600000000000137")[0]
    with shop.db.write() as session:
        session.merge(promise).content = "送棉柔洗脸巾1盒"
    asking = talk("b15")
    assert "哪一样" in asking.say("赠品换成优惠", "gift_to_discount")
    assert "口水巾2条，少5元" in asking.say("口水巾", "")
    chat = talk("b15")
    assert "棉柔洗脸巾1盒，少8元" in chat.say("洗脸巾换成优惠", "gift_to_discount")
    assert "8元" in chat.say("确认", "affirm")
    left = [(one.content, one.state) for one in rows(shop, Promise, kind="gift")]
    assert ("送棉柔洗脸巾1盒", "cancelled") in left
    assert rows(shop, Order, no="202600000000000137")[0].gift_id == "bib", "the other one stays"


def test_a_promised_gift_given_up_for_money_is_promised_no_more(talk: Any, shop: Shop) -> None:
    order = "202600000000000137"
    (old,) = rows(shop, Promise, order_no=order)
    with shop.db.write() as session:
        add_due(session, old.due_at, "promise", f"promise:{old.id}", str(old.id))
    chat = talk("b15")
    chat.say("口水巾不要了便宜点", "gift_to_discount")
    assert rows(shop, Promise, id=old.id)[0].state == "open", "nothing is done before a yes"
    assert "5元" in chat.say("确认", "affirm")
    assert rows(shop, Promise, id=old.id)[0].state == "cancelled"
    assert rows(shop, DueItem, subject=str(old.id))[0].cancelled_at is not None
    assert "口水巾" not in chat.say("我这单送什么", "ask_gift")
    assert "已经登记" in chat.say("赠品折现", "gift_to_discount")
    assert len(rows(shop, Promise, order_no=order, kind="price_difference")) == 1


def test_a_gift_of_the_order_itself_is_taken_off(talk: Any, shop: Shop) -> None:
    chat = talk("b05")
    chat.say("赠品不要了便宜点", "gift_to_discount")
    chat.say("好的", "affirm")
    assert rows(shop, Order, no="202600000000000110")[0].gift_id is None
    assert "没有登记赠品" in chat.say("我这单送什么", "ask_gift")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("口水巾换成洗脸巾行吗", "modify_order"),
        ("赠品能不能换成洗脸巾", "gift_to_discount"),
        ("口水巾不要，送我洗脸巾吧", "request_gift"),
        ("不想要口水巾，能换别的赠品吗", "request_gift"),
    ],
)
def test_another_gift_takes_the_place_of_the_promised_one(
    talk: Any, shop: Shop, text: str, intent: str
) -> None:
    order = "202600000000000137"
    chat = talk("b15")
    said = chat.say(text, intent)
    assert "宝宝口水巾2条换成棉柔洗脸巾1盒" in said, said
    chat.say("确认", "affirm")
    promises = [(one.content, one.state) for one in rows(shop, Promise, order_no=order)]
    assert promises == [("随单加送宝宝口水巾2条", "cancelled"), ("送棉柔洗脸巾1盒", "open")]
    said = chat.say("我这单送什么", "ask_gift")
    assert "洗脸巾" in said and "口水巾" not in said


def test_a_gift_that_the_order_does_not_bring_is_not_swapped_in(talk: Any, shop: Shop) -> None:
    said = talk("b15").say("口水巾换成保温杯", "modify_order")
    assert "满500元才送" in said and "照样随单送" in said, said
    change(shop, Gift, "face-towel", stock=0)
    assert "已经送完" in talk("b15").say("口水巾换成洗脸巾", "modify_order")
    assert [one.state for one in rows(shop, Promise, order_no="202600000000000137")] == ["open"]


def test_a_gift_that_was_packed_meanwhile_is_not_given_up(talk: Any, shop: Shop) -> None:
    order = "202600000000000137"
    chat = talk("b15")
    chat.say("口水巾换成洗脸巾", "modify_order")
    with shop.db.write() as session:
        turn = Turn(shop.conversation(chat.id), "k", shop.clock(), shop.policy.current())
        promise = rows(shop, Promise, order_no=order)[0]
        session.merge(promise).state = "kept"
        session.flush()
        with pytest.raises(EffectRefused):
            give_gift_up(session, turn, order, "bib", [promise.id])


def test_goods_of_the_order_are_no_gift(talk: Any) -> None:
    assert "赠品" not in talk("b15").say("纸尿裤换成S码", "modify_order", size="S")
