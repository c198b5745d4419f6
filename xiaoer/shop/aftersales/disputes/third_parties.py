"""Masks people whom the dispute does not concern (policy §6, §10).

What is masked is named, and no more than that: what is left has to prove something. (The inbox for
training masks more readily, see `xiaoer/shop/review/masking.py`.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import FrozenSet, Iterable, Iterator

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from xiaoer.shop.orders.model import Buyer, Order

_HAN = r"[\u4e00-\u9fa5]"
#: The hundred commonest family names: what follows a job or a label is a name only with one.
_SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
)
_NAME = rf"(?:{_SURNAME}{_HAN}{{1,2}}(?!{_HAN})|{_SURNAME}(?:师傅|先生|女士)|小{_SURNAME})"
_JOB = (
    "快递员|快递小哥|派件员|派送员|配送员|收派员|揽收员|业务员|驿站老板"
    "|联系人|收件人|收货人|代收人|姓名"
)
#: A house, a floor, a door.
_DOOR = r"[A-Za-z\d一二三四五六七八九十-]+(?:号楼|号院|号|弄|栋|幢|楼|层|座|单元|室|户|房)"
_MASKS = (
    (re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "[邮箱]"),
    # Identity papers, bank cards, orders of others.
    (re.compile(r"(?<![\dA-Za-z])\d{15,19}[Xx]?(?![\dA-Za-z])"), "[号码]"),
    (
        re.compile(
            r"(?<![\dA-Za-z])(?:[+＋]?86[ -]?)?"
            r"(?:[1１][3-9３-９]\d[ －-]?\d{4}[ －-]?\d{4}"
            r"|[(（]?[0０]\d{2,3}[)）]?[ －-]?\d{7,8}|[4４][0０]{2}[ －-]?\d{3}[ －-]?\d{4})(?!\d)"
        ),
        "[电话]",
    ),
    (
        re.compile(
            rf"(?:{_HAN}{{2,6}}(?:省|自治区))?{_HAN}{{2,6}}市{_HAN}{{1,6}}[区县市镇]"
            rf"{_HAN}{{0,12}}(?:{_DOOR})+"
        ),
        "[地址]",
    ),
    (
        re.compile(
            rf"{_HAN}{{1,8}}(?:路|街|巷|弄|大道|小区|花园|苑|村|大厦|广场)"
            rf"(?:{_HAN}{{0,6}}{_DOOR})+"
        ),
        "[地址]",
    ),
    (re.compile(rf"(?P<job>{_JOB})(?P<link>[叫是:：【\[（( ]+){_NAME}"), r"\g<job>\g<link>[姓名]"),
    (re.compile(rf"(?P<job>{_JOB})(?:{_SURNAME}师傅|小{_SURNAME})"), r"\g<job>[姓名]"),
    # Whoever stands in front of a phone number.
    (re.compile(rf"(?:{_SURNAME}{_HAN}{{1,2}}|小{_HAN})(?=[（( ,，:：]*\[电话\])"), "[姓名]"),
)


@dataclass(frozen=True)
class ThirdParties:
    """Who is to be masked in the papers of one case, and which numbers are proof and stay."""

    names: FrozenSet[str]
    #: Numbers of the order, the case and its parcels.
    keep: FrozenSet[str]

    def masked(self, text: str) -> str:
        """The text without phones, addresses, other numbers of people and names of others."""
        for name in sorted(self.names, key=len, reverse=True):
            text = text.replace(name, "[他人]")
        return "".join(self._masked(text))

    def _masked(self, text: str) -> Iterator[str]:
        longest_first = sorted(map(re.escape, self.keep), key=len, reverse=True)
        known = re.compile(rf"(?<![\dA-Za-z])({'|'.join(longest_first) or '(?!)'})(?![\dA-Za-z])")
        for part in known.split(text):
            if part not in self.keep:
                for pattern, mask in _MASKS:
                    part = pattern.sub(mask, part)
            yield part


def third_parties(
    session: Session, buyer_id: str, own_names: Iterable[str], keep: Iterable[str], text: str
) -> ThirdParties:
    """Finds the names of other buyers and receivers in a text. `own_names` stay."""
    buyers = select(Buyer.name).where(Buyer.id != buyer_id)
    receivers = select(Order.receiver).where(Order.buyer_id != buyer_id)
    known = session.execute(union(buyers, receivers)).scalars()
    found = frozenset(name for name in known if len(name) > 1 and name in text)
    return ThirdParties(found - frozenset(own_names), frozenset(keep))


def surname_only(name: str) -> str:
    """The buyer as the papers name them: 李**."""
    return name[:1] + "*" * (len(name) - 1)
