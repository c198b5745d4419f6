"""Numbers as buyers write them: digits, Chinese numerals, and mixtures of both."""

from __future__ import annotations

import re
from decimal import Decimal

#: A run that `parse_number` understands; to be put into larger patterns (no groups inside).
NUMBER = (
    r"(?:\d{1,9}(?:\.\d{1,3})?[十百千万亿]{0,2}|[零〇一二两三四五六七八九十百千万亿俩仨]{1,12}"
    # 一点五斤, but 便宜一点 五块.
    r"(?:(?<![宜少多快早大小慢贵晚]一)点[零一二三四五六七八九]{1,2})?)"
)

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS.update({"〇": 0, "两": 2, "俩": 2, "仨": 3})
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
#: Two neighbours in one place are a guess: 两三包, 三四十件, 一百二三十斤.
_ROUGH = re.compile(
    r"(?<![零一二两三四五六七八九])(?:一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)"
    r"(?![零一二两三四五六七八九])"
)
#: After a unit only one digit can follow: 一百五一件 is a price and a count.
_TWO_NUMBERS = re.compile(
    r"(.*[十百千万][一二两三四五六七八九]|[一二三四五六七八九])([一二两三四五六七八九])\Z"
)
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]*)\Z")


def parse_number(text: str) -> Decimal | None:
    """The value of `text` (`25`, `1.5`, `二十五`, `三百五`, `2万`), or None where it is no number.

    `三百五` and `两千三` leave the last unit out, as spoken: 350 and 2300. A plain row of
    digits (`一八八`) is read digit by digit.
    """
    if match := _MIXED.match(text):
        value = Decimal(match.group(1))
        for unit in match.group(2):
            value *= {**_UNITS, **_GROUPS}[unit]
        return value
    whole, point, tenths = text.partition("点")
    if point and tenths and all(c in _DIGITS for c in tenths):
        units = parse_number(whole)
        return None if units is None else units + Decimal(f"0.{_in_digits(tenths)}")
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in _GROUPS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal(_in_digits(text))
    return Decimal(_chinese(text))


def exact_number(text: str) -> Decimal | None:
    """As `parse_number`, but None for a guess (`两三`, `三四十`)."""
    return None if _ROUGH.search(text) else parse_number(text)


def two_numbers(text: str) -> tuple[str, str] | None:
    """The parts of a run that is two numbers before a measure word, else None.

    `一百五一` (件) is `一百五` and `一`, the `九三` of 三块九三包 is `九` and `三`.
    """
    match = _TWO_NUMBERS.match(text)
    return None if match is None or _ROUGH.search(text) else (match[1], match[2])


def _in_digits(text: str) -> str:
    return "".join(str(_DIGITS[c]) for c in text)


def _chinese(text: str) -> int:
    total, section, digit, last_unit = 0, 0, 0, 1
    after_zero = False
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            after_zero = after_zero or digit == 0
        elif char in _UNITS:
            last_unit = _UNITS[char]
            section += (digit or 1) * last_unit
            digit, after_zero = 0, False
        else:
            last_unit = _GROUPS[char]
            total = (total + section + digit or 1) * last_unit
            section, digit, after_zero = 0, 0, False
    if digit and last_unit >= 100 and not after_zero:
        digit *= last_unit // 10
    return total + section + digit


def parse_int(text: str) -> int | None:
    """As `parse_number`, but only whole numbers."""
    value = parse_number(text)
    if value is None or value != value.to_integral_value():
        return None
    return int(value)
