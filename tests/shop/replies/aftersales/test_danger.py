"""Danger is recognised from the message, whatever it was understood as and whatever is open."""

from typing import Any

import pytest

from tests.shop.replies.asking import rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case, Ticket


@pytest.mark.parametrize(
    ("buyer", "text", "intent", "words"),
    [
        ("b19", "调奶器通电就跳闸 差点电到孩子", "report_quality", ("断电", "有没有事")),
        ("b17", "餐椅塌了", "ask_warranty", ("停用", "摔着")),
        ("b17", "调奶器玻璃炸了", "", ("碎片", "受伤")),
        ("b18", "坚果吃出塑料片", "ask_product", ("先别吃", "医生")),
        ("b12", "猪肉脯变质了", "", ("先别吃", "医生")),
        ("b12", "猪肉脯有酸味 发黏", "report_quality", ("先别吃", "医生")),
        ("b18", "坚果过期了", "ask_coupon", ("先别吃", "医生")),
        ("b02", "宝宝吃了米饼过敏 怎么办", "request_human", ("先别吃", "医生")),
    ],
)
def test_advice_manager_and_person(
    talk: Any, shop: Shop, buyer: str, text: str, intent: str, words: tuple[str, ...]
) -> None:
    chat = talk(buyer)
    said = chat.say(text, intent)
    assert all(word in said for word in words), said
    (ticket,) = rows(shop, Ticket, kind="manager")
    assert ticket.case_no in said and chat.last.owner == "queue"


def test_an_open_case_becomes_urgent_under_its_own_number(talk: Any, shop: Shop) -> None:
    chat = talk("b17")
    chat.say("餐椅有点晃", "report_quality", product="餐椅")
    chat.say("没有照片")
    (case,) = rows(shop, Case)
    said = talk("b17").say("餐椅塌了", "report_quality", product="餐椅")
    (ticket,) = rows(shop, Ticket, kind="manager")
    assert case.no in said and ticket.case_no == case.no and "塌了" in ticket.title
    assert "停用" in said and len(rows(shop, Case)) == 1


def test_nothing_is_asked_again_after_danger(talk: Any) -> None:
    chat = talk("b12")
    chat.say("肉脯有问题", "report_quality", product="猪肉脯")
    assert "等您回复" not in chat.say("吃出头发", "ask_product")


@pytest.mark.parametrize("text", ["坚果有没有虫", "坚果会过敏吗"])
def test_a_question_before_buying_stays_a_question(talk: Any, shop: Shop, text: str) -> None:
    chat = talk("b20")
    said = chat.say(text, "report_quality", product="坚果")
    assert "每日坚果" in said and chat.last.owner == "bot"
    assert chat.last.answered_as == ("ask_product",) and not rows(shop, Case)
