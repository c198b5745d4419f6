"""`xiaoer evidence`: the photos of cases that wait for somebody's eyes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, List

import typer

if TYPE_CHECKING:
    from xiaoer.shop import Shop
    from xiaoer.shop.aftersales.evidence_model import CasePhoto, Evidence

app = typer.Typer(help="售后单的照片：看一看，通过、让买家补拍，或报给主管。", no_args_is_help=True)

_CASE = typer.Argument(..., metavar="售后单", help="售后单编号。")


@app.command("list")
def list_(
    everything: bool = typer.Option(False, "--all", help="连看过的和还没发来的一起列出。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """列出等人核对的照片，快到期的在前。"""
    from xiaoer.cli.output import moment, print_json, say, table
    from xiaoer.shop.aftersales.evidence import STATE_WORDS, in_state, photos_of

    shop = _shop()
    states = tuple(STATE_WORDS) if everything else ("received",)
    with shop.db.read() as session:
        found = [(one, photos_of(session, one.case_no)) for one in in_state(session, *states)]
    if as_json:
        print_json([_fields(shop, one, photos) for one, photos in found])
        return
    if not found:
        say("还没有售后单要过照片。" if everything else "没有等着核对的照片。")
        return
    rows = [
        [
            one.case_no,
            STATE_WORDS[one.state],
            f"{len(photos)} 张",
            moment(one.review_due_at) if one.state == "received" else "",
            "、".join(sorted({photo.like_case_no for photo in photos if photo.like_case_no})),
            one.reason or one.wanted or "",
        ]
        for one, photos in found
    ]
    table("照片", ["售后单", "状态", "照片", "核对期限", "与别的售后单相似", "说明"], rows)
    say("看照片：xiaoer evidence show 售后单")


@app.command()
def show(case: str = _CASE) -> None:
    """列出一个售后单的照片和文件位置，方便打开看。"""
    from xiaoer.cli.output import moment, say
    from xiaoer.shop.aftersales.evidence import photos_of

    shop = _shop()
    with shop.db.read() as session:
        photos = photos_of(session, case)
    if not photos:
        say(f"售后单 {case} 没有照片。")
    for photo in photos:
        like = f"，和售后单 {photo.like_case_no} 的照片相似" if photo.like_case_no else ""
        say(f"{moment(photo.received_at)}  {photo.width}×{photo.height}{like}")
        say(f"  {_path(shop, photo)}")


@app.command()
def add(
    case: str = _CASE,
    files: List[Path] = typer.Argument(..., metavar="文件...", help="JPG、PNG 或 WebP 照片。"),
) -> None:
    """把照片放进售后单（例如买家从别处发来的）。"""
    from xiaoer.cli.errors import CommandFailed
    from xiaoer.cli.output import say
    from xiaoer.shop.aftersales.photos import PhotoRefused, check_size

    shop = _shop()
    for file in files:
        try:
            check_size(file.stat().st_size, shop.policy.current().evidence)
            photo = shop.attach_photo(case, file.read_bytes(), "staff:cli")
        except PhotoRefused as error:
            raise CommandFailed(f"{file}：{error}") from error
        like = f"，和售后单 {photo.like_case_no} 的照片相似" if photo.like_case_no else ""
        say(f"✔ {file} 已放进售后单 {case}{like}。")


@app.command()
def accept(case: str = _CASE) -> None:
    """照片没有问题；买家随后会收到消息。"""
    _review(case, "accepted")


@app.command()
def again(
    case: str = _CASE,
    reason: str = typer.Argument(
        ..., metavar="还差什么", help="会原样告诉买家，例如“面单拍清楚些”。"
    ),
) -> None:
    """照片不够，请买家补拍。"""
    _review(case, "again", reason)


@app.command()
def doubt(
    case: str = _CASE,
    reason: str = typer.Argument(..., metavar="疑点", help="只有内部看得到。"),
) -> None:
    """照片有疑问，报给主管；买家只会听到还要再核对。"""
    _review(case, "doubtful", reason)


def _review(case: str, verdict: str, reason: str | None = None) -> None:
    from xiaoer.cli.output import say
    from xiaoer.shop.aftersales.evidence import STATE_WORDS

    evidence = _shop().review_photos(case, verdict, "staff:cli", reason)
    say(f"✔ 售后单 {case} 的照片：{STATE_WORDS[evidence.state]}。")
    say("  店小二在运行时，买家马上会收到；没有运行时，下次启动（或 xiaoer tick）时发出。")


def _shop() -> Shop:
    from xiaoer.cli.opening import open_shop, read_settings

    return open_shop(read_settings())


def _path(shop: Shop, photo: CasePhoto) -> str:
    assert shop.photos is not None, "commands open the shop with its folder"
    return str(shop.photos.path(photo.sha256))


def _fields(shop: Shop, evidence: Evidence, photos: List[CasePhoto]) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(evidence, name) for name in _TOLD}
    told["photos"] = [
        {
            "file": _path(shop, photo),
            "received_at": photo.received_at,
            "sent_by": photo.sent_by,
            "like_case_no": photo.like_case_no,
        }
        for photo in photos
    ]
    return told


_TOLD = (
    "case_no",
    "state",
    "wanted",
    "asked_at",
    "received_at",
    "review_due_at",
    "reviewed_at",
    "reviewed_by",
    "reason",
)
