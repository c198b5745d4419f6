"""What is kept for training tells nothing of the person who wrote it."""

from __future__ import annotations

import pytest

from xiaoer.shop.review.masking import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("打我13812345678吧", "打我[电话]吧"),
        ("138 1234 5678", "[电话]"),
        ("固话0571-88886666", "固话[电话]"),
        ("订单202600000000000101怎么了", "订单[号码]怎么了"),
        ("身份证11010519491231002X", "身份证[号码]"),
        ("单号SF1234567890123", "单号[号码]"),
        ("发到a.b@example.com", "发到[邮箱]"),
        ("收件人改成王小明", "收件人改成[姓名]"),
        ("我叫李雷 怎么没货", "我叫[姓名] 怎么没货"),
        ("尾号8821", "尾号[尾号]"),
        ("寄到浙江省杭州市西湖区文三路8号3幢201", "[地址]"),
    ],
)
def test_masks(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "165 110斤穿什么码",
        "买3送1怎么算",
        "199减20吗",
        "上海几天到",
        "7天能退不",
        "538832022583"[:9],
    ],
)
def test_leaves_what_tells_nothing(text: str) -> None:
    assert masked(text) == text
