"""Everything that the ladder may look at.

Who the buyer is, is not among it (policy §2, fairness).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Mapping, Optional, Tuple

#: Where the goods are. intercepting: the label is printed, the warehouse has to say.
STAGES = ("unshipped", "intercepting", "under_way", "arrived")
#: What the shop stands for towards the buyer: its own fault, and its carrier's.
NAMED_FAULTS = frozenset({"seller", "carrier"})


@dataclass(frozen=True)
class Made:
    """An offer that was made in the case. Amounts in fen."""

    rung: str
    cost_fen: int
    #: One of `model.OFFER_STATES`.
    state: str
    #: What the buyer had named when it was made.
    asked_fen: Optional[int] = None


@dataclass(frozen=True)
class CaseFacts:
    """A case at a moment. Amounts in fen, days as Shanghai counts them."""

    #: A row of the policy's table.
    issue: str
    #: Whose fault: as the case says, else as the issue says.
    fault: str
    product_id: str
    category: str
    item_name: str
    #: Paid for the line of the order, all its pieces.
    item_paid_fen: int
    #: Paid for the order, postage included.
    order_paid_fen: int
    #: One of STAGES.
    stage: str
    #: Pieces that were ordered, and those that the case is about.
    ordered: int = 1
    pieces: int = 1
    #: Pieces of the line that are refunded already.
    pieces_before: int = 0
    #: The postage that was paid, and whether this is everything that the order still has.
    postage_fen: int = 0
    whole_order: bool = True
    #: Refunded or being refunded on the order.
    refunded_fen: int = 0
    #: Goodwill in money that was paid on the order.
    compensated_fen: int = 0
    #: That part of it which was for the same item.
    compensated_item_fen: int = 0
    signed_on: Optional[date] = None
    #: Why the law or the page, confirmed at purchase, excludes the 7-day return; None: it does not.
    exempt: Optional[str] = None
    intact: bool = True
    made_to_order: bool = False
    #: Paid, but the shop cannot fill it.
    unfillable: bool = False
    #: The parcel has not moved for longer than the policy allows, or shows a wrong signature.
    stuck: bool = False
    #: Pieces in stock of the same SKU, and of the product's other SKUs by their id.
    same_stock: int = 0
    other_stock: Mapping[str, int] = field(default_factory=dict)
    repairable: bool = False
    insured: bool = False
    #: none, asked, received, accepted, doubted.
    evidence: str = "none"
    #: The legal clock of the shop's answer has run out.
    overdue: bool = False
    #: Why a person has to take it ("injury", "legal_threat"); None: nothing of that kind.
    grave: Optional[str] = None
    #: Owed by publication: what the price dropped, and what late shipment costs the shop.
    price_drop_fen: int = 0
    late_fen: int = 0
    #: Offers of this case, oldest first.
    made: Tuple[Made, ...] = ()
    #: A manager was asked in this case before.
    approval_asked: bool = False
    #: Goodwill in money on the order, booked and reserved, without what is on the table here.
    order_goodwill_fen: int = 0
    #: The highest sum of goodwill on the order that a manager approved; 0: none.
    approved_fen: int = 0
    #: The buyer's goodwill in money, today and in 30 days, and the other cases that had any.
    buyer_day_fen: int = 0
    buyer_30_days_fen: int = 0
    goodwill_cases: int = 0
    #: The shop's goodwill in money today.
    shop_day_fen: int = 0
    shop_day_payouts: int = 0
    coupons_in_case: int = 0

    @property
    def at_fault(self) -> bool:
        """The shop stands for what is wrong."""
        return self.fault in NAMED_FAULTS
