"""What something costs, with what a quantity, a campaign or a membership makes of it."""

from __future__ import annotations

import re
from typing import List, Optional, Sequence, Tuple

from xiaoer.shop.catalogue.model import Sku
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import off_sale, over_limit, presale_words
from xiaoer.shop.replies.goods.basket import read_basket
from xiaoer.shop.replies.goods.basket_price import say_basket
from xiaoer.shop.replies.goods.bulk import bulk_tier, meant_for, tiers
from xiaoer.shop.replies.goods.prices import price_list, priced
from xiaoer.shop.replies.goods.unit_price import counts, pieces, skus_meant
from xiaoer.shop.replies.goods.variants import (
    describe,
    in_common,
    list_skus,
    named_variants,
    not_offered,
)
from xiaoer.shop.replies.goods.weights import UNIT_GRAMS, net_grams
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.bargain_offers import note_completed
from xiaoer.shop.replies.selling.campaigns import (
    best_saving,
    running_for,
    say_running,
    uses_saving,
)
from xiaoer.shop.replies.selling.manager_request import say_grant

_BY_WEIGHT = re.compile(r"(一|每|1)(斤|公斤|千克)|(斤|公斤|千克)(多少|怎么|几块|价)|论斤|按斤")
_TOGETHER = re.compile(r"一共|总共|合计|总价|加起来|一起")
_BULK = re.compile(r"批发|批量|团购|量大|多拍|多买|拿货|整箱|大量")


@answers(
    "ask_price",
    subject=Subject.PRODUCT,
    needs={Need.PROMOTIONS, Need.ORDERS, Need.APPROVALS, Need.TOGETHER},
)
def ask_price(s: Situation, d: Draft) -> None:
    """The price of what is meant, alone or together, then at most one thing that changes it."""
    lines = read_basket(s) or ()
    if len(s.facts.together) > 1:
        # "前面那个保修多久"
        d.show("product", [Option(one.row.name, one.row.id) for one in s.facts.together])
    summed = any(line.told for line in lines) or _TOGETHER.search(s.text)
    if len(lines) > 1 and summed:
        say_basket(s, d, lines)
        return
    product = s.facts.product if len(s.facts.together) < 2 else None
    if product is None:
        _say_each(s, d)
    elif not off_sale(d, product):
        if strangers := [line.words for line in lines if line.product is None]:
            name = d.uses(product.row, "name").name
            d.say(f"没找到“{d.quote(strangers[0])}”，您看的这款是{name}。")
        _say_product(s, d, product)


def _say_each(s: Situation, d: Draft) -> None:
    """Several products without numbers: what each costs."""
    said = []
    for product in s.facts.together:
        name = d.uses(product.row, "name").name
        listed = price_list(d, product.skus, s.policy.dialogue.list_length)
        single = len({sku.price_fen for sku in product.skus}) == 1
        said.append(f"{name}{yuan(product.skus[0].price_fen)}" if single else f"{name}：{listed}")
    d.say(f"{'；'.join(said)}。")
    _say_campaign(s, d, None, 1)


def _say_product(s: Situation, d: Draft, product: ProductFacts) -> None:
    name = d.uses(product.row, "name").name
    if not product.skus:
        d.say(f"{name}{d.without('现在没有在卖的规格', Sku)}，没有价格可以报给您。")
        return
    if strange := not_offered(s, product):
        d.say(f"{name}没有{'、'.join(strange)}，现有的：{price_list(d, product.skus)}。")
        return
    if len(counts(s)) > 1:
        _say_mixed(s, d, product)
        return
    weight = _asked_grams(s)
    if weight is not None and _by_weight(s, d, product, weight):
        return
    skus = skus_meant(s)
    if len({sku.price_fen for sku in skus}) > 1:
        d.say(f"{name}：{price_list(d, skus, s.policy.dialogue.list_length)}。")
        if (number := pieces(s)) and number > 1:
            d.say(f"每种价格不同，您要哪一种？告诉我，我按{number}件算总价。")
        _remarks(s, d, product, None)
        return
    number = pieces(s) if weight is None else None
    if number is not None and over_limit(d, product, number):
        number = None
    _say_one_price(s, d, product, skus, number or 1)
    _remarks(s, d, product, skus[0].price_fen, number or 1)


def _say_mixed(s: Situation, d: Draft, product: ProductFacts) -> None:
    """Several kinds with a number each: what each costs; their sum is not guessed."""
    named = named_variants(s, product)
    skus = [sku for sku in product.skus if not named or sku.variant in named]
    listed = price_list(d, skus, s.policy.dialogue.list_length)
    d.say(f"{product.row.name}单价：{listed}。")
    d.say("几样一起买的总价我不好口头算，都加进购物车，结算页会按活动算好。")
    _remarks(s, d, product, None)


