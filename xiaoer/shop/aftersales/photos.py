"""Checks a photo by what is in it, and takes out what the shop must not keep.

The name and the type that a sender states are not looked at. What passes is written anew: turned
the right way up, in plain sRGB, without EXIF (policy §10), place and camera included.
"""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass
from itertools import pairwise
from typing import Optional

from PIL import Image, ImageCms, ImageOps

from xiaoer.policy.schema import Evidence

#: How a file of each kind that is taken begins; of WebP the name stands behind the length.
_SIGNATURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
_APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
#: The start of a scan in a JPEG. Pictures have a dozen; thousands of empty ones, each unpacked
#: over the whole picture, keep a processor busy for hours.
_SCAN, _MOST_SCANS = b"\xff\xda", 200
_QUALITY = 90
#: One at a time: the largest that are taken need up to half a gigabyte while they are unpacked.
_UNPACKING = threading.Lock()
_DHASH_SIDE = 8
#: Fields that differ by less, of 255, count as equal: compression alone makes such differences.
_NOISE = 3


class PhotoRefused(Exception):
    """A file that is not taken. `code` is stable, the text is for people."""

    code = "photo_refused"


class PhotoTooLarge(PhotoRefused):
    """More bytes or more pixels than the policy allows."""

    code = "photo_too_large"


class NotAPhoto(PhotoRefused):
    """Something else, whatever its name says, or a kind of picture that is not taken."""

    code = "not_a_photo"


class PhotoBroken(PhotoRefused):
    """A picture that cannot be read to its end."""

    code = "photo_broken"


@dataclass(frozen=True)
class Photo:
    """A picture that was checked and written anew."""

    #: A JPEG without metadata.
    data: bytes
    width: int
    height: int
    #: SHA-256 of the file as it was sent, in hex: the same file is known again.
    original_sha256: str
    #: 16 hex digits; pictures that look alike differ in few of their 64 bits.
    dhash: str

    @property
    def sha256(self) -> str:
        """SHA-256 of `data` in hex, under which it is stored."""
        return hashlib.sha256(self.data).hexdigest()


def checked(data: bytes, rules: Evidence) -> Photo:
    """The photo in an uploaded file; one is unpacked at a time. Raises a PhotoRefused."""
    check_size(len(data), rules)
    kind = _kind(data)
    if data.count(_SCAN) > _MOST_SCANS and kind == "JPEG":
        raise PhotoBroken("这张照片的格式不正常，打不开。请重新拍一张，或截图后再发")
    with _UNPACKING:
        return _unpacked(data, kind, rules)


def _unpacked(data: bytes, kind: str, rules: Evidence) -> Photo:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            _check_pixels(*opened.size, rules)
            picture = _plain(opened)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(rules) from error
    except (OSError, SyntaxError, ValueError) as error:
        # What Pillow raises for files that end too early or are damaged.
        raise PhotoBroken("这张照片不完整或已损坏，打不开。请重新发一次，或重新拍一张") from error
    return Photo(
        data=_as_jpeg(picture),
        width=picture.width,
        height=picture.height,
        original_sha256=hashlib.sha256(data).hexdigest(),
        dhash=dhash(picture),
    )


def check_size(size: int, rules: Evidence) -> None:
    """Refuses a number of bytes before they are read. Raises PhotoTooLarge, NotAPhoto."""
    if size == 0:
        raise NotAPhoto("这个文件是空的，请重新发一次照片")
    if size > rules.photo_mb * 1024 * 1024:
        raise PhotoTooLarge(
            f"这张照片有 {size / 1024 / 1024:.1f} MB，最大 {rules.photo_mb} MB，"
            "请发送时不选“原图”，或截图后再发"
        )


def dhash(picture: Image.Image) -> str:
    """A perceptual hash: for each of 8 × 8 fields, whether its right neighbour is brighter.

    It survives another size, another compression and a change of brightness.
    """
    size = (_DHASH_SIDE + 1, _DHASH_SIDE)
    grey = picture.resize(size, Image.Resampling.LANCZOS).convert("L").tobytes()
    bits = 0
    for row in range(_DHASH_SIDE):
        fields = grey[row * size[0] : (row + 1) * size[0]]
        for left, right in pairwise(fields):
            bits = bits << 1 | (right > left + _NOISE)
    return f"{bits:016x}"


def difference(one: str, other: str) -> int:
    """In how many of their 64 bits two perceptual hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _kind(data: bytes) -> str:
    for kind, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    raise NotAPhoto(_what_it_is(data) or "这个文件不是照片，只能发 JPG、PNG 或 WebP 格式的照片")


def _what_it_is(data: bytes) -> Optional[str]:
    """What to say about files that are often sent instead of a photo."""
    if data.startswith(b"PK\x03\x04"):
        return "这是压缩包或文档，不是照片，请把里面的照片一张张发来"
    if data.startswith(b"%PDF"):
        return "这是 PDF 文件，不是照片，请截图后再发"
    if data[4:8] == b"ftyp":
        if data[8:12] in _APPLE:
            return "苹果手机的 HEIC 照片还打不开，请截图后再发，或在相机设置里选“兼容性最佳”"
        return "这是视频，请截取看得清问题的一帧，作为照片发来"
    return None


def _check_pixels(width: int, height: int, rules: Evidence) -> None:
    if width * height > rules.photo_megapixels * 1_000_000:
        raise _too_many_pixels(rules)


def _too_many_pixels(rules: Evidence) -> PhotoTooLarge:
    return PhotoTooLarge(
        f"这张照片的尺寸太大（超过 {rules.photo_megapixels * 100} 万像素），请截图后再发"
    )


def _plain(opened: Image.Image) -> Image.Image:
    """The picture unpacked, upright, on white where it is transparent, in sRGB."""
    opened.load()
    profile = opened.info.get("icc_profile")
    ImageOps.exif_transpose(opened, in_place=True)
    picture: Image.Image = opened
    if opened.has_transparency_data:
        seen = opened.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen)
    elif profile:
        picture = _in_srgb(opened, profile)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours are what many complaints are about: they must not shift with the lost profile."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _as_jpeg(picture: Image.Image) -> bytes:
    picture.info.clear()
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
