"""When: days, weekdays, dates and festivals as tokens; no clock."""

from __future__ import annotations

import re
from typing import Iterator

from xiaoer.nlu.numerals import parse_int
from xiaoer.nlu.spans import Span

_DAY_WORDS = {
    "大后天": "day_after_next", "后天": "day_after", "后日": "day_after",
    "明后天": "tomorrow", "明后两天": "tomorrow", "明天": "tomorrow",
    "明日": "tomorrow", "明儿": "tomorrow", "明早": "tomorrow", "明晚": "tomorrow",
    "今天": "today", "今日": "today", "今儿": "today", "今早": "today", "当天": "today",
    "今晚": "tonight", "晚上12点": "tonight", "昨天": "yesterday", "昨日": "yesterday",
    "昨晚": "yesterday", "昨儿": "yesterday", "前天": "day_before", "月底": "month_end",
    "月末": "month_end", "周末": "weekend", "双休日": "weekend",
}  # fmt: skip
_DAY = re.compile(
    # The day of a festival is not today.
    rf"(?<![大节号日12一二8])(?:{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})"
)
_WEEKDAY = re.compile(
    r"(?<!上)(?<!上个)(?P<next>下个?|下下)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天1-7])(?![年个天])"
)
_DATE = re.compile(
    r"(?<![\d.])(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])月(?:份)?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)?"
)
_DOTTED = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[./-](?P<d>[12]\d|3[01]|0?[1-9])(?:号|日)")
_OF_MONTH = re.compile(
    r"(?<![\d.月第-])(?P<d>[12]?\d|3[01]|[一二三四五六七八九十]{1,3})(?:号|日)(?!链接|码|线|店|楼|仓|色|用品|本|期|常|柜|电池|院|座|门|窗口|客服|铺)"
)
_FESTIVAL = re.compile(
    r"双\s?(?:11|十一|12|十二)|11[.·]11|618|六一八|6[.·]18|99大促|38节|女神节|年货节|双旦|元旦|春节|过年|年前|除夕|"
    r"元宵节?|情人节|清明节?|劳动节|端午节?|儿童节|七夕|中秋节?|国庆节?|重阳节?|"
    # 十一件 is a count, 一百五一件 a price and a count.
    r"(?<![零一二两三四五六七八九十百千万第])"
    r"(?:五一|六一|十一(?![月号点岁天元块个件包双条斤克袋罐箱盒瓶套只片张台份]))(?![十百千万])|"
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
