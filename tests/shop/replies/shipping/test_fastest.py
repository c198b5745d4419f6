"""Which carrier is the quickest to a place."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("region", "words"),
    [
        ("西藏", ["最快的是顺丰，5–10天，要补12元", "默认发的中通是7–12天"]),
        ("新疆", ["最快的是"]),
    ],
)
def test_the_quickest_is_named_with_what_it_costs(talk: Any, region: str, words: list[str]) -> None:
    said = talk().say(f"寄{region}哪家快", "ask_carrier", region=region)
    assert all(word in said for word in words), said


def test_without_a_place_the_usual_one_is_told(talk: Any) -> None:
    assert "默认发中通" in talk().say("发哪家快递最快", "ask_carrier")
