"""Pictures that are in another case already (policy §2: flagged, never refused for it)."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import select
from sqlalchemy.orm import Session

from xiaoer.shop.aftersales.evidence_model import CasePhoto
from xiaoer.shop.aftersales.photos import Photo, difference
from xiaoer.shop.db.base import cols


def like_case(session: Session, case_no: str, photo: Photo, similar_bits: int) -> Optional[str]:
    """Another case with the same file or with a picture that differs in at most so many bits.

    The closest one; None where there is none. Deleted photos count: their hashes stay.
    """
    others = cols(CasePhoto).case_no != case_no
    same = select(CasePhoto.case_no).where(
        others, CasePhoto.original_sha256 == photo.original_sha256
    )
    if exact := session.execute(same.order_by(CasePhoto.id).limit(1)).scalar():
        return str(exact)
    seen = session.execute(select(CasePhoto.case_no, CasePhoto.dhash).where(others)).all()
    near = [(difference(photo.dhash, dhash), other) for other, dhash in seen]
    bits, closest = min(near, default=(similar_bits + 1, None))
    return closest if bits <= similar_bits else None
