"""How a buyer gets what a manager decided: by whether the order is placed, and how it stands."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.orders.model import Order

#: Nothing of such an order has left; it may be on its way to the carrier already.
_NOT_LEFT = ("unpaid", "paid")


def claim_words(order: Optional[Order]) -> str:
    """What to do for a granted price; `order` is None where nothing is ordered yet."""
    if order is None or order.state == "closed":
        return "您拍下先别付款，在这里说一声，我登记改价。"
    tail = order.no[-4:]
    if order.state == "unpaid":
        return f"尾号{tail}这单在这里回复“改价”，我登记好您再付款。"
    return f"尾号{tail}这单您已经付过款了，在这里回复“改价”，我登记把差价退给您。"


def gift_words(order: Optional[Order], gift: str) -> Optional[str]:
    """How the gift set against a refusal is got; None where the goods have left without it."""
    if order is None or order.state == "closed":
        return f"不过可以送您一份{gift}，下单时跟我说一声就给您备注上"
    if order.state not in _NOT_LEFT:
        return None
    return f"不过可以送您一份{gift}，在这里回复“备注赠品”，我给尾号{order.no[-4:]}这单备注上"
