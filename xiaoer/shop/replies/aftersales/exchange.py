"""Another one for this one: which goods, what instead, whether it is there, who pays postage."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.case_file import (
    by_day,
    instead,
    open_case,
    running_case,
    tell_case,
)
from xiaoer.shop.replies.aftersales.return_address import where_to
from xiaoer.shop.replies.aftersales.send_back import (
    claim_over,
    exempt,
    fault_filed,
    fault_told,
    insured,
    too_late,
)
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ProductFacts
from xiaoer.shop.replies.goods.availability import restock_words, there
from xiaoer.shop.replies.goods.variants import describe, list_skus, wanted_skus
from xiaoer.shop.replies.orders.order_items import (
    goods_name,
    goods_unknown,
    ids_of,
    item_name,
    meant_items,
)
from xiaoer.shop.replies.orders.steps import agreed, answered, at, kept, told


def exchange(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Collects an exchange of received goods and files it after a yes."""
    items = meant_items(s, d, order, "您想换哪一件？")
    if items is None:
        return
    if goods_unknown(d, items):
        return
    case = running_case(order, items, wish="exchange")
    if case is not None:
        tell_case(s, d, case, order)
        return
    item = items[0]
    fault = fault_told(s) or fault_filed(d, order, [item])
    if not fault and (why := exempt(d, order, [item]) or too_late(s, d, order)):
        way = "可以找我们处理" if claim_over(s, d, order) else "照样给您换，来回运费我们出"
        text = f"{why}。要是东西本身有问题，{way}：是哪里不对？"
        d.ask("problem", text, data=_data(s, order, item, fault, "named_fault"))
        d.offer("转人工")
        return
    wanted = _wanted(s, d, order, item, fault)
    if wanted is not None:
        _file(s, d, order, item, wanted, fault)


def _data(
    s: Situation, order: OrderFacts, item: OrderItem, fault: Optional[str], step: str
) -> dict[str, object]:
    more = {"fault": fault} if fault else {}
    return kept(s, step=step, items=ids_of(order, [item]), order_no=order.row.no, **more)


def _wanted(
    s: Situation, d: Draft, order: OrderFacts, item: OrderItem, fault: Optional[str]
) -> Optional[str]:
    """What it is to be exchanged for, in words; None after having asked."""
    product = s.facts.product
    if product is None or product.row.id != item.product_id:
        return _described(s, d, order, item, fault)
    sku = _sku(s, product, item, fault)
    if sku is not None and d.uses(sku, "stock").stock >= item.quantity:
        if sku.id == item.sku_id:
            return "同款新的"
        return describe(d, sku) or d.uses(product.row, "name").name
    available = there([one for one in product.skus if one.id != item.sku_id], item.quantity)
    if sku is not None:
        name = f"{d.uses(product.row, 'name').name}{describe(d, sku)}"
        lead = f"{name}现在没货{restock_words(s, d, [sku])}。"
    else:
        lead = ""
    if not available:
        d.say(f"{lead or '这款别的规格现在都没货。'}换不了的话可以退货退款，跟我说一声就办。")
        d.offer("我要退货")
        return None
    for one in available:
        d.uses(one, "stock")
    options = _options(product, available)
    text = f"{lead}现在有货的是：{list_skus(d, available, 6)}。想换成哪个？"
    d.ask("sku", text, options, _without_spec(_data(s, order, item, fault, "wanted")))
    return None


def _without_spec(data: dict[str, object]) -> dict[str, object]:
    """A sold-out colour or size must not be taken for the answer to the next question."""
    return {
        name: value for name, value in data.items() if name not in ("colour", "size", "variant")
    }


def _options(product: ProductFacts, available: Sequence[Sku]) -> Tuple[Option, ...]:
    """Variants as buttons where nothing else tells the SKUs apart."""
    if product.colours or product.size_names:
        return ()
    return tuple(Option(one.variant, one.variant) for one in available if one.variant)


