"""Characters as features: TF-IDF of runs of one to three."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any, Iterable

import numpy as np
from scipy.sparse import csr_matrix

#: Longest run of characters that is one feature.
LONGEST = 3

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def grams(cleaned: str) -> Counter[str]:
    """How often each run of 1–3 characters occurs; every number counts as `0`.

    What amount or size is meant matters to the reply, not to the intent.
    """
    text = _NUMBER.sub("0", cleaned)
    counts: Counter[str] = Counter()
    for length in range(1, LONGEST + 1):
        for start in range(len(text) - length + 1):
            counts[text[start : start + length]] += 1
    return counts


class CharacterFeatures:
    """TF-IDF with logarithmic counts and rows of length one, learnt from the training texts."""

    def __init__(self, vocabulary: Iterable[str], weights: Any) -> None:
        self.vocabulary = list(vocabulary)
        self.weights = weights
        self._place = {gram: place for place, gram in enumerate(self.vocabulary)}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> CharacterFeatures:
        """Takes the vocabulary and its inverse document frequencies from cleaned texts."""
        seen: Counter[str] = Counter()
        total = 0
        for text in texts:
            seen.update(grams(text).keys())
            total += 1
        vocabulary = sorted(seen)
        weights = [math.log((1 + total) / (1 + seen[gram])) + 1 for gram in vocabulary]
        return cls(vocabulary, np.array(weights, dtype=np.float32))

    def row(self, text: str) -> tuple[list[int], Any]:
        """The places of a text's known features and their values (float32, length 1 together)."""
        counts = [(self._place[g], n) for g, n in grams(text).items() if g in self._place]
        places = [place for place, _ in counts]
        values = np.array([1 + math.log(n) for _, n in counts], dtype=np.float32)
        values = values * self.weights[places]
        length = float(np.linalg.norm(values))
        return places, values / length if length else values

    def matrix(self, texts: Iterable[str]) -> Any:
        """The rows of many texts as a sparse matrix of shape [texts, features]."""
        rows = [self.row(text) for text in texts]
        starts = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = [place for found, _ in rows for place in found]
        values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0)
        return csr_matrix((values, places, starts), shape=(len(rows), len(self.vocabulary)))

    def known_share(self, text: str) -> float:
        """The share, 0–1, of a text's word characters that stand in a known pair or alone.

        Latin letters count only in known runs of three, as every single letter is known.
        """
        characters = [c for c in text if c.isalnum() and not c.isdigit()]
        if not characters:
            return 0.0
        known: float = sum(1 for c in characters if not c.isascii() and c in self._place)
        for word in re.findall(r"[a-z]+", text):
            pieces = [word[i : i + LONGEST] for i in range(max(1, len(word) - LONGEST + 1))]
            known += len(word) * sum(piece in self._place for piece in pieces) / len(pieces)
        return min(1.0, known / len(characters))
