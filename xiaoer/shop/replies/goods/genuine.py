"""Whether goods are genuine: the shop's papers by name, shown on request."""

from __future__ import annotations

from typing import Any, Dict

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.goods.open_points import not_on_page, note_open_point
from xiaoer.shop.replies.goods.papers import (
    asked_kinds,
    asked_papers,
    name_paper,
    show_paper,
    valid_papers,
)
from xiaoer.shop.replies.registry import Need, Subject, answers

#: How many papers an answer names.
NAMED = 3


@answers("ask_genuine", subject=Subject.ANY_PRODUCT, needs={Need.SHOP_PAPERS})
def ask_genuine(s: Situation, d: Draft) -> None:
    """The papers by name and the offer to show them (policy §1, genuine); no word beyond them."""
    if note_open_point(s, d):
        return
    every = valid_papers(s)
    kept = [paper for paper in every if paper.id in s.given.get("papers", ())]
    asked = asked_papers(s, every)
    papers = (kept or asked or every)[:NAMED]
    product = s.facts.product
    name = d.uses(product.row, "name").name if product else "店铺"
    if not papers:
        not_on_page(s, d, f"{name}目前没有登记授权书或检测报告，没有凭据的话我不说。")
        return
    if s.given.get("confirmed"):
        d.say("\n".join(f"· {show_paper(d, paper)}" for paper in papers))
        d.say("想看原件照片的话，转人工让同事拍给您。")
        d.offer("转人工")
        return
    if not asked and (kinds := asked_kinds(s)):
        d.say(f"{name}没有登记{'、'.join(kinds.values())}。")
    listed = "、".join(name_paper(d, paper) for paper in papers)
    d.say(f"{name}有这些凭据：{listed}。", f"您放心查，{name}这边有{listed}。")
    data: Dict[str, Any] = {"papers": [paper.id for paper in papers]}
    if product:
        data["product_id"] = product.row.id
    d.confirm("要把编号和有效期发您核对吗？", data)
