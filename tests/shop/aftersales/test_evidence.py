"""Photos of a case: asked for once, looked at in time, flagged if seen before, deleted at last."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.shop.aftersales.filed import file_case
from tests.shop.aftersales.pictures import photo_file, picture, written
from xiaoer.policy import load
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.evidence import (
    MOVES,
    STATE_WORDS,
    EvidenceError,
    do_ask,
    evidence_of,
    in_state,
    photos_of,
    review_due,
)
from xiaoer.shop.aftersales.evidence_model import CasePhoto
from xiaoer.shop.aftersales.model import Case, Ticket
from xiaoer.shop.aftersales.photo_store import PhotoStore
from xiaoer.shop.aftersales.photos import NotAPhoto
from xiaoer.shop.audit.model import AuditEntry
from xiaoer.shop.clock import SHANGHAI, ManualClock

POLICY = load()


@pytest.fixture
def filed(shop: Shop, tmp_path: Path) -> Shop:
    """A shop with a folder for photos, and the cases A1 and A2."""
    shop.photos = PhotoStore(tmp_path / "photos")
    file_case(shop, "A1")
    file_case(shop, "A2", "b03")
    return shop


def _told(shop: Shop, case: str) -> list[str]:
    shop.tick()
    return [one.text for one in shop.messages(f"chat-{case}") if one.author == "bot"]


def _state(shop: Shop, case: str) -> tuple[str, str]:
    with shop.db.read() as session:
        evidence = evidence_of(session, case)
        assert evidence is not None
        return evidence.state, session.get(Case, case).evidence


def test_a_photo_goes_into_the_queue_and_the_buyer_hears_by_when(filed: Shop) -> None:
    photo = filed.attach_photo("A1", photo_file(), "buyer:b02")
    assert _state(filed, "A1") == ("received", "received")
    (told,) = _told(filed, "A1")
    assert "照片收到了" in told
    assert "今天14:00" in told
    with filed.db.read() as session:
        assert [one.case_no for one in in_state(session, "received")] == ["A1"]
        assert session.get(Case, "A1").photo
    assert filed.photos is not None
    kept = filed.photos.get(photo.sha256)
    assert kept is not None
    assert kept.startswith(b"\xff\xd8\xff")


def test_several_photos_are_one_look(filed: Shop) -> None:
    for seed in (1, 2, 2, 3):
        filed.attach_photo("A1", photo_file(seed), "buyer:b02")
    assert len(_told(filed, "A1")) == 1
    with filed.db.read() as session:
        assert len(photos_of(session, "A1")) == 3


def test_asked_for_once(filed: Shop) -> None:
    with filed.db.write() as session:
        assert do_ask(session, filed.clock(), "bot", "A1", "有问题的地方和外包装")
        assert not do_ask(session, filed.clock(), "bot", "A1", "有问题的地方和外包装")
    assert _state(filed, "A1") == ("asked", "asked")
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    assert _state(filed, "A1") == ("received", "received")


@pytest.mark.parametrize(
    ("verdict", "reason", "on_case", "said"),
    [
        ("accepted", None, "accepted", "照片核对好了"),
        ("again", "吊牌要拍清楚", "asked", "需要您补拍一下：吊牌要拍清楚"),
        ("doubtful", "像是网上的图", "doubted", "还要请主管再核对"),
    ],
)
def test_what_a_person_says_is_told(
    filed: Shop, verdict: str, reason: str | None, on_case: str, said: str
) -> None:
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    filed.review_photos("A1", verdict, "staff:lan", reason)
    assert _state(filed, "A1") == (verdict, on_case)
    told = _told(filed, "A1")
    assert said in told[-1]
    assert "网上的图" not in "".join(told), "a doubt is not told to the buyer"
    with filed.db.read() as session:
        actions = session.execute(
            select(AuditEntry.actor, AuditEntry.action).where(AuditEntry.subject == "case:A1")
        ).all()
        assert ("staff:lan", f"evidence_{verdict}") in [tuple(one) for one in actions]
        tickets = session.execute(select(Ticket.title)).scalars().all()
        assert ("像是网上的图" in "".join(tickets)) == (verdict == "doubtful")


def test_a_new_photo_after_again_is_a_new_look(filed: Shop, clock: ManualClock) -> None:
    filed.attach_photo("A1", photo_file(1), "buyer:b02")
    filed.review_photos("A1", "again", "staff:lan", "吊牌要拍清楚")
    clock.advance(timedelta(hours=6))
    filed.attach_photo("A1", photo_file(2), "buyer:b02")
    filed.review_photos("A1", "accepted", "staff:lan")
    begins = [text[:5] for text in _told(filed, "A1")]
    assert begins == ["照片收到了", "照片看过了", "照片收到了", "照片核对好"]
    filed.attach_photo("A1", photo_file(3), "buyer:b02")
    assert _state(filed, "A1")[0] == "accepted", "what was accepted stays so"


def test_nobody_looked_in_time(filed: Shop, clock: ManualClock) -> None:
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    clock.advance(timedelta(hours=4))
    assert "evidence_review" in [one.kind for one in filed.tick()]
    assert "报给主管催办" in _told(filed, "A1")[-1]
    with filed.db.read() as session:
        (ticket,) = session.execute(select(Ticket).where(Ticket.case_no == "A1")).scalars()
        assert ticket.kind == "manager"
    clock.advance(timedelta(days=1))
    assert len(_told(filed, "A1")) == 2, "said once"


def test_a_look_closes_the_tickets_that_asked_for_it(filed: Shop, clock: ManualClock) -> None:
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    clock.advance(timedelta(hours=4))
    filed.tick()
    filed.review_photos("A1", "doubtful", "staff:lan", "像是网上的图")
    assert _open_tickets(filed) == ["evidence_doubt:A1:1"]
    filed.review_photos("A1", "accepted", "staff:mei")
    assert _open_tickets(filed) == []


def _open_tickets(shop: Shop) -> list[str]:
    with shop.db.read() as session:
        query = select(Ticket.id).where(Ticket.case_no == "A1", Ticket.state == "open")
        return list(session.execute(query).scalars())


def test_a_look_in_time_stops_the_clock(filed: Shop, clock: ManualClock) -> None:
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    filed.review_photos("A1", "accepted", "staff:lan")
    clock.advance(timedelta(hours=5))
    assert "evidence_review" not in [one.kind for one in filed.tick()]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-18 10:00", "2026-11-18 14:00"),
        ("2026-11-18 22:00", "2026-11-19 13:00"),
        ("2026-11-18 03:00", "2026-11-18 13:00"),
    ],
)
def test_a_look_takes_working_hours(now: str, due: str) -> None:
    moment = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    assert f"{review_due(POLICY, moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == due


def test_a_picture_of_another_case_is_flagged_and_taken(filed: Shop) -> None:
    filed.attach_photo("A1", photo_file(5), "buyer:b02")
    same = filed.attach_photo("A2", photo_file(5), "buyer:b03")
    smaller = written(picture(5, (200, 150)), "WEBP", quality=60)
    alike = filed.attach_photo("A2", smaller, "buyer:b03")
    other = filed.attach_photo("A2", photo_file(6), "buyer:b03")
    flags = [one.like_case_no for one in (same, alike, other)]
    assert flags == ["A1", "A1", None]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda shop: shop.attach_photo("A9", photo_file(), "buyer:b02"), "没有编号为 A9"),
        (lambda shop: shop.review_photos("A1", "accepted", "staff:lan"), "还没有收到照片"),
        (lambda shop: shop.review_photos("A9", "accepted", "staff:lan"), "没有编号为 A9"),
    ],
)
def test_what_cannot_be_done(filed: Shop, call: object, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        call(filed)  # type: ignore[operator]


def test_a_verdict_needs_a_reason_and_an_open_look(filed: Shop) -> None:
    filed.attach_photo("A1", photo_file(), "buyer:b02")
    with pytest.raises(EvidenceError, match="原因"):
        filed.review_photos("A1", "again", "staff:lan", "  ")
    filed.review_photos("A1", "accepted", "staff:lan")
    with pytest.raises(EvidenceError, match="已通过"):
        filed.review_photos("A1", "doubtful", "staff:lan", "看错了")


def test_a_refused_file_leaves_nothing(filed: Shop, tmp_path: Path) -> None:
    with pytest.raises(NotAPhoto):
        filed.attach_photo("A1", b"PK\x03\x04 not a photo", "buyer:b02")
    with filed.db.read() as session:
        assert evidence_of(session, "A1") is None
    assert not (tmp_path / "photos").exists()


def test_a_case_takes_so_many_photos(filed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    few = POLICY.copy(update={"evidence": POLICY.evidence.copy(update={"photos_per_case": 2})})
    monkeypatch.setattr(filed.policy, "current", lambda: few)
    for seed in (1, 2):
        filed.attach_photo("A1", photo_file(seed), "buyer:b02")
    with pytest.raises(EvidenceError, match="已有 2 张"):
        filed.attach_photo("A1", photo_file(3), "buyer:b02")


def test_photos_go_after_a_year_unless_the_case_is_open(
    filed: Shop, clock: ManualClock, tmp_path: Path
) -> None:
    filed.attach_photo("A1", photo_file(1), "buyer:b02")
    filed.attach_photo("A2", photo_file(2), "buyer:b03")
    shared = filed.attach_photo("A1", photo_file(3), "buyer:b02")
    filed.attach_photo("A2", photo_file(3), "buyer:b03")
    for file in (tmp_path / "photos").glob("*/*"):
        os.utime(file, (0, 0))
    with filed.db.write() as session:
        session.get(Case, "A1").state = "closed"
    clock.advance(timedelta(days=366))
    filed.tick()
    with filed.db.read() as session:
        assert photos_of(session, "A1") == []
        assert len(photos_of(session, "A2")) == 2
    left = {file.stem for file in (tmp_path / "photos").glob("*/*")}
    assert len(left) == 2
    assert shared.sha256 in left, "another case still has it"
    with filed.db.write() as session:
        session.get(Case, "A2").state = "closed"
    clock.advance(timedelta(days=31))
    filed.tick()
    assert not list((tmp_path / "photos").glob("*/*"))


def test_a_file_that_is_just_being_attached_is_not_swept(tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    store.put("ab" * 32, b"new")
    assert store.sweep(frozenset()) == 0
    assert store.get("ab" * 32) == b"new"


def test_the_same_photo_sent_twice_at_once(either_shop: Shop, tmp_path: Path) -> None:
    either_shop.photos = PhotoStore(tmp_path / "photos")
    file_case(either_shop, "A1")
    with ThreadPoolExecutor(4) as pool:
        sent = [
            pool.submit(either_shop.attach_photo, "A1", photo_file(n % 2), "buyer:b02")
            for n in range(8)
        ]
        assert len({one.result().id for one in sent}) == 2
    assert len(_told(either_shop, "A1")) == 1
    with either_shop.db.read() as session:
        assert len(session.execute(select(CasePhoto)).scalars().all()) == 2


def test_a_verdict_and_the_clock_at_once(either_shop: Shop, tmp_path: Path) -> None:
    """Neither waits for the other for ever, and the buyer is not told both."""
    either_shop.photos = PhotoStore(tmp_path / "photos")
    later = either_shop.clock() + timedelta(hours=5)
    for number in range(6):
        case = file_case(either_shop, f"A{number}")
        either_shop.attach_photo(case, photo_file(number), "buyer:b02")
        with ThreadPoolExecutor(3) as pool:
            ticks = [pool.submit(either_shop.tick, later) for _ in range(2)]
            verdict = pool.submit(either_shop.review_photos, case, "accepted", "staff:lan")
            assert verdict.result(timeout=20).state == "accepted"
            for tick in ticks:
                tick.result(timeout=20)
        assert "照片核对好了" in _told(either_shop, case)[-1]


def test_every_state_has_its_words_and_moves() -> None:
    assert set(STATE_WORDS) == {state for state in MOVES if state}
    assert {to for moves in MOVES.values() for to in moves} == set(STATE_WORDS)
