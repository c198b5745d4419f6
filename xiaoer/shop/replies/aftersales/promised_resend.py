"""A part that was promised to be sent again: how far that is."""

from __future__ import annotations

import re

from xiaoer.shop.calendar import say_moment
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.orders.deadlines import say_answer
from xiaoer.shop.replies.orders.order_items import goods_name, names_goods
from xiaoer.shop.replies.orders.order_wanted import received

_HOW_FAR = re.compile(
    r"补[寄发](了|出)?(吗|没|么)|补[寄发]的.{0,12}(呢|吗|没|哪|时候)|(还没|怎么没|什么时候|啥时候|几时).{0,4}补"
    r"|(答应|说好).{0,8}补"
)

#: Of an order that has arrived this can only be what is sent again.
_SENT_YET = re.compile(r"(寄|发)(出)?了?(吗|没|么)|(还没|怎么没|什么时候|啥时候|几时).{0,3}(寄|发)")


def tell_promised_resend(s: Situation, d: Draft) -> bool:
    """Answers "补寄了吗" from the open promise; False where none fits or nothing of it is asked."""
    arrived_only = not _HOW_FAR.search(s.text)
    if arrived_only and not _SENT_YET.search(s.text):
        return False
    open_ones = [
        (order, promise)
        for order in s.facts.orders
        for promise in order.promises
        if promise.kind == "resend" and promise.state == "open"
        if not arrived_only or (received(order) and names_goods(s, order))
    ]
    named = [pair for pair in open_ones if names_goods(s, pair[0])]
    fitting = named or open_ones
    if len(fitting) != 1:
        return False
    [(order, promise)] = fitting
    d.uses(promise, "kind", "state", "content", "due_at")
    goods = goods_name(d, order, order.items)
    if promise.due_at >= s.now:
        d.say(f"{goods}这单记着「{promise.content}」，{say_moment(promise.due_at, s.now)}前办好。")
        return True
    hours = s.policy.desk.urgent_ticket_hours
    title = f"答应的还没办：{promise.content}"
    d.do("ticket", kind="warehouse", title=title, order_no=order.row.no, hours=hours)
    d.say(
        f"抱歉，{goods}这单答应的「{promise.content}」过了说好的时间，"
        f"我已经催仓库，{say_answer(s, hours)}给您答复。"
    )
    return True
