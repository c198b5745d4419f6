"""What goes on with the matter in hand though it names no wish: a correction, a parcel's number."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.dialogue.context import Context, OpenQuestion
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.replies.orders.address_parts import NewAddress
from xiaoer.shop.replies.selling.invoice_title import correction

#: Readings that such a message is often given.
_LOOSE = frozenset({"", "affirm", "deny", "modify_order", "out_of_scope", "track_logistics"})
#: After these a parcel's number alone is that of the goods sent back.
_SENDING_BACK = frozenset(
    {"refund_status", "request_exchange", "request_refund", "request_return", "return_procedure"}
)


def amended(understood: Understanding, context: Context) -> Optional[str]:
    """The intent that a message goes on with; None where it is about something of its own.

    "好的，但名字不对，叫高小敏" corrects the address that was read back, a number alone after
    "寄出后把快递单号发我" is the number asked for.
    """
    own = understood.intent if understood.doubt == "sure" else ""
    asked = context.question
    if own == "request_exchange" and asked is not None and asked.intent == "modify_order":
        # "好的换吧" while it is asked what is to be changed: nothing that was sent is exchanged.
        return None if understood.value("product") else "modify_order"
    right = correction(understood.text) if asked and asked.intent == "ask_invoice" else None
    if own == "change_address" and right and right[1]:
        # "对，但税号错了是9133…" is often taken for another address.
        return "ask_invoice"
    if own not in _LOOSE:
        return None
    if context.last_intent in _SENDING_BACK and _only_a_number(understood):
        return "return_procedure"
    if asked is None or asked.kind != "confirm" or own == "track_logistics":
        return None
    return asked.intent if _corrects(asked, understood.text) else None


def _only_a_number(understood: Understanding) -> bool:
    found = [entity for entity in understood.entities if entity.kind == "tracking_number"]
    return len(found) == 1 and len(understood.text.strip()) - len(found[0].text) <= 6


def _corrects(asked: OpenQuestion, text: str) -> bool:
    if asked.intent == "change_address" and "new" in asked.data:
        return NewAddress.from_json(asked.data["new"]).amended(text) is not None
    return asked.intent == "ask_invoice" and correction(text) is not None
