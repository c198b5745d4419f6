"""Campaigns in words, and what they take off a sum."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional, Sequence, Tuple

from xiaoer.shop.calendar import say_day, say_moment
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.promotions.model import Campaign
from xiaoer.shop.replies.draft import Draft, Situation


def until(moment: datetime, now: datetime) -> str:
    """The end of a period as it is said: midnight belongs to the day before (今天24:00)."""
    here = local(moment)
    if here.hour == here.minute == 0:
        day = (here - timedelta(days=1)).date()
        return f"{say_day(day, local(now).date())}24:00"
    return say_moment(moment, now)


def running_for(s: Situation) -> Tuple[Campaign, ...]:
    """What lowers the price of the product in focus now, its own campaigns first; without a
    product, the campaigns of the whole shop. An add-on purchase lowers no price.
    """
    product = s.facts.product
    there = s.facts.promotions.running(s.now, product.row.id if product else None)
    lowering = [c for c in there if c.kind != "add_on" and (product or not c.product_ids)]
    return tuple(sorted(lowering, key=lambda campaign: not campaign.product_ids))


def say_running(d: Draft, campaign: Campaign) -> str:
    """「name」rule，到…结束."""
    d.uses(campaign, "name", "rule", "ends_at", "starts_at")
    rule = campaign.rule.rstrip("。！!")
    return f"「{campaign.name}」{rule}，到{until(campaign.ends_at, d.situation.now)}结束"


def say_coming(d: Draft, campaign: Campaign) -> str:
    """「name」…开始，rule."""
    d.uses(campaign, "name", "rule", "starts_at")
    begins = say_moment(campaign.starts_at, d.situation.now)
    return f"「{campaign.name}」{begins}开始，{campaign.rule.rstrip('。！!')}"


def saving_fen(campaign: Campaign, goods_fen: int, pieces: int = 1) -> int:
    """What a campaign takes off goods of this sum; 0 where it does not apply or cannot be told.

    A rule that says 每满 repeats with every full threshold, any other counts once. A reduced
    second piece is reckoned where there is one; what a shop does with a fourth is its own business.
    """
    if campaign.kind == "nth_piece" and campaign.percent and pieces in (2, 3):
        return goods_fen // pieces * (100 - campaign.percent) // 100
    if campaign.kind == "percent" and campaign.percent:
        return goods_fen * (100 - campaign.percent) // 100
    if campaign.kind != "spend_save" or not campaign.threshold_fen or not campaign.save_fen:
        return 0
    times = goods_fen // campaign.threshold_fen
    return campaign.save_fen * (times if "每满" in campaign.rule else min(times, 1))


def best_saving(
    campaigns: Sequence[Campaign], goods_fen: int, pieces: int = 1
) -> Tuple[Optional[Campaign], int]:
    """The campaign that takes off most, and how much; (None, 0) where none does."""
    best = max(campaigns, key=lambda c: saving_fen(c, goods_fen, pieces), default=None)
    saved = saving_fen(best, goods_fen, pieces) if best else 0
    return (best, saved) if best and saved else (None, 0)


def uses_saving(d: Draft, campaign: Campaign) -> None:
    """Notes what `saving_fen` read."""
    if campaign.kind == "spend_save":
        d.uses(campaign, "threshold_fen", "save_fen")
    else:
        d.uses(campaign, "percent")


def missing_for(d: Draft, campaign: Campaign, goods_fen: int) -> Optional[str]:
    """How much is missing until the campaign counts ("再凑41元就能减30元"), None if nothing."""
    if campaign.kind != "spend_save" or not campaign.threshold_fen or not campaign.save_fen:
        return None
    short = campaign.threshold_fen - goods_fen
    if short <= 0:
        return None
    uses_saving(d, campaign)
    return f"满{yuan(campaign.threshold_fen)}才减，还差{yuan(short)}"
