"""Which proof a kind of dispute needs (policy §6), and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple


@dataclass(frozen=True)
class Papers:
    """What the shop's own data can prove."""

    messages: int
    photos: int
    scans: int
    #: Parcels that the carrier reports as signed for, and by whom.
    signed_by: Tuple[str, ...]
    #: Parcels that were handed to a carrier.
    shipped: int
    invoice_issued: bool


@dataclass(frozen=True)
class Proof:
    """One line of the checklist."""

    name: str
    there: bool
    #: What is there, or where to get it.
    note: str


#: Gives the note where the data prove it, None where they do not.
_Found = Callable[[Papers], Optional[str]]


@dataclass(frozen=True)
class _Kind:
    name: str
    found: _Found
    #: Where to get it.
    get: str


def _never(_papers: Papers) -> Optional[str]:
    return None


_KINDS: Dict[str, _Kind] = {
    "chat": _Kind(
        "聊天记录", lambda p: f"{p.messages} 条，已放进文件" if p.messages else None,
        "导出旺旺或其他渠道的聊天记录",
    ),
    "photos": _Kind(
        "拆包和商品照片", lambda p: f"{p.photos} 张，已放进文件" if p.photos else None,
        "请买家补发外包装、面单和问题处的照片",
    ),
    "track": _Kind(
        "物流轨迹", lambda p: f"{p.scans} 条，已写进时间线" if p.scans else None,
        "向快递公司要完整轨迹",
    ),
    "signed": _Kind(
        "签收记录", lambda p: f"签收人：{'、'.join(p.signed_by)}" if p.signed_by else None,
        "向快递公司要签收记录",
    ),
    "handed_over": _Kind(
        "发货记录", lambda p: f"{p.shipped} 个包裹，已写进时间线" if p.shipped else None,
        "请仓库提供出库记录",
    ),
    "invoice": _Kind(
        "已开的发票", lambda p: "已开具，请下载后一起上传" if p.invoice_issued else None,
        "请财务开好发票并下载",
    ),
    "slip": _Kind("发货底单", _never, "请仓库拍发货底单"),
    "weight": _Kind("称重记录", _never, "请仓库和快递公司提供出库、揽收、派送三次重量"),
    "packing": _Kind("打包记录", _never, "请仓库导出打包监控或拣货单"),
    "signed_slip": _Kind("签收底单或代收授权", _never, "向快递公司要盖章的底单；代收的要买家授权"),
    "carrier_proof": _Kind("快递公司的破损证明", _never, "请快递公司出具盖章证明"),
    "brand": _Kind("品牌授权或进货凭证", _never, "请采购提供授权书、进货单和发票"),
    "inspection": _Kind("质检报告", _never, "请采购提供同批次的质检报告"),
    "page": _Kind("商品页面截图", _never, "请运营截取下单时的页面，含规格和说明"),
    "refusal": _Kind("拒收照片和快递公司盖章", _never, "向快递公司要盖章的拒收证明"),
    "price": _Kind("价格和活动规则截图", _never, "请运营截取当时的价格和活动规则"),
    "service": _Kind("上门服务单", _never, "请安装方提供有客户签字的服务单"),
    "stock": _Kind("库存和联系记录", _never, "请仓库导出下单时的库存，附联系买家的记录"),
}  # fmt: skip

#: What each issue of the policy needs beside the chat.
NEEDED: Dict[str, Tuple[str, ...]] = {
    "expectation": ("photos", "page"),
    "page_wrong": ("photos", "page", "inspection"),
    "colour": ("photos", "page"),
    "wrong_item": ("photos", "slip", "packing"),
    "missing_item": ("photos", "weight", "packing", "slip"),
    "defect": ("photos", "inspection", "brand"),
    "unsafe": ("photos", "inspection", "brand"),
    "damaged": ("photos", "weight", "carrier_proof", "signed"),
    "unfit": ("photos", "page"),
    "late_shipment": ("handed_over", "track", "slip"),
    "unfillable": ("stock",),
    "not_received": ("track", "signed", "signed_slip", "weight"),
    "price_dropped": ("price",),
    "invoice": ("invoice",),
    "installation": ("photos", "service", "page"),
}
#: Where the issue is not known yet.
_ALWAYS = ("photos", "track", "slip")
#: Where goods are on their way back unaccepted.
_REFUSED = "refusal"


def checklist(issue: Optional[str], refused: bool, papers: Papers) -> List[Proof]:
    """What to have for a dispute over this issue; `refused`: a parcel was not accepted."""
    needed = ("chat", *NEEDED.get(issue or "", _ALWAYS), *((_REFUSED,) if refused else ()))
    return [_proof(_KINDS[name], papers) for name in needed]


def missing(proofs: Sequence[Proof]) -> List[Proof]:
    """Those that somebody still has to bring."""
    return [proof for proof in proofs if not proof.there]


def _proof(kind: _Kind, papers: Papers) -> Proof:
    found = kind.found(papers)
    return Proof(kind.name, found is not None, kind.get if found is None else found)
