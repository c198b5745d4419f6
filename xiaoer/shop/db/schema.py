"""Every table, imported in one place so that the metadata is complete."""

from xiaoer.shop.aftersales import evidence_model as evidence
from xiaoer.shop.aftersales import model as aftersales
from xiaoer.shop.aftersales.gateways import model as gateways
from xiaoer.shop.approvals import model as approvals
from xiaoer.shop.audit import model as audit
from xiaoer.shop.catalogue import model as catalogue
from xiaoer.shop.conversations import model as conversations
from xiaoer.shop.db.base import metadata
from xiaoer.shop.logistics import model as logistics
from xiaoer.shop.orders import model as orders
from xiaoer.shop.outbox import model as outbox
from xiaoer.shop.promotions import model as promotions
from xiaoer.shop.review import model as review

__all__ = [
    "aftersales",
    "approvals",
    "audit",
    "catalogue",
    "conversations",
    "evidence",
    "gateways",
    "logistics",
    "metadata",
    "orders",
    "outbox",
    "promotions",
    "review",
]
