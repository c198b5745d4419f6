"""What the shop's money and goods systems are asked to do, and what they answer.

A commit books in our database and queues an `Instruction` in the same transaction. The ticker
carries it out afterwards, outside every transaction, as often as it takes: the key makes sure that
it happens once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Dict, Protocol

#: Everything that a gateway may be asked for.
#: refund: money back by the route of the payment (`detail`: route, refund_id);
#: payout: a compensation to the buyer's account; coupon: a coupon of this face value (`detail`:
#: valid_until); ship: goods to the buyer again (`detail`: sku_id, quantity); repair: the item's
#: repair is ordered (`detail`: item_id); intercept: a printed parcel is stopped (`detail`:
#: shipment_id).
ACTIONS = ("refund", "payout", "coupon", "ship", "repair", "intercept")


@dataclass(frozen=True)
class Instruction:
    """One thing to do. Amounts in fen, 0 where no money moves."""

    #: The same key always means the same instruction; at most 160 characters.
    key: str
    #: One of ACTIONS.
    action: str
    order_no: str
    case_no: str
    amount_fen: int = 0
    #: Plain JSON values; what each action brings is said at ACTIONS.
    detail: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The other side did it; asked again with the same key it answers the same."""

    #: Its number for it.
    reference: str
    at: datetime


class GatewayUnavailable(Exception):
    """No answer, or none that can be read: it may or may not have happened. Asked again later."""


class GatewayRefused(Exception):
    """The other side will not do it however often it is asked; a person has to look."""


class Gateway(Protocol):
    """The shop's way to its money and goods. Called from many threads, outside transactions."""

    def carry_out(self, instruction: Instruction) -> Receipt:
        """Does it once per key. Raises GatewayUnavailable or GatewayRefused."""
