"""What is taken as a photo, what is refused and why, and what is no longer in it afterwards."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageCms

from tests.shop.aftersales.pictures import photo_file, picture, written
from xiaoer.policy import load
from xiaoer.shop.aftersales.photos import (
    NotAPhoto,
    PhotoBroken,
    PhotoRefused,
    PhotoTooLarge,
    checked,
    dhash,
    difference,
)

RULES = load().evidence
#: Degrees north and a maker's name, as phones write them.
_GPS, _MAKE, _ORIENTATION = 0x8825, 0x010F, 0x0112


def _read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_of_pictures_are_taken(kind: str) -> None:
    photo = checked(written(picture(), kind), RULES)
    kept = _read(photo.data)
    assert (kept.format, kept.size) == ("JPEG", (320, 240))
    assert (photo.width, photo.height) == (320, 240)
    assert len(photo.sha256) == 64


def test_exif_is_taken_out_after_the_picture_was_turned() -> None:
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE] = 6, "SecretPhone"
    exif.get_ifd(_GPS)[1] = "N"
    sent = written(picture(), exif=exif, comment=b"my home")
    assert b"SecretPhone" in sent
    photo = checked(sent, RULES)
    kept = _read(photo.data)
    assert kept.size == (240, 320)
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SecretPhone" not in photo.data
    assert b"my home" not in photo.data


def test_colours_stay_when_their_profile_goes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    sent = written(Image.new("RGB", (50, 50), "red"), "PNG", icc_profile=swapped)
    kept = _read(checked(sent, RULES).data)
    assert "icc_profile" not in kept.info
    red, green, blue = kept.getpixel((25, 25))
    assert blue > 200 > 50 > max(red, green)


def test_a_profile_that_makes_no_sense_is_left_out() -> None:
    sent = written(picture(), "PNG", icc_profile=b"nonsense")
    assert "icc_profile" not in _read(checked(sent, RULES).data).info


def test_what_is_transparent_becomes_white() -> None:
    photo = checked(written(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), RULES)
    assert _read(photo.data).convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_unusual_kinds_of_colour(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    base = Image.new(mode, (60, 40)) if mode == "I;16" else picture(size=(60, 40)).convert(mode)
    assert checked(written(base, kind), RULES).width == 60


def test_the_same_file_is_known_by_its_hash() -> None:
    assert checked(photo_file(), RULES) == checked(photo_file(), RULES)
    one, other = checked(photo_file(1), RULES), checked(photo_file(2), RULES)
    assert one.original_sha256 != other.original_sha256


def test_a_picture_that_was_shrunk_and_compressed_looks_alike() -> None:
    for seed in range(20):
        sent = dhash(picture(seed, (1200, 900)))
        small = checked(written(picture(seed, (300, 225)), "JPEG", quality=40), RULES)
        assert difference(sent, small.dhash) <= RULES.similar_bits
        others = [dhash(picture(other)) for other in range(20) if other != seed]
        assert min(difference(sent, other) for other in others) > RULES.similar_bits


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", photo_file())
    return file.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _bomb(width: int, height: int) -> bytes:
    """A PNG of some kilobytes that says it is that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", body)
        + _chunk(b"IEND", b"")
    )


def _text_bomb() -> bytes:
    """A PNG with a comment of some kilobytes that unpacks to 200 MB."""
    whole = written(picture(), "PNG")
    comment = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))
    return whole[:33] + comment + whole[33:]


def _endless_scans() -> bytes:
    data = written(picture(), progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * 300 + data[-2:]


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", NotAPhoto, "空的"),
        (_zip(), NotAPhoto, "压缩包"),
        (b"%PDF-1.7 ...", NotAPhoto, "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", NotAPhoto, "HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", NotAPhoto, "视频"),
        (b"GIF89a" + bytes(50), NotAPhoto, "JPG、PNG 或 WebP"),
        (b"<svg onload='alert(1)'/>", NotAPhoto, "JPG、PNG 或 WebP"),
        (b"\xff\xd8\xff" + bytes(30 * 1024 * 1024), PhotoTooLarge, "30.0 MB，最大 10 MB"),
        (b"\xff\xd8\xff\xe0" + bytes(200), PhotoBroken, "损坏"),
        (photo_file()[:-500], PhotoBroken, "不完整"),
        (written(picture(), "PNG")[:-500], PhotoBroken, "不完整"),
        (written(picture(), "WEBP")[:-500], PhotoBroken, "不完整"),
        (_bomb(10_000, 6_000), PhotoTooLarge, "3000 万像素"),
        (_bomb(50_000, 50_000), PhotoTooLarge, "3000 万像素"),
        (_text_bomb(), PhotoBroken, "打不开"),
        (_endless_scans(), PhotoBroken, "打不开"),
    ],
)
def test_what_is_refused_and_why(data: bytes, error: type[PhotoRefused], said: str) -> None:
    with pytest.raises(error, match=said):
        checked(data, RULES)


def test_damaged_files_are_refused_or_read_but_never_fail_otherwise() -> None:
    chance = random.Random(7)
    exif = Image.Exif()
    exif[_ORIENTATION] = 3
    whole = [
        written(picture(), "JPEG", exif=exif, progressive=True),
        written(picture(), "PNG", exif=exif),
        written(picture(), "WEBP", exif=exif),
    ]
    for data in whole:
        for _ in range(150):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 20)):
                damaged[chance.randrange(4, min(len(damaged), 700))] = chance.randrange(256)
            try:
                photo = checked(bytes(damaged), RULES)
            except PhotoRefused:
                continue
            assert _read(photo.data).size == (photo.width, photo.height)
