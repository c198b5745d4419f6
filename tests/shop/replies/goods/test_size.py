"""Size advice: chart, body, edges of the chart, children, shoes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, update

from tests.shop.replies.asking import change, rows
from tests.talk import understood
from xiaoer.shop import Shop
from xiaoer.shop.catalogue.model import SizeRow, Sku
from xiaoer.shop.conversations.model import StockAlert
from xiaoer.shop.dialogue.understanding import Entity
from xiaoer.shop.replies.goods.size_chart import Body, fit, for_children

LINES = [
    ("S", 150, 160, 40000, 49000),
    ("M", 158, 167, 49000, 57000),
    ("L", 165, 175, 58000, 66000),
]
CHART = [
    SizeRow(
        id=size,
        product_id="p",
        size=size,
        height_min=low,
        height_max=high,
        weight_min_g=light,
        weight_max_g=heavy,
    )
    for size, low, high, light, heavy in LINES
]


@pytest.mark.parametrize(
    ("height", "weight", "kind", "sizes"),
    [
        (155, 45000, "one", ["S"]),
        (159, 49000, "between", ["S", "M"]),
        (155, 60000, "split", ["S", "L"]),
        (170, 45000, "split", ["L", "S"]),
        (180, 60000, "over", ["L"]),
        (170, 90000, "over", ["L"]),
        (140, 45000, "under", ["S"]),
        (170, 57500, "one", ["L"]),
        (155, None, "one", ["S"]),
    ],
)
def test_what_the_chart_says(height: int, weight: int | None, kind: str, sizes: list[str]) -> None:
    found = fit(CHART, Body(height, weight))
    assert (found.kind, [row.size for row in found.rows]) == (kind, sizes)


def test_a_chart_for_children_is_recognised() -> None:
    assert not for_children(CHART)
    small = SizeRow(id="x", product_id="p", size="NB", weight_min_g=0, weight_max_g=5000)
    assert for_children([small])


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("云朵卫衣165 110斤", {"height": 165, "weight": 55000}, ["M码", "98–115斤", "现在有货"]),
        ("云朵卫衣166 115斤", {"height": 166, "weight": 57500}, ["两个码之间", "合身选M码"]),
        (
            "云朵卫衣160 140斤",
            {"height": 160, "weight": 70000},
            ["按身高是", "按体重是XL码", "建议拿XL码"],
        ),
        ("云朵卫衣175 220斤", {"height": 175, "weight": 110000}, ["超出", "3XL码", "不建议"]),
        ("云朵卫衣L码多大", {"size": "L"}, ["165–173cm", "胸围116cm"]),
        ("云朵卫衣偏大吗", {}, ["宽松落肩版", "身高多少、体重多少斤"]),
        ("摇粒绒外套孩子100cm", {"height": 100}, ["100码", "体重偏重"]),
        ("摇粒绒外套孩子105cm", {"height": 105}, ["100码和110码的交界", "多重"]),
        ("纸尿裤16斤的宝宝", {"weight": 8000}, ["S码适合体重4–8公斤", "M码适合体重6–11公斤"]),
        ("帆布鞋37码大吗", {"size": "37"}, ["脚长23–23.5cm"]),
        ("帆布鞋脚长24.7厘米", {}, ["40码"]),
        ("帆布鞋脚长30厘米", {}, ["不在"]),
        ("儿童餐椅多大", {}, ["不分尺码", "62cm"]),
    ],
)
def test_advice(talk: Any, text: str, entities: dict[str, Any], words: list[str]) -> None:
    said = talk().say(text, "ask_size", **entities)
    assert all(word in said for word in words), said


def test_what_is_missing_is_asked_for_and_taken_up(talk: Any) -> None:
    chat = talk()
    assert "身高多少、体重多少斤" in chat.say("云朵卫衣穿什么码", "ask_size")
    said = chat.say("165", height=165)
    assert "165cm记下了" in said and "体重" in said and "身高多少" not in said
    assert "建议拿M码" in (said := chat.say("110斤", weight=55000)) or "M码合适" in said
    assert "M码会" in (said := chat.say("那L呢", size="L")) or "L码会偏大" in said


def test_somebody_else_is_asked_about_anew(talk: Any) -> None:
    chat = talk()
    chat.say("云朵卫衣165 110斤", "ask_size", height=165, weight=55000)
    assert "身高多少" in chat.say("给我老公买呢", "ask_size")


def test_a_babys_weight_is_not_taken_for_the_buyers(talk: Any) -> None:
    chat = talk()
    chat.say("纸尿裤宝宝13公斤", "ask_size", weight=13000)
    said = chat.say("羊毛开衫我165穿多大", "ask_size", height=165)
    assert "体重多少斤" in said


def test_an_advised_size_that_is_sold_out_offers_a_notice(talk: Any, shop: Shop) -> None:
    chat = talk()
    said = chat.say(
        "儿童外套红色的，孩子110cm 18公斤", "ask_size", height=110, weight=18000, colour="红色"
    )
    assert "110码" in said and "红色110码暂时卖完了" in said
    assert "登记好了" in chat.say("好的", "affirm")
    assert [alert.sku_id for alert in rows(shop, StockAlert)] == ["TW-RD-110"]


def test_the_advised_size_goes_on_into_the_stock(talk: Any) -> None:
    chat = talk()
    chat.say("云朵卫衣165 110斤", "ask_size", height=165, weight=55000)
    assert "云朵卫衣灰色M码" in chat.say("灰色有吗", "ask_stock", colour="灰色")


def test_without_a_chart_nothing_is_guessed(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(delete(SizeRow).where(SizeRow.product_id == "688000000101"))
    said = talk().say("云朵卫衣165 110斤", "ask_size", height=165, weight=55000)
    assert "没有尺码表" in said and "M码" not in said.split("有")[0]


def test_a_shoe_answer_to_the_question(talk: Any) -> None:
    chat = talk()
    assert "脚长多少" in chat.say("帆布鞋什么码", "ask_size")
    assert "40码" in chat.say("245")


def test_the_chart_without_measures(talk: Any, shop: Shop) -> None:
    with shop.db.write() as session:
        session.execute(
            update(SizeRow).where(SizeRow.product_id == "688000000106").values(measures=None)
        )
    assert "23" not in talk().say("帆布鞋37码大吗", "ask_size", size="37").replace("37码", "")


def test_stock_of_the_size_changes_the_answer(talk: Any, shop: Shop) -> None:
    change(shop, Sku, "WY-BK-M", stock=0)
    said = talk().say("云朵卫衣165 110斤", "ask_size", height=165, weight=55000)
    assert "M码（" in said and "黑色" not in said


def test_thanks_are_not_taken_for_a_foot(talk: Any) -> None:
    chat = talk()
    chat.say("帆布鞋什么码", "ask_size")
    assert "码" not in chat.say("谢谢啦", "thank").split("刚才")[0]


def test_a_fact_asked_for_besides_is_said(talk: Any) -> None:
    said = talk().say("羊毛开衫扎人不，165 115斤", "ask_size", height=165, weight=57500)
    assert "皮肤敏感" in said and "两个码之间" in said


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("摇粒绒外套165 110斤", {"height": 165, "weight": 55000}, ["身高85–145cm", "165cm、110斤"]),
        ("摇粒绒外套165穿多大", {"height": 165}, ["身高85–145cm", "体重11–35公斤"]),
        ("纸尿裤我110斤穿什么码", {"weight": 55000}, ["体重17公斤以内", "110斤"]),
    ],
)
def test_a_grown_ups_figures_on_a_childrens_chart_are_doubted(
    talk: Any, text: str, entities: dict[str, Any], words: list[str]
) -> None:
    chat = talk()
    said = chat.say(text, "ask_size", **entities)
    assert all(word in said for word in words), said
    assert "给孩子选的话" in said and "140码" not in said
    context = shop_context(chat)
    assert context["question"]["kind"] == "body"


def shop_context(chat: Any) -> dict[str, Any]:
    return dict(chat.shop.conversation(chat.id).context)


def test_after_the_doubt_the_childs_figures_count(talk: Any) -> None:
    chat = talk()
    chat.say("摇粒绒外套165 110斤", "ask_size", height=165, weight=55000)
    said = chat.say("100")
    assert "100码" in said and "95–105cm" in said and "165" not in said


def test_a_large_child_that_is_named_is_no_doubt(talk: Any) -> None:
    said = talk().say("摇粒绒外套孩子165 110斤", "ask_size", height=165, weight=55000)
    assert "超出" in said and "140码" in said


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("云朵卫衣宝宝100cm穿多大", {"height": 100}),
        ("云朵卫衣 身高110 体重40斤", {"height": 110, "weight": 20000}),
        ("云朵卫衣孩子18公斤", {"weight": 18000}),
    ],
)
def test_a_childs_figures_on_a_chart_for_grown_ups_are_doubted(
    talk: Any, text: str, entities: dict[str, Any]
) -> None:
    chat = talk()
    said = chat.say(text, "ask_size", **entities)
    assert "大人的尺码" in said and "身高150–188cm、体重80–184斤" in said, said
    assert [button.label for button in chat.last.buttons] == ["推荐儿童衣服"]


def test_the_range_is_the_charts(talk: Any, shop: Shop) -> None:
    rows_ = rows(shop, SizeRow, product_id="688000000107", size="140")
    change(shop, SizeRow, rows_[0].id, height_max=150)
    said = talk().say("摇粒绒外套165 110斤", "ask_size", height=165, weight=55000)
    assert "85–150cm" in said


def test_a_weight_read_as_an_amount_is_a_bodys(talk: Any) -> None:
    chat = talk()
    jin = Entity("quantity", 110, "110斤", unit="斤")
    heard = replace(understood("云朵卫衣110斤", "ask_size"), entities=(jin,))
    assert "体重110斤记下了" in chat.send(heard)
    assert "M码" in chat.say("165", height=165)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("牛仔裤腰围2尺2穿几码", ["73cm", "建议拿L码", "腰围74cm"]),
        ("二尺四的腰牛仔裤拿多大", ["80cm", "XL码"]),
        ("腰围70牛仔裤穿多大", ["70cm", "建议拿M码"]),
        ("腰围3尺 牛仔裤", ["身高"]),
        ("腰围95cm牛仔裤能穿吗", ["超出", "2XL码腰围84cm"]),
        ("腰围2尺5，卫衣穿多大", ["身高"]),
    ],
)
def test_a_waist_goes_by_the_waists_of_the_chart(talk: Any, text: str, words: list[str]) -> None:
    said = talk().say(text, "ask_size")
    assert all(word in said for word in words), said
