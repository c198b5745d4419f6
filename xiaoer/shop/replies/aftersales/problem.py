"""What is wrong with received goods: collected, filed with a number, handed to a person."""

from __future__ import annotations

from functools import partial
from typing import Optional, Sequence

from xiaoer.shop.calendar import say_day
from xiaoer.shop.clock import local
from xiaoer.shop.dialogue.context import Option
from xiaoer.shop.orders.model import OrderItem
from xiaoer.shop.replies.aftersales.case_file import running_case, tell_case
from xiaoer.shop.replies.aftersales.exchange import exchange
from xiaoer.shop.replies.aftersales.faults import FAULTS, fault_issue, wish_named
from xiaoer.shop.replies.aftersales.grave_matters import grave_first
from xiaoer.shop.replies.aftersales.problem_report import Inquiry, collect_for
from xiaoer.shop.replies.aftersales.promised_resend import tell_promised_resend
from xiaoer.shop.replies.aftersales.send_back import send_back
from xiaoer.shop.replies.draft import Draft, Situation
from xiaoer.shop.replies.facts import OrderFacts, ShipmentFacts
from xiaoer.shop.replies.goods.variants import say_size
from xiaoer.shop.replies.orders.order_items import goods_name, ids_of, meant_items, named_items
from xiaoer.shop.replies.orders.order_wanted import order_wanted, received, under_way
from xiaoer.shop.replies.orders.steps import chosen, kept, mentioned, said, told
from xiaoer.shop.replies.registry import Need, Subject, answers
from xiaoer.shop.replies.shipping.late_compensation import late_order, pay_for_lateness
from xiaoer.shop.replies.shipping.parcel_status import scan_text

_WHICH = "是哪一笔订单里的？"
_CHECK = "麻烦把收到的东西和快递面单拍张照发来，我登记核对；没有照片直接说也行。"
_GIFT = ("赠品", "赠送", "礼品", "送的", "没送", "小样", "试用装")


def _order(s: Situation, d: Draft) -> Optional[OrderFacts]:
    """The order of a report; None after a question, or where nothing has left the shop yet."""
    order = order_wanted(s, d, received, under_way, question=_WHICH)
    if order is None or under_way(order):
        return order
    d.uses(order.row, "state")
    goods = goods_name(d, order, order.items)
    if order.row.state in ("unpaid", "paid"):
        d.say(f"{goods}这笔还没有发出。您说的要是别的订单，把订单号发我，我按那一笔登记。")
    else:
        d.say(f"{goods}这笔已经关闭，没有发出过东西。您说的要是别的订单，把订单号发我。")
    d.offer("转人工")
    return None


def _report(
    s: Situation, d: Draft, inquiry: Inquiry, which: str = "是哪一件有问题？"
) -> Optional[OrderFacts]:
    """Collects a problem of an item; returns the order once it is filed."""
    if grave_first(s, d):
        return None
    order = _order(s, d)
    items = meant_items(s, d, order, which, "都有问题") if order else None
    if order is None or items is None:
        return None
    return order if collect_for(s, d, order, items, inquiry) else None


@answers("report_quality", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=received)
def report_quality(s: Situation, d: Draft) -> None:
    """Broken, spoiled, leaking, defective."""
    inquiry = Inquiry(
        issue="report_quality",
        photo="抱歉让您收到有问题的{goods}。麻烦把有问题的地方和外包装拍张照发来，再说一下是什么情况、坏了几件；"
        "没有照片直接描述也行。",
        days=s.policy.clocks.quality_answer_days,
        next="质量问题的运费我们承担，同事{by}把处理方案发到这里，东西先别扔。",
    )
    _report(s, d, inquiry)


