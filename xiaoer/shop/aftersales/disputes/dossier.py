"""Gathers everything about one case, masks whom it does not concern, and says what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, List, Optional, Sequence, Tuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.disputes.events import Event, Rows, events
from xiaoer.shop.aftersales.disputes.proofs import Papers, Proof, checklist
from xiaoer.shop.aftersales.disputes.third_parties import (
    ThirdParties,
    surname_only,
    third_parties,
)
from xiaoer.shop.aftersales.evidence import evidence_of, photos_of
from xiaoer.shop.aftersales.evidence_model import CasePhoto
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer
from xiaoer.shop.conversations.model import Message
from xiaoer.shop.db.base import cols
from xiaoer.shop.money import yuan
from xiaoer.shop.orders.model import (
    Buyer,
    Invoice,
    Order,
    OrderItem,
    Refund,
    Return,
    Scan,
    Shipment,
)

#: What was said before buying belongs to the dispute as well.
_BEFORE = timedelta(days=7)
_AUTHORS = {"buyer": "买家", "bot": "商家（智能客服）", "agent": "商家（客服）", "system": "系统"}
ISSUE_WORDS = {
    "expectation": "与期望不符",
    "page_wrong": "与页面描述不符",
    "colour": "颜色差异",
    "wrong_item": "发错货",
    "missing_item": "少发漏发",
    "defect": "质量问题",
    "unsafe": "食品安全或使用不适",
    "damaged": "运输破损",
    "unfit": "不合适、不喜欢",
    "late_shipment": "延迟发货",
    "unfillable": "付款后缺货",
    "not_received": "未收到货",
    "price_dropped": "买后降价",
    "invoice": "发票",
    "installation": "安装问题",
}


class NoSuchCase(Exception):
    """There is no case with this number; the text is for people."""


@dataclass(frozen=True)
class Dossier:
    """The papers of one case as they may leave the shop."""

    case_no: str
    #: Name and value of what stands at the top of the papers.
    facts: Sequence[Tuple[str, str]]
    events: Sequence[Event]
    chat: Sequence[Event]
    photos: Sequence[CasePhoto]
    proofs: Sequence[Proof]


def gather(session: Session, case_no: str) -> Dossier:
    """Everything about a case, masked. Raises NoSuchCase."""
    rows = _rows(session, case_no)
    messages = _messages(session, rows)
    happened = events(rows)
    said = [Event(one.created_at, _AUTHORS[one.author], one.text) for one in messages]
    everything = "\n".join(event.text for event in [*happened, *said])
    mask = _mask(session, rows, everything)
    return Dossier(
        case_no=case_no,
        facts=[(name, mask.masked(value)) for name, value in _facts(session, rows)],
        events=_masked(mask, happened),
        chat=_masked(mask, said),
        photos=rows.photos,
        proofs=_proofs(session, rows, mask, len(said)),
    )


def _rows(session: Session, case_no: str) -> Rows:
    case: Optional[Case] = session.get(Case, case_no)
    if case is None:
        raise NoSuchCase(f"没有编号为 {case_no} 的售后单")
    no = case.order_no
    shipments = _with(session, Shipment, "order_no", no)
    scans = [scan for one in shipments for scan in _with(session, Scan, "shipment_id", one.id)]
    return Rows(
        case=case,
        order=session.get(Order, no) if no else None,
        items=_with(session, OrderItem, "order_no", no),
        shipments=shipments,
        scans=sorted(scans, key=lambda scan: scan.at),
        refunds=_with(session, Refund, "order_no", no),
        returns=_with(session, Return, "order_no", no),
        offers=_with(session, Offer, "case_no", case_no),
        ledger=_with(session, LedgerEntry, "case_no", case_no),
        photos=photos_of(session, case_no),
        evidence=evidence_of(session, case_no),
    )


def _with(session: Session, model: Any, column: str, value: Optional[str]) -> List[Any]:
    if value is None:
        return []
    query = select(model).where(getattr(model, column) == value).order_by(model.__table__.c[0])
    return list(session.execute(query).scalars())


def _messages(session: Session, rows: Rows) -> List[Message]:
    began = rows.order.created_at if rows.order else rows.case.opened_at
    chats = {rows.case.conversation_id, *(offer.conversation_id for offer in rows.offers)}
    query = select(Message).where(
        cols(Message).conversation_id.in_(chats), cols(Message).created_at >= began - _BEFORE
    )
    return list(session.execute(query.order_by(Message.created_at, Message.id)).scalars())


def _mask(session: Session, rows: Rows, text: str) -> ThirdParties:
    buyer = _buyer(session, rows)
    own = [buyer.name] if buyer else []
    if rows.order is not None:
        own.append(rows.order.receiver)
    numbers = [rows.case.no, rows.case.order_no]
    numbers += [parcel.tracking_no for parcel in rows.shipments]
    numbers += [parcel.tracking_no for parcel in rows.returns]
    numbers += [entry.reference for entry in rows.ledger]
    keep = [number for number in numbers if number]
    return third_parties(session, buyer.id if buyer else "", own, keep, text)


def _masked(mask: ThirdParties, found: Sequence[Event]) -> List[Event]:
    return [replace(event, text=mask.masked(event.text)) for event in found]


def _facts(session: Session, rows: Rows) -> List[Tuple[str, str]]:
    buyer, order = _buyer(session, rows), rows.order
    facts = [("售后单", rows.case.no)]
    if order is not None:
        goods = "；".join(f"{one.name} {one.spec} ×{one.quantity}" for one in rows.items)
        facts += [("订单", order.no), ("商品", goods), ("实付", yuan(order.paid_fen))]
    if buyer is not None:
        facts.append(("买家", surname_only(buyer.name)))
    if issue := ISSUE_WORDS.get(rows.case.issue_type or ""):
        facts.append(("问题类型", issue))
    return facts


def _buyer(session: Session, rows: Rows) -> Optional[Buyer]:
    number = rows.case.buyer_id or (rows.order.buyer_id if rows.order else None)
    found: Optional[Buyer] = session.get(Buyer, number) if number else None
    return found


def _proofs(session: Session, rows: Rows, mask: ThirdParties, messages: int) -> List[Proof]:
    invoice = session.get(Invoice, rows.case.order_no) if rows.case.order_no else None
    papers = Papers(
        messages=messages,
        photos=len(rows.photos),
        scans=len(rows.scans),
        signed_by=tuple(
            mask.masked(one.signed_by or "未写明") for one in rows.shipments if one.signed_at
        ),
        shipped=sum(one.shipped_at is not None for one in rows.shipments),
        invoice_issued=invoice is not None and invoice.state == "issued",
    )
    refused = any(one.state == "returning" for one in rows.shipments)
    return checklist(rows.case.issue_type, refused, papers)
