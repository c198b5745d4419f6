"""Not sure, no idea, nothing said: honest doubt instead of a confident wrong answer."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any, Dict, List

from xiaoer.shop.calendar import desk_is_open, desk_opens, say_moment
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.registry import Subject, answers

HELP = ("有什么优惠", "什么时候发货", "查一下物流", "怎么退换货")
#: Readings that a buyer in doubt never means: "您是问我是不是机器人，还是给订单加备注？"
_SENSELESS = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "bot_challenge",
        "out_of_scope",
        "order_note",
        "complain_service",
        "threaten_dispute",
    }
)
_WORDS = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9]")
_CODE = re.compile(
    r"</?[a-z!][^<>]*>|[{}].*[{}]|\b(?:select|insert|update|delete|drop|union|alter)\s.*(?:\b(?:from|into|table|set|select)\b|;)"
    r"|\bor\s+1\s*=\s*1",
    re.IGNORECASE,
)
#: A second reading less likely than this share of the first one is no choice.
_NEAR_SHARE = 0.3

#: Each intent in a buyer's plain words, for asking back between two readings.
PLAIN = {
    "greet": "打个招呼",
    "goodbye": "先聊到这儿",
    "thank": "道个谢",
    "affirm": "可以，就这样",
    "deny": "不用了",
    "request_human": "找人工客服",
    "bot_challenge": "问我是不是机器人",
    "complain_service": "对服务不满意",
    "threaten_dispute": "要投诉",
    "out_of_scope": "别的事情",
    "ask_genuine": "问是不是正品",
    "ask_product": "问商品的细节",
    "ask_quality": "问质量怎么样",
    "ask_stock": "问有没有货",
    "ask_price": "问多少钱",
    "ask_size": "问穿什么码",
    "ask_recommendation": "要我推荐一款",
    "bargain": "想便宜一点",
    "ask_promotion": "问活动怎么算",
    "ask_coupon": "问优惠券",
    "ask_gift": "问送什么赠品",
    "request_gift": "想要个赠品",
    "gift_to_discount": "赠品换成优惠",
    "ask_how_to_order": "问怎么下单",
    "ask_payment": "问怎么付款",
    "request_price_change": "订单要改价",
    "inform_ordered": "已经拍下了",
    "order_note": "给订单加备注",
    "ask_shipping_time": "问什么时候发货",
    "urge_shipping": "催发货",
    "ask_delivery_time": "问几天能到",
    "track_logistics": "查快递到哪了",
    "delivered_not_received": "显示签收但没收到",
    "ask_carrier": "问发什么快递",
    "ask_shipping_fee": "问运费",
    "ask_ship_from": "问从哪里发货",
    "change_address": "改收货信息",
    "modify_order": "改订单的规格",
    "order_status": "查订单状态",
    "request_refund": "申请退款",
    "withdraw_request": "撤回退款申请",
    "refund_status": "查退款进度",
    "request_return": "退货",
    "ask_return_policy": "问能不能退",
    "return_procedure": "问怎么寄回",
    "return_shipping_fee": "问退货运费",
    "request_exchange": "换一个",
    "request_resend": "补发",
    "report_quality": "东西有问题",
    "report_missing": "少发了",
    "report_wrong_item": "发错了",
    "report_not_as_described": "和描述不一样",
    "report_size_unfit": "尺码不合适",
    "request_compensation": "要补偿",
    "price_protection": "降价了想补差价",
    "review_cashback": "问评价返现",
    "ask_invoice": "开发票",
    "ask_warranty": "问保修或安装",
    "inform_received": "已经收到货",
}


@answers("nlu_fallback", subject=Subject.ANY_PRODUCT)
def not_understood(s: Situation, d: Draft) -> None:
    """Two readings in plain words when in doubt, help topics when lost, then a person."""
    if _wordless(s):
        d.say("这条我看不出意思，想问什么直接打字告诉我就行。")
        d.offer(*HELP)
        return
    d.failed = True
    often = s.context.failed_turns + 1 >= s.policy.desk.failed_turns
    if often and desk_is_open(s.policy, s.now):
        d.do("queue", reason="failed_turns")
        d.say("抱歉几次都没理解对，我把对话转给人工同事了，前面的内容他们都能看到。")
        return
    if often:
        _nobody_there(s, d)
        return
    if s.understanding.value("photo"):
        d.say("图片收到了。您是想让我看哪方面呢，比如商品有问题、查物流，或者问这款商品？")
        return
    readings = _readings(s)
    if len(readings) == 2:
        options = [Option(PLAIN[intent], intent) for intent in readings]
        first, second = (option.label for option in options)
        d.ask("reading", f"您是{first}，还是{second}？", options, {"said": _said(s)})
        return
    d.say(
        "这句我没太看懂，换个说法再发我一下？优惠、发货、物流、退换货都可以问我。",
        "没明白您的意思，能再说具体点吗？商品、优惠、物流、售后的问题都可以直接问。",
    )
    d.offer(*HELP, "转人工")


def _wordless(s: Situation) -> bool:
    """Emoji, markup, code, a link: no try to say something, so no failure to understand it."""
    text = s.text
    for entity in s.understanding.entities:
        if entity.kind in ("url", "photo"):
            text = text.replace(entity.text, "", 1)
    if s.understanding.value("photo"):
        return False
    return not _WORDS.search(text) or bool(_CODE.search(text))


def _said(s: Situation) -> Dict[str, Any]:
    """The message, so that it need not be typed again once its reading is known."""
    return {"text": s.text, "entities": [asdict(entity) for entity in s.understanding.entities]}


def _readings(s: Situation) -> List[str]:
    """The two readings worth asking about; fewer where the message is anybody's guess."""
    if s.understanding.doubt != "unsure":
        return []
    ranked = [(i, p) for i, p in s.understanding.ranking if i in PLAIN][:2]
    if len(ranked) < 2 or ranked[1][1] < ranked[0][1] * _NEAR_SHARE:
        return []
    return [intent for intent, _ in ranked if intent not in _SENSELESS]


def _nobody_there(s: Situation, d: Draft) -> None:
    """Outside the hours the bot stays: handing over would leave the buyer with nobody."""
    opens = say_moment(desk_opens(s.policy, s.now), s.now)
    d.say(
        f"抱歉几次都没理解对。人工同事{opens}上班，想留言给他们就回“转人工”；"
        "优惠、物流、退换货这些我现在就能答，换个说法再试试？"
    )
    d.offer(*HELP, "转人工")


@answers("out_of_scope")
def out_of_scope(s: Situation, d: Draft) -> None:
    """Nothing that a shop can do: say so, and say what it can."""
    d.say(
        "这个我帮不上忙，不过店里的商品、订单、物流和售后都可以问我。",
        "这个不在我能处理的范围里哦，商品、订单和售后的问题随时问我。",
    )
    d.offer(*HELP)


@answers("empty")
def empty(s: Situation, d: Draft) -> None:
    """A message without a word in it."""
    d.say("好像没有收到文字内容，您想问什么呢？")
    d.offer(*HELP)


@answers("repeat_question")
def repeat_question(s: Situation, d: Draft) -> None:
    """A yes that came too late for its question: the question in one line once more."""
    question = s.given["question"]
    d.ask(question.kind, d.quote(question.text), question.options, question.data, question.intent)
