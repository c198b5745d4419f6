"""Pictures for tests, drawn and never the same by chance."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def picture(seed: int = 1, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Coloured boxes; the same seed gives the same ones in every size."""
    chance = random.Random(seed)
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    for _ in range(12):
        x, y = chance.random() * 0.8, chance.random() * 0.8
        wide, high = 0.1 + chance.random() * 0.4, 0.1 + chance.random() * 0.4
        box = (x * size[0], y * size[1], (x + wide) * size[0], (y + high) * size[1])
        pen.rectangle(box, fill=tuple(chance.randrange(256) for _ in range(3)))
    return drawn


def written(drawn: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def photo_file(seed: int = 1) -> bytes:
    """A JPEG of its own for each seed."""
    return written(picture(seed))
