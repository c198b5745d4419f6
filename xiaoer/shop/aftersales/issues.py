"""The kinds of problem, and how what a buyer reports becomes one of them (policy §2, table)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from xiaoer.policy.aftersales import ISSUES

#: What a buyer reports and, where nothing in the order says otherwise, the issue that it is.
BY_INTENT = {
    "report_quality": "defect",
    "report_missing": "missing_item",
    "report_wrong_item": "wrong_item",
    "report_not_as_described": "expectation",
    "report_size_unfit": "unfit",
    "request_resend": "missing_item",
    "request_compensation": "defect",
    "request_exchange": "unfit",
    "request_return": "expectation",
    "request_refund": "expectation",
    "urge_shipping": "late_shipment",
    "delivered_not_received": "not_received",
    "track_logistics": "not_received",
    "price_protection": "price_dropped",
    "ask_invoice": "invoice",
}


@dataclass(frozen=True)
class Clues:
    """What the order and the talk say about a problem."""

    #: The parcel itself was broken, wet or crushed.
    parcel_damaged: bool = False
    #: Spoiled, mould, a foreign body, expired, or a reaction of skin or stomach.
    unsafe: bool = False
    #: What differs is the colour.
    colour: bool = False
    #: The page says something else than what came, in words.
    page_says_otherwise: bool = False
    #: Putting it up costs more than published, or nobody comes to do it.
    installation: bool = False
    #: Paid, but the shop cannot fill it.
    unfillable: bool = False
    #: Not handed to the carrier by the promised time.
    late: bool = False
    #: Shipped and not signed for.
    under_way: bool = False


@dataclass(frozen=True)
class Named:
    """An issue, and whose fault it is where the facts say more than the policy's default."""

    issue: str
    fault: Optional[str] = None


def name_issue(intent: str, clues: Clues) -> Optional[Named]:
    """The issue of a report; None where the intent reports no problem.

    The graver reading wins: what may be unsafe is never haggled over.
    """
    plain = BY_INTENT.get(intent)
    if plain is None:
        return None
    if intent == "report_not_as_described" and not clues.unsafe:
        return _not_as_described(clues)
    told = (
        ("unsafe", clues.unsafe),
        ("unfillable", clues.unfillable),
        ("installation", clues.installation),
        ("damaged", clues.parcel_damaged and plain == "defect"),
        ("late_shipment", clues.late and intent == "request_refund"),
        ("not_received", clues.under_way and intent == "request_refund"),
    )
    return Named(next((issue for issue, is_it in told if is_it), plain))


def _not_as_described(clues: Clues) -> Named:
    """Colour of a photo is light; a wrong word on the page is the seller's."""
    if clues.colour:
        return Named("colour", "seller" if clues.page_says_otherwise else None)
    return Named("page_wrong" if clues.page_says_otherwise else "expectation")


assert set(BY_INTENT.values()) <= set(ISSUES)
