"""When things ship, and from where."""

from __future__ import annotations

from typing import Tuple

from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import local
from xiaoer.shop.logistics.model import Warehouse
from xiaoer.shop.orders.model import OrderNote
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.goods.availability import presale_words
from xiaoer.shop.replies.orders.order_wanted import order_wanted
from xiaoer.shop.replies.orders.which_order import (
    ask_which,
    named,
    none_open,
    order_in_question,
    product_named,
    unknown_order,
)
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.shipping.date_words import asked_day
from xiaoer.shop.replies.shipping.order_shipping import held, tell_shipping
from xiaoer.shop.replies.shipping.ship_promise import (
    ShipDay,
    is_late,
    order_leaves,
    product_leaves,
    say_purchase,
    tell_unavailable,
    warehouse_of,
)

#: What the note that presses the warehouse says.
URGED = "买家催发货，请优先"


def paid(order: OrderFacts) -> bool:
    """Paid and not under way yet."""
    return order.row.state == "paid"


def unpaid(order: OrderFacts) -> bool:
    """Ordered only."""
    return order.row.state == "unpaid"


def shipped(order: OrderFacts) -> bool:
    """With the carrier."""
    return order.row.state == "shipped"


@answers("ask_shipping_time", subject=Subject.ANY_PRODUCT, needs={Need.ORDERS, Need.LOGISTICS})
def ask_shipping_time(s: Situation, d: Draft) -> None:
    """Of a placed order what was promised; before buying cut-off, calendar, presale."""
    if unknown_order(s, d):
        return
    guessed = s.facts.product is not None and not product_named(s)
    tiers = [paid, unpaid, shipped] if guessed or s.facts.product is None else [paid, unpaid]
    orders = order_in_question(s, *tiers)
    if len(orders) > 1:
        ask_which(s, d, orders)
    elif orders:
        tell_shipping(s, d, orders[0])
    elif s.facts.product is not None:
        _product(s, d)
    else:
        _shop(s, d)


def _product(s: Situation, d: Draft) -> None:
    product = s.facts.product
    assert product is not None
    if tell_unavailable(s, d, product):
        return
    name = d.uses(product.row, "name").name
    if presale := presale_words(s, d, product):
        d.say(f"{name}：{presale}")
        return
    warehouse = warehouse_of(s, product.row)
    ship = product_leaves(s, d, product.row, warehouse, attributes=product.attributes)
    if product.row.warehouse_id and ship.reason == "cutoff":
        d.uses(product.row, "warehouse_id")
    d.say(f"{_verdict(s, d, ship)}{name}{_source(d, ship)}{say_purchase(s, d, ship)}。")


def _verdict(s: Situation, d: Draft, ship: ShipDay) -> str:
    """A straight yes or no to "今天能发吗", where that is known."""
    asked = asked_day(s)
    if asked is None or asked < local(s.now).date() or not ship.certain:
        return ""
    if ship.reason == "policy":
        # Without its warehouse nobody knows the run that would take it.
        return d.without("今天能不能发这边说不准，", Warehouse, Product.warehouse_id)
    return "能的，" if ship.day <= asked else "赶不上了，"


def _source(d: Draft, ship: ShipDay) -> str:
    if ship.warehouse is None or ship.reason == "made_to_order":
        return "："
    return f"从{d.uses(ship.warehouse, 'name').name}出，"


def _shop(s: Situation, d: Draft) -> None:
    warehouses = list(s.facts.logistics.warehouses.values())
    if not warehouses:
        d.say(
            f"现货付款后{s.policy.shipping.ship_within_hours}小时内发出。您看的是哪款，我给您看准确时间？"
        )
        return
    said = [_of_warehouse(s, d, warehouse) for warehouse in warehouses]
    d.say(f"现货：{'；'.join(said)}。您看的是哪款，我帮您看准确时间。")


def _of_warehouse(s: Situation, d: Draft, warehouse: Warehouse) -> str:
    ship = product_leaves(s, d, None, warehouse)
    return f"{d.uses(warehouse, 'name').name}{say_purchase(s, d, ship).replace('今天仓库', '今天')}"


@answers(
    "urge_shipping",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.LOGISTICS},
    relevant=paid,
)
def urge_shipping(s: Situation, d: Draft) -> None:
    """Late: apology, a real ticket, the refund. In time: when, and a note for the warehouse."""
    if none_open(s, d, "等发货"):
        return
    order = order_wanted(s, d, paid, unpaid, shipped, question="您催的是哪一笔订单？")
    if order is None:
        return
    tell_shipping(s, d, order)
    quiet = order.row.unfillable or order.open_refund or held(Draft(s), order)
    if order.row.state != "paid" or not order.unshipped or quiet:
        return
    if is_late(s, order_leaves(s, Draft(s), order)):
        return
    urged = [note for note in order.notes if note.text.startswith(f"【{URGED}")]
    if urged:
        d.uses(urged[-1], "text")
        d.say("催发货的备注之前已经加在这单上了，仓库能看到。")
    else:
        d.do("note", order_no=order.row.no, text=URGED)
        d.say(d.without("我在这单上加了催发货的备注，仓库打包时能看到。", OrderNote))


@answers("ask_ship_from", subject=Subject.ANY_PRODUCT, needs={Need.ORDERS, Need.LOGISTICS})
def ask_ship_from(s: Situation, d: Draft) -> None:
    """The warehouse's city, of the order, the product, or all of them."""
    if unknown_order(s, d):
        return
    orders = order_in_question(s, paid, shipped)
    placed = [order for order in orders if order.warehouse]
    if len(placed) == 1 or (placed and len({o.row.warehouse_id for o in placed}) == 1):
        order = placed[0]
        d.uses(order.row, "warehouse_id")
        assert order.warehouse is not None
        d.say(f"{named(d, order)}是从{_place(d, order.warehouse)}发货的。")
        return
    product = s.facts.product
    warehouse = warehouse_of(s, product.row) if product else None
    if product and warehouse:
        d.uses(product.row, "name", *(["warehouse_id"] if product.row.warehouse_id else []))
        d.say(f"{product.row.name}从{_place(d, warehouse)}发货。")
        return
    _all_warehouses(s, d, product.row if product else None)


def _all_warehouses(s: Situation, d: Draft, product: Product | None) -> None:
    places: Tuple[str, ...] = tuple(_place(d, w) for w in s.facts.logistics.warehouses.values())
    if not places:
        nowhere = d.without("发货地在店铺资料里没有登记", Warehouse)
        d.say(f"{nowhere}，我没法随口说一个；需要的话可以转人工问。")
        d.offer("转人工")
    elif product:
        d.uses(product, "name", "warehouse_id")
        unknown = d.without("从哪个仓出，资料里没有写", Product.warehouse_id, Warehouse)
        d.say(f"店里从{'、'.join(places)}发货，{product.name}{unknown}。")
    else:
        d.say(f"我们从{'、'.join(places)}发货，不同商品在不同的仓。您看的是哪款？")


def _place(d: Draft, warehouse: Warehouse) -> str:
    d.uses(warehouse, "name", "province", "city")
    where = warehouse.province if warehouse.city == warehouse.province else ""
    where = where or f"{warehouse.province}{warehouse.city}"
    return f"{where}的{warehouse.name}"
