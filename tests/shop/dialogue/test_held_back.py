"""Forbidden wordings never reach a buyer, and the buyer is served all the same."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests.conftest import NOW
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import Attribute, Product
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.conversations.model import Message
from xiaoer.shop.orders.model import OrderItem, OrderNote, Scan, Shipment
from xiaoer.shop.outbox.queue import tell_buyer
from xiaoer.shop.promotions.model import Campaign

NUTS = "688000000201"


def on_every_page(shop: Shop, value: str) -> None:
    """Writes a value into all facts of the nuts' page."""
    with shop.db.write() as session:
        session.execute(update(Attribute).where(Attribute.product_id == NUTS).values(value=value))


def stored(shop: Shop) -> str:
    return "\n".join(row.text for row in rows(shop, Message, author="bot"))


def test_a_page_that_boasts_is_not_repeated(
    talk: Any, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    on_every_page(shop, "全国最好的坚果，能根治失眠")
    chat = talk("b03")
    with caplog.at_level(logging.WARNING):
        said = chat.say("每日坚果怎么保存", "ask_product")
    assert "最好" not in said and "根治" not in said
    assert "人工同事" in said and chat.last.owner == "queue"
    assert said in stored(shop) and "最好" not in stored(shop)
    (line,) = [one.getMessage() for one in caplog.records if "held back" in one.getMessage()]
    assert chat.id in line and "最好" in line
    assert "坚果" not in line and "失眠" not in line and "b03" not in line


def test_what_is_left_of_a_reply_is_still_said(talk: Any, shop: Shop) -> None:
    change(shop, Campaign, "stock-up", rule="全网最低价，每满200元减30元")
    chat = talk()
    said = chat.say("云朵卫衣多少钱", "ask_price")
    assert "129元" in said and "最低价" not in said
    assert "转人工" in said and chat.last.owner == "bot"
    assert [button.label for button in chat.last.buttons] == ["转人工"]


def test_a_question_that_was_not_put_is_not_open(talk: Any, shop: Shop) -> None:
    item = rows(shop, OrderItem, order_no="202600000000000102", name="云朵卫衣")[0]
    change(shop, OrderItem, item.id, name="顶级卫衣")
    chat = talk("b01")
    said = chat.say("卫衣换成XL码", "modify_order", size="XL")
    assert "顶级" not in said and chat.last.owner == "queue"
    assert "question" not in shop.conversation(chat.id).context


def test_what_is_asked_stays_at_the_end(talk: Any, shop: Shop) -> None:
    change(shop, Product, "688000000203", name="第一草莓脆")
    said = talk().say("冻干草莓脆还有吗", "ask_stock").split("\n")
    assert not any("第一" in line for line in said)
    assert said[-1].endswith("通知您？") and "转人工" in said[-2]


def test_a_button_is_no_way_around(talk: Any, shop: Shop) -> None:
    change(shop, Product, NUTS, name="顶级坚果")
    chat = talk()
    said = chat.say("多少钱", "ask_price")
    assert "哪款商品" in said
    assert not any("顶级" in button.label for button in chat.last.buttons)


def test_outside_the_hours_it_is_said_when_a_person_comes(
    talk: Any, shop: Shop, clock: ManualClock
) -> None:
    on_every_page(shop, "最好的坚果")
    clock.now = NOW.replace(hour=3)
    said = talk().say("每日坚果怎么保存", "ask_product")
    assert "不在人工时间" in said and "09:00" in said


def test_the_words_of_others_are_no_claim(talk: Any, shop: Shop) -> None:
    talk("b05").say("备注挑最好的发", "order_note")
    assert "最好" in rows(shop, OrderNote, author="bot")[0].text
    assert "挑最好的发" in stored(shop)


def test_where_a_parcel_is_may_have_any_name(talk: Any, shop: Shop) -> None:
    (parcel,) = rows(shop, Shipment, order_no="202600000000000105")
    newest = max(rows(shop, Scan, shipment_id=parcel.id), key=lambda scan: scan.at)
    change(shop, Scan, newest.id, text="快件到达【北京第一分拨中心】")
    assert "【北京第一分拨中心】" in talk("b02").say("到哪了", "track_logistics")


def test_a_late_message_is_held_back_too(
    talk: Any, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    chat = talk("b03")
    chat.say("在吗", "greet")
    with shop.db.write() as session:
        tell_buyer(session, NOW, chat.id, "k1", "您等的极品坚果到货了")
        tell_buyer(session, NOW, chat.id, "k2", "之前答应您的“挑最好的发”，同事去核对了。")
    with caplog.at_level(logging.WARNING):
        shop.tick(NOW + timedelta(seconds=1))
    late = [message.text for message in shop.messages(chat.id)][-2:]
    assert "极品" not in late[0] and "人工同事" in late[0]
    assert "挑最好的发" in late[1], "the buyer's own words"
    assert shop.conversation(chat.id).owner == "queue"
    assert any(chat.id in one.getMessage() for one in caplog.records)
