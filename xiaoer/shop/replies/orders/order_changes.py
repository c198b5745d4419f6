"""Changing what is in a placed order: another SKU of the same product at the same price."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.dialogue.understanding import Understanding
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.case_file import refund_stops
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts
from xiaoer.shop.replies.goods.availability import restock_words
from xiaoer.shop.replies.goods.unit_price import pieces
from xiaoer.shop.replies.goods.variants import (
    describe,
    list_skus,
    not_offered,
    wanted_skus,
    wanted_variants,
)
from xiaoer.shop.replies.orders.address_change import Way, way_of
from xiaoer.shop.replies.orders.deadlines import hours_until_answer, say_answer
from xiaoer.shop.replies.orders.order_items import (
    goods_unknown,
    ids_of,
    item_name,
    meant_items,
)
from xiaoer.shop.replies.orders.steps import agreed, kept, said
from xiaoer.shop.replies.orders.which_order import named
from xiaoer.shop.replies.shipping.order_shipping import open_promise

#: A promise of this kind on the order: somebody is at the change and the buyer will hear.
CHANGE_ANSWER = "change_answer"
_QUANTITY = (
    "数量",
    "件数",
    "多拍",
    "多买",
    "少买",
    "加一",
    "再加",
    "加购",
    "少一",
    "减一",
    "改成两",
    "改成一件",
)


def change(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Finds the item and what it is to become, reads it back, and has it done."""
    if order.row.state not in ("unpaid", "paid"):
        d.uses(order.row, "state")
        _too_late(d, order)
        return
    way = way_of(s, d, order)
    if way not in (Way.DIRECT, Way.INTERCEPT):
        _too_late(d, order)
    elif s.facts.buyer is None:
        d.say("改订单内容要核对是本人，请登录下单的账号来改，或者转人工核对后处理。")
        d.offer("转人工")
    elif refund_stops(d, order, "先不改"):
        return
    elif (asked := open_promise(d, order, CHANGE_ANSWER)) and asked.due_at > s.now:
        d.say(f"{named(d, order)}的改动已经请仓库在处理了，有结果马上告诉您。")
    else:
        items = meant_items(s, d, order, "要改的是哪一件？")
        if items is None or goods_unknown(d, items) or refund_stops(d, order, "先不改", items):
            return
        _item(s, d, order, items[0], way)


def _too_late(d: Draft, order: OrderFacts) -> None:
    goods = named(d, order)
    if order.row.state == "closed":
        d.say(f"{goods}这单已经关闭，改不了了，需要的话按想要的规格重新下单。")
        return
    if order.row.state in ("signed", "completed"):
        d.say(f"{goods}已经签收，订单改不了了；规格不合适可以换货，跟我说“换货”就行。")
        d.offer("换货")
        return
    d.say(f"{goods}已经发出，改不了了。收到后可以换货，不想等也可以拒收退款，您看哪种方便？")
    d.offer("换货", "申请退款")


def _item(s: Situation, d: Draft, order: OrderFacts, item: OrderItem, way: Way) -> None:
    product = _product(s, item)
    if product is None:
        d.say(f"{item_name(d, item)}的规格资料我这边没有，改规格请转人工核对库存后处理。")
        d.offer("转人工")
        return
    if product.row.made_to_order and order.row.state == "paid":
        # It may be on the table already: only the workshop knows.
        d.uses(product.row, "made_to_order")
        way = Way.INTERCEPT
    if s.given.get("sku_id") and agreed(s, "modify"):
        sku = next((one for one in product.skus if one.id == s.given["sku_id"]), None)
        candidates: Tuple[Sku, ...] = (sku,) if sku else ()
    else:
        candidates = _candidates(s, product, item)
    if not candidates and _about_quantity(s):
        _quantity(d, item)
    elif len(candidates) == 1:
        _become(s, d, order, item, product, candidates[0], way)
    else:
        _ask(s, d, order, item, product, candidates)


def _product(s: Situation, item: OrderItem) -> Optional[ProductFacts]:
    known = [s.facts.product] if s.facts.product else []
    every = (*known, *s.facts.catalogue)
    return next((one for one in every if one.row.id == item.product_id), None)


def _candidates(s: Situation, product: ProductFacts, item: OrderItem) -> Tuple[Sku, ...]:
    """The SKUs that the words fit; what they leave open stays as ordered."""
    texts = [s] if s.text == said(s) else [s, replace(s, understanding=_first(s))]
    for view in texts:
        # The context's colour and size belong to a question before buying, not to this order.
        plain = replace(view, context=view.context.but(colour=None, size=None))
        found = [sku for sku in wanted_skus(plain, product) if sku.id != item.sku_id]
        old = next((sku for sku in product.skus if sku.id == item.sku_id), None)
        if old is None or len(found) < 2:
            if found:
                return tuple(found)
            continue
        variants = wanted_variants(plain, product)
        same = [
            sku
            for sku in found
            if (plain.value("colour") or sku.colour == old.colour)
            and (plain.value("size") or sku.size == old.size)
            and (variants or sku.variant == old.variant)
        ]
        return tuple(same or found)
    return ()


