"""What the purchase costs in postage: the rule of the province, and what it comes to."""

from __future__ import annotations

from typing import Optional, Tuple

from xiaoer.shop.logistics.model import PostageRule
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft


def postage_fen(rule: PostageRule, goods_fen: int, weight_g: int) -> int:
    """Postage of goods of this sum and weight; 0 from the rule's threshold on."""
    if rule.free_from_fen is not None and goods_fen >= rule.free_from_fen:
        return 0
    over = max(0, weight_g - rule.first_g)
    steps = -(-over // rule.step_g) if rule.step_g > 0 else 0
    return rule.first_fen + steps * rule.step_fen


def terms(rule: PostageRule) -> Tuple[Optional[int], ...]:
    """What tells one rule from another."""
    return (rule.free_from_fen, rule.first_g, rule.first_fen, rule.step_g, rule.step_fen)


def say_rule(d: Draft, rule: PostageRule) -> str:
    """满39元包邮，不满的话3kg内5元，每多1kg加1元."""
    d.uses(rule, "free_from_fen", "first_g", "first_fen", "step_g", "step_fen")
    base = f"{say_weight(rule.first_g)}内{yuan(rule.first_fen)}"
    more = f"，每多{say_weight(rule.step_g)}加{yuan(rule.step_fen)}" if rule.step_fen else ""
    free = say_free(rule)
    if free is None:
        return f"{d.without('不参加包邮', PostageRule.free_from_fen)}，{base}{more}"
    return f"{free}，不满的话{base}{more}"


def say_free(rule: PostageRule) -> Optional[str]:
    """满39元包邮, 全部包邮; None where postage is never free."""
    if rule.free_from_fen is None:
        return None
    return f"满{yuan(rule.free_from_fen)}包邮" if rule.free_from_fen > 0 else "全部包邮"


def say_weight(grams: int) -> str:
    """500g, 1kg, 1.5kg."""
    if grams < 1000:
        return f"{grams}g"
    return f"{grams / 1000:g}kg"
