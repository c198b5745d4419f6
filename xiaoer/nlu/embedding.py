"""Sentence embeddings by the bundled multilingual-e5-small.

Another model takes its place by giving `Embedder` a different `encode`: a function from a list
of texts to an array of shape [texts, dimensions] with rows of length one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Callable, Iterable

import numpy as np

from xiaoer.nlu.reading import embedded_pieces

#: Numbers in a vector: what two layers of the model say.
DIMENSIONS = 768
#: So many texts are remembered (3 KB each).
REMEMBERED = 10_000

Encode = Callable[[str], Any]


@lru_cache(maxsize=1)
def _bundled() -> Encode:
    # Loaded at first use: commands that only read the shop's data start without it.
    from xiaoer.nlu.sentences import SentenceEncoder

    return SentenceEncoder.bundled()


class Embedder:
    """Embeds short texts, remembering the most recent ones. Safe to use from several threads.

    The engine takes some milliseconds a text and lets go of the interpreter lock meanwhile.
    """

    def __init__(self, encode: Encode | None = None, remembered: int = REMEMBERED) -> None:
        self._encode = encode
        self._remembered = remembered
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def text(self, cleaned: str) -> Any:
        """The vector, shape [768], float32, length 1, of a cleaned text; zeros for an empty one.

        A text of more than 64 characters gets the mean of its first four clauses.
        """
        pieces = [self._piece(piece) for piece in embedded_pieces(cleaned)]
        if not pieces:
            return np.zeros(DIMENSIONS, dtype=np.float32)
        if len(pieces) == 1:
            return pieces[0]
        mean = np.mean(pieces, axis=0)
        return (mean / max(float(np.linalg.norm(mean)), 1e-6)).astype(np.float32)

    def texts(self, cleaned: Iterable[str], threads: int = 2) -> Any:
        """The vectors of many texts, shape [texts, 768]."""
        wanted = list(cleaned)
        with ThreadPoolExecutor(threads) as pool:
            rows = list(pool.map(self.text, wanted))
        return np.array(rows, dtype=np.float32).reshape(len(wanted), DIMENSIONS)

    def _piece(self, piece: str) -> Any:
        with self._lock:
            if piece in self._known:
                self._known.move_to_end(piece)
                return self._known[piece]
        encode = self._encode or _bundled()
        vector = np.asarray(encode(piece), dtype=np.float32)
        with self._lock:
            self._known[piece] = vector
            while len(self._known) > self._remembered:
                self._known.popitem(last=False)
        return vector


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The one embedder of this process; channel and pipeline share what it remembers."""
    return Embedder()
