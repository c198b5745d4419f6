"""How many, which one in a row, and when."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterator

from xiaoer.nlu.numerals import NUMBER, parse_int, parse_number
from xiaoer.nlu.spans import Span

_MEASURES = (
    "公斤|千克|kg|斤|两|包|件|个|双|套|箱|盒|袋|瓶|罐|条|只|支|枝|提|份|片|张|台|本|组|单|对|卷|桶|"
    "串|颗|粒|把|床|顶|副|样|款|打|筒|杯|碗|听|排|板|块|根|枚|朵|坛|捆|扎|捧"
)
_QUANTITY = re.compile(
    rf"(?<![\d.第])(?P<n>{NUMBER})\s?[大小]?(?P<u>{_MEASURES})(?!月|小时|星期|礼拜|钟头|多月|问题|意思|字(?!$)|电话|地址|度|劲|心|色|价|次|工作日|亿|季节|世纪)",
    re.I,
)
_HALF = re.compile(r"(?<![一二两三四五六七八九十\d年天月])半(?P<u>斤|打)(?!折)")
_SPOKEN = re.compile(r"(?:要|买|拍|来|下|给我|整|搞)(?:了)?(?P<n>俩|仨)")
_AFTER_EACH = re.compile(r"[这那哪每几另某同前后上下头整]$")
_TIGHT = re.compile(r"第$")
_ORDINAL = re.compile(
    rf"(?P<back>倒数)?第(?P<n>{NUMBER})(?!次|天|年|期|时间|反应|感觉|印象|名|遍|回|批|方|步)(?P<u>个|款|种|件|条|张|单|双|套|包|盒|笔|样|瓶|行|排|家|只|份)?"
)
_LAST = re.compile(r"最后(?:那|这)?一?(?:个|款|种|件|条|张|单|笔|样|双|套)")
_NO_QUANTITY = frozenset(
    {"一样", "一样的", "一块", "一把", "一打", "一排", "一对", "一条龙", "一组"}
)

_DAY_WORDS = {
    "大后天": "day_after_next", "后天": "day_after", "后日": "day_after", "明天": "tomorrow",
    "明日": "tomorrow", "明儿": "tomorrow", "明早": "tomorrow", "明晚": "tomorrow",
    "今天": "today", "今日": "today", "今儿": "today", "今早": "today", "当天": "today",
    "今晚": "tonight", "晚上12点": "tonight", "昨天": "yesterday", "昨日": "yesterday",
    "昨晚": "yesterday", "昨儿": "yesterday", "前天": "day_before", "月底": "month_end",
    "月末": "month_end", "周末": "weekend", "双休日": "weekend",
}  # fmt: skip
_DAY = re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True)))
_WEEKDAY = re.compile(
    r"(?P<next>下个?|下下)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天1-7])(?![年个天])"
)
_DATE = re.compile(
    r"(?<![\d.])(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])月(?:份)?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)?"
)
_DOTTED = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[./-](?P<d>[12]\d|3[01]|0?[1-9])(?:号|日)")
_OF_MONTH = re.compile(
    r"(?<![\d.月第-])(?P<d>[12]?\d|3[01]|[一二三四五六七八九十]{1,3})(?:号|日)(?!链接|码|线|店|楼|仓|色|用品|本|期|常|柜)"
)
_FESTIVAL = re.compile(
    r"双\s?(?:11|十一|12|十二)|11[.·]11|618|六一八|6[.·]18|99大促|38节|女神节|年货节|双旦|元旦|春节|过年|年前|除夕|"
    r"元宵节?|情人节|清明节?|五一|劳动节|端午节?|儿童节|六一|七夕|中秋节?|国庆节?|十一(?!月)|重阳节?|"
    r"圣诞节?|母亲节|父亲节|教师节|黑五|店庆"
)
_FESTIVALS = {
    "双十一": "双11",
    "双十二": "双12",
    "六一八": "618",
    "过年": "春节",
    "年前": "春节",
    "除夕": "春节",
}
_FESTIVALS |= {"劳动节": "五一", "国庆": "国庆", "十一": "国庆", "儿童节": "六一", "女神节": "38节"}


def quantities(text: str) -> Iterator[Span]:
    """Yields counts with their measure word as `unit`; half a dozen is 6 个, half a jin 5 两."""
    for match in _QUANTITY.finditer(text):
        before = text[: match.start()]
        value = parse_number(match["n"])
        if value is None or _TIGHT.search(before) or match.group() in _NO_QUANTITY:
            continue
        if match["n"] == "一" and _AFTER_EACH.search(before):
            continue
        yield from _count(match, value)
    for match in _HALF.finditer(text):
        half, unit = (6, "个") if match["u"] == "打" else (5, "两")
        yield Span("quantity", half, *match.span(), rank=4, unit=unit)
    for match in _SPOKEN.finditer(text):
        yield Span("quantity", 2 if match["n"] == "俩" else 3, *match.span("n"), rank=6, unit="个")


def _count(match: re.Match[str], value: Decimal) -> Iterator[Span]:
    unit = match["u"].lower()
    if unit == "打":
        value, unit = value * 12, "个"
    elif unit in ("斤", "公斤", "千克", "kg") and value != value.to_integral_value():
        value, unit = value * (10 if unit == "斤" else 20), "两"
    if value == value.to_integral_value():
        yield Span("quantity", int(value), *match.span(), rank=5, unit=unit)


def ordinals(text: str) -> Iterator[Span]:
    """Yields positions in a list, 1-based; from the end they are negative (`最后一个` is -1)."""
    for match in _ORDINAL.finditer(text):
        value = parse_int(match["n"])
        if value:
            yield Span("ordinal", -value if match["back"] else value, *match.span(), rank=2)
    for match in _LAST.finditer(text):
        yield Span("ordinal", -1, *match.span(), rank=2)


def dates(text: str) -> Iterator[Span]:
    """Yields date tokens (`tomorrow`, `weekday:5`, `date:11-12`, `festival:双11`); no clock."""
    for match in _DAY.finditer(text):
        yield Span("date", _DAY_WORDS[match.group()], *match.span(), rank=3)
    for match in _WEEKDAY.finditer(text):
        day = {"日": 7, "天": 7}.get(match["d"]) or parse_int(match["d"])
        kind = "next_weekday" if match["next"] else "weekday"
        yield Span("date", f"{kind}:{day}", *match.span(), rank=3)
    for match in _FESTIVAL.finditer(text):
        name = re.sub(r"\s", "", match.group())
        name = {"11.11": "双11", "11·11": "双11", "6.18": "618", "6·18": "618"}.get(name, name)
        if name not in _FESTIVALS and name.endswith("节") and len(name) == 3:
            name = name if name in ("情人节", "母亲节", "父亲节", "教师节", "年货节") else name[:-1]
        yield Span("date", f"festival:{_FESTIVALS.get(name, name)}", *match.span(), rank=3)
    for pattern in (_DATE, _DOTTED):
        for match in pattern.finditer(text):
            month, day = parse_int(match["m"]), parse_int(match["d"])
            if month and day and day <= 31:
                yield Span("date", f"date:{month:02d}-{day:02d}", *match.span(), rank=2)
    for match in _OF_MONTH.finditer(text):
        day = parse_int(match["d"])
        if day and 1 <= day <= 31:
            yield Span("date", f"day:{day}", *match.span(), rank=4)
