"""Danger told, asked about, or neither."""

import pytest

from xiaoer.shop.aftersales.danger_words import danger_asked, danger_certain, danger_told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("通电就跳闸 差点电到孩子", "shock"),
        ("壶漏电，手都麻了", "shock"),
        ("餐椅塌了", "collapse"),
        ("宝宝坐上去椅子腿断了", "collapse"),
        ("调奶器玻璃炸了", "burst"),
        ("坚果吃出塑料片", "foreign"),
        ("猪肉脯里面有头发", "foreign"),
        ("米饼里有虫子", "foreign"),
        ("猪肉脯变质了", "spoiled"),
        ("猪肉脯有酸味 发黏", "spoiled"),
        ("坚果发霉了能吃吗", "spoiled"),
        ("坚果过期了", "expired"),
        ("收到的米饼过期了怎么办", "expired"),
        ("急急急 宝宝吃了过敏 怎么办", "reaction"),
        ("用了起红疹了能退吗", "reaction"),
        ("宝宝吃完拉肚子，会不会有事", "reaction"),
    ],
)
def test_told(text: str, kind: str) -> None:
    found = danger_told(text)
    assert found is not None and found.kind == kind
    assert danger_certain(text) and not danger_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "坚果有没有虫",
        "坚果会不会有虫子",
        "我对芒果过敏，果脆能吃吗",
        "宝宝过敏体质能用吗",
        "宝宝湿疹能用吗",
        "吃了会过敏吗",
        "会不会漏电",
        "漏电吗",
        "玻璃会炸裂吗",
        "餐椅会塌吗",
        "过期了吗",
        "过敏能退吗",
    ],
)
def test_asked(text: str) -> None:
    assert danger_told(text) is None and danger_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "优惠券过期了",
        "活动过期了吗",
        "是非油炸的吗",
        "外包装塌了",
        "这个不会过敏",
        "还没过期",
        "橙子烂了5个",
        "裤子起球了",
        "电话多少",
        "爆款卫衣还有吗",
    ],
)
def test_neither_told(text: str) -> None:
    assert danger_told(text) is None


def test_a_condition_before_buying_is_not_certain() -> None:
    assert danger_told("宝宝红屁股用哪款") is not None
    assert not danger_certain("宝宝红屁股用哪款")
