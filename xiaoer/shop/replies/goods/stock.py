"""Whether something is in stock, and what to do where it is not."""

from __future__ import annotations

import re
from typing import Optional, Sequence

from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import (
    off_sale,
    over_limit,
    presale_words,
    restock_words,
    say_alternative,
    there,
)
from xiaoer.shop.replies.goods.unit_price import pieces, skus_meant
from xiaoer.shop.replies.goods.variants import (
    describe,
    list_skus,
    not_offered,
    size_order,
    wanted_skus,
)
from xiaoer.shop.replies.registry import Subject, answers

#: Measure words that count pieces of a SKU; a 斤 or a 箱 is something else.
_PIECE_UNITS = frozenset("件个包袋盒罐瓶条双套份只把支台张提桶款单")
_EXISTS = re.compile(
    r"(?:请问|亲|你们|你家|店里|咱家|还)*(?:有没有|有|卖)?(?P<noun>[一-鿿]{2,4}?)"
    r"还?(?:有吗|有么|有没有|有不|卖吗|有卖吗)[?？~～]*"
)
#: "什么时候到货": what is sold out is asked about.
_WHEN_BACK = re.compile(
    r"(?:什么时候|啥时候|几时|多久|几号|哪天|几天).{0,4}(?:到货|补货|有货|来货|上货|再上|再有|能补)|(?:到货|补货)时间"
)
#: Words of a question about stock that name nothing.
_NO_NOUN = re.compile(r"[货的得了要能可几多现到补这那别其新同款色码号量全都么什]")


@answers("ask_stock", subject=Subject.PRODUCT)
def ask_stock(s: Situation, d: Draft) -> None:
    """Never a flat "缺货": what there is, what comes when, what comes close (policy §1)."""
    product = s.facts.product
    assert product is not None, "the subject is resolved before"
    if s.given.get("confirmed"):
        _promise_alerts(d, product, s.given.get("sku_ids", ()))
        return
    if off_sale(d, product):
        return
    if not product.skus:
        name = d.uses(product.row, "name").name
        d.say(f"{name}{d.without('现在没有可选的规格', Sku)}，暂时拍不了。")
        return
    if strange := not_offered(s, product):
        _other_choice(s, d, product, strange)
        return
    asked = wanted_skus(s, product)
    matching = asked or product.skus
    if _WHEN_BACK.search(s.text):
        matching = tuple(sku for sku in skus_meant(s) if sku.stock <= 0) or matching
    if not asked and (noun := _strange_noun(s, product)):
        d.say(f"没找到“{noun}”，您看的这款是{d.uses(product.row, 'name').name}。")
    _answer(s, d, product, matching, bool(asked))


def _answer(
    s: Situation, d: Draft, product: ProductFacts, matching: Sequence[Sku], named: bool
) -> None:
    many = _wanted_pieces(s)
    if many is not None and over_limit(d, product, many):
        return
    sizes = {sku.size for sku in matching}
    if named and len(sizes) == 1 and None not in sizes:
        # "那黑的呢" keeps the size that was asked for, not one advised before.
        d.remember(size=sizes.pop())
    for sku in matching:
        d.uses(sku, "stock")
    enough = there(matching, many or 1)
    if enough:
        _in_stock(s, d, product, enough, many, all_of_it=len(enough) == len(matching))
        absent = [sku for sku in matching if sku not in enough]
        if named and absent and many is None:
            d.say(f"{list_skus(d, absent)}暂时没货{restock_words(s, d, absent)}。")
    elif many is not None and there(matching):
        _too_few(s, d, product, there(matching), many)
    else:
        _sold_out(s, d, product, matching)


def _in_stock(
    s: Situation,
    d: Draft,
    product: ProductFacts,
    enough: Sequence[Sku],
    many: Optional[int],
    all_of_it: bool,
) -> None:
    name = d.uses(product.row, "name").name
    presale = presale_words(s, d, product)
    count = f"，{many}{_unit(s)}够的" if many is not None and many > 1 else ""
    if len(enough) == 1:
        left = _left(s, enough[0])
        what = f"{name}{describe(d, enough[0])}"
        if presale:
            d.say(f"{what}可以预订{count}{left}。")
        else:
            d.say(
                f"有的亲，{what}有现货{count}{left}。", f"{what}有货的{count}{left}，可以直接拍。"
            )
        if all_of_it:
            d.remember(sku_id=enough[0].id)
    else:
        listed = list_skus(d, enough, s.policy.dialogue.list_length)
        few = [sku for sku in enough if sku.stock <= s.policy.goods.scarce_pieces]
        scarce = "，".join(f"{describe(d, sku)}只剩{sku.stock}件" for sku in few[:2])
        verb = "可以预订" if presale else d.without("有货", Product.presale_ships_on)
        d.say(f"{name}{verb}的：{listed}{count}。" + (f"其中{scarce}。" if scarce else ""))
    if presale:
        d.say(presale)


def _left(s: Situation, sku: Sku) -> str:
    return f"，还剩{sku.stock}件" if sku.stock <= s.policy.goods.scarce_pieces else ""


