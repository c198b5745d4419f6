"""Which SKUs a message means, and how SKUs are said."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts

_PARTS = re.compile(r"\d+(?:\.\d+)?\s*[a-zA-Z一-鿿]{1,2}|[一-鿿]+|[a-zA-Z]+")
#: "2袋" in a message counts pieces; a weight, a volume or what a pack holds tells variants apart.
_MEASURE = re.compile(r"\d+(?:\.\d+)?\s*(kg|g|ml|l|cm|mm|w|mah|克|斤|公斤|千克|毫升|升)$")
#: What a pack holds, as its variant says: 25g×30袋, 80抽×12包.
_CONTENTS = re.compile(r"[×x*](\d+[一-鿿])")
#: A size without its 码: no part of a number or word, and nothing that is counted or measured.
_BARE = r"(?<![\dA-Z.])%s(?![\dA-Z.]|\s*(?:CM|KG|厘米|公分|斤|公斤|岁|个|件|双|条|元|块|天|号发))"
_SINGLE = re.compile(r"单(?=[罐袋包盒瓶])")
_FLAVOUR = re.compile(r"[一-鿿]{1,3}(?:口味|味)(?!道|儿)")


def wanted_skus(s: Situation, product: ProductFacts) -> Tuple[Sku, ...]:
    """The SKUs that fit the colour, size or variant of the message; empty where none is named.

    A colour without a size keeps the size named before ("换成黑色呢"), and the other way round.
    """
    colours, sizes = _said(s, "colour"), sizes_said(s, product)
    variants = wanted_variants(s, product)
    if not (colours or sizes or variants):
        return ()
    same = s.context.product_id == product.row.id
    if not colours and same and s.context.colour:
        colours = fitting_colours(product.colours, (s.context.colour,))
    if not sizes and same and s.context.size and _fitting(product.size_names, (s.context.size,)):
        sizes = (s.context.size,)
    fit_colours = fitting_colours(product.colours, colours)
    fit_sizes = _fitting(product.size_names, sizes)
    return tuple(
        sku
        for sku in product.skus
        if (not colours or not sku.colour or sku.colour in fit_colours)
        and (not sizes or not sku.size or sku.size in fit_sizes)
        and (not variants or sku.variant in variants)
    )


def sizes_said(s: Situation, product: ProductFacts) -> Tuple[Any, ...]:
    """The sizes that a message names, also bare ("白的38", "驼色m") where the product has them."""
    if s.understanding.values("size"):
        return _said(s, "size")
    text = s.text.upper()
    bare = [size for size in product.size_names if re.search(_BARE % re.escape(size), text)]
    return tuple(bare) or _said(s, "size")


def not_offered(s: Situation, product: ProductFacts) -> Tuple[str, ...]:
    """What the message names and no SKU has: a colour, a size ("3XL码"), a flavour."""
    colours = [c for c in _said(s, "colour") if not fitting_colours(product.colours, (c,))]
    sizes = [z for z in _said(s, "size") if not _fitting(product.size_names, (z,))]
    # Goods without colours may still have one in the name of a variant ("白色款").
    colours = [c for c in colours if not any(c in variant for variant in product.variants)]
    sizes = [z for z in sizes if not any(z in variant.upper() for variant in product.variants)]
    flavour: Tuple[str, ...] = ()
    if product.variants and not wanted_variants(s, product) and _FLAVOUR.search(s.text):
        flavour = ("您说的口味",)
    return (*colours, *(say_size(z) for z in sizes), *flavour)


def wanted_variants(s: Situation, product: ProductFacts) -> Tuple[str, ...]:
    """The flavours or specifications that a message names by their words.

    "椒盐的" means every 椒盐 pack, "椒盐500g" only that one.
    """
    if given := s.given.get("variant"):
        return (given,) if given in product.variants else ()
    text = _plain(s.text)
    scores = {variant: _score(variant, text) for variant in product.variants}
    best = max(scores.values(), default=0)
    if best == 0 or (len(scores) > 1 and min(scores.values()) == best):
        return ()
    return tuple(variant for variant, score in scores.items() if score == best)


def named_variants(s: Situation, product: ProductFacts) -> Tuple[str, ...]:
    """All variants of which the message has a word, however little."""
    text = _plain(s.text)
    return tuple(variant for variant in product.variants if _score(variant, text))


def holds_pieces(variants: Sequence[str], count: str) -> bool:
    """Whether a pack of one of the variants holds so many ("30袋" of "25g×30袋")."""
    return any(count in _CONTENTS.findall(_plain(variant)) for variant in variants)


def describe(d: Draft, sku: Sku) -> str:
    """The SKU as buyers say it: 黑色L码, 原味500g; empty where the product has one SKU only."""
    d.uses(sku, *(name for name in ("colour", "size", "variant") if getattr(sku, name)))
    size = say_size(sku.size) if sku.size else None
    return "".join(part for part in (sku.colour, size, sku.variant) if part)


def in_common(d: Draft, product: ProductFacts, skus: Sequence[Sku]) -> str:
    """What SKUs share and others of the product do not: 带轮款 of all colours; may be empty."""
    parts = []
    for name in ("colour", "size", "variant"):
        values = {getattr(sku, name) for sku in skus}
        if len(values) == 1 and None not in values and len(skus) < len(product.skus):
            for sku in skus:
                d.uses(sku, name)
            parts.append(say_size(*values) if name == "size" else values.pop())
    return "".join(parts)


def say_size(size: str) -> str:
    """L -> L码, 110 -> 110码; 均码, 2段 and what is no size (标准款) stay."""
    return size if size[-1:] in "码号段款装味" or len(size) > 4 else f"{size}码"


def list_skus(d: Draft, skus: Sequence[Sku], most: Optional[int] = None) -> str:
    """Several SKUs in few words: 黑色、白色（S/M/L/XL），灰色（M/L）; past `most` groups a count.

    Groups by the colour where there is one, else by the variant.
    """
    groups: Dict[str, List[Sku]] = {}
    for sku in skus:
        groups.setdefault(sku.colour or sku.variant or sku.size or "", []).append(sku)
    shown = list(groups)[: most or len(groups)]
    if all(not (sku.colour or sku.variant) for sku in skus):
        shown = sorted(groups, key=size_order)[: most or len(groups)]
    merged: Dict[Tuple[str, ...], List[str]] = {}
    for name in shown:
        group = sorted(groups[name], key=lambda sku: size_order(sku.size or ""))
        merged.setdefault(tuple(_tail(d, sku) for sku in group), []).append(name)
    said = _joined(merged)
    return said if len(shown) == len(groups) else f"{said}等{len(groups)}种"


def _joined(merged: Dict[Tuple[str, ...], List[str]]) -> str:
    if len(merged) == 1:
        ((tails, heads),) = merged.items()
        if len(tails) == 1 and tails[0]:
            # One size of several colours: M码（黑色、灰色）; one SKU: 黑色M码.
            tail = say_size(tails[0])
            return f"{heads[0]}{tail}" if len(heads) == 1 else f"{tail}（{'、'.join(heads)}）"
    parts = [
        "、".join(heads) + (f"（{'/'.join(filter(None, tails))}）" if any(tails) else "")
        for tails, heads in merged.items()
    ]
    return ("，" if any(any(tails) for tails in merged) else "、").join(filter(None, parts))


def _tail(d: Draft, sku: Sku) -> str:
    """What tells a SKU from the others of its group."""
    d.uses(sku, *(name for name in ("colour", "size", "variant") if getattr(sku, name)))
    grouped_by = sku.colour or sku.variant
    tail = [sku.size if grouped_by else None, sku.variant if sku.colour else None]
    return " ".join(part for part in tail if part)


def size_order(size: str) -> Tuple[float, str]:
    """Sorts sizes as they grow: NB, S, M, L, XL, 2XL; 90, 100, 110."""
    key = _size_key(size)
    if number := re.match(r"\d+(?:\.\d+)?$", key):
        return float(number.group(0)), key
    large = re.fullmatch(r"(\d*)XL", key)
    if large:
        return 4.0 + int(large.group(1) or 1), key
    return float({"NB": 0, "XXS": 0, "XS": 1, "S": 2, "M": 3, "L": 4}.get(key, 0)), key


def fitting_colours(ours: Sequence[str], said: Sequence[str]) -> Tuple[str, ...]:
    """Our colours that a buyer's words mean: 白 is 白色 where there is one, else 米白色."""
    found: List[str] = []
    for word in said:
        exact = [colour for colour in ours if colour.rstrip("色") == word.rstrip("色")]
        near = [c for c in ours if word.rstrip("色") in c or c.rstrip("色") in word]
        found.extend(exact or near)
    return tuple(dict.fromkeys(found))


