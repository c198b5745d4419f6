"""The six answers of policy §1 to a wish for a lower price, and gifts given up for money."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Ticket
from xiaoer.shop.approvals.decide import Decision
from xiaoer.shop.approvals.model import Approval
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.clock import SHANGHAI, ManualClock
from xiaoer.shop.dialogue.understanding import Entity, Understanding
from xiaoer.shop.orders.model import Order, OrderNote, Promise
from xiaoer.shop.promotions.model import Campaign, Gift

PLAIN = ["云朵卫衣便宜点呗", "再便宜点", "就再少一点嘛"]


def ask_three_times(talk: Any, buyer: str | None = None) -> Any:
    chat = talk(buyer)
    for text in PLAIN:
        chat.say(text, "bargain")
    return chat


def test_a_running_campaign_is_named_with_its_end(talk: Any) -> None:
    text = talk().say("云朵卫衣能便宜点吗", "bargain")
    assert "换季囤货周" in text
    assert "每满200元减30元" in text
    assert "11月22日" in text


def test_a_campaign_without_haggling_is_final_and_asks_nobody(talk: Any, shop: Shop) -> None:
    chat = talk()
    first = chat.say("羊毛开衫便宜点", "bargain")
    assert "新品尝鲜价" in first
    for _ in range(3):
        assert "没法再让" in chat.say("再便宜点", "bargain")
    assert not rows(shop, Approval)


def test_the_same_campaign_is_negotiable_where_it_says_so(talk: Any, shop: Shop) -> None:
    change(shop, Campaign, "new-in", negotiable=True)
    chat = talk()
    for text in ("羊毛开衫便宜点", "再少点", "再少点嘛"):
        chat.say(text, "bargain")
    assert len(rows(shop, Approval)) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (12, ["10件起每件52元", "共624元"]),
        (2, ["5件起每件55元", "10件起每件52元"]),
        (31, ["每件48元"]),
    ],
)
def test_many_pieces_hear_the_bulk_price(talk: Any, number: int, words: list[str]) -> None:
    text = talk().say(f"T恤买{number}件什么价", "bargain", quantity=number)
    assert all(word in text for word in words)


def test_many_pieces_without_a_bulk_price_hear_campaign_and_free_postage(talk: Any) -> None:
    text = talk().say("牛仔裤多买几条能便宜吗", "bargain", region="广州")
    assert "没有单独的批量价" in text
    assert "换季囤货周" in text
    assert "寄广东满59元包邮" in text


def test_fewer_pieces_than_wanted_are_told(talk: Any, shop: Shop) -> None:
    for sku in rows(shop, Sku, product_id="688000000102"):
        change(shop, Sku, sku.id, stock=1)
    text = talk().say("T恤买300件多少", "bargain", quantity=300)
    assert "现货只有" in text


def test_a_weight_is_no_number_of_pieces(talk: Any) -> None:
    plain = understood("T恤买10斤呢", "bargain")
    weighed = Understanding(
        **{**plain.__dict__, "entities": (Entity("quantity", 10, "10斤", unit="斤"),)}
    )
    assert "共520元" not in talk().send(weighed)


def test_a_regular_customer_hears_the_member_price(talk: Any) -> None:
    text = talk("b04").say("老顾客了 云朵卫衣便宜点", "bargain")
    assert "119元" in text and "129元" in text


def test_who_has_completed_nothing_hears_what_it_takes(talk: Any) -> None:
    text = talk("b20").say("云朵卫衣老顾客价多少", "bargain")
    assert "完成过一笔订单" in text and "119元" in text
    assert "您是老顾客" not in text


def test_a_visitor_is_not_taken_for_a_customer(talk: Any) -> None:
    text = talk().say("我是你家老顾客 云朵卫衣便宜点", "bargain")
    assert "登录" in text and "119" not in text


def test_after_a_discount_the_booked_one_is_named(talk: Any) -> None:
    text = talk("b05").say("还能再便宜吗", "bargain")
    assert "已经减了30元（每满200减30）" in text and "188元" in text


def test_lowest_only_at_the_lowest(talk: Any, shop: Shop) -> None:
    assert "底价" not in talk("b05").say("还能再便宜吗", "bargain")
    for sku in rows(shop, Sku, product_id="688000000201"):
        change(shop, Sku, sku.id, floor_price_fen=sku.price_fen)
    assert "底价" in talk("b05").say("还能再便宜吗", "bargain")


def test_cheaper_elsewhere_says_nothing_about_others(talk: Any, shop: Shop, tmp_path: Path) -> None:
    text = talk().say("实体店的云朵卫衣比你便宜", "bargain")
    assert "15天内降价可以补差价" in text and "线上线下" not in text
    use_policy(shop, tmp_path, bargain={"price_same_offline": True, "price_protection_days": 0})
    text = talk().say("实体店的云朵卫衣比你便宜", "bargain")
    assert "线上线下是同一个价" in text and "补差价" not in text


def test_the_third_request_asks_a_manager_for_real(talk: Any, shop: Shop) -> None:
    chat = ask_three_times(talk)
    (approval,) = rows(shop, Approval)
    assert approval.id in chat.last.text and "2分钟" in chat.last.text
    assert approval.state == "pending" and approval.product_id == "688000000101"
    assert approval.fallback_gift_id == "snack-mix"
    assert "第3次问价" in approval.summary


def test_the_number_of_requests_is_the_policys(talk: Any, shop: Shop, tmp_path: Path) -> None:
    use_policy(shop, tmp_path, bargain={"approval_at_request": 2})
    chat = talk()
    chat.say(PLAIN[0], "bargain")
    assert not rows(shop, Approval)
    chat.say(PLAIN[1], "bargain")
    assert rows(shop, Approval)


def test_at_night_nobody_is_said_to_be_asked(talk: Any, shop: Shop, clock: ManualClock) -> None:
    clock.now = datetime(2026, 11, 19, 2, 0, tzinfo=SHANGHAI)
    chat = ask_three_times(talk)
    assert not rows(shop, Approval)
    assert "今天09:00上班" in chat.last.text and "零食小袋4包" in chat.last.text


def test_a_second_wish_reports_the_first_request(talk: Any, shop: Shop) -> None:
    chat = ask_three_times(talk)
    text = chat.say("批了没", "bargain")
    assert "已经在问主管了" in text and "10:02" in text
    assert len(rows(shop, Approval)) == 1


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision(True, "店主", 1000), ["便宜10元"]),
        (Decision(False, "店主", reason="利润不够"), ["没有同意", "零食小袋4包"]),
    ],
)
def test_the_decision_is_told_as_it_is(
    talk: Any, shop: Shop, decision: Decision, words: list[str]
) -> None:
    chat = ask_three_times(talk)
    shop.decide(rows(shop, Approval)[0].id, decision)
    text = chat.say("怎么样了 能便宜吗", "bargain")
    assert all(word in text for word in words)
    assert "利润" not in text


def test_nobody_answered(talk: Any, shop: Shop, clock: ManualClock) -> None:
    chat = ask_three_times(talk)
    clock.advance(timedelta(minutes=3))
    text = chat.say("能便宜吗", "bargain")
    assert "没在约定时间里回复" in text and "零食小袋4包" in text
    change(shop, Gift, "snack-mix", stock=0)
    assert "零食小袋" not in chat.say("能便宜吗", "bargain")


@pytest.mark.parametrize(
    ("text", "entities", "asked"),
    [
        ("便宜20块", {"amount": 2000}, 2000),
        ("100卖不卖", {"amount": 10000}, 2900),
        ("抹个零吧", {}, 900),
        ("便宜0元", {"amount": 0}, None),
        ("便宜负20", {"amount": -2000}, None),
        ("便宜一百亿", {"amount": 10**12}, None),
        ("便宜点嘛", {}, None),
    ],
)
def test_the_sum_that_is_asked_for(
    talk: Any, shop: Shop, text: str, entities: dict[str, int], asked: int | None
) -> None:
    chat = talk()
    chat.say(PLAIN[0], "bargain")
    chat.say(PLAIN[1], "bargain")
    chat.say(text, "bargain", **entities)
    assert rows(shop, Approval)[0].asked_fen == asked


def test_without_a_product_it_is_asked_for_and_the_wish_is_kept(talk: Any, shop: Shop) -> None:
    chat = talk()
    chat.say("便宜点", "bargain")
    chat.say("再便宜点", "bargain")
    assert "哪一款" in chat.say("便宜20行不", "bargain", amount=2000)
    chat.say("云朵卫衣", "", product="云朵卫衣")
    (approval,) = rows(shop, Approval)
    assert (approval.product_id, approval.asked_fen) == ("688000000101", 2000)


def test_a_granted_price_is_booked_on_the_unpaid_order(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "便宜10块行吗"):
        chat.say(text, "bargain", **({"amount": 1000} if "10" in text else {}))
    (approval,) = rows(shop, Approval)
    assert approval.order_no == "202600000000000101"
    shop.decide(approval.id, Decision(True, "店主", 500))
    assert "少付5元" in chat.say("批了吗", "bargain")
    assert "已经登记" in chat.say("T恤那单改价了吗", "bargain")
    (promise,) = rows(shop, Promise, order_no=approval.order_no)
    assert promise.kind == "price_difference" and approval.id in promise.content
    assert len(rows(shop, Ticket, kind="operations", order_no=approval.order_no)) == 1
    assert rows(shop, Order, no=approval.order_no)[0].paid_fen == 11800, "a person changes it"


def _granted(talk: Any, shop: Shop, buyer: str, fen: int) -> Approval:
    """A price granted on the 云朵卫衣 in a conversation of its own."""
    chat = talk(buyer)
    for text in ("云朵卫衣便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    (approval,) = rows(shop, Approval)
    shop.decide(approval.id, Decision(True, "店主", fen))
    return approval


def test_a_granted_price_is_remembered_in_every_conversation(talk: Any, shop: Shop) -> None:
    _granted(talk, shop, "b03", 1000)
    later = talk("b03")
    assert "到手119元" in later.say("云朵卫衣多少钱", "ask_price")
    for text in ("云朵卫衣便宜点", "再便宜点", "再少点", "最低多少"):
        assert "便宜10元" in later.say(text, "bargain")
    assert len(rows(shop, Approval)) == 1
    assert "便宜10元" not in talk("b20").say("云朵卫衣多少钱", "ask_price")


@pytest.mark.parametrize("text", ["便宜点", "两件能不能打个折"])
def test_a_grant_is_not_told_where_other_goods_may_be_meant(
    talk: Any, shop: Shop, text: str
) -> None:
    _granted(talk, shop, "b03", 1000)
    assert "主管批" not in talk("b03").say(text, "bargain")
    other = talk("b03")
    assert "主管批" not in other.say("直筒牛仔裤便宜点", "bargain")
    assert "云朵卫衣给您便宜10元" in other.say("那云朵卫衣便宜点", "bargain")


def test_a_grant_on_one_order_is_not_booked_on_another(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    shop.decide(rows(shop, Approval)[0].id, Decision(True, "店主", 800))
    talk("b01").say("改价", "request_price_change", order_number="202600000000000102")
    assert not rows(shop, Promise, order_no="202600000000000102", kind="price_difference")


def test_a_grant_above_what_an_order_costs_is_for_the_manager(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    shop.decide(rows(shop, Approval)[0].id, Decision(True, "店主", 800))
    change(shop, Order, "202600000000000101", paid_fen=800)
    said = chat.say("改价", "request_price_change", order_number="202600000000000101")
    assert "请主管核对" in said and not rows(shop, Promise, kind="price_difference")


def test_a_grant_is_booked_from_another_conversation_and_only_once(talk: Any, shop: Shop) -> None:
    chat = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "再少点"):
        chat.say(text, "bargain")
    shop.decide(rows(shop, Approval)[0].id, Decision(True, "店主", 800))
    later = talk("b01")
    assert "少付8元" in later.say("改价", "request_price_change", order_number="202600000000000101")
    again = talk("b01")
    for text in ("T恤便宜点", "再便宜点", "再少点"):
        assert "已经登记" in again.say(text, "bargain")
    assert "尾号0101" in again.say("T恤多少钱", "ask_price")
    assert len(rows(shop, Approval)) == 1
    assert len(rows(shop, Promise, order_no="202600000000000101")) == 1


def test_a_gift_is_swapped_once_after_a_yes(talk: Any, shop: Shop) -> None:
    chat = talk("b05")
    assert "少8元" in chat.say("赠品不要了便宜点", "gift_to_discount")
    assert not rows(shop, Promise, order_no="202600000000000110")
    said = chat.say("好的", "affirm")
    assert "登记好了" in said and "10:25" in said, "the order closes before the price is changed"
    assert "已经登记" in chat.say("赠品不要了减点", "gift_to_discount")
    (promise,) = rows(shop, Promise, order_no="202600000000000110")
    assert "8元" in promise.content
    assert len(rows(shop, OrderNote, order_no="202600000000000110")) == 1


@pytest.mark.parametrize(
    ("buyer", "text", "words"),
    [
        (None, "云朵卫衣不要赠品便宜点", "减5元"),
        (None, "猪肉脯不要赠品便宜点", "不能折价"),
        ("b07", "赠品不要了退我钱", "已经发出"),
        ("b18", "不要赠品了减点钱", "没有登记赠品"),
    ],
)
def test_what_a_gift_is_worth(talk: Any, buyer: str | None, text: str, words: str) -> None:
    assert words in talk(buyer).say(text, "gift_to_discount")


def test_a_no_to_the_swap_changes_nothing(talk: Any, shop: Shop) -> None:
    chat = talk("b05")
    chat.say("赠品不要了便宜点", "gift_to_discount")
    chat.say("算了", "deny")
    assert not rows(shop, Promise, order_no="202600000000000110")
