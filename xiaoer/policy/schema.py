"""The shape of the policy file. The numbers stand in `default.yml`, never here."""

from __future__ import annotations

from datetime import date
from typing import Dict, List, Tuple

from pydantic import ConstrainedStr, Field, validator

from xiaoer.policy.aftersales import Aftersales
from xiaoer.policy.section import Section


class WallTime(ConstrainedStr):
    """A Shanghai wall-clock time such as "16:00"."""

    regex = r"^([01]\d|2[0-3]):[0-5]\d$"


class Desk(Section):
    """When people answer, and when a chat goes to them."""

    open: WallTime
    close: WallTime
    closed_on: List[date]
    failed_turns: int = Field(ge=1, le=10)
    answer_within_s: float = Field(ge=1, le=60)
    urgent_ticket_hours: int = Field(ge=1, le=24)


class Bargain(Section):
    """Answers to a wish for a lower price."""

    approval_at_request: int = Field(ge=2, le=10)
    approval_minutes: int = Field(ge=1, le=60)
    price_same_offline: bool
    price_protection_days: int = Field(ge=0, le=90)
    price_protection_answer_days: int = Field(ge=1, le=5)
    price_change_hours: int = Field(ge=1, le=24)


class Coupons(Section):
    """Rules of all coupons of the shop."""

    per_buyer: int = Field(ge=1, le=100)
    per_order: int = Field(ge=1, le=10)


class Payment(Section):
    """Ways to pay."""

    methods: List[str] = Field(min_items=1)
    cash_on_delivery: bool
    unpaid_close_hours: int = Field(ge=1, le=168)


class Changes(Section):
    """Changes of a placed order."""

    same_day_until: WallTime
    intercept_hours: int = Field(ge=1, le=24)


class Shipping(Section):
    """Promises of shipment and what is owed when they are missed."""

    ship_within_hours: int = Field(ge=1, le=360)
    made_to_order_days: int = Field(ge=1, le=60)
    urge_answer_hours: int = Field(ge=1, le=72)
    late_percent: int = Field(ge=5, le=100)
    #: yuan
    late_minimum: int = Field(ge=5, le=500)


class Parcels(Section):
    """When a parcel counts as stuck."""

    no_scan_hours: int = Field(ge=1, le=240)
    no_movement_hours: int = Field(ge=1, le=240)
    ticket_answer_hours: int = Field(ge=1, le=72)


class Clocks(Section):
    """Clocks of refunds and returns, days unless named otherwise."""

    no_reason_days: int = Field(ge=7, le=365)
    unshipped_refund_days: int = Field(ge=1, le=2)
    return_answer_days: int = Field(ge=1, le=3)
    quality_answer_days: int = Field(ge=1, le=5)
    quality_claim_days: int = Field(ge=15, le=365)
    refund_after_arrival_days: int = Field(ge=1, le=7)
    refund_after_number_days: int = Field(ge=1, le=10)
    insurance_hours: int = Field(ge=1, le=168)
    exchange_ship_days: int = Field(ge=1, le=7)
    arrival_working_days: Dict[str, Tuple[int, int]]

    @validator("arrival_working_days")
    def _ordered(cls, value: Dict[str, Tuple[int, int]]) -> Dict[str, Tuple[int, int]]:
        for route, (first, last) in value.items():
            if not 0 <= first <= last <= 30:
                raise ValueError(f"{route} 应为 [最早, 最晚] 两个工作日数，0–30，且最早不晚于最晚")
        return value


class Invoice(Section):
    """Invoices are never refused, surcharged or tied to anything."""

    kinds: List[str] = Field(min_items=1)
    issue_days: int = Field(ge=1, le=5)
    #: Where the buyer finds an issued invoice, in the shop's words; empty: nothing is said.
    delivery_note: str = Field(max_length=60)


class Verification(Section):
    """Wrong tries to prove an order."""

    free_tries: int = Field(ge=1, le=10)
    first_delay_s: int = Field(ge=1, le=600)
    longest_delay_s: int = Field(ge=60, le=86400)


class Dialogue(Section):
    """How a conversation runs."""

    message_characters: int = Field(ge=200, le=5000)
    burst_s: float = Field(ge=0, le=10)
    question_open_turns: int = Field(ge=1, le=10)
    list_length: int = Field(ge=2, le=10)


class Feeling(Section):
    """From which probability on a message counts as angry, as urgent, and what follows."""

    angry_from: float = Field(ge=0.05, le=1)
    urgent_from: float = Field(ge=0.05, le=1)
    angry_turns: int = Field(ge=1, le=5)


class Goods(Section):
    """What is said about products."""

    scarce_pieces: int = Field(ge=0, le=100)
    question_answer_hours: int = Field(ge=1, le=168)


class Evidence(Section):
    """Photos of a case: what is taken, how fast somebody looks, how long they are kept."""

    photo_mb: int = Field(ge=1, le=25)
    photo_megapixels: int = Field(ge=1, le=60)
    photos_per_case: int = Field(ge=1, le=50)
    similar_bits: int = Field(ge=0, le=16)
    review_hours: int = Field(ge=1, le=24)
    photo_days: int = Field(ge=30, le=1095)


class Words(ConstrainedStr):
    """Some words; empty ones would stand in every text."""

    strip_whitespace = True
    min_length = 1


class Wording(Section):
    """What is never said."""

    forbidden: List[Words]


class Policy(Section):
    """All rules of the shop. `version` is a hash of the values in force."""

    desk: Desk
    bargain: Bargain
    coupons: Coupons
    payment: Payment
    changes: Changes
    shipping: Shipping
    parcels: Parcels
    clocks: Clocks
    invoice: Invoice
    verification: Verification
    dialogue: Dialogue
    feeling: Feeling
    goods: Goods
    evidence: Evidence
    wording: Wording
    aftersales: Aftersales
    version: str = ""
