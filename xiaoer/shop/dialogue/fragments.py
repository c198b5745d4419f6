"""Half a sentence: a colour, a size, a number, a noun; what it asks is in what was said before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Optional

from xiaoer.shop.dialogue.amending import amended
from xiaoer.shop.dialogue.context import Context
from xiaoer.shop.dialogue.understanding import Entity, Understanding

#: Questions about a product that "那L码呢" asks again of another variant or product.
ASKED_AGAIN = frozenset(
    {
        "ask_carrier",
        "ask_coupon",
        "ask_delivery_time",
        "ask_genuine",
        "ask_gift",
        "ask_price",
        "ask_product",
        "ask_promotion",
        "ask_quality",
        "ask_return_policy",
        "ask_shipping_fee",
        "ask_shipping_time",
        "ask_size",
        "ask_stock",
        "ask_warranty",
    }
)
#: Questions about an order that "调奶器的呢" asks again of other goods.
_OF_ORDERS = frozenset({"order_status", "refund_status", "track_logistics", "urge_shipping"})
#: A change under way: a bare variant is what it is changed to.
_CHANGES = frozenset({"modify_order", "request_exchange"})
#: Readings that a fragment is often given and that its context knows better.
_LOOSE = frozenset(
    {"", "affirm", "deny", "ask_product", "ask_size", "ask_stock", "inform_ordered", "out_of_scope"}
)
#: Questions whose answer depends on where the parcel goes.
_BY_PLACE = frozenset({"ask_carrier", "ask_delivery_time", "ask_shipping_fee"})
_NAMING = frozenset({"colour", "size", "product", "item_number", "quantity", "region"})
#: "买3件呢", "寄江苏呢": these words lead to what is named and ask nothing.
_LEADING = re.compile(
    r"^(那|那么)?(要是|如果)?我?(买|拍|要|来|拿|寄|发|送|到|去)(到|往|去|给)?(?=.+呢[?？]?$)"
)
_ASKED = re.compile(r"呢[?？]?$")
_FILLER = re.compile(
    r"那个|那|么|就|要是|如果|换成?|还有|这个|的话?|色|码|号|呢|吧|啊|呀|哦|亲|怎么样|[?？!！。.,，、~～\s]"
)
_COLOUR = re.compile(r"[黑白灰红蓝绿黄紫粉棕驼米](?![一-鿿])|[黑白灰红蓝绿黄紫粉棕驼](?=的?$)")
#: Shoes and children's clothes go by numbers.
_NUMBER = re.compile(r"(?<![\d.])(3[4-9]|4[0-6]|[89]0|1[0-7][05])(?![\d.])")
_BID = re.compile(
    r"^(那|就)?(\d{1,4})(块|元|块钱)?(钱)?(呢|行不行|行吗|行不|卖不|卖吗|可以吗|吧)?[?？]?$"
)
#: "香辣的呢": a variant that only the goods themselves know.
_VARIANT_ASKED = re.compile(r"^(那|那么|换成?)?[一-鿿]{1,5}(的|味|款|装)呢[?？]?$")
#: "卫衣退款", "把尿裤退了", "134退款": the money is wanted, no news of it.
_REFUND = re.compile(r"(退款|退钱|退了|退掉|取消)(吧|呗|谢谢)?[!！。~～]*$")
_NEWS = re.compile(
    r"没|未|怎么|已|还(?!是)|[吗呢么?？]|多久|几|啥|什么|查|进度|到账|申请了|说好|答应"
)
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{3,4}(?!\d|块|元)")


@dataclass(frozen=True)
class Fragment:
    """What a fragment asks, and the message with what it names marked."""

    intent: str
    understanding: Understanding


def read_fragment(understood: Understanding, context: Context) -> Optional[Fragment]:
    """Reads a bare variant, number or noun in the light of the last question; None: it is more."""
    if (intent := amended(understood, context)) is not None:
        return Fragment(intent, understood)
    text = _without_link(understood)
    if len(text) > 12:
        return None
    if context.last_intent == "bargain" and (bid := _BID.match(text)):
        amount = Entity("amount", int(bid.group(2)) * 100, bid.group(2))
        known = understood.value("amount") is not None
        return Fragment("bargain", understood if known else _with(understood, amount))
    own = understood.intent if understood.doubt == "sure" else ""
    goods = understood.value("product") or _SHORT_NUMBER.search(text)
    if own in ("", "refund_status") and goods and _REFUND.search(text) and not _NEWS.search(text):
        return Fragment("request_refund", understood)
    last = context.last_intent or ""
    marked = _marked(understood)
    kinds = {entity.kind for entity in marked.entities}
    again = _ASKED.search(text) and kinds & {"quantity", "region"} and not _left_over(marked)
    if own not in _LOOSE and own != last and not again:
        return None
    if not kinds & _NAMING or _left_over(marked):
        asks = _VARIANT_ASKED.match(text) and not own and last in ASKED_AGAIN and not kinds
        return Fragment(last, understood) if asks and context.product_id else None
    weighed = own == "ask_size" and marked.body_weight() is not None
    intent = "ask_size" if weighed else _intent(kinds, last, context)
    return Fragment(intent, marked) if intent else None


def _intent(kinds: set[str], last: str, context: Context) -> str:
    """What is asked: the size of a body that is told, else the last question again, else the
    price of a number of pieces, else stock.
    """
    if kinds & {"height", "weight"}:
        return "ask_size"
    goods = bool(kinds & {"product", "item_number"})
    variant = bool(kinds & {"colour", "size"})
    if last in _CHANGES and variant and not goods:
        return last
    if last in _OF_ORDERS and goods:
        return last
    if "region" in kinds and not goods:
        return last if last in _BY_PLACE else ""
    if variant and context.product_id and not last:
        return "ask_stock"
    if not (goods or (context.product_id and (last in ASKED_AGAIN or last == "bargain"))):
        return ""
    if "quantity" in kinds:
        return "ask_price"
    if variant and last not in ASKED_AGAIN - {"ask_size", "ask_product"}:
        return "ask_stock"
    return last if last in ASKED_AGAIN else "ask_price"


def _marked(understood: Understanding) -> Understanding:
    """The message with short colours and numbers of sizes as entities: 灰s, 黑色38, 36呢."""
    text, found = understood.text, list(understood.entities)
    if understood.value("colour") is None and (colour := _COLOUR.search(text)):
        found.append(Entity("colour", f"{colour.group(0)}色", colour.group(0)))
    kinds = {entity.kind for entity in found}
    number = _NUMBER.search(text)
    if number and not kinds & {"size", "quantity", "amount", "height", "weight"}:
        found.append(Entity("size", number.group(1), number.group(1)))
    return replace(understood, entities=tuple(found))


def _with(understood: Understanding, entity: Entity) -> Understanding:
    return replace(understood, entities=(*understood.entities, entity))


def _without_link(understood: Understanding) -> str:
    """The message without the address of a product's page, which may be long."""
    text = understood.text
    for entity in understood.entities:
        if entity.kind == "url" and understood.value("item_number"):
            text = text.replace(entity.text, "", 1)
    return text.strip()


def _left_over(understood: Understanding) -> str:
    """What a message says besides naming something: nothing, if it is a fragment."""
    text = _LEADING.sub("", understood.text.strip())
    for entity in sorted(understood.entities, key=lambda one: -len(one.text)):
        text = text.replace(entity.text, " ", 1)
    return _FILLER.sub("", text)
