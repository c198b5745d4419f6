"""Problems with received goods: collected once, filed with a number; grave ones to a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.shop.replies.aftersales.orders import number
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.orders.model import Order, OrderItem
from xiaoer.shop.replies.aftersales.faults import fault_issue, wish_named


class TestCollecting:
    """Order, article, problem, photo, wish; then a number and a day."""

    def test_a_described_fault(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        said = chat.say("湿巾漏水了", "report_quality", order_number=number("152"))
        assert "抱歉" in said and "拍张照" in said and not rows(shop, Case)
        said = chat.say("就一包，想补发")
        (case,) = rows(shop, Case)
        assert case.no in said and "11月23日" in said
        assert case.problem == "湿巾漏水了；就一包，想补发"
        assert (case.wish, case.photo, case.item_id) == ("resend", False, f"{number('152')}-1")
        assert case.answer_due_at - case.opened_at == timedelta(days=5)
        assert [row.case_no for row in rows(shop, Ticket, kind="aftersales")] == [case.no]

    def test_a_photo_with_the_first_message_is_not_asked_for_again(
        self, talk: Any, shop: Shop
    ) -> None:
        chat = talk("b09")
        chat.say("湿巾漏水了[图片]", "report_quality", order_number=number("152"), photo=True)
        (case,) = rows(shop, Case)
        assert case.photo and case.problem == "湿巾漏水了"

    def test_a_bare_yes_to_the_photo_question_files_it(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        chat.say("湿巾漏水了", "report_quality", order_number=number("152"))
        assert "照片拍好随时发" in chat.say("好的")
        assert len(rows(shop, Case)) == 1

    def test_order_and_article_are_asked_for_and_the_words_kept(
        self, talk: Any, shop: Shop
    ) -> None:
        chat = talk("b12")
        assert "哪一笔" in chat.say("收到都碎了想退款", "report_quality")
        assert "哪一件" in chat.say("第二个", ordinal=2)
        assert "拍张照" in chat.say("纸尿裤")
        chat.say("没拍")
        (case,) = rows(shop, Case)
        assert "收到都碎了" in case.problem and case.wish == "refund"
        assert case.item_id == f"{number('129')}-2"

    def test_a_second_report_is_added_to_the_first(self, talk: Any, shop: Shop) -> None:
        chat = talk("b09")
        chat.say("湿巾漏水了", "report_quality", order_number=number("152"))
        chat.say("就一包")
        (case,) = rows(shop, Case)
        said = talk("b09").say("湿巾又漏了一包", "report_quality", order_number=number("152"))
        assert case.no in said and len(rows(shop, Case)) == 1
        assert any("又漏了一包" in row.title for row in rows(shop, Ticket, case_no=case.no))

    @pytest.mark.parametrize(("buyer", "tail"), [("b01", "102"), ("b05", "110"), ("b04", "109")])
    def test_what_has_not_left_cannot_be_broken(
        self, talk: Any, shop: Shop, buyer: str, tail: str
    ) -> None:
        said = talk(buyer).say("坏了", "report_quality", order_number=number(tail))
        assert "别的订单" in said and not rows(shop, Case)

    def test_a_visitor_with_a_proved_order_may_open_a_case(self, talk: Any, shop: Shop) -> None:
        chat = talk()
        assert "订单号" in chat.say("湿巾漏水了", "report_quality")
        chat.say(number("152"), order_number=number("152"))
        assert "拍张照" in chat.say("9275", phone_tail="9275")
        chat.say("没有照片")
        (case,) = rows(shop, Case)
        assert "湿巾漏水了" in case.problem and case.buyer_id is None

    def test_a_wrong_proof_shows_nothing(self, talk: Any, shop: Shop) -> None:
        chat = talk()
        chat.say("坏了", "report_quality", order_number=number("152"))
        said = chat.say("0000", phone_tail="0000")
        assert "没有对上" in said and not rows(shop, Case)

    def test_nothing_bought(self, talk: Any) -> None:
        assert "还没有订单" in talk("b20").say("坏了", "report_quality")


class TestMissing:
    """Another parcel, the gift, or really missing."""

    def test_another_parcel_is_on_its_way(self, talk: Any, shop: Shop) -> None:
        chat = talk("b15")
        said = chat.say("少发了衣服", "report_missing", order_number=number("136"))
        assert "2个包裹" in said and "ZTO7380000103699" in said
        assert "再看" in chat.say("等那个到了再看")
        assert not rows(shop, Case)

    def test_it_is_missing_all_the_same(self, talk: Any, shop: Shop) -> None:
        chat = talk("b15")
        chat.say("少发了衣服", "report_missing", order_number=number("136"))
        assert "少的是哪样" in chat.say("不是，就是少了")
        chat.say("卫衣一件")
        (case,) = rows(shop, Case)
        assert case.issue == "report_missing" and "卫衣一件" in case.problem

    def test_the_gift_on_the_order_is_named(self, talk: Any) -> None:
        said = talk("b09").say("赠品没送", "report_missing", order_number=number("152"))
        assert "便携纸巾" in said

    def test_no_gift_on_the_order_is_said_as_it_is(self, talk: Any, shop: Shop) -> None:
        change(shop, Order, number("152"), gift_id=None)
        said = talk("b09").say("赠品没送", "report_missing", order_number=number("152"))
        assert "没有记赠品" in said and "便携纸巾" not in said


def test_the_wrong_thing_names_the_right_one(talk: Any, shop: Shop) -> None:
    chat = talk("b09")
    said = chat.say("餐具发错颜色", "report_wrong_item", order_number=number("152"))
    assert "硅胶餐具套装（粉色）" in said
    chat.say("收到蓝的")
    assert rows(shop, Case)[0].issue == "report_wrong_item"


def test_a_page_that_differs_reaches_operations(talk: Any, shop: Shop) -> None:
    chat = talk("b04")
    chat.say("颜色和图片不一样", "report_not_as_described", order_number=number("108"))
    assert not rows(shop, Ticket, kind="operations")
    chat.say("[图片]", photo=True)
    assert len(rows(shop, Ticket, kind="operations")) == 1 and rows(shop, Case)[0].photo


class TestSize:
    """The chart, then exchange or return."""

    def test_measures_and_choice(self, talk: Any) -> None:
        said = talk("b05").say("买大了", "report_size_unfit", order_number=number("148"))
        assert "腰围84cm" in said and "换个码" in said

    def test_exchange(self, talk: Any, shop: Shop) -> None:
        chat = talk("b05")
        chat.say("买大了", "report_size_unfit", order_number=number("148"))
        assert "有货" in chat.say("换个码")
        assert "蓝色XL码" in chat.say("XL", size="XL")
        chat.say("确认")
        assert rows(shop, Case)[0].wish == "exchange"

    def test_return(self, talk: Any, shop: Shop) -> None:
        chat = talk("b05")
        chat.say("买大了", "report_size_unfit", order_number=number("148"))
        assert "无理由退" in chat.say("退货")
        chat.say("确认")
        assert rows(shop, Case)[0].wish == "return"

    def test_no_chart(self, talk: Any) -> None:
        said = talk("b17").say("太小了", "report_size_unfit", order_number=number("141"))
        assert "尺码表" not in said


def test_a_part_is_sent_again(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    said = chat.say("餐椅少两颗螺丝，补寄", "request_resend", order_number=number("141"))
    assert "哪样" in said
    chat.say("椅腿的螺丝两颗")
    (case,) = rows(shop, Case)
    assert (case.wish, case.issue) == ("resend", "report_missing")


class TestCompensation:
    """What happened is collected; no amount is promised."""

    def test_no_offer(self, talk: Any, shop: Shop) -> None:
        chat = talk("b12")
        said = chat.say("发硬了你们怎么赔", "request_compensation", order_number=number("131"))
        assert "元" not in said
        said = chat.say("有几片，赔我20", amount=2000)
        (case,) = rows(shop, Case)
        assert case.wish == "compensation" and "赔我20" in case.problem
        assert "20" not in said.replace(case.no, "").replace("尾号", "") or "同事" in said

    def test_asked_again(self, talk: Any, shop: Shop) -> None:
        chat = talk("b12")
        chat.say("发硬了你们怎么赔", "request_compensation", order_number=number("131"))
        chat.say("有几片")
        (case,) = rows(shop, Case)
        assert case.no in talk("b12").say("赔偿怎么说", "request_compensation")


class TestGrave:
    """Never haggled over, never held up by a question."""

    @pytest.mark.parametrize(
        ("buyer", "intent", "text", "title"),
        [
            ("b06", "report_quality", "宝宝吃了起红疹", "人身"),
            ("b06", "request_refund", "孩子夹到手了给我退款", "人身"),
            ("b12", "report_quality", "肉脯发霉了", "食品"),
            ("b12", "request_return", "里面有头发要退", "食品"),
            ("b12", "request_compensation", "过期的，退一赔十", "食品"),
            ("b04", "report_not_as_described", "你们卖的是假货", "假货"),
            ("b04", "request_compensation", "按消法要三倍赔偿", "法律"),
            (None, "report_quality", "插电就冒烟了", "人身"),
        ],
    )
    def test_person_manager_and_number(
        self, talk: Any, shop: Shop, buyer: str | None, intent: str, text: str, title: str
    ) -> None:
        chat = talk(buyer)
        said = chat.say(text, intent)
        (case,) = rows(shop, Case)
        (ticket,) = rows(shop, Ticket, kind="manager")
        assert case.no in said and title in ticket.title
        assert chat.last.owner == "queue"
        assert ("看医生" in said) is (title in ("人身", "食品"))
        assert "元" not in said and "倍" not in said

    def test_mould_on_clothes_is_no_food(self, talk: Any, shop: Shop) -> None:
        chat = talk("b04")
        said = chat.say("裤子发霉了", "report_quality", order_number=number("108"))
        assert "拍张照" in said and chat.last.owner == "bot"

    def test_harm_told_while_a_question_is_open(self, talk: Any, shop: Shop) -> None:
        chat = talk("b12")
        chat.say("肉脯有问题", "report_quality", order_number=number("131"))
        said = chat.say("吃了拉肚子")
        assert "看医生" in said and chat.last.owner == "queue"
        assert "有问题；吃了拉肚子" in rows(shop, Case)[0].problem

    @pytest.mark.parametrize("text", ["优惠券过期了退款", "快递把箱子摔了", "客服让人不舒服"])
    def test_other_things_are_not(self, talk: Any, text: str) -> None:
        chat = talk("b02")
        assert "看医生" not in chat.say(text, "request_refund", order_number=number("105"))


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("收到就是坏的", "report_quality"),
        ("没有质量问题，就是不喜欢", None),
        ("不想要了", None),
        ("颜色发错了", "report_wrong_item"),
        ("少发了一包", "report_missing"),
        ("色差太大", "report_not_as_described"),
        ("和图片完全不一样", "report_not_as_described"),
    ],
)
def test_faults_in_words(text: str, issue: str | None) -> None:
    assert fault_issue(text) == issue


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("给我补发", "resend"),
        ("换一个吧", "exchange"),
        ("我要退货", "return"),
        ("退款给我", "refund"),
        ("怎么赔", "compensation"),
        ("漏气了", None),
    ],
)
def test_wishes_in_words(text: str, wish: str | None) -> None:
    assert wish_named(text) == wish


def test_an_order_without_items_still_gets_its_case(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.query(OrderItem).filter_by(order_no=number("108")).delete()
    chat = talk("b04")
    chat.say("坏了", "report_quality", order_number=number("108"))
    chat.say("没有照片")
    assert rows(shop, Case)[0].order_no == number("108")
