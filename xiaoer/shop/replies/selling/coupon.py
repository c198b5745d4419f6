"""The buyer's coupons: what there is, how to get one, and why one does not apply."""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import BuyerCoupon, Coupon
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.bargain_offers import claimable, say_claimable
from xiaoer.shop.replies.selling.coupons import (
    Basket,
    basket_of,
    obstacle,
    say_name,
    say_usable,
    usable,
)

Own = Tuple[BuyerCoupon, Coupon]

_WHY = re.compile(
    r"用不[了上]|不能用|不可以用|没法用|没法抵|使不了|不抵|没抵|没减|不减|为什么|为啥|咋|怎么没|怎么不|无法|失效|过期|不见"
)
_BACK = re.compile(r"退回|退给|还给|恢复|补给|补发|补一张|还能回来|返还|退券")
_COMBINE = re.compile(r"叠加|一起用|同时用|几张|几次|[两二三]张|多张|拆开|分开用|分两次")
_GET = re.compile(
    r"领|哪里有|哪有|在哪|怎么拿|怎么得|怎么获|获取|有没有|有券|有优惠[券卷]|发[我个张]|给[我个张]|来张|送"
)


@answers("ask_coupon", subject=Subject.ANY_PRODUCT, needs={Need.PROMOTIONS, Need.ORDERS})
def ask_coupon(s: Situation, d: Draft) -> None:
    """By the words of the question: rule, whereabouts, reason, or what there is."""
    own = _meant(s)
    if _COMBINE.search(s.text):
        _say_rule(s, d)
    elif _BACK.search(s.text) and s.facts.buyer:
        _say_used(s, d, own)
    elif _WHY.search(s.text):
        _say_why(s, d, own)
    elif _GET.search(s.text):
        _say_where(s, d)
    else:
        _say_all(s, d, own)


def _meant(s: Situation) -> List[Own]:
    """The buyer's coupons that the message means: by value or name, else all of them."""
    own = list(s.facts.promotions.own)
    value = s.value("amount")
    named = [pair for pair in own if pair[1].name in s.text or pair[1].value_fen == value]
    return named or own


def _say_rule(s: Situation, d: Draft) -> None:
    rules = s.policy.coupons
    d.say(
        f"一笔订单可以用{rules.per_order}张券，一张券只能用一次，不能拆开；"
        f"本店的券每人最多{rules.per_buyer}张。"
    )
    good = [pair for pair in s.facts.promotions.own if usable(s, *pair)]
    if good:
        _list(s, d, "您现在能用的：", good)


def _list(s: Situation, d: Draft, head: str, pairs: Sequence[Own]) -> None:
    shown = [say_usable(d, *pair) for pair in pairs[: s.policy.dialogue.list_length]]
    if len(shown) == 1:
        d.say(f"{head}{shown[0]}。")
    else:
        d.say(head + "\n" + "\n".join(f"· {line}" for line in shown))


def _say_used(s: Situation, d: Draft, own: Sequence[Own]) -> None:
    """Whether a coupon came back is what its state says; there is no rule beyond it."""
    used = [pair for pair in own if pair[0].state == "used"]
    if not used:
        _say_all(s, d, own)
        return
    lines = [f"{say_name(d, c)}{obstacle(s, d, m, c, Basket())}" for m, c in used]
    d.say("；".join(lines[: s.policy.dialogue.list_length]) + "，系统里没有退回来的记录。")
    d.say("要核对的话我转给同事看。")
    d.offer("转人工")


def _say_why(s: Situation, d: Draft, own: Sequence[Own]) -> None:
    if s.facts.buyer is None:
        d.say("您名下的券要登录后我才看得到。您登录后再问我，我帮您看是哪里卡住了。")
        return
    if not own:
        d.say("您账号里现在没有本店的券。")
        _offer_claimable(s, d)
        return
    basket = basket_of(s)
    lines = []
    for mine, coupon in own[: s.policy.dialogue.list_length]:
        reason = obstacle(s, d, mine, coupon, basket)
        if reason:
            lines.append(f"{say_name(d, coupon)}：{reason}")
        else:
            lines.append(f"{say_usable(d, mine, coupon)}，是能用的，下单时选上就行")
    d.say(f"{lines[0]}。" if len(lines) == 1 else "\n".join(f"· {line}" for line in lines))


def _say_where(s: Situation, d: Draft) -> None:
    """Those that can be claimed, and those that the buyer has already."""
    found = _offer_claimable(s, d)
    good = [pair for pair in s.facts.promotions.own if usable(s, *pair)]
    if good:
        _list(s, d, "您手里已经有：", good)
    elif not found:
        d.say("现在没有正在发放的券。")


def _offer_claimable(s: Situation, d: Draft) -> bool:
    there = claimable(s)[: s.policy.dialogue.list_length]
    lines = [say_claimable(d, coupon) for coupon in there]
    if len(lines) == 1:
        d.say(f"现在可以领{lines[0]}。")
    elif lines:
        d.say("现在可以领：\n" + "\n".join(f"· {line}" for line in lines))
    return bool(lines)


def _say_all(s: Situation, d: Draft, own: Sequence[Own]) -> None:
    if s.facts.buyer is None:
        if not _offer_claimable(s, d):
            d.say("现在没有正在发放的券。")
        d.say("您自己名下的券，登录后我可以帮您查。")
        return
    good = [pair for pair in own if usable(s, *pair)]
    if good:
        _list(s, d, "您现在能用的券：", good)
        best = max(good, key=lambda pair: pair[1].value_fen)
        short = obstacle(s, d, *best, basket_of(s))
        d.say(f"{yuan(best[1].value_fen)}这张{short}。" if short else "下单时选上就行。")
    elif own:
        _say_why(s, d, own)
    elif not _offer_claimable(s, d):
        d.say("您账号里没有本店的券，现在也没有正在发放的。")
