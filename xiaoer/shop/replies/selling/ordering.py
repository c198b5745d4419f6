"""How to place an order: specification, number, limits, cart, presale (policy §1)."""

from __future__ import annotations

import re
from typing import Optional, Tuple

from xiaoer.shop.catalogue.model import Product, Sku
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.availability import (
    off_sale,
    presale_words,
    restock_words,
    say_alternative,
)
from xiaoer.shop.replies.goods.unit_price import pieces
from xiaoer.shop.replies.goods.variants import list_skus, wanted_skus
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.campaigns import say_running

_TROUBLE = re.compile(
    r"[下拍买加]不[了上成下]|不能[下拍买加]|没法[下拍买加]|无法|提交不|提示|失败|点不[了动]|灰色的?按|拍不"
)
_CART = re.compile(r"购物车|加购|加车")
_LIMIT = re.compile(r"限购|限拍|最多|一次(性)?(能|可以|只)|能[拍买]几|可以[拍买]几|多[拍买]")
_ONE_OR_TWO = re.compile(r"一单|两单|分开|几单|[两二几三]份|一起拍|合并|数量|一起下|拍[两几二三]")
_SWAP = re.compile(r"换购|加价购|加购价")


@answers("ask_how_to_order", subject=Subject.ANY_PRODUCT, needs={Need.PROMOTIONS})
def ask_how_to_order(s: Situation, d: Draft) -> None:
    """What stands in the way first, else the way."""
    product = s.facts.product
    if s.given.get("step") == "trouble":
        _hand_over_trouble(s, d, product)
    elif _SWAP.search(s.text):
        _say_swap(s, d)
    elif product is None:
        _say_general(s, d)
    elif not off_sale(d, product):
        _of_product(s, d, product)


def _say_general(s: Situation, d: Draft) -> None:
    if item := s.understanding.value("item_number"):
        nothing = d.without(f"没有查到编号{item}的商品", Product)
        d.say(f"{nothing}，可能已经下架了，麻烦核对一下链接或发商品名给我。")
    elif _TROUBLE.search(s.text):
        d.ask("product", "是哪一款拍不下来？发个名字或链接，我查查是不是库存或限购的原因。")
    elif _CART.search(s.text):
        most = d.without("大部分商品都能加购物车一起付", Product)
        d.say(f"{most}；秒杀、积分、预约这类的要单独点“立即购买”。")
    else:
        which = d.without("看中哪款也可以发我，我帮您看规格。", Product)
        d.say(f"选好规格和数量，点“立即购买”，付款前核对一下地址就行。{which}")


def _of_product(s: Situation, d: Draft, product: ProductFacts) -> None:
    number = pieces(s)
    if _over_limit(d, product, number) or _too_few(s, d, product, number or 1):
        return
    if _TROUBLE.search(s.text):
        _trouble(s, d, product)
        return
    asked_cart, asked_limit = _CART.search(s.text), _LIMIT.search(s.text)
    if asked_cart:
        _say_cart(d, product)
    if asked_limit:
        _say_limit(d, product)
    if not (asked_cart or asked_limit):
        _say_how(s, d, product, number)
    presale = presale_words(s, d, product) if product.row.presale_ships_on else None
    if presale:
        d.say(presale)


def _say_how(s: Situation, d: Draft, product: ProductFacts, number: Optional[int]) -> None:
    name = d.uses(product.row, "name").name
    skus = _skus_meant(s, product)
    said = list_skus(d, skus, s.policy.dialogue.list_length) if skus else ""
    choice = f"选“{said}”" if said and len(skus) == 1 else f"选{said}" if said else "选好规格"
    many = f"，数量填{number}" if number and number > 1 else ""
    if _ONE_OR_TWO.search(s.text):
        many += "，拍在一单里就行，不用分开"
    way = "点“立即购买”"
    if reason := product.row.not_for_cart:
        d.uses(product.row, "not_for_cart")
        way = f"直接点“立即购买”（{reason}不能进购物车）"
    d.say(f"{name}{choice}{many}，{way}，核对地址后付款就好。")
    if product.row.purchase_limit:
        _say_limit(d, product)


