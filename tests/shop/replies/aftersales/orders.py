"""Orders of the demo shop as these tests name them."""

from __future__ import annotations

from typing import Any

from tests.talk import Talk


def number(tail: str) -> str:
    """A demo order number by its last three digits."""
    return f"202600000000000{tail}"


def visitor(talk: Any, no: str, tail: str) -> Talk:
    """A visitor who proved an order by its number and the phone's last four digits."""
    opened: Talk = talk()
    opened.say("查一下订单", "order_status", order_number=no)
    opened.say(tail, "", phone_tail=tail)
    return opened
