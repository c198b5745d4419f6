"""How a refund stands: its stage, the amount, where it goes, and what happens until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Callable, Dict, Optional

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Refund, Return, Shipment
from xiaoer.shop.replies.aftersales.case_file import press
from xiaoer.shop.replies.aftersales.refund_words import (
    last_day,
    route_name,
    say_last_day,
    travel_time,
)
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.order_items import ALL, goods_name, named_items

_NOT_THERE = ("没到", "没收到", "没看到", "没有到", "没有收到", "还没", "查不到", "没到账")


def newest_refund(order: OrderFacts) -> Optional[Refund]:
    """The refund that a question about "the refund" means: the running one, else the last."""
    return order.open_refund or max(order.refunds, key=lambda r: r.applied_at, default=None)


def running_for(s: Situation, order: OrderFacts) -> Optional[Refund]:
    """The refund that runs for what the message means; None where it names other goods only."""
    running = order.open_refund
    if running is None or running.item_id is None or len(order.items) < 2:
        return running
    meant = set(s.given.get("items") or ()) or {item.id for item in named_items(s, order)}
    return running if not meant or meant & {running.item_id, ALL} else None


def return_of(order: OrderFacts, refund: Refund) -> Optional[Return]:
    """The goods on the way back for a refund."""
    return next((row for row in order.returns if row.refund_id == refund.id), None)


def tell_refund(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    """Says stage, amount, route, and the day until which the next thing happens."""
    state = d.uses(refund, "state", "amount_fen").state
    stage = _STAGES.get(state)
    if stage is None:
        press(s, d, f"退款{refund.id}状态不明", order.row.no)
        d.say("这笔退款在哪一步我这边看不清楚，已经开单让同事核对，也可以现在转人工。")
        d.offer("转人工")
        return
    stage(s, d, order, refund)


def _name(d: Draft, order: OrderFacts, refund: Refund) -> str:
    items = [item for item in order.items if item.id == refund.item_id] or order.items
    return f"{goods_name(d, order, items)}的退款{yuan(refund.amount_fen)}"


def _day(s: Situation, moment: datetime) -> str:
    return say_day(local(moment).date(), local(s.now).date())


def _applied(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    applied = d.uses(refund, "applied_at").applied_at
    due = applied + timedelta(days=s.policy.clocks.return_answer_days)
    head = f"{_name(d, order, refund)}{_day(s, applied)}提交的，还在审核"
    if s.now > due:
        press(s, d, f"退款{refund.id}超时未审核", order.row.no)
        d.say(f"{head}，已经超过该答复的时间了，实在抱歉，我给主管开了加急单。")
        return
    d.say(f"{head}，最晚{_day(s, due)}有结果。")


def _agreed(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    if refund.kind == "return_refund":
        d.uses(refund, "kind")
        _awaiting_return(s, d, order, refund)
        return
    name, route = _name(d, order, refund), d.uses(refund, "route").route
    coming_back = [p.row for p in order.shipments if p.row.state == "returning"]
    if coming_back:
        d.uses(coming_back[0], "state")
        days = s.policy.clocks.refund_after_arrival_days
        d.say(f"{name}已经同意了，包裹正在退回来，到仓后{days}天内退回{route_name(route)}。")
        return
    printed = [p.row for p in order.shipments if p.row.state == "label_printed"]
    if printed:
        d.uses(printed[0], "state")
        d.say(
            f"{name}已经同意了，包裹打过面单，仓库正在拦；拦下就退回{route_name(route)}，"
            f"{travel_time(s.policy, route)}。没拦住的话送来拒收就行。"
        )
        return
    waits = "就等放款" if order.shipments else d.without("还没发出，就等放款", Shipment)
    d.say(f"{name}已经同意，{waits}，退回{route_name(route)}，{travel_time(s.policy, route)}。")


def _awaiting_return(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    name, goods = _name(d, order, refund), return_of(order, refund)
    if goods is None:
        press(s, d, f"退款{refund.id}缺退货地址", order.row.no)
        nowhere = d.without("退货地址系统里还没生成", Return)
        d.say(f"{name}已经同意了，{nowhere}，我开了加急单，地址会发到这里。")
        return
    d.uses(goods, "send_by", "address")
    by = say_day(goods.send_by, local(s.now).date())
    if goods.send_by < local(s.now).date():
        d.say(f"{name}已经同意，不过约定的寄回日期是{by}，已经过了。还想退的话我请同事给您延一下。")
        d.offer("转人工")
        return
    d.say(f"{name}已经同意，等您把东西寄回，最晚{by}寄出。")
    d.say(f"寄到：{goods.address}。寄出后把快递单号发我。")


def _returning(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    name, goods = _name(d, order, refund), return_of(order, refund)
    clocks = s.policy.clocks
    if goods is None or d.uses(goods, "sent_at").sent_at is None:
        days = clocks.refund_after_arrival_days
        since = d.without("哪天寄出的没有记录", Return, Return.sent_at)
        d.say(f"{name}：东西正在寄回来的路上，{since}，我们收到后{days}天内退款。")
        return
    assert goods.sent_at is not None
    number = f"（单号{d.uses(goods, 'tracking_no').tracking_no}）" if goods.tracking_no else ""
    due = goods.sent_at + timedelta(days=clocks.refund_after_number_days)
    if s.now > due:
        press(s, d, f"退款{refund.id}超时未退", order.row.no)
        d.say(
            f"{name}：退货{_day(s, goods.sent_at)}寄出{number}，"
            "已经超过该退款的时间了，实在抱歉，我给主管开了加急单。"
        )
        return
    d.say(
        f"{name}：退货{_day(s, goods.sent_at)}寄出{number}，还没到仓。"
        f"收到后{clocks.refund_after_arrival_days}天内退，最晚不超过{_day(s, due)}。"
    )


def _inspecting(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    name, goods = _name(d, order, refund), return_of(order, refund)
    if goods is None or d.uses(goods, "arrived_at").arrived_at is None:
        route = route_name(d.uses(refund, "route").route)
        since = d.without("哪天到仓的没有记录", Return, Return.arrived_at)
        d.say(f"{name}：东西在仓库验货，{since}，没问题就退回{route}。")
        return
    assert goods.arrived_at is not None
    due = goods.arrived_at + timedelta(days=s.policy.clocks.refund_after_arrival_days)
    head = f"{name}：退货{_day(s, goods.arrived_at)}到仓，正在验货"
    if s.now > due:
        press(s, d, f"退款{refund.id}验货超时", order.row.no)
        d.say(f"{head}，已经超过该退款的时间了，实在抱歉，我给主管开了加急单。")
        return
    route = route_name(d.uses(refund, "route").route)
    d.say(f"{head}，最晚{_day(s, due)}退回{route}。")


def _released(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    """Money under way. The day that is past gets the proof of transfer asked for, for real."""
    d.uses(refund, "route", "released_at")
    name, route = _name(d, order, refund), route_name(refund.route)
    done = refund.state == "done"
    if refund.released_at is None:
        since = d.without("哪天放款的没有记录", Refund.released_at)
        d.say(f"{name}已经退回{route}，{since}，{travel_time(s.policy, refund.route)}。")
        return
    head = f"{name}{_day(s, refund.released_at)}已经放款，退回{route}"
    last = last_day(s.policy, refund.route, refund.released_at)
    if last is None:
        d.say(f"{head}，到账时间以付款渠道为准。")
        return
    today = local(s.now).date()
    missed = today > last and not done
    if missed or (done and s.mentions(*_NOT_THERE)):
        press(s, d, f"退款{refund.id}未到账，查打款凭证", order.row.no)
        d.say(
            f"{head}，按说{say_last_day(s, last)}就该到了。麻烦再看看账单，"
            "我已经开单请财务查打款凭证，查到发在这里。"
        )
    elif done and today > last:
        d.say(f"{head}，已经退完，在{route}的账单里能看到。")
    else:
        d.say(f"{head}，最晚{say_last_day(s, last)}到账。")


def _refused(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    name = _name(d, order, refund)
    reason = d.uses(refund, "refused_reason").refused_reason
    if reason:
        d.say(f"{name}没有通过，原因是：{reason.rstrip('。')}。")
        d.say("您要是不认可，可以补充说明重新申请，也可以转人工核实。")
    else:
        press(s, d, f"退款{refund.id}被拒未写原因", order.row.no)
        why = d.without("原因这边没写", Refund.refused_reason)
        d.say(f"{name}没有通过，{why}，我开单让同事给您说明；也可以现在转人工。")
    d.offer("转人工")


def _withdrawn(s: Situation, d: Draft, order: OrderFacts, refund: Refund) -> None:
    d.say(f"{_name(d, order, refund)}已经撤回了，目前没有在退。还想退的话跟我说一声就重新登记。")


_STAGES: Dict[str, Callable[[Situation, Draft, OrderFacts, Refund], None]] = {
    "applied": _applied,
    "agreed": _agreed,
    "awaiting_return": _awaiting_return,
    "returning": _returning,
    "inspecting": _inspecting,
    "released": _released,
    "done": _released,
    "refused": _refused,
    "withdrawn": _withdrawn,
}