def _first(s: Situation) -> Understanding:
    return replace(s.understanding, text=said(s))


def _about_quantity(s: Situation) -> bool:
    return pieces(s) is not None or s.mentions(*_QUANTITY)


def _quantity(d: Draft, item: OrderItem) -> None:
    d.uses(item, "quantity")
    d.say(
        f"{item_name(d, item)}现在是{item.quantity}件，下单后数量改不了：想多要可以再拍一单，"
        "拍完说一声，我备注一起发；想少要就退款按新数量重拍。"
    )


def _ask(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    item: OrderItem,
    product: ProductFacts,
    candidates: Sequence[Sku],
) -> None:
    among = candidates or [sku for sku in product.skus if sku.id != item.sku_id]
    fits = [sku for sku in among if sku.stock >= item.quantity and sku.price_fen == item.price_fen]
    missing = not_offered(s, product)
    lead = f"这款没有{'、'.join(missing)}。" if missing else ""
    if not fits:
        d.say(f"{lead}{item_name(d, item)}同价位的其他规格现在都没货，没法直接换。")
        d.offer("申请退款", "转人工")
        return
    for sku in fits:
        d.uses(sku, "stock")
    data = {
        **kept(s, step="which", order_no=order.row.no, items=ids_of(order, [item])),
    }
    options: Tuple[Option, ...] = ()
    if not product.colours and not product.size_names:
        options = tuple(Option(sku.variant, sku.variant) for sku in fits if sku.variant)
    text = f"{lead}{item_name(d, item)}可以换成：{list_skus(d, fits, 8)}。要换哪个？"
    d.ask("sku", text, options, data)


def _become(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    item: OrderItem,
    product: ProductFacts,
    sku: Sku,
    way: Way,
) -> None:
    new = describe(d, sku)
    d.uses(sku, "price_fen")
    d.uses(item, "price_fen")
    if sku.price_fen != item.price_fen:
        d.say(
            f"{new}是{yuan(sku.price_fen)}，原来那款{yuan(item.price_fen)}，价格不一样没法直接换。"
            "可以退款按新规格重拍，或者转人工补差价。"
        )
        d.offer("申请退款", "转人工")
        return
    if d.uses(sku, "stock").stock < item.quantity:
        left = f"只剩{sku.stock}件，不够换" if sku.stock else "没货"
        d.say(f"{product.row.name}{new}现在{left}{restock_words(s, d, [sku])}。")
        others = [one for one in product.skus if one.id not in (sku.id, item.sku_id)]
        without = {k: v for k, v in s.given.items() if k not in ("colour", "size", "variant")}
        bare = replace(s, given=without, understanding=replace(s.understanding, entities=()))
        _ask(bare, d, order, item, product, others)
        return
    if agreed(s, "modify"):
        _carry_out(s, d, order, item, sku, way)
        return
    data = kept(s, step="modify", order_no=order.row.no, items=ids_of(order, [item]), sku_id=sku.id)
    count = f"{d.uses(item, 'quantity').quantity}件"
    ask = "确认换吗？" if way is Way.DIRECT else "可能已经在做或在打包，要我请仓库先按住再换吗？"
    d.confirm(f"{item_name(d, item)}{count}换成{new}，价格一样不用补差价。{ask}", data)


def _carry_out(
    s: Situation, d: Draft, order: OrderFacts, item: OrderItem, sku: Sku, way: Way
) -> None:
    new = describe(d, sku)
    text = f"{item.name}换{new}，无差价"
    if way is Way.DIRECT:
        d.do("modify", order_no=order.row.no, item_id=item.id, sku_id=sku.id)
        d.do("note", order_no=order.row.no, text=text)
        d.say(f"换好了，{item.name}改发{new}，没有差价。")
        return
    hours = s.policy.changes.intercept_hours
    due = hours_until_answer(s, hours)
    d.do("hold", order_no=order.row.no)
    d.do(
        "ticket",
        kind="warehouse",
        title=f"请拦下并改发：{order.row.no}，{text}",
        order_no=order.row.no,
        hours=due,
    )
    d.do(
        "promise",
        promise_kind=CHANGE_ANSWER,
        content=f"告诉买家换成没有：{text}",
        order_no=order.row.no,
        hours=due,
    )
    d.say(f"已经请仓库按住这单改发{new}，{say_answer(s, hours)}告诉您换成没有。")