def _skus_meant(s: Situation, product: ProductFacts) -> Tuple[Sku, ...]:
    """The SKUs that the words or the price ("199的那个") pick; empty where that is all or none."""
    named = wanted_skus(s, product)
    if not named:
        named = tuple(sku for sku in product.skus if sku.price_fen == s.value("amount"))
    return named if len(named) < len(product.skus) else ()


def _say_cart(d: Draft, product: ProductFacts) -> None:
    name = d.uses(product.row, "name").name
    reason = d.uses(product.row, "not_for_cart").not_for_cart
    if reason:
        d.say(f"{name}是{reason}，不能进购物车，直接点“立即购买”拍就行。")
    else:
        d.say(f"{name}{d.without('可以加购物车', Product.not_for_cart)}，跟别的一起付款。")


def _say_limit(d: Draft, product: ProductFacts) -> None:
    limit = d.uses(product.row, "purchase_limit").purchase_limit
    name = d.uses(product.row, "name").name
    d.say(f"{name}每人限购{limit}件。" if limit else f"{name}不限购，按需要的数量拍就行。")


def _over_limit(d: Draft, product: ProductFacts, number: Optional[int]) -> bool:
    limit = product.row.purchase_limit
    if limit is None or number is None or number <= limit:
        return False
    d.uses(product.row, "purchase_limit")
    d.say(f"{d.uses(product.row, 'name').name}每人限购{limit}件，{number}件拍不了。")
    return True


def _too_few(s: Situation, d: Draft, product: ProductFacts, number: int) -> bool:
    """Says that what is meant is sold out, or not there so many times."""
    skus = wanted_skus(s, product) or product.skus
    if any(sku.stock >= number for sku in skus):
        return False
    name = d.uses(product.row, "name").name
    for sku in skus:
        d.uses(sku, "stock")
    most = max((sku.stock for sku in skus), default=0)
    if most > 0:
        d.say(f"{name}同一规格现货最多{most}件，{number}件拍不了，拍{most}件以内可以下单。")
        return True
    what = list_skus(d, skus) if len(skus) < len(product.skus) else ""
    d.say(f"{name}{what}卖完了所以拍不了{restock_words(s, d, skus)}。")
    others = [sku for sku in product.skus if sku not in skus and sku.stock > 0]
    if others:
        for sku in others:
            d.uses(sku, "stock")
        d.say(f"现在能拍的是{list_skus(d, others, s.policy.dialogue.list_length)}。")
    else:
        say_alternative(d, product)
    return True


def _trouble(s: Situation, d: Draft, product: ProductFacts) -> None:
    """In stock and on sale: known reasons, else the page's own words are asked for."""
    name = d.uses(product.row, "name", "on_sale").name
    if product.row.not_for_cart and _CART.search(s.text):
        _say_cart(d, product)
        return
    limit = ""
    if product.row.purchase_limit:
        d.uses(product.row, "purchase_limit")
        limit = f"，每人限购{product.row.purchase_limit}件，买过的会拍不了"
    d.ask(
        "problem",
        f"{name}是在卖的，也有货{limit}。页面上提示的是什么？把那句话发我看看。",
        data={"step": "trouble", "product_id": product.row.id},
    )


def _hand_over_trouble(s: Situation, d: Draft, product: Optional[ProductFacts]) -> None:
    """What the page says goes to a colleague, for real."""
    hours = s.policy.parcels.ticket_answer_hours
    what = str(s.given.get("text") or s.text)[:80]
    name = d.uses(product.row, "name").name if product else "商品"
    d.do("ticket", kind="operations", title=f"{name}下不了单：{what}", hours=hours)
    d.say(f"{name}的这个提示我登记给同事查了，{say_answer(s, hours)}在这里答复您。")


def _say_swap(s: Situation, d: Draft) -> None:
    running = [c for c in s.facts.promotions.running(s.now) if c.kind == "add_on"]
    if not running:
        d.say("现在没有换购活动。")
        return
    d.say(f"{say_running(d, running[0])}。")
