"""One ZIP for the platform: the papers as a PDF, the chat as text, the photos, the checklist."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import List, Sequence

from xiaoer.shop.aftersales.disputes.dossier import Dossier, gather
from xiaoer.shop.aftersales.disputes.events import Event
from xiaoer.shop.aftersales.disputes.pdf import pdf
from xiaoer.shop.aftersales.disputes.proofs import Proof, missing
from xiaoer.shop.aftersales.photo_store import PhotoStore
from xiaoer.shop.clock import local
from xiaoer.shop.db.session import Database

_PAPERS, _CHAT, _CHECKLIST = "时间线.pdf", "聊天记录.txt", "材料清单（内部）.txt"


@dataclass(frozen=True)
class Pack:
    """A finished file, and what somebody still has to bring."""

    data: bytes
    files: Sequence[str]
    missing: Sequence[Proof]


def dispute_pack(db: Database, photos: PhotoStore, case_no: str, now: datetime) -> Pack:
    """Builds the pack of a case. Raises NoSuchCase."""
    with db.read() as session:
        dossier = gather(session, case_no)
    pictures = {
        photo.sha256: data
        for photo in dossier.photos
        if (data := photos.get(photo.sha256)) is not None
    }
    files = {
        _PAPERS: pdf(dossier, pictures, now),
        _CHAT: _text(dossier.chat),
        _CHECKLIST: _checklist(dossier),
    }
    for number, photo in enumerate(dossier.photos, 1):
        if photo.sha256 in pictures:
            name = f"照片/{number:02d}_{local(photo.received_at):%Y%m%d-%H%M}.jpg"
            files[name] = pictures[photo.sha256]
    return Pack(_zipped(files, now), list(files), missing(dossier.proofs))


def _text(chat: Sequence[Event]) -> bytes:
    lines = [f"{local(one.at):%Y-%m-%d %H:%M:%S}  {one.who}：{one.text}" for one in chat]
    return _as_file(lines or ["没有聊天记录。"])


def _checklist(dossier: Dossier) -> bytes:
    lines = [f"售后单 {dossier.case_no} 的举证材料。这份清单给自己看，不要上传。", ""]
    lines += [
        f"[{'有' if proof.there else '缺'}] {proof.name}：{proof.note}" for proof in dossier.proofs
    ]
    if dossier.photos:
        lines += ["", "上传前看一遍照片：拍到别人的面单、电话或人脸的，先打码。"]
    return _as_file(lines)


def _as_file(lines: List[str]) -> bytes:
    """With a byte-order mark: without it, Windows shows Chinese as noise."""
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _zipped(files: dict[str, bytes], now: datetime) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, local(now).timetuple()[:6])
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
