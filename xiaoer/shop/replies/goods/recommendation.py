"""What to choose: from the catalogue by what is asked for, by budget and by sales."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import there
from xiaoer.shop.replies.goods.prices import price_span
from xiaoer.shop.replies.goods.variants import list_skus
from xiaoer.shop.replies.registry import Need, Subject, answers

#: Buyers' words for the categories of a shop's catalogue.
_CATEGORIES = {
    "clothing": ("衣服", "服装", "穿的", "衣裳", "童装"),
    "snacks": ("零食", "吃的", "好吃", "小吃", "食品", "辅食", "解馋"),
    "baby": ("宝宝", "婴儿", "母婴", "孩子", "小孩", "儿童", "童装", "新生儿", "辅食"),
}
#: What the names of such goods end in: 宝宝零食 is one, 辅食碗 is none.
_KINDS = {
    "clothing": re.compile(r"(衣服?|服装?|衣裳|外套|(?<!尿)裤子?|裙子?|衫|恤|鞋子?|袜子?|帽子?)$"),
    "snacks": re.compile(
        r"(零食|小吃|食品|辅食|点心|饼干?|泡芙|果干|果泥|肉[干脯松]|糖果?|米粉|面条)$"
    ),
}
_WORN = re.compile(r"穿|衣|(?<!尿)裤|裙|外套|鞋|袜|帽")
_LINK = re.compile(r"链接|连接|网址|编号|地址发|发我一下|发个给我")
_OTHERS = re.compile(r"别的|其他|其它|类似|同类|相似|差不多的|另外的")
_OF_VARIANTS = re.compile(r"(哪|什么)(个|种)?(颜色|色|口味|味道|味|码|尺码|规格)")
_WHOLE_SHOP = re.compile(r"店里|店铺|全店|你们?家|你们")
_ROUGHLY = re.compile(r"左右|上下|差不多")
_AT_LEAST = re.compile(r"以上|起步|往上|不低于")
#: Words of a wish that say nothing about the goods.
_WISH = re.compile(
    r"[^一-鿿]|推荐|一下|一款|哪一?[个款种]|什么|有没有|有|卖得?|比较|好|多|你们|店里|店|给我|帮我|发个?|发|链接|热销|爆款|爆"
    r"|销量|受欢迎|人气|款|想买|想|买|看看|看|选|挑|东西|商品|适合|送人|送礼|送|预算|以内|以下|左右|元|块钱?|钱|上下"
    r"|我|要|个|点|些|亲|的|吗|呢|吧|呀|啊|了|是|都|几|最|高|便宜|实惠|不错|别的|其他|其它|类似|另外|还"
)


@answers("ask_recommendation", subject=Subject.ANY_PRODUCT, needs={Need.CATALOGUE, Need.COMPARED})
def ask_recommendation(s: Situation, d: Draft) -> None:
    """A short list that "第二个" can point into; the link of one product where one is meant."""
    product = s.facts.product
    named = sorted(s.facts.compared, key=lambda p: -p.row.sold_30d) or _named(s)
    if product is not None and not _OTHERS.search(s.text):
        only = len(named) <= 1 and (not named or named[0].row.id == product.row.id)
        if _LINK.search(s.text) and only:
            _link(d, product)
            return
        if _OF_VARIANTS.search(s.text):
            _no_sales_by_variant(s, d, product)
            return
    _list(s, d, named)


def _link(d: Draft, product: ProductFacts) -> None:
    row = d.uses(product.row, "name", "on_sale")
    if not row.on_sale:
        d.say(f"{row.name}已经下架了，没有链接可以发了。")
        return
    d.say(f"{row.name}的链接编号是{row.id}，在店里搜这个编号就能打开。")


def _no_sales_by_variant(s: Situation, d: Draft, product: ProductFacts) -> None:
    """Sales are counted by product only; what is in stock is what can be said."""
    name = d.uses(product.row, "name").name
    present = there(product.skus)
    for sku in product.skus:
        d.uses(sku, "stock")
    if not present:
        gone = "现在都卖完了" if product.skus else d.without("现在没有在卖的规格", Sku)
        d.say(f"{name}各规格的销量没有单独统计，而且{gone}。")
        return
    listed = list_skus(d, present, s.policy.dialogue.list_length)
    d.say(f"各规格的销量没有单独统计，不好乱说。{name}有货的：{listed}，按喜好挑就行。")


def _list(s: Situation, d: Draft, named: Sequence[ProductFacts]) -> None:
    wanted, lead = _wanted(s, named)
    fitting = [product for product in wanted if _buyable(product)]
    budget = _budget(s)
    inside = [product for product in fitting if _within(product, budget)]
    if not fitting:
        nothing = d.without("现在没有有货的款", Sku, Product)
        d.say(f"您要的这类{nothing}，换一类我再帮您看看？")
        return
    if not inside:
        assert budget is not None, "without a budget everything is inside"
        low, high = budget
        what = f"{yuan(high)}以内" if high is not None else f"{yuan(low)}以上"
        lead, inside = f"{what}的没有找到，价格接近的是：", _nearest(fitting, low, high)
    most = s.policy.dialogue.list_length
    gone = [product for product in named if product not in fitting][:2]
    for product in gone:
        for sku in product.skus:
            d.uses(sku, "stock")
        d.say(f"{d.uses(product.row, 'name').name}暂时卖完了。")
    shown = inside[:most]
    if len(shown) == 1:
        d.say(f"{lead or d.pick('给您挑了这款：', '这款可以看看：')}{_line(d, shown[0])}。")
        d.show("product", [Option(shown[0].row.name, shown[0].row.id)])
        d.remember(product_id=shown[0].row.id)
        return
    lines = [f"{place}. {_line(d, product)}" for place, product in enumerate(shown, start=1)]
    d.say("\n".join([lead or d.pick("给您挑了这几款：", "这几款可以看看："), *lines]))
    d.show("product", [Option(p.row.name, p.row.id) for p in shown])
    d.say("想细看哪款，回我“第几个”就行。")


def _line(d: Draft, product: ProductFacts) -> str:
    row = d.uses(product.row, "name", "on_sale")
    present = there(product.skus)
    if len(present) == 1:
        d.uses(present[0], "stock")
    sold = f"，近30天卖出{d.uses(row, 'sold_30d').sold_30d}件" if row.sold_30d > 0 else ""
    return f"{row.name}，{price_span(d, present)}{sold}，链接编号{row.id}"


def _wanted(
    s: Situation, named: Sequence[ProductFacts]
) -> Tuple[Sequence[ProductFacts], Optional[str]]:
    """The products of the wish, best-selling first, and a lead where the wish is not met."""
    catalogue, product = s.facts.catalogue, s.facts.product
    if named and not (product and _OTHERS.search(s.text)):
        return [*named, *_instead(s, named)], None
    categories = [c for c, words in _CATEGORIES.items() if c in s.text or s.mentions(*words)]
    categories += [p.row.category for p in catalogue if p.row.category in s.text]
    if "baby" in categories and _WORN.search(s.text):
        categories.append("clothing")
    if categories:
        return _in_categories(catalogue, list(dict.fromkeys(categories)))
    if len(_WISH.sub("", s.text)) >= 2:
        return catalogue, "没找到和您说的完全对得上的，店里近30天卖得多的是："
    if product is not None and not _WHOLE_SHOP.search(s.text):
        near = [p for p in catalogue if p.row.category == product.row.category]
        if _OTHERS.search(s.text):
            near = [p for p in near if p.row.id != product.row.id]
            near.sort(key=lambda other: other.row.noun != product.row.noun)
        return near, f"和{product.row.name}同类、近30天卖得多的："
    return catalogue, "店里近30天卖得多的是这些："


def _in_categories(
    catalogue: Sequence[ProductFacts], categories: Sequence[str]
) -> Tuple[Sequence[ProductFacts], Optional[str]]:
    """Goods of the categories, and a lead where the wish is not met.

    What is for children comes before all else: grown-ups' goods are no answer for them, and of
    theirs only the kind that is asked for (something to eat, something to wear).
    """
    if "baby" not in categories:
        return [product for product in catalogue if product.row.category in categories], None
    inside = [product for product in catalogue if product.row.category == "baby"]
    kinds = [_KINDS[category] for category in categories if category in _KINDS]
    if not kinds:
        return inside, None
    fitting = [p for p in inside if any(k.search(w) for k in kinds for w in _words(p))]
    return (fitting, None) if fitting else (inside, "这类给孩子的店里没有，孩子用的有这些：")


def _words(product: ProductFacts) -> List[str]:
    return [product.row.name, product.row.noun, *product.row.aliases]


def _instead(s: Situation, named: Sequence[ProductFacts]) -> List[ProductFacts]:
    """What the catalogue offers instead of those that are sold out."""
    ids = {product.row.alternative_id for product in named if not _buyable(product)}
    return [p for p in s.facts.catalogue if p.row.id in ids and p not in named]


def _named(s: Situation) -> List[ProductFacts]:
    """Products whose name, noun or alias the message has; the longest words win.

    For a child no grown-ups' goods are named, whatever they are called ("宝宝裤子").
    """
    general = {word for words in _CATEGORIES.values() for word in words}
    hits: List[Tuple[str, ProductFacts]] = []
    text = s.text.lower()
    for product in s.facts.catalogue:
        words = (word.lower() for word in _words(product))
        hits += [(w, product) for w in words if w in text and w not in general]
    kept = [(w, p) for w, p in hits if not any(w != other and w in other for other, _ in hits)]
    chosen = {product.row.id for _, product in kept}
    named = [product for product in s.facts.catalogue if product.row.id in chosen]
    if s.mentions(*_CATEGORIES["baby"]):
        return [product for product in named if product.row.category == "baby"]
    return named


def _buyable(product: ProductFacts) -> bool:
    return bool(there(product.skus))


def _lowest(product: ProductFacts) -> int:
    return min(sku.price_fen for sku in there(product.skus))


def _budget(s: Situation) -> Optional[Tuple[int, Optional[int]]]:
    """From and to, in fen; 左右 is a fifth to both sides."""
    amounts = sorted(amount for amount in s.understanding.values("amount") if amount > 0)
    if not amounts and isinstance(s.given.get("amount"), int):
        amounts = [s.given["amount"]]
    if not amounts:
        return None
    if len(amounts) > 1:
        return amounts[0], amounts[-1]
    if _ROUGHLY.search(s.text):
        return amounts[0] * 8 // 10, amounts[0] * 12 // 10
    return (amounts[0], None) if _AT_LEAST.search(s.text) else (0, amounts[0])


def _within(product: ProductFacts, budget: Optional[Tuple[int, Optional[int]]]) -> bool:
    if budget is None:
        return True
    low, high = budget
    return any(
        low <= sku.price_fen and (high is None or sku.price_fen <= high)
        for sku in there(product.skus)
    )


def _nearest(products: Sequence[ProductFacts], low: int, high: Optional[int]) -> List[ProductFacts]:
    goal = high if high is not None else low
    return sorted(products, key=lambda product: abs(_lowest(product) - goal))[:2]