@answers("report_missing", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=received)
def report_missing(s: Situation, d: Draft) -> None:
    """Something is missing: perhaps it travels in another parcel, perhaps it is the gift."""
    if grave_first(s, d):
        return
    order = _order(s, d)
    if order is None:
        return
    other = next((p for p in order.shipments if p.row.signed_at is None), None)
    if len(order.shipments) > 1 and other and chosen(s, "parcel") != "still":
        _other_parcel(s, d, order, other)
        return
    inquiry = Inquiry(
        issue="report_missing",
        photo=_missing_question(s, d, order),
        days=s.policy.clocks.quality_answer_days,
        next="我们会核对发货记录和重量，同事{by}在这里答复您怎么补。",
    )
    collect_for(s, d, order, (), inquiry)


def _other_parcel(s: Situation, d: Draft, order: OrderFacts, other: ShipmentFacts) -> None:
    if chosen(s, "parcel") == "wait":
        d.say("好的，等那个包裹到了再看，要是还少，随时跟我说。")
        return
    number = d.uses(other.row, "signed_at", "tracking_no").tracking_no
    carrier = d.uses(other.carrier, "name").name if other.carrier else ""
    parcel = f"（{carrier}{number}）" if number else ""
    scan = other.last_scan
    where = ""
    if scan is not None:
        day = say_day(local(scan.at).date(), local(s.now).date())
        where = f"，{day}的物流是：{scan_text(d, scan)}"
    d.ask(
        "choice",
        f"这单分{len(order.shipments)}个包裹发的，还有一个{parcel}没签收{where}。少的会不会在那个里面？",
        (Option("等那个到了再看", "wait"), Option("不是，就是少了", "still")),
        kept(s, step="parcel", order_no=order.row.no),
    )


def _missing_question(s: Situation, d: Draft, order: OrderFacts) -> str:
    """What is asked about the missing thing: for a gift, what the order says about gifts."""
    if mentioned(s, _GIFT):
        if order.gift is not None:
            d.uses(order.row, "gift_id")
            name = d.uses(order.gift, "name").name
            return f"抱歉，这单记的赠品是「{name}」，您少的是这个还是别的？{_CHECK}"
        promised = [p for p in order.promises if p.kind == "gift"]
        if promised:
            content = d.uses(promised[-1], "content").content
            return f"抱歉，订单上记着答应过您：{content}。{_CHECK}"
        return "这单上没有记赠品。当时页面或客服说送什么？说一下，有截图也发来，我登记核对。"
    goods = goods_name(d, order, order.items)
    return f"抱歉给您添麻烦了。{goods}这单少的是哪样、几件？{_CHECK}"


@answers("report_wrong_item", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=received)
def report_wrong_item(s: Situation, d: Draft) -> None:
    """The wrong thing came: the order says what it should have been."""
    inquiry = Inquiry(
        issue="report_wrong_item",
        photo="抱歉给您添麻烦了，您订的是{goods}。收到的是什么？麻烦把实物和吊牌或面单拍张照发来；"
        "没有照片直接说也行。",
        days=s.policy.clocks.quality_answer_days,
        next="确认发错的话运费都由我们承担，同事{by}把补发或换货的办法发到这里，东西先别用。",
    )
    _report(s, d, inquiry, "是哪一件发错了？")


@answers(
    "report_not_as_described", subject=Subject.ANY_ORDER, needs={Need.ORDERS}, relevant=received
)
def report_not_as_described(s: Situation, d: Draft) -> None:
    """Differs from page or picture: to the case, and to operations who own the page."""
    inquiry = Inquiry(
        issue="report_not_as_described",
        photo="抱歉{goods}和您想的不一样。是哪里和页面不符？麻烦在自然光下拍张实物照发来；没有照片直接说也行。",
        days=s.policy.clocks.quality_answer_days,
        next="同事对照页面核实，{by}在这里答复您。",
    )
    order = _report(s, d, inquiry, "是哪一件不一样？")
    if order is not None:
        title = f"核对商品页：{goods_name(d, order, order.items)}，买家反映与描述不符"
        d.do("ticket", kind="operations", title=title, order_no=order.row.no)


