"""A visitor proves an order: number and phone tail. A wrong try sounds the same for every order."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from xiaoer.shop.replies.draft import Draft, Situation

_OF_ONE_TRY = ("order_number", "order_no", "phone_tail")


def ask_proof(s: Situation, d: Draft, number: Optional[str], known: Mapping[str, Any]) -> None:
    """Asks for what is missing of the proof; `known` comes back with the answer."""
    data = {name: value for name, value in known.items() if name not in _OF_ONE_TRY}
    if s.facts.proof == "wait":
        wait = _duration(s.facts.proof_wait_s)
        d.say(f"试的次数有点多了，请{wait}后再试；也可以登录后直接查，或者转人工。")
        d.offer("转人工")
    elif s.facts.proof == "wrong":
        text = "订单号和手机尾号没有对上，麻烦核对后再把这两样一起发我。"
        d.ask("order_proof", text, data={**data, **({"order_number": number} if number else {})})
    elif number:
        text = "为了保护订单隐私，再麻烦发一下下单手机号的后四位。"
        d.ask("order_proof", text, data={**data, "order_number": number})
    else:
        text = "麻烦发一下订单号和下单手机号后四位，我马上帮您查；登录后来问就不用核对了。"
        d.ask("order_proof", text, data=data)


def _duration(seconds: int) -> str:
    return f"{seconds}秒" if seconds < 90 else f"{round(seconds / 60)}分钟"
