"""Another gift for the one that an order carries: as far as its sum and pieces bring it."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Gift
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import names_goods
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.selling.gift_rules import (
    condition,
    gift_named,
    gifts_for,
    give_up,
    held_gifts,
    name_of,
    note_held,
    of_order,
    promised_gifts,
    reaches,
    say_both,
)
from xiaoer.shop.replies.selling.warehouse_note import can_note, say_printed, write_note

_CHANGE = re.compile(r"换|不想要|不要|用不[上着到]|不喜欢")
_OTHER = re.compile(r"换.{0,4}(别的|其[他它]|另外?一?|一?[个样种款份])|别的赠品")
_GIFT = re.compile(r"赠品|礼品|礼物|小礼|送的|随单送")
#: Given up for money: `gift_to_discount` answers that.
_MONEY = re.compile(r"便宜|优惠|减|折|钱|现金|红包|券|省|[\d一二两三四五六七八九十]块|\d元")
_GIFT_INTENTS = frozenset({"ask_gift", "request_gift", "gift_to_discount"})


def wants_another(s: Situation) -> bool:
    """Whether the message wants another gift in the place of one, not money."""
    if s.given.get("exchange"):
        return True
    if _MONEY.search(s.text) or not _CHANGE.search(s.text):
        return False
    named_ones = [gift for gift in s.facts.promotions.gifts if gift_named(s, [gift])]
    if len(named_ones) > 1:
        return True
    if "换" in s.text and named_ones:
        return True
    return bool(_GIFT.search(s.text) and _OTHER.search(s.text))


def means_gift(s: Situation, order: OrderFacts) -> bool:
    """Whether "口水巾换成洗脸巾" is about the order's gift and not about the goods in it."""
    if not wants_another(s) or names_goods(s, order):
        return False
    held = held_gifts(s, order, promised_gifts(s, Draft(s), order))
    talked_about = held and s.context.last_intent in _GIFT_INTENTS
    return bool(talked_about) or gift_named(s, held) is not None


def exchange_gift(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Finds the gift to be given up and the one to come, reads it back, and notes it on a yes."""
    d.remember(order_no=order.row.no)
    held = held_gifts(s, order, promised_gifts(s, Draft(s), order))
    others = [gift for gift in s.facts.promotions.gifts if gift not in held]
    old = _old(s, held)
    if not held:
        d.uses(order.row, "gift_id")
        nothing = d.without("没有登记赠品，没有可以换的", Gift)
        d.say(f"您这单{named(d, order)}上{nothing}。")
    elif not can_note(order):
        d.uses(order.row, "state")
        d.say(f"您这单{named(d, order)}已经发出了，赠品换不了了。")
    elif old is None:
        names = [d.uses(gift, "name").name for gift in held]
        options = [Option(gift.name, gift.id) for gift in held]
        question = f"这单有{'、'.join(names)}，您想换掉哪一样？"
        d.ask("choice", question, options, {**_kept(s, order), "exchange": "?"}, "request_gift")
    else:
        note_held(d, order, old)
        _other(s, d, order, old, others)


def _old(s: Situation, held: Sequence[Gift]) -> Optional[Gift]:
    """The gift to be given up: chosen, named, or the only one."""
    ids = (s.given.get("choice"), s.given.get("exchange"))
    chosen = next((gift for gift in held if gift.id in ids), None)
    return chosen or gift_named(s, held) or (held[0] if len(held) == 1 else None)


def _kept(s: Situation, order: OrderFacts) -> dict[str, object]:
    """What a question must not forget: the order, and the gift that was wished for."""
    kept: dict[str, object] = {"order_no": order.row.no}
    wished = gift_named(s, s.facts.promotions.gifts)
    if wished is not None:
        kept["wished"] = wished.id
    return kept


def _other(s: Situation, d: Draft, order: OrderFacts, old: Gift, others: Sequence[Gift]) -> None:
    ids, goods, number = of_order(order)
    fitting = [
        gift
        for gift in gifts_for(s.facts.promotions, old.kind, ids)
        if gift in others and gift.stock > 0 and reaches(gift, goods, number)
    ]
    wanted = _wished(s, others)
    if wanted is None and len(fitting) == 1:
        wanted = fitting[0]
    if wanted is not None and wanted not in fitting:
        _not_due(d, order, wanted, old)
    elif wanted is not None:
        _swap(s, d, order, old, wanted)
    elif fitting:
        options = [Option(name_of(d, gift), gift.id) for gift in fitting]
        data = {"order_no": order.row.no, "exchange": old.id}
        d.ask("choice", f"{old.name}可以换成这几样，您要哪个？", options, data, "request_gift")
    else:
        d.uses(order.row, "goods_fen")
        nothing = d.without("按这单的金额和件数没有别的赠品可以换", Gift)
        d.say(f"{nothing}，{name_of(d, old)}照样随单送。{_money(d, old)}")


def _wished(s: Situation, others: Sequence[Gift]) -> Optional[Gift]:
    ids = (s.given.get("choice"), s.given.get("new"), s.given.get("wished"))
    chosen = next((gift for gift in others if gift.id in ids), None)
    return chosen or gift_named(s, others)


def _not_due(d: Draft, order: OrderFacts, wanted: Gift, old: Gift) -> None:
    """Why the gift that is wished for cannot come with this order."""
    name = name_of(d, wanted)
    if wanted.stock <= 0:
        why = f"{name}已经送完了"
    elif wanted.kind == "threshold":
        d.uses(order.row, "goods_fen")
        why = f"{name}要{condition(d, wanted)}才送，这单还不到" if condition(d, wanted) else ""
    else:
        d.uses(wanted, "kind")
        why = f"{name}不在这单能换的赠品里"
    d.say(f"{why}，{d.uses(old, 'name').name}照样随单送。{_money(d, old)}")


def _money(d: Draft, old: Gift) -> str:
    if d.uses(old, "swap_fen").swap_fen is None:
        return ""
    return f"不想要的话，也可以少{yuan(old.swap_fen or 0)}。"


def _swap(s: Situation, d: Draft, order: OrderFacts, old: Gift, new: Gift) -> None:
    d.uses(order.row, "state")
    gone, coming = d.uses(old, "name").name, name_of(d, new)
    if not s.given.get("confirmed"):
        data = {"order_no": order.row.no, "exchange": old.id, "new": new.id}
        both = say_both(d, order, old)
        question = f"{named(d, order)}这单的赠品从{gone}换成{coming}{both}，确认吗？"
        d.confirm(question, data, intent="request_gift")
        return
    give_up(d, order, old)
    note = f"赠品换成{coming}，不送{gone}"
    printed = write_note(s, d, order, note, "gift", promised=f"送{coming}")
    d.say(f"换好了，这单随单送{coming}，不送{gone}了。")
    if printed:
        d.say(say_printed(s))
