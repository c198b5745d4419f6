"""What happened to an order and its case, one line an event, in words that a platform reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Iterator, List, Optional, Sequence, Tuple

from xiaoer.shop.aftersales.evidence_model import CasePhoto, Evidence
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import Order, OrderItem, Refund, Return, Scan, Shipment

_REFUND_KINDS = {"refund_only": "仅退款", "return_refund": "退货退款"}
_ANSWERS = {
    "committed": "同意这个方案，商家已办理",
    "accepted": "同意这个方案",
    "refused": "不同意这个方案",
    "expired": "买家没有答复，方案到期",
    "awaiting_approval": "要求更多，商家正在申请",
}
_EFFECTS = {
    "coupon": "发放优惠券",
    "compensation": "支付补偿",
    "repair": "安排维修",
    "exchange": "安排换货",
    "return": "同意退货退款",
    "resend": "安排补发",
    "part_refund": "部分退款",
    "refund": "退款",
    "price_difference": "退还差价",
    "intercept": "拦截包裹",
    "hold": "暂停发货",
}


@dataclass(frozen=True)
class Event:
    """Something that was said or done."""

    at: datetime
    #: 买家, 商家, 快递, 系统.
    who: str
    text: str


@dataclass(frozen=True)
class Rows:
    """Everything in the database that belongs to one case."""

    case: Case
    order: Optional[Order] = None
    items: Sequence[OrderItem] = ()
    shipments: Sequence[Shipment] = ()
    scans: Sequence[Scan] = ()
    refunds: Sequence[Refund] = ()
    returns: Sequence[Return] = ()
    offers: Sequence[Offer] = ()
    ledger: Sequence[LedgerEntry] = ()
    photos: Sequence[CasePhoto] = ()
    evidence: Optional[Evidence] = None


#: An event whose moment may be unknown; it is left out then.
_Maybe = Tuple[Optional[datetime], str, str]


def events(rows: Rows) -> List[Event]:
    """All of them, oldest first; what happened at the same moment stays in its order."""
    told: List[_Maybe] = [
        *(_of_order(rows.order) if rows.order else ()),
        *(line for shipment in rows.shipments for line in _of_shipment(shipment)),
        *((scan.at, "快递", f"{scan.place} {scan.text}".strip()) for scan in rows.scans),
        (rows.case.opened_at, "买家", f"提出售后：{rows.case.problem}"),
        *_of_evidence(rows.evidence, rows.photos),
        *(line for offer in rows.offers for line in _of_offer(offer)),
        *(line for entry in rows.ledger for line in _of_booking(entry)),
        *(line for refund in rows.refunds for line in _of_refund(refund)),
        *(line for sent in rows.returns for line in _of_return(sent)),
    ]
    return sorted(_known(told), key=lambda event: event.at)


def _known(told: Iterable[_Maybe]) -> Iterator[Event]:
    return (Event(at, who, text) for at, who, text in told if at is not None)


def _of_order(order: Order) -> Iterator[_Maybe]:
    yield order.created_at, "买家", f"下单，应付{yuan(order.paid_fen)}"
    yield order.paid_at, "买家", f"付款{yuan(order.paid_fen)}"
    yield order.confirmed_at, "买家", "确认收货"
    yield order.reviewed_at, "买家", "评价"
    why = f"：{order.close_reason}" if order.close_reason else ""
    yield order.closed_at, "系统", f"订单关闭{why}"


def _of_shipment(shipment: Shipment) -> Iterator[_Maybe]:
    number = f"，运单号 {shipment.tracking_no}" if shipment.tracking_no else ""
    yield shipment.shipped_at, "商家", f"发货{number}"
    by = f"，签收人：{shipment.signed_by}" if shipment.signed_by else ""
    yield shipment.signed_at, "快递", f"签收{number}{by}"


def _of_evidence(evidence: Optional[Evidence], photos: Sequence[CasePhoto]) -> Iterator[_Maybe]:
    if evidence is not None:
        wanted = f"：{evidence.wanted}" if evidence.wanted else ""
        yield evidence.asked_at, "商家", f"请买家提供照片{wanted}"
    for number, photo in enumerate(photos, 1):
        who = "买家" if photo.sent_by.startswith("buyer:") else "商家"
        like = "（与本店另一张售后单的照片相似）" if photo.like_case_no else ""
        yield photo.received_at, who, f"提供照片 {number}{like}"
    if evidence is not None and evidence.state == "accepted":
        yield evidence.reviewed_at, "商家", "核对照片，没有问题"
    if evidence is not None and evidence.state == "again":
        yield evidence.reviewed_at, "商家", f"请买家补发照片：{evidence.reason}"


def _of_offer(offer: Offer) -> Iterator[_Maybe]:
    yield offer.offered_at, "商家", f"提出方案：{offer.words}"
    if answer := _ANSWERS.get(offer.state):
        yield offer.answered_at, "系统" if offer.state == "expired" else "买家", answer


def _of_booking(entry: LedgerEntry) -> Iterator[_Maybe]:
    effect = _EFFECTS.get(entry.effect, entry.effect)
    amount = yuan(entry.amount_fen) if entry.amount_fen else ""
    yield entry.at, "商家", f"{effect}{amount}"
    reference = f"，流水号 {entry.reference}" if entry.reference else ""
    yield entry.done_at, "系统", f"{effect}{amount}已完成{reference}"


def _of_refund(refund: Refund) -> Iterator[_Maybe]:
    kind, amount = _REFUND_KINDS.get(refund.kind, refund.kind), yuan(refund.amount_fen)
    yield refund.applied_at, "买家", f"申请{kind}{amount}，原因：{refund.reason}"
    yield refund.agreed_at, "商家", f"同意{kind}{amount}"
    yield refund.released_at, "商家", f"退出{amount}，按原付款方式退回"


def _of_return(sent: Return) -> Iterator[_Maybe]:
    number = f"，运单号 {sent.tracking_no}" if sent.tracking_no else ""
    yield sent.sent_at, "买家", f"寄回商品{number}"
    yield sent.arrived_at, "商家", "收到寄回的商品"
