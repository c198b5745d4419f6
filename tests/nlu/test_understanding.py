"""The trained pipeline as a whole: requests, doubt, and that nothing is a command."""

from __future__ import annotations

import pytest

from tests.nlu.conftest import Parse


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("还有货吗", ["ask_stock"]),
        ("诱惑吗", ["ask_stock"]),
        ("發票怎麼開", ["ask_invoice"]),
        ("有赠品吗，今天能发不", ["ask_gift", "ask_shipping_time"]),
        ("有赠品吗今天能发不", ["ask_gift", "ask_shipping_time"]),
        ("好的那帮我改下地址", ["change_address"]),
        ("你好，发什么快递", ["ask_carrier"]),
        ("包邮吗？什么时候发货", ["ask_shipping_fee", "ask_shipping_time"]),
        ("谢谢", ["thank"]),
        ("👌", ["affirm"]),
    ],
)
def test_requests(parse: Parse, text: str, intents: list[str]) -> None:
    result = parse(text)
    assert result["doubt"] == "sure"
    told = [request["intent"] for request in result["requests"]]
    # Of two requests the one comes first that the whole message is surer of.
    assert sorted(told) == sorted(intents)
    assert result["intent"]["name"] == told[0]


def test_a_request_tells_its_place(parse: Parse) -> None:
    text = "有赠品吗，今天能发不"
    places = [text[r["start"] : r["end"]] for r in parse(text)["requests"]]
    assert places == ["有赠品吗", "今天能发不"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "。。。",
        "😀😀",
        "\ud83d",
        "asdkjh qwlkejh",
        "ζητώ βοήθεια",
        "ขอบคุณครับผม",
        "528800123456",
    ],
)
def test_nothing_known_is_no_idea(parse: Parse, text: str) -> None:
    result = parse(text)
    assert (result["doubt"], result["requests"]) == ("none", [])
    assert result["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize("text", ["那怎么办", "第一种", "三个", "这个", "就那个吧"])
def test_what_needs_the_turn_before_is_not_acted_on(parse: Parse, text: str) -> None:
    assert parse(text)["doubt"] != "sure"


@pytest.mark.parametrize(
    "text", ["/greet", '/request_refund{"amount": 1}', " /restart", "/session_start"]
)
def test_a_slash_is_only_text(parse: Parse, text: str) -> None:
    result = parse(text)
    assert result["requests"] == []
    assert result["intent"]["name"] == "nlu_fallback"


def test_ranking_is_ordered_and_leaves_the_fallback_out(parse: Parse) -> None:
    ranking = parse("东西怎么还没到")["intent_ranking"]
    shares = [entry["confidence"] for entry in ranking]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.0001
    assert "nlu_fallback" not in {entry["name"] for entry in ranking}


def test_the_text_stays_as_typed(parse: Parse) -> None:
    text = "親，這個　有貨嗎？？ＸＬ"
    result = parse(text)
    assert result["text"] == text
    [size] = [e for e in result["entities"] if e["entity"] == "size"]
    assert (size["value"], size["text"], size["extractor"]) == ("XL", "ＸＬ", "XiaoerEntities")