def _sku(
    s: Situation, product: ProductFacts, item: OrderItem, fault: Optional[str]
) -> Optional[Sku]:
    """The SKU that is wanted: what is named, the rest as ordered; the same one for a fault."""
    if at(s, "exchange") and (chosen := s.given.get("sku_id")):
        return next((sku for sku in product.skus if sku.id == chosen), None)
    old = _ordered(product, item)
    found = [sku for sku in wanted_skus(s, product) if old is None or sku.id != old.id]
    if old is not None and len(found) > 1:
        likeness = {sku.id: _alike(sku, old) for sku in found}
        best = max(likeness.values())
        found = [sku for sku in found if likeness[sku.id] == best]
    if len(found) == 1:
        return found[0]
    return old if fault and not found else None


def _ordered(product: ProductFacts, item: OrderItem) -> Optional[Sku]:
    return next((sku for sku in product.skus if sku.id == item.sku_id), None)


def _alike(sku: Sku, old: Sku) -> int:
    return sum(getattr(sku, name) == getattr(old, name) for name in ("colour", "size", "variant"))


def _described(
    s: Situation, d: Draft, order: OrderFacts, item: OrderItem, fault: Optional[str]
) -> Optional[str]:
    """In free words, where the product's SKUs are not at hand; the stock is checked by a person."""
    if typed := answered(s, "wanted_text"):
        return typed
    if wanted := s.given.get("wanted"):
        return str(wanted)
    if fault:
        return "同款新的"
    named = [str(v) for kind in ("colour", "size") if (v := s.value(kind))]
    if named:
        return "".join(named)
    data = _data(s, order, item, fault, "wanted_text")
    d.ask("note", f"{item_name(d, item)}想换成什么颜色、尺码或规格？", data=data)
    return None


def _file(
    s: Situation,
    d: Draft,
    order: OrderFacts,
    item: OrderItem,
    wanted: str,
    fault: Optional[str],
) -> None:
    goods = goods_name(d, order, [item])
    days = s.policy.clocks.return_answer_days
    if agreed(s, "exchange") and s.given.get("wanted") == wanted:
        no = open_case(
            d,
            order,
            [item],
            issue=fault or "request_exchange",
            wish="exchange",
            problem=f"{told(s)}；换成：{wanted}",
            days=days,
        )
        ship = s.policy.clocks.exchange_ship_days
        later = f"我们收到后{ship}个工作日内寄出新的"
        place = where_to(s, d, order, [item]) if s.given.get("sku_id") and not fault else None
        if place is None:
            wait = f"同事{by_day(s, days)}核对库存并把寄回地址发到这里，"
            d.say(f"换货登记好了，编号{no}：{goods}换{wanted}。{wait}{later}。")
        else:
            d.say(f"换货登记好了，编号{no}：{goods}换{wanted}。")
            d.say(f"旧的寄到：{place}。寄出后把快递单号发我，{later}。")
        if fault:
            d.say("方便的话把有问题的地方拍张照发来，处理起来更快。")
        return
    product = s.facts.product
    sku = _sku(s, product, item, fault) if product and product.row.id == item.product_id else None
    data = {**_data(s, order, item, fault, "exchange"), "wanted": wanted}
    if sku is not None:
        data["sku_id"] = sku.id
    gap = _difference(d, product, item, sku) if product and not fault else ""
    before = instead(d, order, [item], "exchange")
    text = f"{before}把{goods}换成{wanted}，{_postage(s, d, order, fault)}{gap}确认登记换货吗？"
    d.confirm(text, data)


def _postage(s: Situation, d: Draft, order: OrderFacts, fault: Optional[str]) -> str:
    """Who pays: the shop for its fault, else the buyer both ways unless insured (policy §2)."""
    if fault and (over := claim_over(s, d, order)):
        return f"{over}，同事核实后答复您是换还是按质保处理。"
    if fault:
        return "来回运费我们承担。"
    if insured(d, order):
        return "来回运费由您先付，这单有运费险，寄回的那程会按保险规则赔。"
    return "不是质量问题的话来回运费由您承担。"


def _difference(d: Draft, product: ProductFacts, item: OrderItem, new: Optional[Sku]) -> str:
    old = _ordered(product, item)
    if old is None or new is None or new.price_fen == old.price_fen:
        return ""
    gap = d.uses(new, "price_fen").price_fen - d.uses(old, "price_fen").price_fen
    return f"新的贵{yuan(gap)}，要补差价。" if gap > 0 else f"新的便宜{yuan(-gap)}，差价退您。"
