"""Money back for a parcel on its way: refuse it or keep it; lost and stuck ones are agreed."""

from __future__ import annotations

from typing import Optional

from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.money import yuan
from xiaoer.shop.replies.aftersales.cancel_order import needs_sign_in
from xiaoer.shop.replies.aftersales.case_file import (
    by_day,
    instead,
    open_case,
    running_case,
    tell_case,
)
from xiaoer.shop.replies.aftersales.refund_words import back_to, refundable_fen
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import goods_name
from xiaoer.shop.replies.orders.steps import agreed, chosen, kept, said
from xiaoer.shop.replies.shipping.parcel_status import open_carrier_ticket, stuck

REFUSE, KEEP = "refuse", "keep"


def refund_under_way(s: Situation, d: Draft, order: OrderFacts) -> None:
    """Guides to refuse or to receive; what is lost or stuck is the shop's matter (policy §5)."""
    if needs_sign_in(s, d):
        return
    case = running_case(order, wish="refund")
    if case is not None:
        tell_case(s, d, case, order)
        return
    # The yes was to what had been read back: the words after it rest on it no more.
    trouble = _trouble(s, Draft(s) if agreed(s, "agree") else d, order)
    if trouble is not None:
        _agree(s, d, order, trouble)
    else:
        _on_the_way(s, d, order)


def _trouble(s: Situation, d: Draft, order: OrderFacts) -> Optional[str]:
    """What is wrong with a parcel, in words; None where all travel as they should."""
    for parcel in order.shipments:
        if parcel.row.state == "lost":
            d.uses(parcel.row, "state")
            return "非常抱歉，这个包裹快递已经确认丢了"
        if parcel.row.state == "returning":
            d.uses(parcel.row, "state")
            return "包裹正在退回仓库"
        if problem := stuck(s, d, parcel):
            return f"包裹{problem}"
    return None


def _agree(s: Situation, d: Draft, order: OrderFacts, trouble: str) -> None:
    fen, days = refundable_fen(d, order), s.policy.clocks.return_answer_days
    goods = goods_name(d, order, order.items)
    if not (agreed(s, "agree") and s.given.get("fen") == fen):
        before = instead(d, order, order.items, "refund")
        text = (
            f"{trouble}。{before}{goods}可以退，实付的{yuan(fen)}{back_to(d, order)}。确认退款吗？"
        )
        d.confirm(text, kept(s, step="agree", fen=fen, order_no=order.row.no))
        return
    no = _file(s, d, order, f"{trouble}，退款{yuan(fen)}", days)
    if not any(parcel.row.state == "returning" for parcel in order.shipments):
        open_carrier_ticket(s, d, order, f"{no} 买家已退款，请追查并退回包裹", "包裹追查结果", no)
    d.say(
        f"退款登记好了，编号{no}：{goods}的{yuan(fen)}{by_day(s, days)}处理，"
        f"{back_to(d, order)}。"
        "快递要是又送来了，拒收就行。"
    )


def _on_the_way(s: Situation, d: Draft, order: OrderFacts) -> None:
    goods, choice = goods_name(d, order, order.items), chosen(s, "refuse_or_keep")
    clocks = s.policy.clocks
    d.uses(order.row, "state")
    if choice == KEEP:
        d.say(f"好的，收到后先看看。不合适的话，签收后{clocks.no_reason_days}天内跟我说就能退。")
        return
    if choice == REFUSE:
        fen = refundable_fen(d, order)
        no = _file(s, d, order, f"拒收退款{yuan(fen)}", clocks.return_answer_days)
        d.say(
            f"登记好了，编号{no}。快递送{goods}来时直接拒收，退回仓库后"
            f"{clocks.refund_after_arrival_days}天内把{yuan(fen)}{back_to(d, order)}。"
        )
        return
    options = (Option("拒收退款", REFUSE), Option("收到再看", KEEP))
    d.ask(
        "choice",
        f"{goods}已经发出在路上了，可以送到时拒收，退回来就退款；也可以先收下看看。您想怎么办？",
        options,
        kept(s, step="refuse_or_keep", order_no=order.row.no),
    )


def _file(s: Situation, d: Draft, order: OrderFacts, problem: str, days: int) -> str:
    return open_case(
        d,
        order,
        order.items,
        issue="request_refund",
        wish="refund",
        problem=f"{problem}：{said(s)}",
        days=days,
    )
