"""What postage comes to: the rule of the place, the weight of the goods, a dearer carrier."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence

from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.logistics.model import Carrier, PostageRule
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.goods.basket import Line, read_basket
from xiaoer.shop.replies.goods.basket_price import ask_kind, price_lines
from xiaoer.shop.replies.goods.prices import kinds
from xiaoer.shop.replies.goods.unit_price import pieces, skus_meant
from xiaoer.shop.replies.orders.which_order import product_named
from xiaoer.shop.replies.shipping.carrier_answer import named_carrier, say_not_ours, say_nowhere
from xiaoer.shop.replies.shipping.delivery_days import Place, destination, serves
from xiaoer.shop.replies.shipping.postage import postage_fen, say_free, say_rule, terms

_SUM = re.compile(r"一共|总共|合计|多少|几块|几元")


def tell_postage(s: Situation, d: Draft) -> None:
    """The rule and what it comes to; without a place that is asked for, and nothing is lost."""
    carrier = named_carrier(s)
    if s.value("carrier") and carrier is None:
        say_not_ours(s, d, str(s.value("carrier")))
    place = destination(s)
    if place is None:
        _without_place(s, d, carrier)
        return
    every = s.facts.logistics.carriers
    if every and all(serves(s, d, one, place) is False for one in every):
        d.say(say_nowhere(place))
        return
    if carrier and serves(s, d, carrier, place) is False:
        d.say(f"{d.uses(carrier, 'name').name}到不了{place.name}。")
        carrier = None
    _to_place(s, d, place, carrier)


def _without_place(s: Situation, d: Draft, carrier: Optional[Carrier]) -> None:
    rules = s.facts.logistics.postage
    common = next((rule for rule in rules if rule.province == "*"), None)
    if carrier is not None:
        d.say(f"{_upgrade(d, carrier)}。")
    if common is None and not rules:
        d.say(f"{d.without('运费规则在店铺资料里没有写', PostageRule)}，以结算页显示的为准。")
        return
    lead = ""
    if common is not None and (free := say_free(common)):
        d.uses(common, "free_from_fen")
        lead = f"大部分地区{free}，偏远的不一样。"
    d.ask("region", f"{lead}您寄到哪个省？我按那边的规则看。", data=_kept(s))


def _kept(s: Situation) -> Dict[str, object]:
    """What the question about the place must not forget: the goods, their number, the carrier."""
    kept: Dict[str, object] = {}
    if s.facts.product:
        kept["product_id"] = s.facts.product.row.id
    for kind in ("carrier", "colour", "size"):
        if value := s.value(kind):
            kept[kind] = value
    if number := pieces(s):
        kept["quantity"] = number
    return kept


def _to_place(s: Situation, d: Draft, place: Place, carrier: Optional[Carrier]) -> None:
    found = [(name, s.facts.logistics.postage_to(name)) for name in place.provinces]
    rules = [(name, rule) for name, rule in found if rule is not None]
    if not rules:
        unknown = d.without(f"寄{place.name}的运费资料里没有写", PostageRule)
        d.say(f"{unknown}，以结算页显示的为准。")
        return
    if len(rules) > 1 and len({terms(rule) for _, rule in rules}) > 1:
        said = [f"{name}{say_rule(d, rule)}" for name, rule in rules]
        d.say("；".join(said) + "。")
        return
    for _, rule in rules:
        say_rule(d, rule)
    rule = rules[0][1]
    d.say(f"寄{place.name}{say_rule(d, rule)}。")
    if said_of_goods := _of_goods(s, d, rule, carrier):
        d.say(said_of_goods)


def _of_goods(s: Situation, d: Draft, rule: PostageRule, carrier: Optional[Carrier]) -> str:
    """What the postage of the goods is; of what is not clear the fees by kind, or "" after having
    asked for it.
    """
    lines = read_basket(s) or ()
    if len(lines) > 1:
        return _of_basket(s, d, rule, lines, carrier)
    product = s.facts.product
    if product is None or not product_named(s):
        return f"{_upgrade(d, carrier)}。" if carrier else ""
    number = pieces(s) or 1
    by_fee: Dict[int, List[Sku]] = {}
    for sku in skus_meant(s):
        fee = postage_fen(rule, sku.price_fen * number, sku.weight_g * number)
        by_fee.setdefault(fee, []).append(sku)
    d.uses(product.row, "name")
    for fee, group in by_fee.items():
        for sku in group:
            if len(by_fee) == 1 or rule.free_from_fen is not None:
                d.uses(sku, "price_fen")
            if fee or len(by_fee) > 1:
                d.uses(sku, "weight_g")
    if not by_fee:
        return f"{product.row.name}{d.without('现在没有在卖的规格，运费算不了', Sku)}。"
    if len(by_fee) > 1:
        return _by_kind(s, d, number, by_fee, carrier)
    (fee,) = by_fee
    return f"{product.row.name}{_goods_sum(by_fee[fee], number)}，{_fee(d, fee, carrier)}。"


def _goods_sum(skus: Sequence[Sku], number: int) -> str:
    prices = sorted({sku.price_fen for sku in skus})
    more = "起" if len(prices) > 1 else ""
    return f"{f'{number}件' if number > 1 else '一件'}{yuan(prices[0] * number)}{more}"


def _by_kind(
    s: Situation,
    d: Draft,
    number: int,
    by_fee: Dict[int, List[Sku]],
    carrier: Optional[Carrier],
) -> str:
    """80抽×3包运费30元，80抽×6包42元: where the kind decides the weight."""
    assert s.facts.product is not None, "the caller saw it"
    shown = sorted(by_fee)[: s.policy.dialogue.list_length]
    named = kinds(d, by_fee, shown)
    parts = [f"{kind}{_plain(fee)}" for kind, fee in zip(named, shown, strict=True)]
    count = f"{number}件" if number > 1 else "一件"
    rest = "，别的规格跟我说，我再算" if len(shown) < len(by_fee) else ""
    more = f"{_upgrade(d, carrier)}。" if carrier else ""
    return f"{s.facts.product.row.name}按规格，{count}的话：{'，'.join(parts)}{rest}。{more}"


def _of_basket(
    s: Situation, d: Draft, rule: PostageRule, lines: Sequence[Line], carrier: Optional[Carrier]
) -> str:
    """Goods together travel in one parcel as far as the data tell."""
    known = [line for line in lines if line.product is not None]
    priced = price_lines(known)
    weights = [{sku.weight_g for sku in line.skus} for line in known]
    strangers = [line.words for line in lines if line.product is None]
    if strangers:
        d.quote("".join(strangers))
        nothing = d.without(f"没找到“{'”“'.join(strangers)}”", Product)
        return f"{nothing}，要寄的商品名再发我一下，我一起算。"
    vague = [line for line, found in zip(known, weights, strict=True) if len(found) != 1]
    vague += [line for line in known if line.price is None]
    if vague:
        ask_kind(s, d, lines, vague[0], "运费")
        return ""
    weight = sum(found.pop() * line.number for found, line in zip(weights, known, strict=True))
    total = sum(one.sum_fen for one in priced)
    fee = postage_fen(rule, total, weight)
    for one in priced:
        d.uses(one.product.row, "name")
        for sku in one.line.skus:
            d.uses(sku, "price_fen", *(["weight_g"] if fee else []))
    names = "、".join(f"{one.product.row.name}{one.line.number}件" for one in priced)
    return f"{names}一共{yuan(total)}，{_fee(d, fee, carrier)}。"


def _plain(fee: int) -> str:
    return f"运费{yuan(fee)}" if fee else "包邮"


def _fee(d: Draft, fee: int, carrier: Optional[Carrier]) -> str:
    """运费18元，发顺丰另补12元，一共30元."""
    if carrier is None:
        return _plain(fee)
    extra = d.uses(carrier, "extra_fen").extra_fen
    said = f"{_plain(fee)}，{_upgrade(d, carrier)}"
    return f"{said}，一共{yuan(fee + extra)}" if fee and extra else said


def _upgrade(d: Draft, carrier: Carrier) -> str:
    """What a carrier costs besides the postage."""
    d.uses(carrier, "name", "extra_fen")
    if carrier.extra_fen:
        return f"发{carrier.name}另补{yuan(carrier.extra_fen)}"
    return f"发{carrier.name}不用补钱"
