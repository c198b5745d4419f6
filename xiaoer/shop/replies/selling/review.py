"""Reviews: nothing is given for one, an honest one is welcome."""

from __future__ import annotations

import re

from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.registry import Subject, answers

_CARD = re.compile(r"卡片?|小纸条|纸条|单子|传单|扫码|二维码|包裹里|盒子里|里面(有|放)")
_PROMISED = re.compile(r"说好|说了|说过|之前说|客服.{0,6}说|承诺|答应|写着|写的|上面说|你们说")
_DONE = re.compile(
    r"(已经|都|刚)?(评价|好评|评论|晒图|五星|追评)(过|完|了|好了)|评完|给了?你?们?(好评|五星)"
)
_BAD = re.compile(r"差评|中评|改评|删评|删掉?评")


@answers("review_cashback", subject=Subject.ANY_ORDER)
def review_cashback(s: Situation, d: Draft) -> None:
    """A friendly no; a cash-back card found in a parcel goes to the owner (policy §9)."""
    if _CARD.search(s.text):
        _report_card(s, d)
    elif _BAD.search(s.text):
        d.say(
            "评价怎么写由您决定，我们不会用钱或礼物换修改、删除。",
            "评价您按真实感受写就好，我们不拿钱或东西换改评。",
        )
        d.say("如果是哪里没让您满意，告诉我具体情况，我来处理。")
    elif _PROMISED.search(s.text):
        d.do("ticket", kind="manager", title=f"买家说有人承诺评价给好处：{s.text[:80]}")
        d.say("店里的规定是评价不返现也不送礼，您说的承诺我已经报给店主去查了。")
        d.say("真实评价我们一直欢迎，不影响您的任何售后权益。")
    elif _DONE.search(s.text):
        d.say("谢谢您花时间评价！评价这块我们不返现也不送东西，写您的真实感受就好。")
    else:
        d.say(
            "谢谢您惦记，不过评价我们不返现、不送礼，真实的评价我们都欢迎。",
            "评价返现我们没有做哦，收到后按真实感受评就好，好坏都欢迎。",
        )
        d.say("想省钱的话，可以问我现在有什么活动和优惠券。")
        d.offer("有什么优惠")


def _report_card(s: Situation, d: Draft) -> None:
    """The owner has to know: such a card breaks the rules, whoever put it in."""
    order = s.facts.order
    d.do(
        "ticket",
        kind="manager",
        title=f"包裹里发现评价返现卡：{s.text[:80]}",
        order_no=order.row.no if order else None,
    )
    where = f"（尾号{order.row.no[-4:]}的订单）" if order else ""
    d.say(f"谢谢告诉我们。店里不做评价返现，这张卡我已经报给店主核查{where}。")
    d.say("上面的二维码建议先别扫，方便的话拍张照片发来。评价按真实感受写就好。")
