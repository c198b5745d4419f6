"""Returns: the right and its exemptions, faults, the rules that are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number
from tests.shop.replies.asking import change, rows
from tests.talk import Talk, understood
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.logistics.model import ReturnAddress
from xiaoer.shop.orders.model import (
    Order,
    OrderItem,
    Refund,
    Return,
    Shipment,
)

JEANS = "202600000000000108"


class TestWithoutReason:
    """Until 24:00 of the seventh day after signing, whatever the order's state."""

    def test_reads_back_and_opens(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        said = chat.say("牛仔裤不喜欢想退", "request_return", order_number=JEANS)
        assert "139元" in said and "后天24点前" in said and "确认申请退货吗" in said
        assert not rows(shop, Case)
        said = chat.say("嗯")
        (case,) = rows(shop, Case)
        assert case.no in said and (case.wish, case.issue) == ("return", "request_return")
        assert case.answer_due_at - case.opened_at == timedelta(days=3)

    def test_the_address_goes_by_the_goods(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("牛仔裤不喜欢想退", "request_return", order_number=JEANS)
        said = chat.say("嗯")
        assert "服饰退货组" in said and "2号库1层" in said and "快递单号" in said
        assert "服饰退货组" in chat.say("退货寄到哪里", "return_procedure")
        change(shop, Product, "688000000103", category="shoes")
        assert "18号前台" in chat.say("退货寄到哪里", "return_procedure")

    def test_without_an_address_a_colleague_says_it(self, talk: Any, shop: Shop) -> None:
        with shop.db.write() as session:
            session.query(ReturnAddress).delete()
        chat = talk("b04")
        chat.say("牛仔裤不喜欢想退", "request_return", order_number=JEANS)
        assert "同事最晚" in chat.say("嗯") and "寄到" not in chat.last.text

    @pytest.mark.parametrize("state", ["signed", "completed", "closed"])
    def test_no_state_takes_the_right_away(self, talk: Any, shop: Shop, state: str) -> None:
        change(shop, Order, JEANS, state=state)
        assert "无理由退" in talk("b04").say("想退", "request_return", order_number=JEANS)

    @pytest.mark.parametrize(("days", "lasts"), [(2, True), (3, False)])
    def test_the_last_day_counts(
        self, talk: Any, shop: Shop, clock: ManualClock, days: int, lasts: bool
    ) -> None:
        clock.advance(timedelta(days=days, hours=13, minutes=30))
        said = talk("b04").say("想退", "request_return", order_number=JEANS)
        assert ("确认申请退货吗" in said) is lasts, said

    def test_late_is_refused_with_reason_and_the_way_that_stays_open(
        self, talk: Any, shop: Shop
    ) -> None:
        chat = talk("b10")
        said = chat.say("坚果退货", "request_return", order_number=number("153"))
        assert "11月3日" in said and "有问题" in said
        assert "来回运费我们出" in chat.say("受潮发软了")
        chat.say("[图片]", photo=True)
        (case,) = rows(shop, Case)
        assert (case.wish, case.issue, case.photo) == ("return", "report_quality", True)
        assert "受潮" in case.problem

    def test_a_fault_long_after_is_looked_at_and_nothing_promised(
        self, talk: Any, shop: Shop
    ) -> None:
        chat = talk("b17")
        said = chat.say("调奶器坏了要退货", "request_return", order_number=number("140"))
        assert "过了15天" in said and "质保" in said and "可以退" not in said
        said = chat.say("不加热了")
        assert "退货地址" not in said and rows(shop, Case)[0].wish == "return"

    def test_an_unsigned_parcel_refuses_nobody(self, talk: Any, shop: Shop) -> None:
        (parcel,) = rows(shop, Shipment, order_no=number("153"))
        change(shop, Shipment, parcel.id, signed_at=None)
        said = talk("b10").say("坚果退货", "request_return", order_number=number("153"))
        assert "可以无理由退" in said and "11月3日" not in said

    def test_the_page_alone_does_not_exclude(self, talk: Any, shop: Shop) -> None:
        said = talk("b18").say("橙子退货", "request_return")
        assert "生鲜" in said and "您确认过" in said
        change(shop, OrderItem, f"{number('143')}-1", no_return_confirmed=False)
        assert "无理由退" in talk("b18").say("橙子退货", "request_return")

    @pytest.mark.parametrize("words", ["对 不喜欢", "没有坏，就是不想要了"])
    def test_a_dislike_is_no_fault(self, talk: Any, shop: Shop, words: str) -> None:
        chat = talk("b18")
        chat.say("橙子退货", "request_return")
        assert "确实退不了" in chat.say(words) and not rows(shop, Case)

    @pytest.mark.parametrize("words", ["第一个", "确认什么呀", "1号那天买的"])
    def test_only_a_yes_agrees(self, talk: Any, shop: Shop, words: str) -> None:
        chat = talk("b04")
        chat.say("牛仔裤不喜欢想退", "request_return", order_number=JEANS)
        chat.say(words)
        assert not rows(shop, Case)
        chat.say("确认退货")
        assert rows(shop, Case)

    def test_made_to_order_is_exempt(self, talk: Any, shop: Shop) -> None:
        change(shop, Product, "688000000103", made_to_order=True)
        said = talk("b04").say("想退", "request_return", order_number=JEANS)
        assert "定制" in said and "有问题" in said

    def test_food_must_be_sealed_clothes_may_be_tried_on(self, talk: Any) -> None:
        assert "没拆封" in talk("b12").say("肉脯退货", "request_return", order_number=number("131"))
        assert "试穿不影响" in talk("b04").say("想退", "request_return", order_number=JEANS)

    def test_several_articles_are_asked_for(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        said = chat.say("想退货", "request_return", order_number=number("152"))
        assert "哪一件" in said and "全部都退" in [b.label for b in chat.last.buttons]
        assert "硅胶餐具套装（粉色）" in chat.say("硅胶餐具套装（粉色）")
        chat.say("好")
        assert rows(shop, Case)[0].item_id == f"{number('152')}-2"

    def test_all_of_an_order(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        chat.say("想退货", "request_return", order_number=number("152"))
        assert "88.9元" in chat.say("全部都退")

    def test_twice_is_one_case(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("想退", "request_return", order_number=JEANS)
        chat.say("好")
        (case,) = rows(shop, Case)
        assert case.no in talk("b04").say("想退", "request_return", order_number=JEANS)
        assert len(rows(shop, Case)) == 1

    def test_what_has_not_arrived_is_refunded_instead(self, talk: Any) -> None:
        assert "还没发货" in talk("b16").say("羽绒服退货", "request_return")
        assert "拒收" in talk("b02").say("退货", "request_return", order_number=number("105"))
        assert "没付款" in talk("b05").say("退货", "request_return", order_number=number("110"))

    def test_a_running_return_is_told(self, talk: Any) -> None:
        said = talk("b06").say("裤子退货", "request_return", order_number=number("114"))
        assert "等您把东西寄回" in said


def test_fault_and_return_in_one_message_are_one_return(talk: Any, shop: Shop) -> None:
    chat: Talk = talk("b09")
    chat.send(
        understood("湿巾漏水了我要退货", "request_return", "report_quality", "request_refund")
    )
    assert chat.last is not None and chat.last.answered_as == ("request_return",)
    chat.say("没有照片")
    (case,) = rows(shop, Case)
    assert (case.wish, case.issue) == ("return", "report_quality")


class TestPolicy:
    """Asked before there is a case."""

    def test_in_general(self, talk: Any) -> None:
        said = talk().say("支持七天无理由吗", "ask_return_policy")
        assert "7天无理由" in said and "15天" in said

    @pytest.mark.parametrize(
        ("text", "word"),
        [("云朵卫衣能退吗", "试穿"), ("脐橙能退吗", "生鲜易腐"), ("绣名宝宝毯能退吗", "定制")],
    )
    def test_of_a_product(self, talk: Any, text: str, word: str) -> None:
        assert word in talk().say(text, "ask_return_policy")


SENT_BACK = number("114")
NUMBER = "SF1234567890123"


class TestNumberOfTheReturn:
    """What is sent back, with the number that its buyer tells."""

    @pytest.mark.parametrize(
        ("text", "intents", "found"),
        [
            (f"牛仔裤我寄回去了，单号{NUMBER}", ("return_procedure", "track_logistics"), NUMBER),
            ("牛仔裤已寄回，中通ZTO123456789", ("return_procedure", "ask_carrier"), None),
            (f"退货的快递单号是{NUMBER}", ("return_procedure",), NUMBER),
            (NUMBER, ("track_logistics",), NUMBER),
        ],
    )
    def test_it_is_stored_on_the_return_and_told_once(
        self, talk: Any, shop: Shop, text: str, intents: tuple[str, ...], found: str | None
    ) -> None:
        chat, told = talk("b06"), found or "ZTO123456789"
        said = chat.say(text, *intents, **({"tracking_number": found} if found else {}))
        assert f"单号{told}记到订单上" in said and said.count("单号") == 1
        (row,) = rows(shop, Return, order_no=SENT_BACK)
        assert row.tracking_no == told and row.sent_at is not None
        assert rows(shop, Refund, order_no=SENT_BACK)[0].state == "returning"
        said = chat.say("牛仔裤退款到哪了", "refund_status", order_number=SENT_BACK)
        assert f"单号{told}" in said and "还没到仓" in said and "发我" not in said

    def test_a_number_alone_after_being_asked_for(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        asked = chat.say("牛仔裤退款到哪了", "refund_status", order_number=SENT_BACK)
        assert "单号发我" in asked
        assert "记到订单上" in chat.say(NUMBER, tracking_number=NUMBER)
        assert rows(shop, Return, order_no=SENT_BACK)[0].tracking_no == NUMBER

    def test_a_second_number_is_for_a_colleague(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        chat.say(NUMBER, "return_procedure", tracking_number=NUMBER)
        other = "SF9999999999999"
        said = chat.say(f"不对，是{other}", "return_procedure", tracking_number=other)
        assert NUMBER in said and "核对" in said
        assert rows(shop, Return, order_no=SENT_BACK)[0].tracking_no == NUMBER
        assert any(other in ticket.title for ticket in rows(shop, Ticket))

    def test_sent_without_a_number(self, talk: Any) -> None:
        said = talk("b06").say("裤子我寄回去了", "return_procedure", order_number=SENT_BACK)
        assert "单号发我" in said and "等您把东西寄回" not in said

    def test_a_return_that_is_not_booked_yet_is_not_asked_again(self, talk: Any) -> None:
        chat = talk("b04")
        chat.say("想退", "request_return", order_number=JEANS)
        chat.say("好")
        chat.say(f"寄了，{NUMBER}", "return_procedure", tracking_number=NUMBER)
        said = chat.say("退货怎么弄", "return_procedure")
        assert f"单号{NUMBER}之前已经记下" in said

    def test_the_parcel_that_the_shop_sent_is_no_return(self, talk: Any, shop: Shop) -> None:
        sent = rows(shop, Shipment, order_no=SENT_BACK)[0].tracking_no
        talk("b06").say(f"查下{sent}", "track_logistics", tracking_number=sent)
        assert rows(shop, Return, order_no=SENT_BACK)[0].tracking_no is None