def _say_one_price(
    s: Situation, d: Draft, product: ProductFacts, skus: Sequence[Sku], number: int
) -> None:
    for sku in skus:
        d.uses(sku, "price_fen")
    price = skus[0].price_fen
    what = f"{product.row.name}{in_common(d, product, skus)}"
    tier = bulk_tier(product, price, number)
    if tier is not None:
        d.uses(tier, "min_quantity", "price_fen")
        each = f"平时{yuan(price)}一件，{tier.min_quantity}件起每件{yuan(tier.price_fen)}"
        d.say(f"{what}{each}，{number}件共{yuan(tier.price_fen * number)}。")
    elif number > 1:
        d.say(f"{priced(what, price)}一件，{number}件共{yuan(price * number)}。")
    else:
        d.say(f"{priced(what, price)}。", f"亲，{what}是{yuan(price)}。")
    if len(skus) == 1:
        d.uses(skus[0], "stock")
        if skus[0].stock <= 0:
            d.say("不过这个规格暂时卖完了，要到货通知可以跟我说。")
        d.remember(sku_id=skus[0].id)


def _remarks(
    s: Situation, d: Draft, product: ProductFacts, price: Optional[int], number: int = 1
) -> None:
    """Presale, what a manager granted, bulk tiers if asked for, the member price, the campaign."""
    presale = presale_words(s, d, product)
    if presale:
        d.say(presale)
    tier = bulk_tier(product, price, number) if price else None
    each = tier.price_fen if tier else price
    if presale or tier:
        saved = _say_saving(s, d, each, number)
        say_grant(s, d, each * number - saved if each else None)
        return
    if _BULK.search(s.text) and product.bulk_prices:
        _say_tiers(d, product)
        return
    saved = _say_saving(s, d, price, number) if number > 1 else 0
    if say_grant(s, d, price * number - saved if price else None):
        return
    if price is not None and (member := _member_price(s, d)):
        d.say(member)
    elif not saved:
        _say_campaign(s, d, price, number)


def _say_saving(s: Situation, d: Draft, price: Optional[int], number: int) -> int:
    """What a campaign takes off besides a presale or bulk price; says nothing where nothing."""
    if not price:
        return 0
    best, saved = best_saving(running_for(s), price * number, number)
    if best is not None:
        _say_campaign(s, d, price, number)
    return saved


def _say_tiers(d: Draft, product: ProductFacts) -> None:
    parts = []
    for tier in tiers(product):
        group = [sku for sku in product.skus if sku.price_fen == meant_for(product, tier)]
        d.uses(tier, "min_quantity", "price_fen")
        which = list_skus(d, group) if group and len(group) < len(product.skus) else ""
        which = f"{which}，" if which else ""
        parts.append(f"{which}{tier.min_quantity}件起每件{yuan(tier.price_fen)}")
    d.say(f"多件有批量价：{'；'.join(parts)}。")


def _member_price(s: Situation, d: Draft) -> Optional[str]:
    """What a buyer with a completed purchase pays."""
    skus = skus_meant(s)
    prices = {sku.member_price_fen for sku in skus}
    price = next(iter(prices)) if len(prices) == 1 else None
    if not s.facts.returning or price is None or price >= skus[0].price_fen:
        return None
    note_completed(s, d)
    for sku in skus:
        d.uses(sku, "member_price_fen")
    return f"您是老顾客，会员价{yuan(price)}。"


def _say_campaign(s: Situation, d: Draft, price: Optional[int], number: int) -> None:
    """What the running campaign does to this sum; its rule where the sum is open."""
    running = running_for(s)
    if not running:
        return
    if price is None:
        d.say(f"现在有{say_running(d, running[0])}。")
        return
    goods = price * number
    best, saved = best_saving(running, goods, number)
    if best is not None:
        uses_saving(d, best)
        d.say(f"现在有{say_running(d, best)}，这样买减{yuan(saved)}，到手{yuan(goods - saved)}。")
        return
    told = running[0]
    short = (told.threshold_fen or 0) - goods if told.kind == "spend_save" else 0
    if 0 < short <= goods:
        d.uses(told, "threshold_fen")
        d.say(f"现在有{say_running(d, told)}，再凑{yuan(short)}就能减。")
        return
    d.say(f"现在有{say_running(d, told)}。")


def _asked_grams(s: Situation) -> Optional[int]:
    """The weight that is asked about, in grams; None where none is."""
    for entity in s.understanding.entities:
        if entity.kind == "quantity" and entity.unit in UNIT_GRAMS:
            return int(entity.value) * UNIT_GRAMS[str(entity.unit)]
    if _BY_WEIGHT.search(s.text):
        return UNIT_GRAMS["公斤"] if re.search(r"公斤|千克", s.text) else UNIT_GRAMS["斤"]
    return None


def _by_weight(s: Situation, d: Draft, product: ProductFacts, wanted: int) -> bool:
    """Prices of goods that are sold by weight; False where the variants tell no weight."""
    known = [(sku, net_grams(sku.variant)) for sku in skus_meant(s)]
    weighed: List[Tuple[Sku, int]] = [(sku, grams) for sku, grams in known if grams]
    if not weighed:
        return False
    fitting = [(sku, grams) for sku, grams in weighed if grams == wanted] or weighed
    parts = []
    for sku, grams in fitting[: s.policy.dialogue.list_length]:
        d.uses(sku, "price_fen")
        each = round(sku.price_fen * 500 / grams)
        per_jin = "" if grams == 500 else f"（合一斤{yuan(each)}）"
        parts.append(f"{priced(describe(d, sku), sku.price_fen)}{per_jin}")
    d.say(f"{product.row.name}按规格卖：{'，'.join(parts)}。")
    _remarks(s, d, product, None)
    return True
