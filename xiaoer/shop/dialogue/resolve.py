"""Makes sure that the subject of a request is known, and loads the facts of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Dict, Optional, Sequence, Tuple

from sqlalchemy.orm import Session

from xiaoer.policy import Policy
from xiaoer.shop.catalogue.index import CatalogueIndex
from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.conversations.model import Conversation
from xiaoer.shop.db.lookup import row
from xiaoer.shop.dialogue import load
from xiaoer.shop.dialogue.compared import compared_products
from xiaoer.shop.dialogue.context import Context, Option
from xiaoer.shop.dialogue.focus import (
    Meant,
    order_label,
    order_meant,
    product_meant,
    still_true,
)
from xiaoer.shop.dialogue.interpret import Step
from xiaoer.shop.dialogue.together import together
from xiaoer.shop.orders.model import Buyer, Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import Facts, OrderFacts, ProductFacts
from xiaoer.shop.replies.orders.order_proof import ask_proof
from xiaoer.shop.replies.registry import Need, Subject, Topic


@dataclass
class Desk:
    """What resolving a turn works with; orders are loaded once for all steps."""

    session: Session
    conversation: Conversation
    index: CatalogueIndex
    policy: Policy
    now: datetime
    shop_name: str
    seq: int
    proof: Optional[str] = None
    proof_wait_s: int = 0
    _orders: Optional[Tuple[OrderFacts, ...]] = None
    _buyer: Optional[Buyer] = None

    def orders(self, context: Context) -> Tuple[OrderFacts, ...]:
        """The orders that this visitor may see, newest first."""
        if self._orders is None:
            numbers = load.visible_order_numbers(
                self.session, self.conversation.buyer_id, context.proved_orders
            )
            self._orders = load.orders(self.session, numbers)
        return self._orders

    def ordered_products(self, context: Context) -> Sequence[str]:
        """The products of the visible open orders, newest first."""
        buyer_id, proved = self.conversation.buyer_id, context.proved_orders
        if not (buyer_id or proved):
            return ()
        return load.products_in_open_orders(self.session, buyer_id, proved)

    def buyer(self) -> Optional[Buyer]:
        """The signed-in buyer, None for a visitor."""
        if self._buyer is None and self.conversation.buyer_id:
            self._buyer = row(self.session, Buyer, self.conversation.buyer_id)
        return self._buyer


#: The subjects of an answer about an order, and about a product.
_ORDERS = frozenset({Subject.ORDER, Subject.ANY_ORDER})
_PRODUCTS = frozenset({Subject.PRODUCT, Subject.ANY_PRODUCT})


def situation(desk: Desk, step: Step, topic: Topic, context: Context) -> Tuple[Situation, Meant]:
    """The situation of a step with its facts, and what its subject was found to be."""
    seen = _orders_seen(desk, topic, context)
    meant, product, order = _subject(desk, step, topic, context, seen)
    facts = Facts(
        shop_name=desk.shop_name,
        conversation=desk.conversation,
        buyer=desk.buyer(),
        product=product,
        order=order,
        orders=seen,
        proof=desk.proof,
        proof_wait_s=desk.proof_wait_s,
        **_extra(desk, step, topic, context),
    )
    found = Situation(
        request=step.request,
        understanding=step.understanding,
        context=context,
        facts=facts,
        policy=desk.policy,
        now=desk.now,
        conversation_id=desk.conversation.id,
        seq=desk.seq,
        given=still_true(step.given, meant) if topic.subject in _PRODUCTS else step.given,
    )
    return found, meant


def _orders_seen(desk: Desk, topic: Topic, context: Context) -> Tuple[OrderFacts, ...]:
    """The orders that the answer may look at, none for a visitor who proved none."""
    needed = topic.subject in _ORDERS or Need.ORDERS in topic.needs
    known = desk.conversation.buyer_id is not None or context.proved_orders
    return desk.orders(context) if needed and known else ()


def _subject(
    desk: Desk, step: Step, topic: Topic, context: Context, seen: Sequence[OrderFacts]
) -> Tuple[Meant, Optional[ProductFacts], Optional[OrderFacts]]:
    """What the subject was found to be, with its product and its order where they are known."""
    said, given = step.understanding, step.given
    if topic.subject in _ORDERS:
        meant = order_meant(said, given, context, desk.index, seen, topic.relevant)
        order = next((one for one in seen if one.row.no == meant.one), None)
        product = None
        if order and Need.ITEM_PRODUCT in topic.needs and len(order.items) == 1:
            product = _product(desk, order.items[0].product_id)
        return meant, product, order
    if topic.subject in _PRODUCTS:
        ordered = partial(desk.ordered_products, context)
        meant = product_meant(said, given, context, desk.index, ordered)
        return meant, _product(desk, meant.one) if meant.one else None, None
    return Meant(), None, None


def _product(desk: Desk, product_id: str) -> Optional[ProductFacts]:
    return next(iter(load.products(desk.session, [product_id])), None)


def _extra(desk: Desk, step: Step, topic: Topic, context: Context) -> Dict[str, Any]:
    """The facts that the topic asks for beside its subject."""
    session, buyer_id = desk.session, desk.conversation.buyer_id
    extra: Dict[str, Any] = {}
    if Need.CATALOGUE in topic.needs:
        extra["catalogue"] = load.catalogue(session)
    if Need.PROMOTIONS in topic.needs:
        extra["promotions"] = load.promotions(session, buyer_id)
        extra["returning"] = load.has_completed_purchase(session, buyer_id)
    if Need.LOGISTICS in topic.needs:
        extra["logistics"] = load.logistics(session)
    if Need.APPROVALS in topic.needs:
        extra["approvals"] = load.approvals(session, desk.conversation.id, buyer_id)
    if Need.SHOP_PAPERS in topic.needs:
        extra["shop_papers"] = load.shop_papers(session)
    if Need.COMPARED in topic.needs:
        ids = compared_products(step.understanding, context, desk.index)
        extra["compared"] = load.products(session, ids)
    if Need.TOGETHER in topic.needs:
        ids = together(step.understanding, step.given, desk.index)
        extra["together"] = load.products(session, ids)
    return extra


def missing(desk: Desk, s: Situation, topic: Topic, meant: Meant, draft: Draft) -> bool:
    """Asks for a subject that is needed and not known; returns whether it had to."""
    standing_in = s.facts.compared or s.facts.together
    if meant.stranger and topic.intent in _STRANGERS and not standing_in:
        _no_such_goods(desk, s, meant.stranger, draft)
        return True
    if topic.subject is Subject.PRODUCT and not (s.facts.product or standing_in):
        _ask_product(desk, s, meant, draft)
        return True
    if topic.subject is Subject.ORDER and s.facts.order is None:
        return _ask_order(s, meant, draft)
    return False


#: Asked for goods that are not there, these say so; `ask_recommendation` says it by itself.
_STRANGERS = frozenset(
    {"ask_price", "ask_product", "ask_quality", "ask_size", "ask_stock", "nlu_fallback"}
)


def _no_such_goods(desk: Desk, s: Situation, strange: str, draft: Draft) -> None:
    """Says that the shop has none, with the goods of the same kind, else those that sell."""
    catalogue = load.catalogue(desk.session)
    akin = [p for p in catalogue if any(_kind(word) == _kind(strange) for word in _names(p))]
    found = (akin or catalogue)[: s.policy.dialogue.list_length]
    draft.say(f"抱歉亲，{draft.without('店里没有', Product)}{draft.quote(strange)}。")
    if not found:
        return
    names = [draft.uses(product.row, "name").name for product in found]
    draft.say(f"{'相近的有' if akin else '店里卖得多的是'}{'、'.join(names)}。")
    draft.show("product", _product_options(found))
    draft.offer(*names)


def _names(product: ProductFacts) -> Tuple[str, ...]:
    return (product.row.noun, *product.row.aliases)


def _kind(word: str) -> str:
    """What a name says of the kind is at its end: 拖鞋 and 鞋子 are 鞋."""
    return word.rstrip("子")[-1:]


def _ask_product(desk: Desk, s: Situation, meant: Meant, draft: Draft) -> None:
    limit = s.policy.dialogue.list_length
    if meant.several:
        found = load.products(desk.session, list(meant.several)[:limit], whole=False)
        options = _product_options(found)
        draft.ask("product", "您问的是哪一款呢？", options, _kept(s))
        return
    lead = ""
    if meant.unknown:
        lead = draft.without(f"没有找到编号 {meant.unknown} 的商品。", Product)
    # A shopper who has orders most likely means something in them; others see what sells.
    ids = desk.ordered_products(s.context)
    if ids:
        found = load.products(desk.session, list(ids)[:3], whole=False)
    else:
        found = load.catalogue(desk.session)[:3]
    text = f"{lead}您问的是哪款商品呢？发商品名或链接都可以。"
    draft.ask("product", text, _product_options(found), _kept(s))


#: What was said besides the product, and need not be said again once that is known.
_KEPT = ("amount", "carrier", "colour", "date", "height", "quantity", "region", "size", "weight")
_WEIGHED = frozenset({"斤", "公斤", "千克", "kg", "两"})


def _kept(s: Situation) -> Dict[str, Any]:
    """The values of the message, each where it names one only; "5斤" is no number of pieces."""
    kept: Dict[str, Any] = {}
    for kind in _KEPT:
        found = [one for one in s.understanding.entities if one.kind == kind]
        if len(found) == 1 and not (kind == "quantity" and found[0].unit in _WEIGHED):
            kept[kind] = found[0].value
    return {**kept, **s.given}


def _product_options(found: Sequence[ProductFacts]) -> Tuple[Option, ...]:
    return tuple(Option(product.row.name, product.row.id) for product in found)


def _ask_order(s: Situation, meant: Meant, draft: Draft) -> bool:
    if s.facts.buyer is None and not (s.facts.orders and not meant.unknown):
        ask_proof(s, draft, meant.unknown or s.value("order_number"), s.given)
        return True
    if meant.unknown:
        nothing = draft.without(f"没有查到尾号{meant.unknown[-4:]}的订单", Order)
        draft.say(f"{nothing}，麻烦核对一下是不是用这个账号下的单。")
    if not s.facts.orders:
        # The answer itself says that there is no order; a wrong number was answered already.
        return meant.unknown is not None
    by_no = {order.row.no: order for order in s.facts.orders}
    wanted = [by_no[no] for no in meant.several] or list(s.facts.orders)
    options = tuple(
        Option(order_label(order), order.row.no)
        for order in wanted[: s.policy.dialogue.list_length]
    )
    draft.ask("order", "您说的是哪一笔订单？", options, s.given)
    return True