def _said(s: Situation, kind: str) -> Tuple[Any, ...]:
    """All values of a kind in the message, else the one that an earlier turn left."""
    named = s.understanding.values(kind)
    given = s.given.get(kind)
    return tuple(dict.fromkeys(named)) or ((given,) if given else ())


def _fitting(ours: Sequence[str], said: Sequence[Any]) -> Tuple[str, ...]:
    wanted = {_size_key(str(size)) for size in said}
    return tuple(size for size in ours if _size_key(size) in wanted)


def _size_key(size: str) -> str:
    """XXL and 2XL, 110 and 110码 are the same size."""
    key = size.upper().strip().rstrip("码号")
    stretched = re.fullmatch(r"(X{2,5})L", key)
    return f"{len(stretched.group(1))}XL" if stretched else key


def _plain(text: str) -> str:
    plain = (
        _SINGLE.sub("1", text.lower()).replace(" ", "").replace("公斤", "kg").replace("千克", "kg")
    )
    return plain.replace("毫升", "ml").replace("克", "g")


def _score(variant: str, text: str) -> int:
    """How many characters of a variant's parts stand in the message."""
    if _plain(variant) in text:
        return 2 * len(variant)
    score, contents = 0, _CONTENTS.findall(_plain(variant))
    for part in _PARTS.findall(_plain(variant)):
        if part[0].isdigit():
            tells = _MEASURE.search(part) or part in contents
            numeric = tells and re.search(rf"(?<![\d.]){re.escape(part)}", text)
            score += len(part) if numeric else 0
            continue
        stem = re.sub(r"(口味|味|装|款)$", "", part)
        if part in text or (len(stem) > 1 and stem in text):
            score += len(stem)
    return score
