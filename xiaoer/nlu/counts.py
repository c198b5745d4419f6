"""How many, and which one in a row."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterator

from xiaoer.nlu.numerals import NUMBER, exact_number, parse_int, two_numbers
from xiaoer.nlu.spans import Span

#: What goods, parcels and orders are counted with, where it does not begin another word (20包邮);
#: to be put into larger patterns.
MEASURES = (
    r"公斤|千克|kg|斤|两(?![天年月周次个双件包套条箱盒袋瓶罐只支份片张])|包(?![邮裹含括退换赔])|件(?![套数])|"
    r"个(?![\d数])|双(?![层面十旦倍])|套(?![餐路])|箱|盒|袋|瓶|罐|条(?![龙件纹码])|只(?![能有是要收剩差想])|"
    "支(?![持付出])|枝|提(?![前示供货醒到交])|份|片|张|台(?![湾州])|本(?![来身人店])|组(?!合)|"
    "单(?![号独品价买位面层色])|卷|桶|串|颗|粒|把(?![握我你它关])|床(?![单垫上])|顶(?!多)|副(?!作)|样(?![子式品])|"
    "款(?![式到项])|打(?![折包开电扰算印底不])|筒|杯|碗|听(?![说到不])|排(?![队第除])|板|块(?!头)|根(?![本据])|"
    "枚|朵|坛|捆|扎|捧|对(?![吧吗不么呢应方面于我得了比])"
)
#: A number before one of these is measured or counted: no money, no size.
NO_UNIT = (
    r"(?!\s*(?:块|元|圆|毛|角|分|r(?![a-z])|折|%|天|点|次|年|月|号|日|码|半|种|名|几|平|"
    r"(?<=一)[样些下定直起般会]|度|℃|小?时|岁|周|抽|倍|期|位|层|代|升|毫升|l(?![a-z])|ml|厘米|公分|cm|mm|米|m(?![a-z])|克|"
    rf"g(?![a-z])|w|v|尺|寸|人|×|x|\*|{MEASURES}))"
)
#: People, times and what else goods are not; 两个宝宝餐椅 are goods.
_NO_GOODS = (
    r"人|娃|孩|女儿|儿子|闺女|朋友|客服|同事|宝宝(?=$|[\s,.?!。都的吗了])|月|小时|星期|礼拜|钟头|多月|"
    r"问题|意思|字(?!$)|电话|地址|度|劲|心|色|价|次|工作日|亿|季节|世纪|代发|"
    r"(?<=[个件张条份])(?:[小大]?事|颜色|尺[码寸]|[差好中]评|评价|消息|短信|图|照片|视频|地方|牌子|品牌|选择|说法|"
    r"解释|答复|回复|理由|办法|方法|套路|钱|身材|平台|活动|机会|功能|模式|城市|链接)"
)
_QUANTITY = re.compile(
    rf"(?<!第)(?:(?<![\d.])|(?=[一二两三四五六七八九十]))(?P<n>{NUMBER})[来多]?\s?[大小整]?(?P<u>{MEASURES})"
    rf"(?:(?<=[斤克gG])(?P<half>半)(?![价折天年个]))?(?!{_NO_GOODS})",
    re.I,
)
_HALF = re.compile(r"(?<![一二两三四五六七八九十\d年天月斤])半(?P<u>斤|打)(?!折)")
#: A number of pieces without a measure word: 黑色M*2, 湿巾x3, 各1, 数量改成6.
_PIECES = re.compile(
    rf"(?:(?<=[^\d\s])\s?[*×]\s?|(?<=[一-鿿])\s?x\s?|(?<=各)|数量[^\d]{{0,4}})(?P<n>\d{{1,3}})(?![\d.a-z]){NO_UNIT}",
    re.I,
)
_SPOKEN = re.compile(r"(?:要|买|拍|来|下|给我|整|搞)(?:了)?(?P<n>俩|仨)")
_AFTER_EACH = re.compile(r"[这那哪每几另某同前后上下头整选挑]$")
#: 第三个 is a place, 3-5个 a guess.
_NOT_ALONE = re.compile(r"第$|[\d一二两三四五六七八九十]\s?[-~—至到]\s?$")
#: One of these is counted only where something is bought: 一打开, 一把年纪, 一对比.
_IDIOMS = frozenset({"一把", "一打", "一排", "一对", "一组"})
_BOUGHT = re.compile(r"[要来买拍加送补换退少各]$")
_THE_END = re.compile(r"\W*\Z")
_DOZEN = re.compile(r"(?![开电听包算折扰架底印理通完就火水过上下分不])")
#: 第二件半价 is the rule of a promotion.
_OFFER = r"\s?(?:半价|打?[\d一二三四五六七八九.]{1,3}折|打折|免费|[0零]元|立?减|优惠)"
_PLACES = "个款种件条张单双套包盒笔样瓶行排家只份"
_ORDINAL = re.compile(
    rf"(?P<back>倒数)?第(?P<n>{NUMBER})"
    r"(?!次|天|年|期|时间|反应|感觉|印象|名|遍|回|批|方|步)"
    rf"(?![{_PLACES}]?{_OFFER})(?P<u>[{_PLACES}])?"
)
#: 前面那个, 后者; not 前面那个客服.
_OF_TWO = re.compile(
    r"[前后]者|(?<![之以])[前后](?:面的?那|边的?那|一)[个款种件](?!客服|人|客人|订单|快递|问题|月|小时|星期|礼拜|单)"
)
_LAST = re.compile(r"最后(?:那|这)?一?(?:个|款|种|件|条|张|单|笔|样|双|套)")


def quantities(text: str) -> Iterator[Span]:
    """Yields counts with their measure word as `unit`; half a dozen is 6 个, half a jin 5 两.

    Of 十来件 the 十 is taken; 几件 and 两三件 are no number.
    """
    for match in _QUANTITY.finditer(text):
        before = text[: match.start()]
        if _NOT_ALONE.search(before) or not _counts(match, before):
            continue
        start, number = match.start(), match["n"]
        if parts := two_numbers(number):
            start, number = start + len(parts[0]), parts[1]
        value = exact_number(number)
        if value is not None:
            yield from _count(match, start, value)
    for match in _HALF.finditer(text):
        half, unit = (6, "个") if match["u"] == "打" else (5, "两")
        yield Span("quantity", half, *match.span(), rank=4, unit=unit)
    for match in _PIECES.finditer(text):
        yield Span("quantity", int(match["n"]), *match.span("n"), rank=6)
    for match in _SPOKEN.finditer(text):
        yield Span("quantity", 2 if match["n"] == "俩" else 3, *match.span("n"), rank=6, unit="个")


def _counts(match: re.Match[str], before: str) -> bool:
    """Whether something is counted, and it is not 一样, 这一件 or 一打开."""
    whole = match.group()
    if match["n"] != "一":
        return True
    if whole in ("一样", "一块") or _AFTER_EACH.search(before):
        return False
    if whole not in _IDIOMS or _BOUGHT.search(before):
        return True
    return bool((_DOZEN if whole == "一打" else _THE_END).match(match.string, match.end()))


def _count(match: re.Match[str], start: int, value: Decimal) -> Iterator[Span]:
    unit = match["u"].lower()
    if match["half"]:
        value += Decimal("0.5")
    if unit == "打":
        value, unit = value * 12, "个"
    elif unit in ("斤", "公斤", "千克", "kg") and value != value.to_integral_value():
        value, unit = value * (10 if unit == "斤" else 20), "两"
    if value == value.to_integral_value():
        yield Span("quantity", int(value), start, match.end(), rank=5, unit=unit)


def ordinals(text: str) -> Iterator[Span]:
    """Yields positions in a list, 1-based; from the end they are negative (`最后一个` is -1).

    第一 alone is an exclamation or a part of a name more often than a place.
    """
    for match in _ORDINAL.finditer(text):
        value = parse_int(match["n"])
        if value and (value > 1 or match["u"] or match["back"]):
            yield Span("ordinal", -value if match["back"] else value, *match.span(), rank=2)
    for match in _OF_TWO.finditer(text):
        yield Span("ordinal", -1 if "后" in match.group() else 1, *match.span(), rank=2)
    for match in _LAST.finditer(text):
        yield Span("ordinal", -1, *match.span(), rank=2)
