"""Exchanges: what for what, whether it is there, who pays."""

from __future__ import annotations

from typing import Any

from tests.shop.replies.aftersales.orders import number
from tests.shop.replies.asking import change, rows
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.model import Case
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.orders.model import (
    Shipment,
)


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
