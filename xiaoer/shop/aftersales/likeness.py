"""Pictures that are in another case already (policy §2: flagged, never refused for it)."""

from __future__ import annotations

from functools import partial
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
    seen = session.execute(select(CasePhoto.dhash).where(others).distinct()).scalars().all()
    nearest = min(seen, key=partial(difference, photo.dhash), default=None)
    if nearest is None or difference(photo.dhash, nearest) > similar_bits:
        return None
    alike = select(CasePhoto.case_no).where(others, CasePhoto.dhash == nearest)
    return str(session.execute(alike.order_by(CasePhoto.id).limit(1)).scalar_one())
