"""Something to be noted on an order: written for the warehouse and followed up (policy §1)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional, Tuple

from xiaoer.shop.orders.model import Order
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts
from xiaoer.shop.replies.orders.which_order import ask_which, named, unknown_order
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.selling.agreed_price import say_closing, tell_over
from xiaoer.shop.replies.selling.warehouse_note import can_note, say_printed, write_note

#: Words around the wish itself.
_AROUND = re.compile(
    r"(亲亲?|老板|掌柜的?|客服|你好|您好|在吗|麻烦(您|你)?|请(您|你)?|帮(我|忙)|给我|替我|可以|能不能|能否|谢谢(啦|了|您|你)?|一下|下哈|哈|哦|啊|呢|吧|噢)"
)
_ORDER = re.compile(
    r"(订单号?)?\d{15,19}|尾号\d{4}([的那这]?一?(单|笔|个?订单))?|\d{4}[的那这]?一?(单|笔|个?订单)"
)
_NOTE_WORD = re.compile(
    r"^(在)?(订单)?(上|里)?(备注|留言|注明|写个?)(在?订单)?(上|里|好|说|：|:|下(?!次|面))?|备注$|(备注|留言)(就好|就行|好了?)$"
)
_ADDRESS = re.compile(
    r"地址|收货人|收件人|(?<![打接来通])电话(?!联系|通知|打不通)|手机号|号码|寄到|送到.*(酒店|公司|单位|家|前台|学校|小区)"
)
#: What the warehouse cannot grant: sums and gifts have answers of their own.
_MONEY = re.compile(
    r"便宜|优惠|改价|减价|返现|返钱|差价|赔|退款|免邮|包邮|免运费|\d+(块|元)"
    r"|免单|免费|白送|白拿|不要钱|不收钱|不付钱|打\S?折|[一二三四五六七八九]折"
)
#: The time to pay is the platform's: no note moves it.
_LATER = re.compile(
    r"再?(多)?留.{0,3}([一两二三四五六七八九十半几\d]+个?(天|日|小时|钟头|会)|一?晚|几天)"
    r"|(晚|迟|过)(点|些|会儿?|两天|几天|一天)再?付|(明天|后天|晚上|月底)再?付"
    r"|(别|不要|先别|先不要)(自动)?(关|取消)|宽限|(延长|延迟|推迟)付"
)
_GIFT = re.compile(r"送(?!到|货|上门|去|人|礼|给|来|达)|赠品|多给|试吃|小样")
_TOGETHER = re.compile(r"一起发|一块发?|合并|同(一)?个?(包裹|箱)|放一起|一个箱|合在一起|两单|几单")
_EMPTY = frozenset({"", "了", "我", "要", "好", "有", "个", "想", "没", "吗", "嘛", "要求"})
LONGEST = 60


@answers(
    "order_note",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    relevant=can_note,
    declines=True,
)
def order_note(s: Situation, d: Draft) -> None:
    """Writes note and promise on an order that has not left; asks what is missing."""
    if s.given.get("declined"):
        d.say("好的，那就不备注了。")
        return
    if s.facts.buyer is None:
        _visitor(s, d)
        return
    if unknown_order(s, d):
        return
    open_ones = tuple(order for order in s.facts.orders if can_note(order))
    text = note_text(_wish(s))
    if _TOGETHER.search(s.text) and len(open_ones) > 1 and not s.given.get("order_no"):
        _together(s, d, open_ones)
        return
    order = s.facts.order
    if _TOGETHER.search(s.text) and order and _alone(s, order, open_ones):
        d.say(f"{named(d, order)}这单可以备注，另一单已经发出了，没法放到一起。")
        return
    if order is None and len(open_ones) > 1:
        ask_which_with(s, d, open_ones, text)
    elif order is None and (gone := [o for o in s.facts.orders if o.row.state == "shipped"]):
        _too_late(d, gone[0])
    elif order is None:
        nothing = d.without("没有还没发货的订单", Order)
        d.say(f"您账号下现在{nothing}。下单时把要求写在订单留言里，或者拍好后告诉我都行。")
    elif not can_note(order):
        _too_late(d, order)
    elif text:
        _write(s, d, order, text)
    else:
        d.ask("note", f"{named(d, order)}这单要备注什么？", data={"order_no": order.row.no})


def _wish(s: Situation) -> str:
    """What is to be noted; choosing an order in between is no part of it."""
    if typed := s.given.get("text"):
        return str(typed)
    return str(s.given["note"]) if "note" in s.given else s.text


def _alone(s: Situation, order: OrderFacts, open_ones: Tuple[OrderFacts, ...]) -> bool:
    """Whether an order is to travel with another one that has left already."""
    left = any(one.row.state == "shipped" for one in s.facts.orders)
    return left and len(open_ones) == 1 and len(order.items) == 1


def note_text(text: str) -> str:
    """The wish without the words around it; "" where nothing is left to be noted."""
    plain = _ORDER.sub("", " ".join(text.split()))
    plain = _AROUND.sub("", plain)
    plain = _NOTE_WORD.sub("", plain.strip("，,。.！!~～？? ")).strip("，,。.！!~～？?：: ")
    plain = plain.replace("【", "").replace("】", "")
    return "" if plain in _EMPTY else plain[:LONGEST]


def _visitor(s: Situation, d: Draft) -> None:
    d.say("备注要写在订单上，得用下单的账号登录后来办；不方便登录的话可以转人工。")
    d.offer("转人工")


def ask_which_with(
    s: Situation, d: Draft, orders: Tuple[OrderFacts, ...], text: Optional[str]
) -> None:
    """Asks for the order and keeps what is to be noted."""
    ask_which(replace(s, given={**s.given, "note": text}), d, orders)


def _not_by_note(s: Situation, d: Draft, order: OrderFacts, text: str) -> bool:
    """Addresses, sums, payment and gifts have answers of their own; whether it is one of them."""
    if order.row.state == "unpaid" and _LATER.search(text):
        if not tell_over(s, d, order):
            d.uses(order.row, "state")
            d.say(f"{named(d, order)}这单的付款时间没法靠备注往后延。")
            say_closing(s, d, order)
            d.say("到时候关了也没关系，重新拍一单就行，价格和库存以那时页面为准。")
    elif _ADDRESS.search(text):
        d.say("地址、电话这类要改在订单上才作数，备注容易漏。您把新的收货信息发我，我按改地址办。")
        d.offer("改地址")
    elif _MONEY.search(text):
        d.say("价钱写在备注里不作数。要改价或退差价直接跟我说，我按规定帮您核对。")
        d.offer("改价", "退差价")
    elif _GIFT.search(text):
        d.say("赠品写备注不一定配得上。您直接说“送赠品”，该有的我给您登记上。")
        d.offer("送赠品")
    else:
        return False
    return True


def _write(s: Situation, d: Draft, order: OrderFacts, text: str) -> None:
    if _not_by_note(s, d, order, text):
        return
    d.quote(text)
    d.uses(order.row, "state")
    if any(text in note.text for note in order.notes):
        d.say(f"{named(d, order)}这单已经备注过“{text}”了，仓库看得到。")
        return
    printed = write_note(s, d, order, text)
    d.say(
        f"备注好了：{named(d, order)}这单【{text}】，仓库发货时会看到。",
        f"好的，已经写在{named(d, order)}这单上了：【{text}】，仓库配货时看得到。",
    )
    if printed:
        d.say(say_printed(s))


def _too_late(d: Draft, order: OrderFacts) -> None:
    d.uses(order.row, "state")
    if order.row.state == "closed":
        d.say(f"{named(d, order)}这单已经关闭了，没法再备注。")
        return
    d.say(f"{named(d, order)}这单已经发出了，备注不上了。")
    parcel = next((one for one in order.shipments if one.carrier and one.carrier.phone), None)
    if parcel and parcel.carrier and order.row.state == "shipped":
        d.uses(parcel.carrier, "name", "phone")
        d.say(f"派送上的要求可以跟{parcel.carrier.name}说，电话{parcel.carrier.phone}。")


def _together(s: Situation, d: Draft, orders: Tuple[OrderFacts, ...]) -> None:
    """Several orders in one parcel: only from one warehouse to one address."""
    first = orders[0]
    same = [
        order
        for order in orders
        if (order.row.warehouse_id, order.row.address, order.row.receiver)
        == (first.row.warehouse_id, first.row.address, first.row.receiver)
        and order.row.state == "paid"
    ]
    if len(same) < 2:
        unpaid = [order for order in orders if order.row.state == "unpaid"]
        if unpaid:
            d.uses(unpaid[0].row, "state")
            d.say(f"{named(d, unpaid[0])}还没付款，两单都付好后再跟我说，我备注一起发。")
        else:
            for order in orders:
                d.uses(order.row, "warehouse_id")
            d.say("这几单不在同一个仓库发，没法放一个包裹，会分开寄给您。")
        return
    tails = "、".join(order.row.no[-4:] for order in same)
    printed = False
    for order in same:
        d.uses(order.row, "state")
        others = "、".join(one.row.no[-4:] for one in same if one is not order)
        printed = write_note(s, d, order, f"和尾号{others}一起发") or printed
    d.say(f"备注好了，尾号{tails}这几单请仓库一起发，以晚的那单为准。")
    if printed:
        d.say(say_printed(s))
