"""What several goods or kinds come to together: the sum, or what has to be known for it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import BulkPrice, Product, Sku
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import over_limit, presale_words
from xiaoer.shop.replies.goods.basket import Line
from xiaoer.shop.replies.goods.bulk import bulk_tier
from xiaoer.shop.replies.goods.prices import price_list
from xiaoer.shop.replies.goods.variants import describe, in_common, say_size
from xiaoer.shop.replies.selling.bargain_offers import note_completed
from xiaoer.shop.replies.selling.campaigns import (
    best_saving,
    missing_for,
    say_running,
    uses_saving,
)

_ASKED = re.compile(r"多少|几块|几元|什么价|啥价|怎么卖|呢")


@dataclass(frozen=True)
class Priced:
    """A line with what one piece of it costs, the bulk price included."""

    line: Line
    product: ProductFacts
    each_fen: int
    tier: Optional[BulkPrice] = None

    @property
    def sum_fen(self) -> int:
        """What the line costs."""
        return self.each_fen * self.line.number


def say_basket(s: Situation, d: Draft, lines: Sequence[Line]) -> None:
    """Each line and the sum with what the campaigns make of it; else what is not clear."""
    for line in lines:
        if line.product is None:
            nothing = d.without(f"没找到“{d.quote(line.words)}”", Product)
            d.say(f"{nothing}，这样没法算进去。")
    known = [line for line in lines if line.product is not None]
    if not known:
        d.say("您要的是哪款？发商品名或链接，我把总价算给您。")
        return
    if any(_over(d, line, known) for line in _first_of_each(known)):
        return
    if _alternatives(s, known):
        _say_alternatives(s, d, known)
        return
    priced = price_lines(known)
    said = [_say_line(d, one, priced) for one in priced]
    unclear = next((line for line in known if line.price is None), None)
    if unclear is not None:
        if said:
            d.say(f"{'，'.join(said)}。")
        ask_kind(s, d, lines, unclear)
        return
    total = sum(one.sum_fen for one in priced)
    d.say(f"{'，'.join(said)}" + (f"，一共{yuan(total)}。" if len(said) > 1 else "。"))
    _say_stock(d, priced)
    _say_campaigns(s, d, priced, total)


def _alternatives(s: Situation, lines: Sequence[Line]) -> bool:
    """Whether one and the same is asked for in several numbers ("一件多少钱，两件呢")."""
    if len(_ASKED.findall(s.text)) < 2:
        return False
    kinds = {tuple(sku.id for sku in line.skus) for line in lines}
    return len(lines) > 1 and len(kinds) == 1 and not any(line.strange for line in lines)


def _say_alternatives(s: Situation, d: Draft, lines: Sequence[Line]) -> None:
    """What each of the numbers costs, no sum."""
    product = lines[0].product
    assert product is not None, "the caller sorted out what was not found"
    if lines[0].price is None:
        listed = price_list(d, lines[0].skus, s.policy.dialogue.list_length)
        d.say(f"{d.uses(product.row, 'name').name}：{listed}。您要哪一种？我按件数算给您。")
        return
    said = [_say_line(d, one, [one]) for line in lines for one in price_lines([line])]
    name = product.row.name
    d.say(f"{name}{'，'.join(words.replace(name, '', 1) for words in said)}。")


def price_lines(lines: Sequence[Line]) -> List[Priced]:
    """The lines whose price is known; pieces of one product and price count together."""
    closed = [line for line in lines if line.price is not None]
    priced = []
    for line in closed:
        product, price = line.product, line.price or 0
        assert product is not None, "only known goods are priced"
        number = sum(
            other.number
            for other in closed
            if other.price == price and other.product and other.product.row.id == product.row.id
        )
        tier = bulk_tier(product, price, number)
        priced.append(Priced(line, product, tier.price_fen if tier else price, tier))
    return priced


def _first_of_each(lines: Sequence[Line]) -> List[Line]:
    seen: Dict[str, Line] = {}
    for line in lines:
        if line.product:
            seen.setdefault(line.product.row.id, line)
    return list(seen.values())


def _over(d: Draft, line: Line, lines: Sequence[Line]) -> bool:
    assert line.product is not None, "only known goods have a limit"
    same = [o for o in lines if o.product and o.product.row.id == line.product.row.id]
    return over_limit(d, line.product, sum(other.number for other in same))


def _say_line(d: Draft, one: Priced, priced: Sequence[Priced]) -> str:
    """云朵卫衣黑色L码1件129元; the name once a product, the bulk price where it is reached."""
    product, line = one.product, one.line
    for sku in line.skus:
        d.uses(sku, "price_fen")
    same = [other for other in priced if other.product.row.id == product.row.id]
    name = d.uses(product.row, "name").name if same[0] is one else ""
    note = ""
    if one.tier is not None and [o for o in same if o.tier is one.tier][-1] is one:
        d.uses(one.tier, "min_quantity", "price_fen")
        note = f"（{one.tier.min_quantity}件起每件{yuan(one.tier.price_fen)}）"
    return f"{name}{_kind(d, product, line.skus)}{line.number}件{yuan(one.sum_fen)}{note}"


def _kind(d: Draft, product: ProductFacts, skus: Sequence[Sku]) -> str:
    if len(skus) == 1 and len(product.skus) > 1:
        said = describe(d, skus[0])
    else:
        # Of several SKUs that share a colour none decides that it is said.
        said = in_common(Draft(d.situation), product, skus)
    # 25g×30袋 and 100g do not run into the number of pieces.
    return f"{said} " if re.search(r"[\da-zA-Z袋包罐盒瓶]$", said) else said


def ask_kind(
    s: Situation, d: Draft, lines: Sequence[Line], unclear: Line, wanted: str = "总价"
) -> None:
    """Asks which kind is meant; the answer comes back with the whole basket."""
    product = unclear.product
    assert product is not None, "goods that were not found are not asked about"
    kept: Dict[str, Any] = dict(s.given.get("basket") or {})
    if not kept:
        entities = [asdict(entity) for entity in s.understanding.entities]
        kept = {"text": s.text, "entities": entities}
    elif "open" in kept:
        told = {str(kept["open"]): f"{s.text} {s.given.get('variant') or ''}"}
        kept["narrow"] = {**(kept.get("narrow") or {}), **told}
    data: Dict[str, Any] = {"basket": {**kept, "open": lines.index(unclear)}}
    if not s.facts.together:
        data["product_id"] = product.row.id
    name = d.uses(product.row, "name").name
    if unclear.strange:
        kind = "colour" if any(c in unclear.strange for c in _colours_said(s, kept)) else "size"
        options = _options(s, d, product.skus, (kind,))
        listed = "、".join(option.label for option in options)
        missing = "、".join(unclear.strange)
        question = f"{name}没有{missing}，有{listed}，这件要哪个？说了我把{wanted}算给您。"
    else:
        listed = price_list(d, unclear.skus, s.policy.dialogue.list_length)
        question = f"{name}要哪一种？{listed}，说了我把{wanted}算给您。"
        options = _options(s, d, unclear.skus, ("variant", "size", "colour"))
    d.ask("sku", question, options, data)


def _colours_said(s: Situation, kept: Dict[str, Any]) -> List[str]:
    return [entity["value"] for entity in kept["entities"] if entity["kind"] == "colour"]


def _options(
    s: Situation, d: Draft, skus: Sequence[Sku], kinds: Sequence[str]
) -> Tuple[Option, ...]:
    """What tells the SKUs apart: the first of the kinds that does."""
    for kind in kinds:
        values = dict.fromkeys(str(getattr(sku, kind)) for sku in skus if getattr(sku, kind))
        if len(values) > 1:
            shown = list(values)[: s.policy.dialogue.list_length]
            return tuple(Option(say_size(v) if kind == "size" else v, v) for v in shown)
    return ()


def _say_stock(d: Draft, priced: Sequence[Priced]) -> None:
    """Says of which line there is not so much."""
    for one in priced:
        if len(one.line.skus) != 1:
            continue
        sku = d.uses(one.line.skus[0], "stock")
        if sku.stock < one.line.number:
            left = f"只剩{sku.stock}件" if sku.stock > 0 else "暂时卖完了"
            d.say(f"不过{one.product.row.name}{describe(d, sku)}{left}。")


def _say_campaigns(s: Situation, d: Draft, priced: Sequence[Priced], total: int) -> None:
    """Presale, then the campaign of the whole shop or those of single products, member price."""
    products = {one.product.row.id: one.product for one in priced}
    for product in products.values():
        if presale := presale_words(s, d, product):
            d.say(f"{product.row.name}：{presale}" if len(products) > 1 else presale)
    count = sum(one.line.number for one in priced)
    running = s.facts.promotions.running(s.now)
    whole = [c for c in running if not c.product_ids and c.kind != "add_on"]
    best, saved = best_saving(whole, total, count)
    own = [found for product in products.values() if (found := _own(s, product, priced))]
    off = sum(less for _, less in own)
    if off > saved:
        said = {campaign.id: campaign for campaign, _ in own}
        for campaign in said.values():
            uses_saving(d, campaign)
        rules = "；".join(say_running(d, campaign) for campaign in said.values())
        d.say(f"现在有{rules}，这样买减{yuan(off)}，到手{yuan(total - off)}。")
    elif best is not None:
        uses_saving(d, best)
        d.say(f"现在有{say_running(d, best)}，这样买减{yuan(saved)}，到手{yuan(total - saved)}。")
    elif whole:
        missing = next((m for c in whole if (m := missing_for(d, c, total))), "")
        d.say(f"现在有{say_running(d, whole[0])}{f'，{missing}' if missing else ''}。")
    if off and saved:
        other = best if off > saved else own[0][0]
        name = d.uses(other, "name").name if other else ""
        d.say(f"另外还有「{name}」，两个活动能不能一起减，以结算页为准。")
    _say_member(s, d, priced)


def _own(
    s: Situation, product: ProductFacts, priced: Sequence[Priced]
) -> Optional[Tuple[Campaign, int]]:
    """The campaign of a product alone and what it takes off; None where that cannot be told."""
    mine = [one for one in priced if one.product.row.id == product.row.id]
    running = s.facts.promotions.running(s.now, product.row.id)
    own = [c for c in running if c.product_ids and c.kind != "add_on"]
    if len({one.each_fen for one in mine}) > 1:
        # Which piece is the reduced one is not told by the rule.
        own = [campaign for campaign in own if campaign.kind != "nth_piece"]
    best, saved = best_saving(
        own, sum(one.sum_fen for one in mine), sum(one.line.number for one in mine)
    )
    return (best, saved) if best else None


def _say_member(s: Situation, d: Draft, priced: Sequence[Priced]) -> None:
    """The sum for a buyer with a completed purchase, where every line has one price for it."""
    if not s.facts.returning or any(one.tier for one in priced):
        return
    total = 0
    for one in priced:
        prices = {
            min(sku.member_price_fen or sku.price_fen, sku.price_fen) for sku in one.line.skus
        }
        if len(prices) != 1:
            return
        total += prices.pop() * one.line.number
    if total < sum(one.sum_fen for one in priced):
        note_completed(s, d)
        for one in priced:
            for sku in one.line.skus:
                d.uses(sku, "member_price_fen")
        d.say(f"您是老顾客，按会员价一共{yuan(total)}。")
