"""Numbers without a unit that are money by the words beside them: 邮费要12, 129的卫衣."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterable, Iterator

from xiaoer.nlu.body import speaks_of_bodies
from xiaoer.nlu.counts import MEASURES, NO_UNIT
from xiaoer.nlu.numerals import NUMBER, exact_number, two_numbers
from xiaoer.nlu.sizes import CHILD, SHOE
from xiaoer.nlu.spans import Span

#: A number of either writing; Chinese ones only from ten on, as 一 is most often no number.
_PLAIN = (
    r"(?:\d{1,5}(?:\.\d{1,2})?(?![\d.]*\d)|"
    r"[一二两三四五六七八九]?[十百千万][零一二两三四五六七八九十百千]{0,6})"
)
_START = r"(?<![\d.零一二两三四五六七八九十百千万])"
_GIVEN = re.compile(
    r"(?:便宜|优惠|减免|立减|减|少|赔偿|赔付|赔|补偿|补|返现|返|抵扣|抵|降|涨|满|打赏|退款|退我|退个|到手)"
    rf"(?:了|我|你|个|掉|到|至|去|收){{0,2}}(?P<yuan>{NUMBER})(?![\d.]*(?:\d|{NUMBER})){NO_UNIT}",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:实付|付|支付|花|[定订押佣]金|尾款|货款|预算|价格?|卖|退款|退(?=\D{0,3}(?:\d{2}|.?[十百千]))|扣|收|"
    r"费|券|红包|一口价|总共|一共|合计|拍下\D{0,3}改[成到为]?|凑|够|差|贵|算|不到|(?:凑|差)\S{1,6}到|给[你您])"
    r"(?:只|才|就|要|是不是|是|不|了|的|成|我|应该|怎么|大概|在|有|多|[:\s]){0,3}"
    rf"(?P<yuan>{_PLAIN}){NO_UNIT}(?!货|[多来]\s?(?:天|个|人|件|次))",
    re.IGNORECASE,
)
_BOUGHT = re.compile(rf"买(?:了|的)(?P<yuan>{_PLAIN})多?(?=的)")
_OFFERED = re.compile(
    rf"{_START}(?P<yuan>{_PLAIN})"
    r"(?=卖|行的话|行不行?|行吗|成交|成不|能卖|拿走|拿[一二两三\d下个]|包邮)"
)
#: The rule of a promotion: 满150-20.
_OFF = re.compile(r"满\d{1,5}\s?[-—]\s?(?P<yuan>\d{1,4})(?![\d.])")
_COUPON = re.compile(r"(?<![\d.-])(?P<yuan>\d{2,4})-(?P<off>\d{1,3})(?=的?(?:券|优惠|满减|红包))")
_WITHIN = re.compile(rf"{_START}(?P<yuan>{_PLAIN})(?:以内|之内)")
_AROUND = re.compile(rf"{_START}(?P<yuan>{_PLAIN})(?:以[上下]|左右|上下)")
_BID = re.compile(
    rf"{_START}(?P<yuan>{_PLAIN})(?=不能再|我就|就(?:拿|买|拍|要)|得了|算了|怎么样|如何)"
)
#: A price for so many: 80一双, 180两件.
_FOR_SO_MANY = re.compile(
    rf"(?<![\d.])(?P<yuan>\d{{2,5}})(?=[一二两三四五六七八九]{{1,2}}(?:{MEASURES}))"
)
_RUN_FOR_SO_MANY = re.compile(rf"(?P<run>[一二两三四五六七八九十百千]{{3,6}})(?:{MEASURES})")
_DECIMAL = re.compile(rf"(?<![\d.])(?P<yuan>\d{{1,5}}\.\d{{1,2}})(?![\d.]){NO_UNIT}", re.IGNORECASE)
_NO_DECIMAL_PRICE = re.compile(
    r"(?:[长宽高围厚深腰脚码穿重版本v]|评分|打分)\D{0,2}$", re.IGNORECASE
)
_MODEL = re.compile(r"(?<![\d.])(?P<yuan>\d{2,4})(?=的?[那这]款)")
_OF_GOODS = re.compile(r"(?<![\d.])(?P<yuan>\d{2,3})的")
_TWO_OF_GOODS = re.compile(r"(?<![\d.])(?P<yuan>\d{2,4})(?=(?:和|跟|还是)(?P<other>\d{2,4})的)")
#: What it was, what it is now; what it says and what it should be.
_THEN = re.compile(
    r"(?:昨天|前天|今天|昨晚|早上|上午|刚才|刚刚|现在|之前|当时|原来|原先|以前|的时候|变成|涨到|降到|显示|写着|"
    rf"实际|应该|本来|别家|人家|隔壁|[你我他]家)\D{{0,4}}?(?P<yuan>\d{{2,5}}(?:\.\d{{1,2}})?)(?![\d.]){NO_UNIT}",
    re.IGNORECASE,
)
#: What is left where nothing but money is spoken of: 我账上只收到六十, 帮我改价到110.
_LEFT = re.compile(
    rf"(?<![\d.零一二两三四五六七八九十百千万A-Za-z第*#/~-])"
    r"(?P<yuan>\d{2,3}(?![\d.]*\d)|[一二两三四五六七八九][十百千][零一二两三四五六七八九十百]{0,5}|十[一二两三四五六七八九])"
    rf"{NO_UNIT}(?![-~到至/]|退|取消|发|签收|[这那][单个]|订单|[A-Za-z])",
    re.IGNORECASE,
)
_MONEY = re.compile(r"价|钱|付|到账|账上|优惠|便宜|[发开]票|券|算下来")
_ABOUT_PRICES = re.compile(r"[价降涨差退贵付卖]|便宜|多少钱|小票|吊牌")
#: 36行不 is a bid, but not where sizes are spoken of.
_ABOUT_SIZES = re.compile(r"[码鞋穿脚]")
_SIZE = re.compile(rf"{SHOE}|{CHILD}")
#: Numbers of sizes of children's clothes, shoes and trousers, and years.
_NO_PRICE = frozenset(
    {*range(25, 49), 59, 66, 73, *range(80, 175, 10), *range(105, 176, 10), *range(2015, 2041)}
)


def bare_prices(text: str, names: Iterable[Span] = ()) -> Iterator[Span]:
    """Yields amounts in fen of a folded text; `names` are those of the lexicon in it."""
    about_sizes = bool(_ABOUT_SIZES.search(text))
    for pattern in (_GIVEN, _TOLD, _BOUGHT, _OFFERED, _OFF, _WITHIN):
        for match in pattern.finditer(text):
            of_size = about_sizes and pattern is _OFFERED and _SIZE.fullmatch(match["yuan"])
            if match["yuan"] not in "一二两三四五六七八九" and not of_size:
                yield from _amount(match, 6)
    for match in _COUPON.finditer(text):
        yield from _amount(match, 5)
        yield from _amount(match, 5, "off")
    for match in _RUN_FOR_SO_MANY.finditer(text):
        parts = two_numbers(match["run"])
        value = exact_number(parts[0]) if parts else None
        if parts and value is not None:
            start = match.start()
            yield Span("amount", int(value * 100), start, start + len(parts[0]), rank=4)
    about_prices = bool(_ABOUT_PRICES.search(text))
    for match in _DECIMAL.finditer(text):
        likely = about_prices or not (float(match["yuan"]) < 5 or _SIZE.fullmatch(match["yuan"]))
        if likely and not _NO_DECIMAL_PRICE.search(text[: match.start()]):
            yield from _amount(match, 7)
    if not speaks_of_bodies(text):
        yield from _without_bodies(text)
    starts = {span.start for span in names if span.entity == "product"}
    yield from _of_goods(text, starts)


def _without_bodies(text: str) -> Iterator[Span]:
    """What would be a height or a size where someone's body is spoken of."""
    about_sizes = bool(_ABOUT_SIZES.search(text))
    for pattern in (_FOR_SO_MANY, _MODEL, _AROUND, _BID):
        for match in pattern.finditer(text):
            if not (about_sizes and _SIZE.fullmatch(match["yuan"])):
                yield from _amount(match, 7)
    if _MONEY.search(text) and not about_sizes:
        for match in _LEFT.finditer(text):
            yield from _amount(match, 9)
    then = list(_THEN.finditer(text))
    if len(then) > 1 or _ABOUT_PRICES.search(text):
        for match in then:
            yield from _amount(match, 7)


def _of_goods(text: str, starts: set[int]) -> Iterator[Span]:
    """129的卫衣 and 159和189的调奶器, but not 110的秋衣, which is a size."""
    for match in _OF_GOODS.finditer(text):
        if match.end() in starts and int(match["yuan"]) not in _NO_PRICE:
            yield from _amount(match, 7)
    for match in _TWO_OF_GOODS.finditer(text):
        both = {int(match["yuan"]), int(match["other"])}
        if match.end("other") + 1 in starts and not both <= _NO_PRICE:
            yield from _amount(match, 7)
            yield from _amount(match, 7, "other")


def _amount(match: re.Match[str], rank: int, group: str = "yuan") -> Iterator[Span]:
    yuan = exact_number(match[group])
    if yuan is not None and yuan >= Decimal("0.1"):
        yield Span("amount", int(yuan * 100), *match.span(group), rank=rank)
