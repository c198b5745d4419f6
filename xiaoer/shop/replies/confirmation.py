"""A yes or a no that answers nothing that was asked."""

from __future__ import annotations

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.registry import answers


@answers("affirm")
def affirm(s: Situation, d: Draft) -> None:
    """Nothing is accepted by it: no question was open."""
    d.say("好的，有需要随时跟我说。", "嗯嗯，还有什么想问的尽管说。")


@answers("deny")
def deny(s: Situation, d: Draft) -> None:
    """Nothing is cancelled by it."""
    d.say("好的，那先这样，有需要随时找我。", "没关系，有别的问题再问我。")
