"""Which goods of an order a request means, and how they are called."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.steps import chosen, kept, said

#: The option that stands for the whole order.
ALL = "all"


def item_label(item: OrderItem) -> str:
    """As ordered: 云朵卫衣（黑色 L）."""
    return f"{item.name}（{item.spec}）" if item.spec else item.name


def item_name(d: Draft, item: OrderItem) -> str:
    """The same in a sentence that rests on it."""
    return item_label(d.uses(item, "name", "spec"))


def goods_name(
    d: Draft, order: OrderFacts, items: Sequence[OrderItem], pieces: Optional[int] = None
) -> str:
    """The items in few words; the order's tail where its items are not known."""
    if not items:
        return f"尾号{d.uses(order.row, 'no').no[-4:]}的订单"
    if pieces is not None:
        return f"{item_name(d, items[0])}{pieces}件"
    more = f"等{len(items)}样" if len(items) > 1 else ""
    return f"{item_name(d, items[0])}{more}"


def pieces_meant(s: Situation, items: Sequence[OrderItem]) -> Optional[int]:
    """How many pieces are meant where fewer than were ordered of a single item; else None."""
    pieces = s.value("quantity")
    if len(items) != 1 or not isinstance(pieces, int):
        return None
    return pieces if 0 < pieces < items[0].quantity else None


def paid_for(d: Draft, items: Sequence[OrderItem], pieces: Optional[int] = None) -> int:
    """What was paid for the items in fen; of a single one its share for `pieces`, rounded."""
    paid = sum(d.uses(item, "paid_fen").paid_fen for item in items)
    if pieces is None:
        return paid
    ordered = d.uses(items[0], "quantity").quantity
    return (2 * paid * pieces + ordered) // (2 * ordered)


def named_items(s: Situation, order: OrderFacts) -> Tuple[OrderItem, ...]:
    """The items that the message names, by their goods first and by colour or size second."""
    texts = (s.text, said(s))
    by_goods = [item for item in order.items if _goods_named(order, item, texts)]
    among = by_goods or list(order.items)
    by_spec = [item for item in among if _spec_named(item, among, texts)]
    return tuple(by_spec or by_goods)


def names_goods(s: Situation, order: OrderFacts) -> bool:
    """Whether the message names goods that are in the order."""
    return any(_goods_named(order, item, (s.text, said(s))) for item in order.items)


def names_spec(s: Situation, order: OrderFacts) -> bool:
    """Whether the message names a colour, size or flavour of the order's goods."""
    parts = {part for item in order.items for part in item.spec.split() if len(part) > 1}
    return any(part in text for part in parts for text in (s.text, said(s)))


def _goods_named(order: OrderFacts, item: OrderItem, texts: Sequence[str]) -> bool:
    product = order.products.get(item.product_id)
    words = [item.name, *([product.name, product.noun, *product.aliases] if product else [])]
    return any(word in text for word in words if len(word) > 1 for text in texts)


def _spec_named(item: OrderItem, among: Sequence[OrderItem], texts: Sequence[str]) -> bool:
    """Whether a part of the specification that no other item has stands in the message."""
    others = {part for other in among if other is not item for part in other.spec.split()}
    own = [part for part in item.spec.split() if part not in others]
    return any(part in text for part in own if len(part) > 1 for text in texts)


def meant_items(
    s: Situation, d: Draft, order: OrderFacts, question: str, everything: Optional[str] = None
) -> Optional[Tuple[OrderItem, ...]]:
    """The items that are meant; None after having asked. `everything` labels the whole order.

    Empty only where the order's items are not known.
    """
    if len(order.items) < 2:
        return order.items
    by_id = {item.id: item for item in order.items}
    picked = chosen(s, "item")
    ids = [picked] if picked else s.given.get("items") or []
    if ALL in ids:
        return order.items
    known = tuple(by_id[item_id] for item_id in ids if item_id in by_id)
    if known or (known := named_items(s, order)):
        return known
    options = [Option(item_label(item), item.id) for item in order.items]
    options = options[: s.policy.dialogue.list_length]
    if everything:
        options.append(Option(everything, ALL))
    d.ask("choice", question, options, kept(s, step="item", order_no=order.row.no))
    return None


def goods_unknown(d: Draft, items: Sequence[OrderItem]) -> bool:
    """Leaves an order without goods to a person; returns whether it had to."""
    if not items:
        d.say(f"{d.without('这笔订单里的商品我这边没查到', OrderItem)}，请人工同事帮您看一下。")
        d.offer("转人工")
    return not items


def ids_of(order: OrderFacts, items: Sequence[OrderItem]) -> list[str]:
    """How chosen items are remembered between two questions."""
    return [ALL] if len(items) == len(order.items) else [item.id for item in items]
