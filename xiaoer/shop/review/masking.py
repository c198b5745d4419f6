"""Takes out of a message what tells who wrote it (policy §10: training sees masked text only)."""

from __future__ import annotations

import re

_MASKS = (
    (re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"), "[邮箱]"),
    (re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?!\d)|(?<!\d)\d{15,19}(?!\d)"), "[号码]"),
    (re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "[电话]"),
    (re.compile(r"(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)"), "[电话]"),
    (re.compile(r"(?<![A-Za-z\d])[A-Za-z]{0,4}\d{10,}(?!\d)"), "[号码]"),
    (
        re.compile(
            r"[\u4e00-\u9fa5]{0,12}(省|市|自治区|区|县|镇|乡|街道|路|街|巷|弄|村|小区|花园|苑)"
            r"[\u4e00-\u9fa5A-Za-z\d#-]{0,20}\d[\u4e00-\u9fa5A-Za-z\d#-]*"
        ),
        "[地址]",
    ),
    (
        re.compile(
            r"(?P<lead>收件人|收货人|姓名|名字|我叫|抬头)(?P<link>是|叫|写|改成|换成|[:： ])?"
            r"[\u4e00-\u9fa5·]{2,20}"
        ),
        r"\g<lead>\g<link>[姓名]",
    ),
    (re.compile(r"(?P<lead>尾号|后四位)(?P<link>是|[:： ])?\d{4}"), r"\g<lead>\g<link>[尾号]"),
)
#: What a mask looks like, to leave it out of a training example.
MASK = re.compile(r"\[(邮箱|号码|电话|地址|姓名|尾号)\]")


def masked(text: str) -> str:
    """The text with numbers, addresses and names of people replaced by what they are."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text
