"""What a message wants together: goods and kinds of them, each in a number of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.index import mentions
from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.dialogue.understanding import Entity
from xiaoer.shop.replies.draft import Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.basket_parts import (
    Part,
    each_of,
    piece_entities,
    read_parts,
    rest_of,
    unknown_goods,
)
from xiaoer.shop.replies.goods.variants import named_variants, not_offered, wanted_skus

#: More pieces than this are a slip of the pen.
_MOST = 9_999


@dataclass(frozen=True)
class Line:
    """One kind of goods with its number; `product` is None for goods that the shop has not."""

    number: int
    product: Optional[ProductFacts]
    #: Goods that were not found, in the buyer's words.
    words: str = ""
    #: All that it can be: one SKU, or several that the words do not tell apart.
    skus: Tuple[Sku, ...] = ()
    #: What was named and is not offered (a colour, a size).
    strange: Tuple[str, ...] = ()
    #: Whether the message names the number.
    told: bool = True

    @property
    def price(self) -> Optional[int]:
        """Of one piece in fen, None where it depends on what is not said or not offered."""
        prices = {sku.price_fen for sku in self.skus}
        return prices.pop() if len(prices) == 1 and not self.strange else None


@dataclass
class _Draft:
    """A line while it is read."""

    product: Optional[ProductFacts]
    texts: List[Tuple[str, Tuple[Entity, ...]]]
    number: Optional[int] = None
    named: bool = False
    words: str = ""
    #: Kinds side by side that share a number ("黑色和白色两件").
    others: List[Tuple[str, Tuple[Entity, ...]]] = field(default_factory=list)


def read_basket(s: Situation) -> Optional[Tuple[Line, ...]]:
    """The lines of the message or of the question that it answers, in order.

    None where what belongs to what cannot be told.
    """
    kept: Mapping[str, Any] = s.given.get("basket") or {}
    text = str(kept.get("text") or s.text)
    entities = s.understanding.entities
    if kept:
        entities = tuple(Entity(**entity) for entity in kept["entities"])
    products = s.facts.together or ((s.facts.product,) if s.facts.product else ())
    if not products:
        return ()
    words = {w.lower(): [p.row.id] for p in products for w in _words(p)}
    pieces = piece_entities(text, entities, [v for p in products for v in p.variants])
    parts = read_parts(text, mentions(text, words), pieces, entities)
    drafts = _Reader(s, products).read(parts)
    if drafts is None:
        return None
    narrowed: Dict[str, str] = dict(kept.get("narrow") or {})
    if kept:
        # The message tells which kind of the line is meant that was asked about.
        narrowed[str(kept["open"])] = f"{s.text} {s.given.get('variant') or ''}"
    return tuple(_line(s, draft, narrowed.get(str(i), "")) for i, draft in enumerate(drafts))


def _words(product: ProductFacts) -> List[str]:
    return [product.row.name, product.row.noun, *product.row.aliases]


class _Reader:
    """Puts the parts of a message together into lines."""

    def __init__(self, s: Situation, products: Sequence[ProductFacts]) -> None:
        self.s = s
        self.by_id = {product.row.id: product for product in products}
        self.only = products[0] if len(products) == 1 else None
        self.lines: List[_Draft] = []
        self.waiting: Optional[int] = None
        self.before: Optional[Part] = None

    def read(self, parts: Sequence[Part]) -> Optional[List[_Draft]]:
        """The lines in order, None where a number belongs to nothing or to goods not loaded."""
        if any(
            entity.kind == "product" and not part.product_id
            for part in parts
            for entity in part.entities
        ):
            return None
        for place, part in enumerate(parts):
            self.before = parts[place - 1] if place else None
            self._take(part, self._product(parts, place))
        if self.waiting is not None:
            return None
        return self._settled()

    def _product(self, parts: Sequence[Part], place: int) -> Optional[ProductFacts]:
        """Named in the part, else before it, else after it, else the one talked about."""
        before = [part.product_id for part in parts[: place + 1] if part.product_id]
        after = [part.product_id for part in parts[place:] if part.product_id]
        named = [*before[-1:], *after[:1]]
        return self.by_id[named[0]] if named else self.only

    def _take(self, part: Part, product: Optional[ProductFacts]) -> None:
        kinds = self._kinds(part, product)
        spec = product is not None and _has_spec(self.s, product, part.text, part.entities)
        if not (part.number or part.product_id or spec):
            return
        if part.number and not part.product_id and not spec:
            self._number_alone(part, product)
            return
        last = self.lines[-1] if self.lines else None
        if not (part.number or part.product_id) and last and last.number and self._refines(part):
            last.texts.append((part.text, part.entities))
            return
        number, self.waiting = part.number or self.waiting, None
        for kind in kinds:
            named = part.product_id is not None
            self.lines.append(_Draft(product, [kind], number, named))
        if part.each:
            self._share(part.number)

    def _kinds(
        self, part: Part, product: Optional[ProductFacts]
    ) -> List[Tuple[str, Tuple[Entity, ...]]]:
        """The part, or the several kinds in it that have the number each."""
        whole = [(part.text, part.entities)]
        if not (part.each and part.number) or product is None:
            return whole
        kinds = each_of(part)
        variants = named_variants(_sub(self.s, product, part.text, part.entities), product)
        if len(kinds) == 1 and len(variants) > 1:
            return [(variant, part.entities) for variant in variants]
        return [(part.text, entities) for entities in kinds]

    def _number_alone(self, part: Part, product: Optional[ProductFacts]) -> None:
        """A number without goods: of the line before, of the next one, or of unknown goods."""
        rest = rest_of(part)
        if words := unknown_goods(part) or self._left_over(rest, product):
            self.lines.append(_Draft(None, [], part.number, words=words))
        elif self.lines and self.lines[-1].number is None:
            self.lines[-1].number = part.number
            if part.each:
                self._share(part.number)
        elif rest or (product is not None and self.lines):
            self.lines.append(_Draft(product, [(part.text, part.entities)], part.number))
        else:
            self.waiting = part.number

    def _left_over(self, rest: str, product: Optional[ProductFacts]) -> str:
        """What the part before names at its end and a bare number then counts ("卫衣2件T恤1件")."""
        if rest or self.before is None or self.before.number is None or product is None:
            return ""
        if self.lines and self.lines[-1].words:
            return ""  # That number is counted already.
        words = unknown_goods(self.before)
        return "" if words and _has_spec(self.s, product, words, ()) else words

    def _refines(self, part: Part) -> bool:
        """Whether a part tells of the line before what that does not say ("一件黑色 L码")."""
        said = {e.kind for _, inside in self.lines[-1].texts for e in inside}
        told = {entity.kind for entity in part.entities if entity.kind in ("colour", "size")}
        return bool(told) and not told & said

    def _share(self, number: Optional[int]) -> None:
        """ "各一件": the number of everything before that has none."""
        for line in reversed(self.lines):
            if line.number is not None and line is not self.lines[-1]:
                if line.number != number:
                    break
                continue
            line.number = number

    def _settled(self) -> List[_Draft]:
        """Without headings ("卫衣，一件黑色L…"), and what shares a number in one line."""
        settled: List[_Draft] = []
        for place, line in reversed(list(enumerate(self.lines))):
            following = settled[0] if settled else None
            if self._trails(line, self.lines[:place]):
                continue
            if line.number is None and following and not (following.named or following.words):
                if not _spec_of(self.s, line):
                    following.named = following.named or line.named
                    continue
                if following.number is not None:
                    # "黑色和灰色两件" are two pieces together.
                    following.others += [*line.texts, *line.others]
                    following.named = following.named or line.named
                    continue
            settled.insert(0, line)
        return [line for i, line in enumerate(settled) if not self._heads(line, settled[i + 1 :])]

    def _trails(self, line: _Draft, before: Sequence[_Draft]) -> bool:
        """Whether it only tells what was counted before ("黑色M两件，白色L一件，T恤")."""
        if not line.named or line.number is not None or _spec_of(self.s, line):
            return False
        return any(one.product is line.product and not one.named for one in before)

    def _heads(self, line: _Draft, others: Sequence[_Draft]) -> bool:
        """Whether a number is that of what follows together ("三件卫衣，黑的一件，灰的两件")."""
        parts = list(takewhile(lambda one: not (one.named or one.words), others))
        if line.number is None or len(parts) < 2 or _spec_of(self.s, line):
            return False
        return line.number == sum(part.number or 1 for part in parts)


def _sub(s: Situation, product: ProductFacts, text: str, entities: Tuple[Entity, ...]) -> Situation:
    """A part as a message of its own about one product."""
    return replace(
        s,
        understanding=replace(s.understanding, text=text, entities=entities),
        given={},
        context=s.context.but(colour=None, size=None, sku_id=None),
        facts=replace(s.facts, product=product),
    )


def _has_spec(s: Situation, product: ProductFacts, text: str, entities: Tuple[Entity, ...]) -> bool:
    alone = _sub(s, product, text, entities)
    return bool(wanted_skus(alone, product) or not_offered(alone, product))


def _spec_of(s: Situation, line: _Draft) -> bool:
    return line.product is not None and any(
        _has_spec(s, line.product, text, entities) for text, entities in line.texts
    )


def _line(s: Situation, draft: _Draft, narrow: str) -> Line:
    number = min(draft.number or 1, _MOST)
    told = draft.number is not None
    product = draft.product
    if product is None:
        return Line(number, None, words=draft.words, told=told)
    text = " ".join(text for text, _ in draft.texts)
    entities = tuple(entity for _, inside in draft.texts for entity in inside)
    strange = not_offered(_sub(s, product, text, entities), product)
    # Of "红色M码" the size stands although there is no red one.
    entities = tuple(e for e in entities if e.value not in strange)
    chosen: Dict[str, Sku] = {}
    for kind_text, inside in [(text, entities), *draft.others]:
        alone = _sub(s, product, kind_text, inside)
        chosen.update({sku.id: sku for sku in wanted_skus(alone, product)})
    skus = tuple(chosen.values()) or product.skus
    if narrow:
        fitting = wanted_skus(_sub(s, product, narrow, s.understanding.entities), product)
        skus = tuple(sku for sku in skus if sku in fitting) or fitting or skus
        strange = () if fitting else strange
    return Line(number, product, "", skus, strange, told)
