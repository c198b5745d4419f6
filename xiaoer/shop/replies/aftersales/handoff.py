"""A person is wanted, or the buyer is angry: queued, with honest hours (policy §2, §8)."""

from __future__ import annotations

import re

from xiaoer.shop.calendar import desk_is_open
from xiaoer.shop.replies.aftersales.case_file import open_case
from xiaoer.shop.replies.aftersales.grave_matters import advise, grave_first
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.orders.deadlines import hours_until_answer
from xiaoer.shop.replies.orders.desk_hours import person_next
from xiaoer.shop.replies.registry import Need, Subject, answers

_SEVERE = re.compile(r"骗|欺诈|黑店|垃圾(店|商家|客服)|态度|滚|畜|傻|妈的|tmd", re.I)
_AUTHORITY = re.compile(r"12315|消协|消费者协会|工商|市场监管|监管局|消保")
_PLATFORM = re.compile(r"平台|小二|介入|纠纷|维权|官方|淘宝|天猫|京东")
_REVIEW = re.compile(r"差评|一星|评价|评论|曝光|小红书|抖音|微博|朋友圈|发网上")


@answers("request_human")
def request_human(s: Situation, d: Draft) -> None:
    """Into the queue at once; nothing is asked for first."""
    if grave_first(s, d):
        return
    d.do("queue", reason="request_human")
    if desk_is_open(s.policy, s.now):
        d.say(f"好的，已经帮您转人工了，{person_next(s)}")
    else:
        d.say(f"好的，已经帮您排上人工了。{person_next(s)}")


@answers(
    "complain_service",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    absorbs={"request_human"},
)
def complain_service(s: Situation, d: Draft) -> None:
    """An apology without excuses, and a person; harsh words reach a manager as well."""
    if grave_first(s, d):
        return
    d.do("queue", reason="complain_service")
    if _SEVERE.search(s.text):
        _manager(s, d, "买家对服务强烈不满", None)
    d.say(
        f"实在抱歉，让您有这样的感受。我把对话转给人工同事，{person_next(s)}",
        f"真的很抱歉，这次没服务好您。已经转给人工同事，{person_next(s)}",
    )
    if s.facts.order is None:
        d.say("要办的事或者订单号也可以先发在这里，同事一上来就能接着处理。")


@answers(
    "threaten_dispute",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    absorbs={"request_human", "complain_service"},
)
def threaten_dispute(s: Situation, d: Draft) -> None:
    """A case and a manager's ticket; the buyer's other ways are explained, never argued against."""
    kind = advise(s, d)
    order = s.facts.order
    no = open_case(
        d,
        order,
        (),
        issue="threaten_dispute",
        wish=None,
        problem=s.text,
        days=s.policy.clocks.quality_answer_days,
    )
    what = {"body": "，涉及人身", "food": "，涉及食品安全", "fake": "，反映假货"}.get(
        kind or "", ""
    )
    _manager(s, d, f"{no} 买家要投诉{what}", no)
    d.do("queue", reason="threaten_dispute")
    d.say(
        f"非常抱歉让您这么不满意，事情已经交给主管，编号{no}。{person_next(s)}",
        f"真的很抱歉，给您添堵了。已经请主管来处理，编号{no}。{person_next(s)}",
    )
    if words := _ways(s):
        d.say(words)


def _manager(s: Situation, d: Draft, title: str, case_no: str | None) -> None:
    d.do(
        "ticket",
        kind="manager",
        title=title,
        order_no=s.facts.order.row.no if s.facts.order else None,
        case_no=case_no,
        hours=hours_until_answer(s, s.policy.desk.urgent_ticket_hours),
    )


def _ways(s: Situation) -> str:
    """How the way works that the buyer named; a right, told neutrally."""
    if _AUTHORITY.search(s.text):
        return (
            "找12315是您的权利：可以拨打12315，或在全国12315平台的网站、小程序里登记，"
            "准备好订单号、聊天和照片就行，这边的处理不受影响。"
        )
    if _PLATFORM.search(s.text):
        return (
            "申请平台介入是您的权利：在订单的退款/售后页面提交申请，再按提示申请客服介入，"
            "上传聊天和照片就行，这边的处理不受影响。"
        )
    if _REVIEW.search(s.text):
        return "评价按您的真实感受写就好，问题我们照样会处理。"
    return ""
