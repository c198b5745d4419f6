"""Campaigns and coupons: what runs, what comes, and why a coupon does not apply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.shop.replies.asking import change, rows, use_policy
from xiaoer.shop import Shop
from xiaoer.shop.promotions.model import Campaign, Coupon


def end_all(shop: Shop) -> None:
    for campaign in rows(shop, Campaign):
        change(shop, Campaign, campaign.id, ends_at=campaign.starts_at)


def test_all_campaigns_the_whole_shops_first(talk: Any) -> None:
    first, *others = talk().say("有什么活动", "ask_promotion").split("\n· ")[1:]
    assert "换季囤货周" in first
    assert any("新品尝鲜价" in line and "指定商品" in line for line in others)
    assert not any("会员日" in line for line in others), "it has not begun"


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("云朵卫衣买两件怎么算", {"quantity": 2}, ["2件258元", "减30元", "到手228元"]),
        ("云朵卫衣一件到手多少", {}, ["满200元才减", "还差71元"]),
        ("综合果脆第二件半价吗", {}, ["第二件半价"]),
        ("怎么换购", {}, ["9.9元换购"]),
        ("云朵卫衣能换购吗", {}, ["9.9元换购"]),
        ("下次活动啥时候", {}, ["会员日", "11月30日"]),
        ("会员日怎么玩", {}, ["每满300元减60元"]),
        ("30号有活动吗", {"date": "day:30"}, ["会员日"]),
        ("双11还有活动吗", {"date": "festival:双11"}, ["已经过了", "换季囤货周"]),
        ("云朵卫衣参加新品尝鲜价吗", {}, ["不在这个活动里"]),
    ],
)
def test_what_is_asked_for(
    talk: Any, text: str, entities: dict[str, Any], words: list[str]
) -> None:
    said = talk().say(text, "ask_promotion", **entities)
    assert all(word in said for word in words), said


def test_two_packs_with_the_second_at_half_price(talk: Any) -> None:
    text = talk().say("综合果脆40g×3罐买两件多少", "ask_promotion", quantity=2)
    assert "151.8元" in text and "减37.95元" in text


def test_between_campaigns_the_next_is_told(talk: Any, shop: Shop) -> None:
    end_all(shop)
    change(shop, Campaign, "member-day", ends_at=rows(shop, Coupon, id="member30")[0].ends_at)
    text = talk().say("有活动吗", "ask_promotion")
    assert "现在没有活动" in text and "会员日" in text


def test_nothing_runs_and_nothing_comes(talk: Any, shop: Shop) -> None:
    (over,) = rows(shop, Campaign, id="last-sale")
    for campaign in rows(shop, Campaign):
        change(shop, Campaign, campaign.id, starts_at=over.starts_at, ends_at=over.ends_at)
    assert talk().say("有活动吗", "ask_promotion") == "店里现在没有活动。"


@pytest.mark.parametrize(
    ("buyer", "text", "words"),
    [
        ("b13", "上月的券怎么用不了", ["11月12日", "过期"]),
        ("b01", "满199的券为什么用不了", ["现在是118元", "还差81元", "不算运费"]),
        ("b06", "我的券咋不能用了", ["作废"]),
        ("b19", "券怎么用不了", ["尾号0147"]),
        ("b03", "我有什么券", ["零食满59减8券", "限指定商品", "关注有礼5元券"]),
        ("b20", "我有什么券", ["现在可以领", "满199减20店铺券"]),
        ("b20", "券用不了", ["没有本店的券", "现在可以领"]),
        ("b19", "退款了券退给我吗", ["没有退回来的记录"]),
        ("b10", "补偿券用不了", ["无门槛", "能用的"]),
        (None, "我的券用不了", ["登录"]),
        (None, "哪里领券", ["店铺首页"]),
    ],
)
def test_coupons(talk: Any, buyer: str | None, text: str, words: list[str]) -> None:
    said = talk(buyer).say(text, "ask_coupon")
    assert all(word in said for word in words), said


def test_a_coupon_for_other_goods(talk: Any) -> None:
    said = talk("b03").say("零食满59减8券怎么不能用", "ask_coupon", item_number="688000000103")
    assert "只能用在指定商品上，这件不在里面" in said


def test_a_coupon_that_has_not_begun_or_is_given_out_no_more_is_not_offered(talk: Any) -> None:
    said = talk().say("有什么券可以领", "ask_coupon")
    assert "会员日满299" not in said and "上月满99" not in said and "服务补偿" not in said


def test_the_rule_of_all_coupons_is_the_policys(talk: Any, shop: Shop, tmp_path: Path) -> None:
    assert "1张券" in talk("b01").say("能用几张券", "ask_coupon")
    use_policy(shop, tmp_path, coupons={"per_order": 2, "per_buyer": 6})
    text = talk("b01").say("能用几张券", "ask_coupon")
    assert "2张券" in text and "6张" in text


def test_no_coupon_anywhere(talk: Any, shop: Shop) -> None:
    for coupon in rows(shop, Coupon):
        change(shop, Coupon, coupon.id, claim_note=None)
    assert "没有正在发放的券" in talk().say("有券吗", "ask_coupon")


@pytest.mark.parametrize(
    ("text", "festival", "over"), [("双11还有优惠吗", "双11", True), ("双12呢", "双12", False)]
)
def test_a_festival_that_is_past_is_over(talk: Any, text: str, festival: str, over: bool) -> None:
    said = talk().say(text, "ask_promotion", date=f"festival:{festival}")
    assert ("已经过了" in said) is over and ("还没有排出来" in said) is not over, said


def test_the_rule_that_is_repeated_is_not_the_sum(talk: Any) -> None:
    text = "满200减30的话两件卫衣减多少"
    said = talk().say(text, "ask_promotion", amount=[20000, 3000], quantity=2)
    assert "258元" in said and "到手228元" in said and "170" not in said, said
