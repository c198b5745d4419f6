"""Whether what this buyer has can still go back."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("buyer", "text", "product", "words"),
    [
        ("b10", "坚果还能退吗", "坚果", ("过了",)),
        ("b04", "牛仔裤还能退不", "牛仔裤", ("24点前",)),
        ("b19", "T恤印好了还能退吗", "T恤", ("印字后不支持",)),
        ("b06", "米饼凭什么不给退", "米饼", ("三盒都已拆封",)),
    ],
)
def test_from_the_order(
    talk: Any, buyer: str, text: str, product: str, words: tuple[str, ...]
) -> None:
    said = talk(buyer).say(text, "ask_return_policy", product=product)
    assert all(word in said for word in words), said


def test_the_deposit_of_what_has_not_left(talk: Any) -> None:
    said = talk("b16").say("羽绒服定金能退吗", "ask_return_policy", product="羽绒服")
    assert "599元" in said and "还没发货" in said
