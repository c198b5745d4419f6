"""Which size of trousers fits a waist, by the waists of the chart."""

from __future__ import annotations

import re
from typing import Optional

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import ProductFacts
from xiaoer.shop.replies.goods.size_stock import say_stock_of_size
from xiaoer.shop.replies.goods.variants import say_size

_DIGITS = "零一二三四五六七八九"
#: 腰围2尺3, 二尺三的腰
_FEET = re.compile(rf"(?P<feet>[12一二两])尺(?P<inches>[\d{_DIGITS}](?!\d))?")
_CENTIMETRES = re.compile(r"腰围?\D{0,3}(?P<cm>\d{2,3})(?!\d|\s?[斤码])")
_IN_CHART = re.compile(r"腰围\s*(\d+(?:\.\d+)?)")
#: A foot (尺) has a third of a metre.
_FOOT_CM = 100 / 3
#: A chart's waist may be so much smaller than the body's, in cm: cloth gives a little.
_GIVE_CM = 1.0


def advise_waist(s: Situation, d: Draft, product: ProductFacts) -> bool:
    """The smallest size that a waist which is told fits into; False where none is told, or the
    chart has none.
    """
    waist = _told(s.text)
    charted = [(row, _IN_CHART.search(row.measures or "")) for row in product.sizes]
    rows = [(row, float(found.group(1))) for row, found in charted if found]
    if waist is None or not rows:
        return False
    name = d.uses(product.row, "name").name
    row, width = next((r for r in rows if r[1] + _GIVE_CM >= waist), rows[-1])
    size = say_size(d.uses(row, "size", "measures").size)
    if width + _GIVE_CM < waist:
        d.say(f"腰围{waist:.0f}cm超出{name}的尺码表了，到头的{size}腰围{width:g}cm，我不建议硬拿。")
        return True
    d.say(f"腰围{waist:.0f}cm，{name}建议拿{size}，表上{size}腰围{width:g}cm。")
    say_stock_of_size(s, d, product, row)
    return True


def _told(text: str) -> Optional[float]:
    """The waist of a message in cm."""
    if "腰" not in text:
        return None
    if feet := _FEET.search(text):
        inches = _number(feet["inches"]) if feet["inches"] else 0
        return (_number(feet["feet"]) + inches / 10) * _FOOT_CM
    told = _CENTIMETRES.search(text)
    return float(told["cm"]) if told else None


def _number(digit: str) -> int:
    return 2 if digit == "两" else int(digit) if digit.isdigit() else _DIGITS.index(digit)
