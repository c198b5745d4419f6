"""A wrong model path is an error; Rasa would load another model without a word."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from xiaoer.runtime.model_file import ModelUnusable, checked_model


def archive(path: Path, member: str = "metadata.json") -> Path:
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(member), io.BytesIO())
    return path


def test_a_model_is_taken_as_it_is(tmp_path: Path) -> None:
    path = archive(tmp_path / "xiaoer-1.tar.gz")
    assert checked_model(path) == path


def test_a_missing_model_names_what_there_is(tmp_path: Path) -> None:
    archive(tmp_path / "xiaoer-1.tar.gz")
    with pytest.raises(ModelUnusable, match=r"找不到.*xiaoer-2.*xiaoer-1\.tar\.gz"):
        checked_model(tmp_path / "xiaoer-2.tar.gz")


def test_an_empty_folder_says_how_to_train(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="xiaoer train"):
        checked_model(tmp_path / "absent" / "model.tar.gz")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    archive(tmp_path / "xiaoer-1.tar.gz")
    with pytest.raises(ModelUnusable, match="文件夹"):
        checked_model(tmp_path)


@pytest.mark.parametrize("content", [b"", b"half a model", b"\x1f\x8b\x08\x00"])
def test_a_broken_file_is_no_model(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "xiaoer-1.tar.gz"
    path.write_bytes(content)
    with pytest.raises(ModelUnusable, match="不是可用的模型"):
        checked_model(path)


def test_another_archive_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable):
        checked_model(archive(tmp_path / "backup.tar.gz", "notes.txt"))
