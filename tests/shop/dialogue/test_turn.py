"""A turn of the core: once per message, in context, never over a person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.talk import Talk, understood
from xiaoer.shop import Shop
from xiaoer.shop.conversations.messages import (
    ForeignConversation,
    InvalidConversationId,
    MessageTooLong,
    UnknownBuyer,
)
from xiaoer.shop.conversations.model import Message
from xiaoer.shop.dialogue.context import Context, OpenQuestion, Option


def count(shop: Shop, model: Any, **where: Any) -> int:
    with shop.db.read() as session:
        query = select(func.count()).select_from(model)
        for name, value in where.items():
            query = query.where(getattr(model, name) == value)
        return int(session.execute(query).scalar_one())


def test_a_message_is_answered_once_whatever_is_retried(either_shop: Shop) -> None:
    seq = either_shop.accept("c", "在吗", client_id="m1").seq
    assert either_shop.accept("c", "在吗", client_id="m1").duplicate
    with ThreadPoolExecutor(8) as pool:
        greeting = understood("在吗", "greet")
        answers = list(pool.map(lambda _: either_shop.respond("c", seq, greeting), range(16)))
    assert len({answer.text for answer in answers}) == 1
    assert sum(not answer.already for answer in answers) == 1
    assert count(either_shop, Message, conversation_id="c", author="buyer") == 1
    assert count(either_shop, Message, conversation_id="c", reply_to=seq) == len(answers[0].bubbles)


def test_messages_accepted_at_once_get_numbers_of_their_own(either_shop: Shop) -> None:
    either_shop.accept("c", "在吗")
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: either_shop.accept("c", f"第{n}条").seq, range(24)))
    assert sorted(taken) == list(range(2, 26))


def test_a_reply_computed_before_a_person_took_over_is_dropped(shop: Shop) -> None:
    seq = shop.accept("c", "有什么优惠").seq
    message = understood("有什么优惠", "greet")
    with shop.db.read() as session:
        conversation = shop.conversation("c")
        assert conversation is not None
        outcome = shop.responder.build(session, conversation, seq, message)
    shop.hand_over("c", "agent", "staff:li", agent="li")
    answered = shop.responder._commit("c", seq, outcome, message, seq)
    assert answered.dropped
    assert answered.owner == "agent"
    assert [message.author for message in shop.messages("c")] == ["buyer"]


def test_the_bot_stays_silent_while_a_person_owns_the_chat(shop: Shop) -> None:
    shop.accept("c", "在吗")
    shop.hand_over("c", "agent", "staff:li", agent="li")
    seq = shop.accept("c", "你好").seq
    assert shop.respond("c", seq, understood("你好", "greet")).dropped


def test_refused_messages_leave_nothing_behind(shop: Shop) -> None:
    with pytest.raises(MessageTooLong, match="2001个字"):
        shop.accept("c", "长" * 2001)
    with pytest.raises(InvalidConversationId):
        shop.accept("a b", "在吗")
    with pytest.raises(UnknownBuyer):
        shop.accept("c", "在吗", buyer_id="nobody")
    assert shop.conversation("c") is None


def test_a_conversation_belongs_to_one_buyer(shop: Shop, buyers: list[str]) -> None:
    shop.accept("c", "在吗", buyer_id=buyers[0])
    with pytest.raises(ForeignConversation):
        shop.accept("c", "在吗", buyer_id=buyers[1])


def test_control_characters_and_surrogates_are_stored_as_text(either_shop: Shop) -> None:
    accepted = either_shop.accept("c", "在\x00吗\ud800<b>' OR 1=1 --😀")
    assert accepted.text == "在吗?<b>' OR 1=1 --😀"
    assert either_shop.messages("c")[0].text == accepted.text


def test_an_apology_hands_the_chat_over_once(shop: Shop) -> None:
    seq = shop.accept("c", "在吗").seq
    first, second = shop.apologise("c", seq), shop.apologise("c", seq)
    assert first.text == second.text
    assert first.owner == "queue"
    assert [message.author for message in shop.messages("c")] == ["buyer", "bot"]


def test_doubt_asks_back_and_then_calls_a_person(talk: Any) -> None:
    buyer: Talk = talk()
    unsure = understood("那个咋整", "ask_size", "ask_stock", doubt="unsure")
    assert "还是" in buyer.send(unsure)
    buyer.say("啊吧啊吧")
    buyer.say("qwerty")
    assert buyer.last is not None
    assert buyer.last.owner == "queue"


def test_the_chosen_reading_is_answered(talk: Any) -> None:
    buyer: Talk = talk()
    buyer.send(understood("便宜包邮", "ask_promotion", "bargain", doubt="unsure"))
    assert buyer.last is not None
    buyer.say("第一个", "", ordinal=1)
    assert buyer.last.answered_as == ("ask_promotion",)


def test_a_late_yes_repeats_the_question_instead_of_acting(talk: Any, sold_out: str) -> None:
    buyer: Talk = talk()
    assert "通知" in buyer.say("有货吗", "ask_stock", item_number=sold_out)
    buyer.say("讲个笑话", "out_of_scope")
    buyer.say("明天下雨吗", "out_of_scope")
    assert "通知" in buyer.say("好的", "affirm")
    assert "登记好了" in buyer.say("好的", "affirm")


def test_context_survives_being_stored() -> None:
    asked = OpenQuestion(
        "q", "confirm", "ask_stock", "?", 3, (Option("确认", "yes"),), {"sku_id": "s"}
    )
    context = Context(
        product_id="p", question=asked, shown=(Option("a", "1"),), proved_orders=("9",)
    )
    assert Context.from_json(context.to_json()) == context
    assert Context().to_json() == {}


def test_the_chosen_reading_keeps_what_was_said(talk: Any) -> None:
    buyer: Talk = talk()
    unsure = understood(
        "卫衣灰色3XL那个", "ask_stock", "ask_size", doubt="unsure", colour="灰色", size="3XL"
    )
    buyer.send(unsure)
    assert "灰色3XL" in buyer.say("第一个", "", ordinal=1)


def test_a_bare_yes_picks_none_of_several(talk: Any) -> None:
    buyer: Talk = talk("b01")
    assert "哪一笔" in buyer.say("我的订单怎么样了", "order_status")
    assert "哪一笔" in buyer.say("好的", "affirm")


def test_a_bare_order_number_asks_for_its_state(talk: Any) -> None:
    number = "202600000000000114"
    assert "直筒牛仔裤" in talk("b06").say(number, "", order_number=number)


def test_an_injury_needs_no_certain_understanding(talk: Any) -> None:
    buyer: Talk = talk("b08")
    unsure = understood("宝宝用完脸上起红疹", "ask_quality", "request_return", doubt="unsure")
    assert "医生" in buyer.send(unsure)
    asked = understood("宝宝用了会不会起红疹", "ask_quality", "ask_product", doubt="unsure")
    assert "医生" not in talk().send(asked)


def test_the_only_order_of_the_named_state_is_meant(talk: Any) -> None:
    assert "还没付款" in talk("b13").say("我那个没付款的订单还在吗", "order_status")


def test_another_wish_picks_the_option_it_amounts_to(talk: Any) -> None:
    buyer: Talk = talk("b05")
    assert "换个码" in buyer.say("牛仔裤买大了", "report_size_unfit", product="牛仔裤")
    assert "蓝色XL码" in buyer.say("换XL吧", "modify_order", size="XL")
