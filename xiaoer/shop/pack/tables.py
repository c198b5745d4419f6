"""Which tables a pack may fill, and what a shop person need not type in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Tuple

from xiaoer.shop.catalogue import model as catalogue
from xiaoer.shop.db import schema
from xiaoer.shop.logistics import model as logistics
from xiaoer.shop.orders import model as orders
from xiaoer.shop.pack.columns import Column, columns_of
from xiaoer.shop.promotions import model as promotions

PROVINCES = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海"),
    *("江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南"),
    *("广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西"),
    *("甘肃", "青海", "宁夏", "新疆", "台湾", "香港", "澳门"),
)
#: In tables of rules "*" stands for the provinces that have no row of their own.
_PROVINCES_OR_REST = (*PROVINCES, "*")
_PAPERS = (
    *("business_licence", "food_licence", "trademark"),
    *("authorisation", "inspection_report", "certificate"),
)
_ROUTES = ("alipay", "wechat", "huabei", "debit_card", "credit_card")


@dataclass(frozen=True)
class Table:
    """One sheet of a pack. Its columns come from the mapped dataclass."""

    model: Any
    #: Fields that make up the key where the sheet has no column for it; "#" counts the rows of
    #: the fields before it ("202600000000000101-2").
    identity: Tuple[str, ...] = ()
    #: The field that tells rows apart; the primary key unless the database numbers the rows.
    key: str = "id"
    #: Rows that the sheet no longer has are deleted: nothing refers to them.
    replace: bool = False
    #: A field that counts the rows of another field's value where its column is left out.
    counted: Tuple[str, ...] = ()
    choices: Dict[str, Tuple[str, ...]] = field(default_factory=dict)
    #: Fields that name rows of another table without a foreign key.
    named: Dict[str, str] = field(default_factory=dict)
    #: Columns that people and `xiaoer demo` read; they are not stored.
    remarks: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name, which is also the file's."""
        return str(self.model.__tablename__)

    @property
    def columns(self) -> Tuple[Column, ...]:
        """Every column that the sheet may have, remarks apart."""
        return columns_of(self.model)


_PRODUCTS = {"product_ids": "products"}

_SHEETS = (
    Table(catalogue.Product, named={"alternative_id": "products"}),
    Table(catalogue.Sku),
    Table(
        catalogue.Attribute,
        identity=("product_id", "name"),
        replace=True,
        counted=("position", "product_id"),
    ),
    Table(
        catalogue.SizeRow,
        identity=("product_id", "size"),
        replace=True,
        counted=("position", "product_id"),
    ),
    Table(catalogue.BulkPrice, identity=("product_id", "min_quantity"), replace=True),
    Table(catalogue.Paper, replace=True, choices={"kind": _PAPERS}),
    Table(
        promotions.Campaign,
        choices={"kind": ("spend_save", "percent", "nth_piece", "add_on", "deposit")},
        named=_PRODUCTS,
    ),
    Table(promotions.Gift, choices={"kind": ("regular", "threshold", "bargain")}, named=_PRODUCTS),
    Table(promotions.Coupon, named=_PRODUCTS),
    Table(promotions.BuyerCoupon, choices={"state": ("unused", "used", "void")}),
    Table(logistics.Warehouse, choices={"province": PROVINCES}),
    Table(logistics.Carrier),
    Table(
        logistics.CarrierRegion,
        identity=("carrier_id", "province"),
        replace=True,
        choices={"province": _PROVINCES_OR_REST},
    ),
    Table(
        logistics.PostageRule,
        identity=("province",),
        replace=True,
        choices={"province": _PROVINCES_OR_REST},
    ),
    Table(logistics.ReturnAddress, key="category", replace=True),
    Table(orders.Buyer, remarks=("about",)),
    Table(
        orders.Order,
        key="no",
        choices={"state": orders.ORDER_STATES, "province": PROVINCES},
        remarks=("about",),
    ),
    Table(orders.OrderItem, identity=("order_no", "#")),
    Table(orders.Payment, identity=("order_no", "#"), choices={"route": _ROUTES}),
    Table(orders.Shipment, identity=("order_no", "#"), choices={"state": orders.SHIPMENT_STATES}),
    Table(orders.Scan, identity=("shipment_id", "#")),
    Table(
        orders.Refund,
        identity=("order_no", "#"),
        choices={
            "kind": ("refund_only", "return_refund"),
            "state": orders.REFUND_STATES,
            "route": _ROUTES,
        },
    ),
    Table(orders.Return, identity=("order_no", "#")),
    Table(orders.Invoice, key="order_no", choices={"state": ("requested", "issued")}),
    Table(
        orders.Promise,
        identity=("order_no", "#"),
        key="key",
        choices={"state": ("open", "kept", "broken", "cancelled")},
    ),
    Table(orders.OrderNote, identity=("order_no", "#"), key="key"),
)


def _in_order_of_references() -> Dict[str, Table]:
    by_name = {table.name: table for table in _SHEETS}
    names = [table.name for table in schema.metadata.sorted_tables if table.name in by_name]
    return {name: by_name[name] for name in names}


#: Every table of a pack by name; what is referred to comes before what refers to it.
TABLES: Dict[str, Table] = _in_order_of_references()
