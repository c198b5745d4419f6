"""Orders by the end of their number, as our lists and buyers call them: 尾号0102, 102那单."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.replies.facts import OrderFacts

_ORDER_WORD = r"[的那这]{0,2}一?(?:单|笔|个订单|订单)"
#: Nothing but an order can be meant.
_SAID = re.compile(
    rf"尾号\D{{0,2}}(\d{{3,4}})(?!\d)|(?<![\dA-Za-z.])(\d{{3,4}})(?={_ORDER_WORD})"
    r"|^(\d{3,4})(?=补?开?发票|改地址|改价|退款|到哪|物流|催)"
)
#: A number that is an order's where one of the visible orders ends in it.
_LOOSE = re.compile(
    r"(?<![\dA-Za-z.¥/减满-])(\d{3,4})"
    r"(?![\dA-Za-z.%/¥-]|\s*(?:块|元|斤|公斤|克|千克|毫升|升|码|厘米|公分|米|件|个|包|盒|袋|箱|条|双|套|片"
    r"|粒|瓶|支|只|罐|年|月|日|号|天|点|折|分|万|w|kg|g|ml|cm|\d))"
)
#: Words beside which a number is a phone's or a body's.
_OTHER_NUMBERS = re.compile(r"手机|电话|后四位|身高|体重|尺码|多高|多重|预算|便宜|卖|出价")


def order_by_tail(text: str, orders: Sequence[OrderFacts]) -> Optional[OrderFacts]:
    """The only visible order whose number ends in three or four digits of the message."""
    tails = _said(text)
    if not tails and not _OTHER_NUMBERS.search(text):
        tails = set(_LOOSE.findall(text))
    found = [order for order in orders if any(order.row.no.endswith(tail) for tail in tails)]
    return found[0] if len(found) == 1 else None


def unknown_tail(text: str, orders: Sequence[OrderFacts]) -> Optional[str]:
    """Digits said to end an order's number that no visible order ends in, None else."""
    tails = _said(text)
    if len(tails) != 1:
        return None
    (tail,) = tails
    return None if any(order.row.no.endswith(tail) for order in orders) else tail


def _said(text: str) -> set[str]:
    return {number for found in _SAID.findall(text) for number in found if number}
