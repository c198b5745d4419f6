"""Which model file is meant. Rasa, given a wrong path, silently loads the newest one nearby."""

from __future__ import annotations

import tarfile
from pathlib import Path

#: What our training names its models.
PATTERN = "xiaoer-*.tar.gz"


class ModelUnusable(Exception):
    """There is no usable model at the path; the message says what to do, in words for people."""


def checked_model(path: Path) -> Path:
    """The path itself, if it is a model. Raises ModelUnusable."""
    if path.is_dir():
        raise ModelUnusable(f"{path} 是文件夹，不是模型文件。{_nearby(path)}")
    if not path.exists():
        raise ModelUnusable(f"找不到模型文件 {path}。{_nearby(path.parent)}")
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.getmember("metadata.json")
    except (tarfile.TarError, KeyError, OSError, EOFError) as error:
        raise ModelUnusable(
            f"{path} 不是可用的模型文件（可能没有写完整）。请删除它，再运行 xiaoer train"
        ) from error
    return path


def _nearby(folder: Path) -> str:
    found = sorted(file.name for file in folder.glob("*.tar.gz")) if folder.is_dir() else []
    if not found:
        return "请先运行 xiaoer train 训练模型"
    return f"{folder} 里有：{'、'.join(found[-5:])}。请写明其中一个，或运行 xiaoer train"
