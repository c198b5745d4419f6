"""The papers of a case as a PDF: facts, timeline, chat, photos (docs/decisions/0011)."""

from __future__ import annotations

import io
import unicodedata
from datetime import datetime
from typing import Iterator, List, Mapping, Sequence
from xml.sax.saxutils import escape

from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from xiaoer.shop.aftersales.disputes.dossier import Dossier
from xiaoer.shop.aftersales.disputes.events import Event
from xiaoer.shop.clock import local

#: One of Adobe's fonts for Chinese: named in the file, brought by whatever shows it.
FONT = "STSong-Light"
_MARGIN, _TIMES = 20 * mm, 34 * mm
#: Photos in the PDF are for looking at; the files beside it have every pixel.
_LONGEST_PX, _PHOTO_HEIGHT = 1400, 100 * mm
_WORDS = ParagraphStyle(
    "words", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK", spaceAfter=3,
    leftIndent=_TIMES, bulletFontName=FONT, bulletFontSize=9, bulletIndent=0,
)  # fmt: skip
_PLAIN = ParagraphStyle("plain", parent=_WORDS, leftIndent=0)
_SMALL = ParagraphStyle("small", parent=_PLAIN, fontSize=8, leading=11)
_TITLE = ParagraphStyle("title", parent=_PLAIN, fontSize=17, leading=24, spaceAfter=6)
_HEADING = ParagraphStyle(
    "heading", parent=_PLAIN, fontSize=13, leading=20, spaceBefore=10, keepWithNext=True
)
_GREY = HexColor("#666666")
#: What the font does not have under this number, and what stands for it.
_INSTEAD = str.maketrans({"¥": "￥", "•": "·", "\t": " ", "\xa0": " "})


def pdf(dossier: Dossier, pictures: Mapping[str, bytes], now: datetime) -> bytes:
    """The papers. `pictures` are the photos' files by their SHA-256; one may be gone."""
    registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"售后单 {dossier.case_no}",
        author="",
        creator="",
    )
    story = [*_head(dossier, now), *_timeline(dossier), *_chat(dossier)]
    story += _photos(dossier, pictures)
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return file.getvalue()


def printable(text: str) -> str:
    """The text in characters that the font has: 〔表情〕 for pictures, 〓 for rare ones."""
    return "".join(_letters(text.translate(_INSTEAD)))


def _letters(text: str) -> Iterator[str]:
    in_picture = False
    for letter in text:
        kind = unicodedata.category(letter)
        if letter == "\n" or _in_font(letter):
            yield letter
        elif kind in ("So", "Sk", "Co") and not in_picture:
            yield "〔表情〕"
        elif kind[0] in "LNPS" and kind not in ("So", "Sk"):
            yield "〓"
        # Joiners and variants of a picture belong to it.
        in_picture = not (letter == "\n" or _in_font(letter))


def _in_font(letter: str) -> bool:
    try:
        return letter.isprintable() and bool(letter.encode("gbk"))
    except UnicodeEncodeError:
        return False


def _markup(text: str) -> str:
    """What people wrote is never read as markup: that could name files and addresses."""
    return escape(printable(text)).replace("\n", "<br/>")


def _head(dossier: Dossier, now: datetime) -> List[Flowable]:
    story: List[Flowable] = [Paragraph("售后纠纷材料", _TITLE)]
    story += [_line(name, value) for name, value in dossier.facts]
    note = f"导出于 {local(now):%Y-%m-%d %H:%M}，时间均为北京时间；电话、地址和第三方信息已隐去。"
    return [*story, Spacer(1, 2 * mm), Paragraph(note, _SMALL)]


def _timeline(dossier: Dossier) -> List[Flowable]:
    return [Paragraph("一、时间线", _HEADING), *map(_event, dossier.events)]


def _chat(dossier: Dossier) -> List[Flowable]:
    told: Sequence[Flowable] = [_event(event) for event in dossier.chat]
    nothing = [Paragraph("没有聊天记录。", _PLAIN)]
    return [Paragraph("二、聊天记录", _HEADING), *(told or nothing)]


def _photos(dossier: Dossier, pictures: Mapping[str, bytes]) -> List[Flowable]:
    story: List[Flowable] = [Paragraph("三、照片", _HEADING)]
    if not dossier.photos:
        story.append(Paragraph("没有照片。", _PLAIN))
    for number, photo in enumerate(dossier.photos, 1):
        when = f"{local(photo.received_at):%Y-%m-%d %H:%M}"
        caption = Paragraph(f"照片 {number}，{when} 收到", _PLAIN)
        digest = Paragraph(f"原文件 SHA-256：{photo.original_sha256}", _SMALL)
        data = pictures.get(photo.sha256)
        seen = _image(data) if data else Paragraph("（文件已不在）", _PLAIN)
        story.append(KeepTogether([caption, seen, digest, Spacer(1, 4 * mm)]))
    return story


def _image(data: bytes) -> Image:
    with Picture.open(io.BytesIO(data)) as opened:
        opened.thumbnail((_LONGEST_PX, _LONGEST_PX))
        smaller = io.BytesIO()
        opened.save(smaller, "JPEG", quality=85)
    return Image(
        smaller, width=A4[0] - 2 * _MARGIN, height=_PHOTO_HEIGHT, kind="proportional", hAlign="LEFT"
    )


def _event(event: Event) -> Paragraph:
    text = f'<font color="#666666">{_markup(event.who)}</font>　{_markup(event.text)}'
    return Paragraph(text, _WORDS, bulletText=f"{local(event.at):%Y-%m-%d %H:%M}")


def _line(name: str, value: str) -> Paragraph:
    return Paragraph(_markup(value), _WORDS, bulletText=name)


def _foot(canvas: object, document: SimpleDocTemplate) -> None:
    """The page's number, and which case it belongs to: printed pages get apart."""
    draw = document.canv
    draw.saveState()
    draw.setFont(FONT, 8)
    draw.setFillColor(_GREY)
    draw.drawString(_MARGIN, 10 * mm, document.title)
    draw.drawRightString(A4[0] - _MARGIN, 10 * mm, f"第 {document.page} 页")
    draw.restoreState()
