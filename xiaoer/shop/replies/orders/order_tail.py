"""Orders by the end of their number, as our lists and buyers call them: 尾号0102, 102那单."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.replies.facts import OrderFacts

_ORDER_WORD = r"[的那这]{0,2}一?(?:单|笔|个订单|订单)"
#: What is done with an order, right after its number.
_DONE_WITH = (
    r"(?:我)?(?:的)?(?:补?开?发票|改?地址|改|换|退|取消|到哪|到了|物流|快递|发货|发了|催|查"
    r"|怎么|什么时候|啥时|几时|为什么|为啥|还没|没发|能不能|能退|状态)"
)
#: Nothing but an order can be meant.
_SAID = re.compile(
    rf"尾号\D{{0,2}}(\d{{3,4}})(?!\d)|(?<![\dA-Za-z.])(\d{{3,4}})(?={_ORDER_WORD})"
    r"|^(\d{3,4})(?=补?开?发票|改地址|改价|退款|到哪|物流|催)"
)
#: A number where an order's stands, if one of the visible orders ends in it: first, before what
#: is done with it (102什么时候发货), after 订单 or 查, alone, or with a nought in front.
_LOOSE = (
    re.compile(
        rf"^(?:亲|你好|您好|我的?|那个?|还有|帮我|看看|[\s,，])*(\d{{3,4}})\s*(?={_DONE_WITH})"
    ),
    re.compile(r"(?:订单号?|单号|查一?下?|催一?下?)\s*(\d{3,4})(?!\d|\s*(?:块|元|件|个|盒|包|斤))"),
    re.compile(r"^(?:那|就|是)?\s*(\d{3,4})\s*(?:这个|那个|的|吧|呢)*[。.!！?？~～]*$"),
    re.compile(r"(?<![\dA-Za-z.¥/幢栋楼号室院弄-])(0\d{3})(?![\dA-Za-z.%/室号]|-\d)"),
)
#: Words beside which a number is a phone's, a body's or a place's.
_OTHER_NUMBERS = re.compile(
    r"手机|电话|后四位|身高|体重|尺码|多高|多重|预算|便宜|卖|出价|抬头|税号|[省市区县路街道镇乡村]\S*\d"
)


def order_by_tail(text: str, orders: Sequence[OrderFacts]) -> Optional[OrderFacts]:
    """The only visible order whose number ends in three or four digits of the message."""
    tails = _said(text)
    if not tails and not _OTHER_NUMBERS.search(text):
        tails = {number for form in _LOOSE for number in form.findall(text.strip())}
        tails -= {tail for tail in tails if _a_size(tail, text, orders)}
    found = [order for order in orders if any(order.row.no.endswith(tail) for tail in tails)]
    return found[0] if len(found) == 1 else None


def _a_size(number: str, text: str, orders: Sequence[OrderFacts]) -> bool:
    """Whether digits alone, or before 的 and 换, are a size of what was ordered (110, 120)."""
    sizes = {size for order in orders for item in order.items for size in item.spec.split()}
    worn = any(size.rstrip("码号") == number for size in sizes)
    return worn and not re.search(rf"{number}\s*(?=改?地址|退|取消|到哪|物流|快递|发|催|查)", text)


def unknown_tail(text: str, orders: Sequence[OrderFacts]) -> Optional[str]:
    """Digits said to end an order's number that no visible order ends in, None else."""
    tails = _said(text)
    if len(tails) != 1:
        return None
    (tail,) = tails
    return None if any(order.row.no.endswith(tail) for order in orders) else tail


def _said(text: str) -> set[str]:
    return {number for found in _SAID.findall(text) for number in found if number}
