"""Returns and exchanges: the right and its exemptions, faults, postage, sending back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows
from tests.talk import Talk, understood
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Order, OrderItem, OrderNote, Return, Shipment

JEANS = "202600000000000108"


def number(tail: str) -> str:
    """A demo order number by its last three digits."""
    return f"202600000000000{tail}"


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


class TestSendingBack:
    """Address, arrival, and the number of the parcel."""

    def test_address_and_last_day(self, talk: Any) -> None:
        said = talk("b06").say("退货寄哪", "return_procedure")
        assert "余杭区" in said and "11月24日" in said

    def test_a_day_that_is_over(self, talk: Any, shop: Shop) -> None:
        (row,) = rows(shop, Return, order_no=number("114"))
        change(shop, Return, row.id, send_by=date(2026, 11, 16))
        assert "过了" in talk("b06").say("退货寄哪", "return_procedure")

    def test_a_return_without_address_is_pressed(self, talk: Any, shop: Shop) -> None:
        with shop.db.write() as session:
            session.query(Return).filter_by(order_no=number("114")).delete()
        said = talk("b06").say("退货寄哪", "return_procedure")
        assert "余杭" not in said and rows(shop, Ticket, kind="manager")

    def test_whether_it_arrived(self, talk: Any) -> None:
        said = talk("b11").say("收到我退的没", "return_procedure", order_number=number("126"))
        assert "昨天到仓" in said

    def test_a_number_is_taken_down_once(self, talk: Any, shop: Shop) -> None:
        chat = talk("b06")
        said = chat.say("寄了SF1000", "return_procedure", tracking_number="SF1000")
        assert "SF1000" in said and "11月28日" in said
        chat.say("寄了SF1000", "return_procedure", tracking_number="SF1000")
        notes = [row for row in rows(shop, OrderNote) if "SF1000" in row.text]
        assert len(notes) == 1 and len(rows(shop, Ticket, kind="aftersales")) == 1

    def test_another_number_is_checked_by_a_person(self, talk: Any) -> None:
        chat = talk("b11")
        said = chat.say(
            "单号SF1000", "return_procedure", tracking_number="SF1000", order_number=number("125")
        )
        assert "YT5500010021" in said and "SF1000" in said

    def test_a_parcel_nobody_knew_of(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        said = chat.say(
            "寄回了SF1000", "return_procedure", tracking_number="SF1000", order_number=JEANS
        )
        assert "还没有登记退货" in said and rows(shop, Ticket, kind="aftersales")

    def test_the_shops_own_parcel_is_no_return(self, talk: Any, shop: Shop) -> None:
        (parcel,) = rows(shop, Shipment, order_no=JEANS)
        chat = talk("b04")
        chat.say("怎么退", "return_procedure", tracking_number=parcel.tracking_no)
        assert not rows(shop, OrderNote, order_no=JEANS)

    def test_a_registered_return_waits_for_the_address(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        chat.say("想退", "request_return", order_number=JEANS)
        chat.say("好")
        (case,) = rows(shop, Case)
        assert case.no in chat.say("地址发我", "return_procedure")

    def test_how_it_goes(self, talk: Any) -> None:
        said = talk("b04").say("怎么退货", "return_procedure", order_number=JEANS)
        assert "登记" in said and "单号" in said


@pytest.mark.parametrize(
    ("buyer", "text", "tail", "words"),
    [
        (None, "退货运费谁出", None, ["我们出", "由您承担"]),
        (None, "换货运费谁出", None, ["换货来回运费我们出", "由您承担"]),
        (None, "坏了退货运费谁出", None, ["都是我们出"]),
        ("b05", "有运费险吗", "148", ["有运费险", "72小时"]),
        ("b04", "有运费险吗", "108", ["交易完成前"]),
        ("b18", "有运费险吗", "143", ["没有运费险"]),
        ("b12", "有运费险吗", None, ["哪一笔"]),
    ],
)
def test_postage(
    talk: Any, buyer: str | None, text: str, tail: str | None, words: list[str]
) -> None:
    named = {"order_number": number(tail)} if tail else {}
    said = talk(buyer).say(text, "return_shipping_fee", **named)
    assert all(word in said for word in words), said


class TestExchange:
    """What for what, whether it is there, who pays."""

    def test_another_size(self, talk: Any, shop: Shop) -> None:
        chat = talk("b05")
        said = chat.say("裤子换XL", "request_exchange", order_number=number("148"), size="XL")
        assert "蓝色XL码" in said and "运费险" in said
        said = chat.say("确认")
        (case,) = rows(shop, Case)
        assert case.no in said and case.wish == "exchange" and "蓝色XL码" in case.problem
        assert "3个工作日" in said

    def test_asks_what_for_and_lists_what_is_there(self, talk: Any, shop: Shop) -> None:
        chat = talk("b05")
        said = chat.say("裤子换一条", "request_exchange", order_number=number("148"))
        assert "有货" in said and "黑色（M" in said and "/S" not in said
        assert "蓝色L码" in chat.say("L码", size="L")

    def test_sold_out_offers_what_is_there(self, talk: Any, shop: Shop) -> None:
        chat = talk("b01")
        said = chat.say(
            "开衫换灰色S", "request_exchange", order_number=number("104"), colour="灰色", size="S"
        )
        assert "没货" in said and "11月30日" in said
        assert "墨绿色M码" in chat.say("那墨绿色M", colour="墨绿色", size="M")

    def test_nothing_there_offers_the_return(self, talk: Any, shop: Shop) -> None:
        for sku in rows(shop, Sku, product_id="688000000103"):
            change(shop, Sku, sku.id, stock=0)
        chat = talk("b05")
        said = chat.say("换XL", "request_exchange", order_number=number("148"), size="XL")
        assert "退货退款" in said and not rows(shop, Case)

    def test_sold_out_between_question_and_yes(self, talk: Any, shop: Shop) -> None:
        chat = talk("b05")
        chat.say("换XL", "request_exchange", order_number=number("148"), size="XL")
        change(shop, Sku, "NZ-BL-XL", stock=0)
        assert "没货" in chat.say("确认") and not rows(shop, Case)

    def test_a_price_difference_is_named(self, talk: Any) -> None:
        said = talk("b17").say(
            "换白色带轮款", "request_exchange", order_number=number("141"), colour="白色"
        )
        assert "新的贵40元" in said

    def test_a_fault_is_at_our_cost(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        said = chat.say("餐具颜色发错了给我换", "request_exchange", order_number=number("152"))
        assert "来回运费我们承担" in said
        chat.say("好")
        assert rows(shop, Case)[0].issue == "report_wrong_item"

    def test_late_without_a_fault(self, talk: Any) -> None:
        chat = talk("b10")
        said = chat.say("坚果换一个", "request_exchange", order_number=number("153"))
        assert "现在过了" in said
        assert "同款新的" in chat.say("有两包漏气")

    def test_a_fault_long_after_goes_by_the_warranty(self, talk: Any) -> None:
        chat = talk("b17")
        said = chat.say("调奶器坏了换一个", "request_exchange", order_number=number("140"))
        assert "按质保" in said and "我们承担" not in said

    def test_several_articles_in_free_words(self, talk: Any, shop: Shop) -> None:
        change(shop, Shipment, rows(shop, Shipment, order_no=number("129"))[0].id, signed_at=None)
        chat = talk("b12")
        said = chat.say("纸尿裤换一个", "request_exchange", order_number=number("129"))
        assert "想换成" in said
        assert "换成L码两包" in chat.say("L码两包")
        chat.say("确认")
        assert "L码两包" in rows(shop, Case)[0].problem

    def test_on_the_way(self, talk: Any) -> None:
        said = talk("b02").say("换个码", "request_exchange", order_number=number("105"))
        assert "还在路上" in said

    def test_a_closed_order(self, talk: Any) -> None:
        said = talk("b04").say("换一双", "request_exchange", order_number=number("109"))
        assert "已经关闭" in said
