"""The pack of a case: what is in it, who is not, and that people's words stay words."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.shop.aftersales.filed import file_case
from tests.shop.aftersales.pictures import photo_file
from xiaoer.shop import Shop
from xiaoer.shop.aftersales.disputes.dossier import NoSuchCase
from xiaoer.shop.aftersales.disputes.pdf import printable
from xiaoer.shop.aftersales.model import Case, LedgerEntry, Offer
from xiaoer.shop.aftersales.photo_store import PhotoStore
from xiaoer.shop.clock import ManualClock
from xiaoer.shop.orders.model import Buyer, Order, Shipment

_OCTAL = re.compile(rb"\\([0-7]{3}|.)", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


def words_of(pdf: bytes) -> str:
    """What a PDF of ours says: its texts are UTF-16 in the streams of its pages."""
    said = ""
    for stream in _STREAM.findall(pdf):
        try:
            page = zlib.decompress(base64.a85decode(b"<~" + stream.strip(), adobe=True))
        except (ValueError, zlib.error):
            continue
        for text in re.findall(rb"\(((?:\\.|[^\\()])*)\) Tj", page, re.S):
            raw = _OCTAL.sub(_unescaped, text)
            said += raw.decode("utf-16-be", "replace")
    return said


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if len(found[1]) == 3 else found[1]


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def disputed(shop: Shop, tmp_path: Path, clock: ManualClock) -> Shop:
    return dispute(shop, tmp_path, clock)


def dispute(shop: Shop, tmp_path: Path, clock: ManualClock) -> Shop:
    """A damaged parcel with photos, an offer that was accepted, and a talkative buyer."""
    shop.photos = PhotoStore(tmp_path / "photos")
    with shop.db.read() as session:
        query = select(Shipment).where(Shipment.order_no == "202600000000000104")
        parcel = session.execute(query).scalars().one()
        other = session.get(Buyer, "b03").name
    problem = '一箱都压坏了😭，<img src="file:///etc/passwd"/> & <b>快递员</b>不管'
    file_case(shop, "A1", "b01", order_no=parcel.order_no, issue_type="damaged", problem=problem)
    said = f"{other}代收的，他电话13800138000，运单{parcel.tracking_no}"
    shop.accept("chat-A1", said, buyer_id="b01")
    shop.accept("second", "行，就按这个来", buyer_id="b01")
    for seed in (1, 2):
        shop.attach_photo("A1", photo_file(seed), "buyer:b01")
    now = clock()
    with shop.db.write() as session:
        session.add(
            Offer(
                id="A1-1",
                case_no="A1",
                number=1,
                order_no=parcel.order_no,
                conversation_id="second",
                rung="compensation",
                effect="compensation",
                kind="goodwill",
                cost_fen=850,
                rule="damaged.compensation",
                words="给您补偿8.5元，您看可以吗？",
                detail={},
                state="committed",
                offered_at=now,
                valid_until=now + timedelta(days=1),
                policy_version="1",
                answered_at=now + timedelta(minutes=1),
            )
        )
        session.flush()
        session.add(
            LedgerEntry(
                key="A1-1",
                order_no=parcel.order_no,
                case_no="A1",
                offer_id="A1-1",
                effect="compensation",
                kind="goodwill",
                amount_fen=850,
                rule="damaged.compensation",
                at=now + timedelta(minutes=1),
                reference="P20261118000123456",
                done_at=now + timedelta(minutes=2),
            )
        )
    clock.advance(timedelta(hours=1))
    return shop


def test_what_is_in_it(disputed: Shop) -> None:
    pack = disputed.dispute_pack("A1")
    files = contents(pack.data)
    assert list(files) == list(pack.files)
    assert list(files) == [
        "时间线.pdf",
        "聊天记录.txt",
        "材料清单（内部）.txt",
        "照片/01_20261118-1000.jpg",
        "照片/02_20261118-1000.jpg",
    ]
    assert files["照片/01_20261118-1000.jpg"].startswith(b"\xff\xd8\xff")
    assert [proof.name for proof in pack.missing] == ["称重记录", "快递公司的破损证明"]
    checklist = files["材料清单（内部）.txt"].decode("utf-8-sig")
    assert "[有] 拆包和商品照片：2 张" in checklist
    assert "[缺] 称重记录" in checklist


def test_the_same_on_both_databases(either_shop: Shop, tmp_path: Path, clock: ManualClock) -> None:
    pack = dispute(either_shop, tmp_path, clock).dispute_pack("A1")
    chat = contents(pack.data)["聊天记录.txt"].decode("utf-8-sig")
    assert "[他人]代收的" in chat
    assert "行，就按这个来" in chat, "the chat in which the offer was accepted belongs to it"
    assert len(pack.files) == 5


def test_the_timeline_can_be_read(disputed: Shop) -> None:
    pdf = contents(disputed.dispute_pack("A1").data)["时间线.pdf"]
    assert pdf.startswith(b"%PDF-")
    assert b"/STSong-Light" in pdf
    said = words_of(pdf)
    told = (
        *("售后纠纷材料", "运输破损", "羊毛混纺开衫", "付款189元", "签收人：本人"),
        *("提出售后：一箱都压坏了", "给您补偿8.5元，您看可以吗？", "同意这个方案"),
        *("支付补偿8.5元已完成，流水号 P20261118000123456", "提供照片 2"),
    )
    for words in told:
        assert words in said, words
    moments = re.findall(r"2026-11-\d\d \d\d:\d\d", said.split("时间线")[1].split("聊天记录")[0])
    assert moments == sorted(moments)
    assert len(moments) > 12


def test_words_of_people_are_not_markup(disputed: Shop) -> None:
    pdf = contents(disputed.dispute_pack("A1").data)["时间线.pdf"]
    said = words_of(pdf)
    assert "<b>快递员</b>不管" in said
    assert "/etc/passwd" in said, "as words: nothing was read from there"
    assert "root:" not in said


def test_third_parties_are_masked_everywhere(disputed: Shop) -> None:
    with disputed.db.read() as session:
        other, order = session.get(Buyer, "b03"), session.get(Order, "202600000000000104")
        own = session.get(Buyer, "b01").name
    files = contents(disputed.dispute_pack("A1").data)
    papers, chat = words_of(files["时间线.pdf"]), files["聊天记录.txt"].decode("utf-8-sig")
    assert "ZTO7380000100274" in papers
    assert "[他人]代收的，他电话[电话]，运单ZTO7380000100274" in chat
    for text in (papers, chat):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
        for secret in (other.name, order.address, order.phone, own):
            assert secret not in text


def test_a_photo_whose_file_is_gone(disputed: Shop, tmp_path: Path) -> None:
    for file in (tmp_path / "photos").glob("*/*"):
        file.unlink()
    files = contents(disputed.dispute_pack("A1").data)
    assert len(files) == 3
    assert "文件已不在" in words_of(files["时间线.pdf"])


def test_a_case_without_an_order(shop: Shop, tmp_path: Path) -> None:
    shop.photos = PhotoStore(tmp_path / "photos")
    file_case(shop, "A2", "b02", order_no=None, issue_type=None)
    pack = shop.dispute_pack("A2")
    assert "没有照片" in words_of(contents(pack.data)["时间线.pdf"])
    assert [proof.name for proof in pack.missing] == ["拆包和商品照片", "物流轨迹", "发货底单"]


def test_no_such_case(disputed: Shop) -> None:
    with pytest.raises(NoSuchCase, match="A9"):
        disputed.dispute_pack("A9")


def test_it_changes_nothing(disputed: Shop) -> None:
    first = disputed.dispute_pack("A1")
    with disputed.db.read() as session:
        assert session.get(Case, "A1").state == "open"
    again = contents(disputed.dispute_pack("A1").data)
    assert again["聊天记录.txt"] == contents(first.data)["聊天记录.txt"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("好的👌🏻，谢谢❤️", "好的〔表情〕，谢谢〔表情〕"),
        ("👨‍👩‍👧一家", "〔表情〕一家"),
        ("姓𠮷的，¥20•包邮", "姓〓的，￥20·包邮"),
        ("第一行\n第二行\x07", "第一行\n第二行"),
        ("30×40cm，café，①，（）", "30×40cm，café，①，（）"),
    ],
)
def test_letters_that_the_font_does_not_have(text: str, shown: str) -> None:
    assert printable(text) == shown
