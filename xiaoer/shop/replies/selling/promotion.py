"""Campaigns running and coming, and what one comes to."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import List, Optional, Sequence

from xiaoer.shop.catalogue.model import Product
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import covers
from xiaoer.shop.replies.goods.unit_price import pieces, unit_price
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.campaigns import (
    best_saving,
    missing_for,
    say_coming,
    say_running,
    uses_saving,
)
from xiaoer.shop.replies.shipping.date_words import day_of

_NEXT = re.compile(
    r"下次|下一次|下回|以后|还会|什么时候.*(活动|优惠|打折)|啥时候|几号|哪天|过几天|后面还"
)
_SUM = re.compile(r"多少钱|怎么算|算下来|合多少|到手|一共|几块|减多少")
#: Larger sums are no purchase.
_MOST_FEN = 10_000_000
_RULE = re.compile(r"满\D{0,3}\d+\D{0,4}(?:减|打|送|立减|优惠)\D{0,2}\d")
#: Days of festivals by the sun, as month and day. What lies back less than this is over, what lies
#: back more is the one to come.
_DAYS = {
    "元旦": (1, 1), "38节": (3, 8), "五一": (5, 1), "618": (6, 18), "六一": (6, 1),
    "国庆": (10, 1), "双11": (11, 11), "双12": (12, 12), "圣诞": (12, 25),
}  # fmt: skip
_LONG_AGO = timedelta(days=60)
_SWAP = re.compile(r"换购|加价购|加购价")


@answers("ask_promotion", subject=Subject.ANY_PRODUCT, needs={Need.PROMOTIONS})
def ask_promotion(s: Situation, d: Draft) -> None:
    """The campaign that is asked for by name or day, else those that run, else the next."""
    asked = _asked_for(s)
    if asked:
        _say_asked(s, d, asked)
        return
    coming = _coming(s)
    if festival := _named_festival(s):
        if _over(festival, local(s.now).date()):
            d.say(f"{festival}已经过了，当时的活动结束了。")
        else:
            d.say(f"{festival}的活动还没有排出来，我这边查不到。")
        if running := _running(s)[:1]:
            _say_all(s, d, running)
        return
    if _NEXT.search(s.text) and coming:
        d.say(f"下一场是{say_coming(d, coming[0])}。")
        return
    _now_or_next(s, d)


def _now_or_next(s: Situation, d: Draft) -> None:
    running = _running(s)
    if _SWAP.search(s.text):
        # What is added may be any other product than the one talked about.
        everything = s.facts.promotions.running(s.now)
        running = [campaign for campaign in everything if campaign.kind == "add_on"]
    if running:
        _say_all(s, d, running)
    else:
        _say_none(s, d)


def _running(s: Situation) -> List[Campaign]:
    """What runs for the product in focus, its own first; without one everything, the campaigns
    of the whole shop first.
    """
    product = s.facts.product
    running = s.facts.promotions.running(s.now, product.row.id if product else None)
    return sorted(running, key=lambda campaign: bool(campaign.product_ids) is (product is None))


def _coming(s: Situation) -> List[Campaign]:
    product_id = s.facts.product.row.id if s.facts.product else None
    return [c for c in s.facts.promotions.coming(s.now) if covers(c.product_ids, product_id)]


def _say_all(s: Situation, d: Draft, running: Sequence[Campaign]) -> None:
    if s.value("amount"):
        running = [campaign for campaign in running if not campaign.product_ids] or running
    shown = running[: s.policy.dialogue.list_length]
    lines = [f"{say_running(d, campaign)}{_scope(s, d, campaign)}" for campaign in shown]
    if len(lines) == 1:
        where = d.uses(s.facts.product.row, "name").name if s.facts.product else "店里"
        d.say(f"{where}现在有{lines[0]}。", f"有的亲，{where}正在做{lines[0]}。")
    else:
        d.say("现在有这些活动：\n" + "\n".join(f"· {line}" for line in lines))
    _say_sum(s, d, shown)


def _scope(s: Situation, d: Draft, campaign: Campaign) -> str:
    """Without a product in focus it is said that a campaign is not for everything."""
    if s.facts.product or not campaign.product_ids or campaign.kind == "add_on":
        return ""
    d.uses(campaign, "product_ids")
    return d.without("（指定商品）", Product)


def _say_sum(s: Situation, d: Draft, running: Sequence[Campaign]) -> None:
    """What the pieces named come to, where it can be told."""
    price, number, amount = unit_price(s), pieces(s), s.value("amount")
    # "满200减30，买三件减多少" repeats the rule; what is bought is named beside it.
    told = amount is not None and price is not None and number and _RULE.search(s.text)
    if isinstance(amount, int) and 0 < amount < _MOST_FEN and not told:
        _say_sum_of(d, running, amount)
        return
    if price is None or not (number or _SUM.search(s.text)):
        return
    number = number or 1
    goods = price * number
    best, saved = best_saving(running, goods, number)
    if best:
        uses_saving(d, best)
        unit_price(s, d)
        d.say(f"{number}件{yuan(goods)}，减{yuan(saved)}，到手{yuan(goods - saved)}（不含运费）。")
        return
    missing = next((m for m in (missing_for(d, c, goods) for c in running) if m), None)
    if missing:
        unit_price(s, d)
        d.say(f"{number}件{yuan(goods)}，{missing}。")


def _say_sum_of(d: Draft, running: Sequence[Campaign], goods: int) -> None:
    """What a sum that the message names comes to in the campaigns of the whole shop."""
    best, saved = best_saving([c for c in running if not c.product_ids], goods)
    if best:
        uses_saving(d, best)
        d.say(f"商品满{yuan(goods)}的话，减{yuan(saved)}，到手{yuan(goods - saved)}（不含运费）。")


def _say_none(s: Situation, d: Draft) -> None:
    product = s.facts.product
    what = "换购" if _SWAP.search(s.text) else "活动"
    where = d.uses(product.row, "name").name if product else "店里"
    elsewhere = [c for c in s.facts.promotions.running(s.now) if c.product_ids] if product else []
    d.say(f"{where}现在没有{what}。")
    if elsewhere and what == "活动":
        d.uses(elsewhere[0], "product_ids")
        d.say(f"正在做的{say_running(d, elsewhere[0])}，这款不参加。")
    if coming := _coming(s):
        d.say(f"下一场是{say_coming(d, coming[0])}。")


def _asked_for(s: Situation) -> Optional[Campaign]:
    """The campaign that the message names by its name, its festival or a day in it."""
    both = (*s.facts.promotions.running(s.now), *s.facts.promotions.coming(s.now))
    for campaign in both:
        if _names(s.text, campaign.name) or any(n in campaign.name for n in _festivals(s)):
            return campaign
    token = s.value("date")
    if not isinstance(token, str) or token.startswith("festival:"):
        return None
    today = local(s.now).date()
    day = day_of(token, today)
    if day is None or day <= today:
        return None
    coming = [c for c in _coming(s) if local(c.starts_at).date() <= day <= local(c.ends_at).date()]
    return coming[0] if coming else None


def _names(text: str, name: str) -> bool:
    """Whether a message names a campaign, wholly or by four characters of its name in a row."""
    return any(name[i : i + 4] in text for i in range(max(len(name) - 3, 1)))


def _festivals(s: Situation) -> List[str]:
    """The festivals of the message in the spellings that campaigns use."""
    names = [str(v)[9:] for v in s.understanding.values("date") if str(v).startswith("festival:")]
    return [form for name in names for form in (name, _SPELLINGS.get(name)) if form]


_SPELLINGS = {"双11": "双十一", "双12": "双十二", "38节": "三八"}


def _over(festival: str, today: date) -> bool:
    """Whether the day of a festival is past, and not so long that the next one is meant."""
    names = {festival, *(name for name, form in _SPELLINGS.items() if form == festival)}
    days = [_DAYS[name] for name in names if name in _DAYS]
    if not days:
        return False
    on = date(today.year, *days[0])
    last = on if on < today else on.replace(year=today.year - 1)
    return today - last <= _LONG_AGO


def _named_festival(s: Situation) -> Optional[str]:
    found = _festivals(s)
    return found[0] if found else None


def _say_asked(s: Situation, d: Draft, campaign: Campaign) -> None:
    product = s.facts.product
    running = campaign.starts_at <= s.now
    said = say_running(d, campaign) if running else say_coming(d, campaign)
    if product and not covers(campaign.product_ids, product.row.id):
        d.uses(campaign, "product_ids")
        d.say(f"{said}。{d.uses(product.row, 'name').name}不在这个活动里。")
        return
    d.say(f"{said}{_scope(s, d, campaign)}。")
    if running:
        _say_sum(s, d, [campaign])