@answers(
    "report_size_unfit",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS, Need.ITEM_PRODUCT},
    relevant=received,
)
def report_size_unfit(s: Situation, d: Draft) -> None:
    """Does not fit: what the chart says of the size, then exchange or return as the buyer likes."""
    if grave_first(s, d):
        return
    order = _order(s, d)
    if order is None:
        return
    way = chosen(s, "exchange_or_return") or wish_named(s.text)
    if way == "exchange":
        exchange(s, d, order)
    elif way == "return":
        send_back(s, d, order)
    else:
        _ask_way(s, d, order)


def _ask_way(s: Situation, d: Draft, order: OrderFacts) -> None:
    items = meant_items(s, d, order, "是哪一件不合适？")
    if items is None:
        return
    goods, chart = goods_name(d, order, items), _chart(s, d, items)
    if len(items) == 1:
        # "165 110斤穿多大" asks next about this one.
        d.remember(product_id=items[0].product_id)
    d.ask(
        "choice",
        f"{goods}穿着不合适是吧{chart}。您想换个码，还是退货？",
        (Option("换个码", "exchange"), Option("退货", "return")),
        kept(s, step="exchange_or_return", items=ids_of(order, items), order_no=order.row.no),
    )


def _chart(s: Situation, d: Draft, items: Sequence[OrderItem]) -> str:
    """What the size chart says of the size that was ordered."""
    product = s.facts.product
    if product is None or len(items) != 1 or product.row.id != items[0].product_id:
        return ""
    size = next((sku.size for sku in product.skus if sku.id == items[0].sku_id), None)
    row = next((row for row in product.sizes if row.size == size), None)
    if row is None or not row.measures:
        return ""
    return f"，尺码表上{say_size(d.uses(row, 'size', 'measures').size)}是{row.measures}"


@answers(
    "request_resend",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    relevant=received,
    absorbs=FAULTS,
)
def request_resend(s: Situation, d: Draft) -> None:
    """A missing or broken part sent again: which part, and what happened to the first."""
    if not s.given and tell_promised_resend(s, d):
        return
    inquiry = Inquiry(
        issue=fault_issue(said(s)) or "request_resend",
        photo="可以登记补发。{goods}要补的是哪样、几件，是少了还是坏了？麻烦拍张照一起发来；没有照片直接说也行。",
        days=s.policy.clocks.quality_answer_days,
        next="同事核对后{by}在这里答复您补发的时间，补发的运费我们承担。",
        wish="resend",
    )
    _report(s, d, inquiry, "要补的是哪一件？")


@answers(
    "request_compensation",
    subject=Subject.ANY_ORDER,
    needs={Need.ORDERS},
    relevant=received,
    absorbs=FAULTS,
)
def request_compensation(s: Situation, d: Draft) -> None:
    """What happened is collected; the amount is not for this conversation to promise."""
    if grave_first(s, d):
        return
    if not s.given and (late := late_order(s)) is not None:
        pay_for_lateness(s, d, late)
        return
    claimed = partial(running_case, wish="compensation")
    order = order_wanted(s, d, claimed, received, under_way, question="是哪一笔订单的问题？")
    if order is None:
        return
    case = running_case(order, wish="compensation")
    if case is not None:
        tell_case(s, d, case, order)
        return
    known = fault_issue(told(s))
    ask = (
        "拍张照发来，没有照片说一声也行"
        if known
        else "是遇到什么问题？说一下具体情况，有照片一起发来"
    )
    inquiry = Inquiry(
        issue="request_compensation",
        photo=f"您的要求我记下了。{{goods}}{'，麻烦' if known else ''}{ask}，我登记给同事核实。",
        days=s.policy.clocks.quality_answer_days,
        next="同事核实后{by}在这里给您答复，金额由同事跟您确认。",
        wish="compensation",
    )
    collect_for(s, d, order, _named_or_none(s, order), inquiry)


def _named_or_none(s: Situation, order: OrderFacts) -> Sequence[OrderItem]:
    return order.items if len(order.items) == 1 else named_items(s, order)