def _too_few(s: Situation, d: Draft, product: ProductFacts, some: Sequence[Sku], many: int) -> None:
    """There is something, but not so much."""
    name = d.uses(product.row, "name").name
    most = s.policy.dialogue.list_length
    listed = "、".join(f"{describe(d, sku)}{sku.stock}件" for sku in some[:most])
    d.say(f"{name}没有{many}{_unit(s)}那么多，有的是：{listed}。")
    others = [sku for sku in product.skus if sku not in some and sku.stock >= many]
    near = [o for o in others if any(_akin(o, sku) for sku in some)]
    if others:
        _list_others(s, d, near or others)


def _sold_out(s: Situation, d: Draft, product: ProductFacts, matching: Sequence[Sku]) -> None:
    name = d.uses(product.row, "name").name
    what = list_skus(d, matching) if len(matching) < len(product.skus) else ""
    d.say(f"{name}{what}暂时卖完了{restock_words(s, d, matching)}。")
    others = there([sku for sku in product.skus if sku not in matching])
    # Whoever wants a white L takes another colour in L or another size in white.
    near = [o for o in others if any(_akin(o, sku) for sku in matching)]
    if others:
        _list_others(s, d, near or others)
    else:
        say_alternative(d, product)
    data = {"sku_ids": [sku.id for sku in matching], "product_id": product.row.id}
    d.confirm("要不要到货后在这里通知您？", data)


def _akin(one: Sku, other: Sku) -> bool:
    same_colour = one.colour is not None and one.colour == other.colour
    return same_colour or (one.size is not None and one.size == other.size)


def _list_others(s: Situation, d: Draft, others: Sequence[Sku]) -> None:
    for sku in others:
        d.uses(sku, "stock")
    d.say(f"同款有货的：{list_skus(d, others, s.policy.dialogue.list_length)}。")


def _other_choice(s: Situation, d: Draft, product: ProductFacts, strange: Sequence[str]) -> None:
    """A colour, size or flavour that the product does not come in."""
    name = d.uses(product.row, "name").name
    said = _choices(s, d, product)
    if said:
        d.say(f"{name}没有{'、'.join(strange)}，有货的是：{said}。")
        return
    d.say(f"{name}没有{'、'.join(strange)}，其他规格也暂时卖完了。")
    say_alternative(d, product)


def _choices(s: Situation, d: Draft, product: ProductFacts) -> str:
    """What there is of the kind that was asked for: the colours, the sizes, the flavours."""
    kind = "size" if s.value("size") and product.size_names else "colour"
    if not any(getattr(sku, kind) for sku in product.skus):
        for sku in product.skus:
            d.uses(sku, "stock")
        return list_skus(d, there(product.skus), s.policy.dialogue.list_length)
    values = product.size_names if kind == "size" else product.colours
    present = []
    for value in sorted(values, key=size_order) if kind == "size" else values:
        holders = [sku for sku in product.skus if getattr(sku, kind) == value]
        left = there(holders)
        # Of several that are there none decides; of none each would.
        for sku in left if len(left) == 1 else () if left else holders:
            d.uses(sku, "stock")
        if left:
            present.append(value)
    return "、".join(present)


def _strange_noun(s: Situation, product: ProductFacts) -> Optional[str]:
    """What a short question names that is neither the product nor anything of it ("棉衣有吗")."""
    asked = _EXISTS.fullmatch(s.text.strip())
    noun = asked.group("noun") if asked else ""
    known = [product.row.title, product.row.name, *product.row.aliases]
    known += [*product.colours, *product.variants]
    if not noun or _NO_NOUN.search(noun) or any(noun in word or word in noun for word in known):
        return None
    return noun


def _unit(s: Situation) -> str:
    """The buyer's own measure word."""
    units = [e.unit for e in s.understanding.entities if e.kind == "quantity" and e.unit]
    return units[0] if units else "件"


def _wanted_pieces(s: Situation) -> Optional[int]:
    """How many pieces of a SKU the message asks for, None where it counts something else."""
    entity = next((e for e in s.understanding.entities if e.kind == "quantity"), None)
    if entity is not None and entity.unit and entity.unit not in _PIECE_UNITS:
        return None
    return pieces(s)


def _promise_alerts(d: Draft, product: ProductFacts, sku_ids: Sequence[str]) -> None:
    name = d.uses(product.row, "name").name
    wanted = [sku for sku in product.skus if sku.id in sku_ids]
    if not wanted or not d.uses(product.row, "on_sale").on_sale:
        d.say(f"{name}这个规格已经不卖了，没法登记到货通知。")
        return
    for sku in wanted:
        d.uses(sku, "stock")
    if back := there(wanted):
        d.say(f"刚好到货了，{name}{list_skus(d, back)}现在有现货，可以直接拍。")
        return
    for sku in wanted:
        d.do("stock_alert", sku_id=sku.id)
    d.say(f"登记好了，{name}{list_skus(d, wanted)}到货后我在这里通知您。")
