"""Greetings, thanks, farewells, and the honest answer to whether it is a bot."""

from __future__ import annotations

import re

from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.registry import Need, Subject, answers

_TIME_OF_DAY = re.compile(r"早上好|上午好|中午好|下午好|晚上好|早安|新年好|节日快乐|新年快乐")


@answers("greet", subject=Subject.ANY_PRODUCT, needs={Need.ORDERS})
def greet(s: Situation, d: Draft) -> None:
    """Welcome at the first message, a short 在的 later; names the page that is open."""
    product = s.facts.product if s.context.product_id else None
    echoed = _TIME_OF_DAY.search(s.text)
    if s.context.turns > 0:
        hello = f"{echoed.group(0)}，在的" if echoed else d.pick("在的亲", "在呢")
        d.say(f"{hello}，您说。")
        return
    hello = echoed.group(0) if echoed else "您好"
    shop = f"欢迎光临{s.facts.shop_name}" if s.facts.shop_name else "欢迎光临"
    if product is not None:
        name = d.uses(product.row, "name").name
        d.say(f"{hello}，{shop}，我是智能客服小二。您在看{name}吧？尺码、价格、发货都可以问我。")
        return
    d.say(f"{hello}，{shop}，我是智能客服小二。想看商品、查订单还是问售后，直接说就行。")
    if s.facts.orders:
        d.offer("查一下物流", "怎么退换货")


@answers("goodbye")
def goodbye(s: Situation, d: Draft) -> None:
    """A short farewell."""
    d.say(
        "好的，再见，有事随时来找我。",
        "好嘞，您先忙，有需要随时回来问我。",
        "再见亲，祝您生活愉快。",
    )


@answers("thank")
def thank(s: Situation, d: Draft) -> None:
    """A short answer to thanks."""
    d.say("不客气，有需要随时叫我。", "应该的，还有什么随时说。", "不用谢亲～")


@answers("bot_challenge")
def bot_challenge(s: Situation, d: Draft) -> None:
    """Never pretends to be a person (policy §9); offers one and says when there is one."""
    shop = f"{s.facts.shop_name}的" if s.facts.shop_name else ""
    d.say(
        f"是的，我是{shop}智能客服小二，不是真人。", f"对，我是{shop}智能客服，是机器人，不是真人。"
    )
    desk = s.policy.desk
    if desk_is_open(s.policy, s.now):
        d.say("想和真人聊，点“转人工”就行。")
    else:
        opens = say_moment(desk_opens(s.policy, s.now), s.now)
        d.say(f"人工客服{desk.open}–{desk.close}在，要等到{opens}，现在可以先排队留言。")
    d.offer("转人工")
