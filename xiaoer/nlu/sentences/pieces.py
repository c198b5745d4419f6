"""Cuts a text into the pieces that the model knows, the most probable way.

The unigram model of SentencePiece (Kudo 2018, "Subword Regularization"): among all ways to cut the
text, the one whose pieces have the highest sum of log probabilities, found by Viterbi's algorithm.
"""

from __future__ import annotations

import re

from xiaoer.nlu.sentences.weights import Vocabulary

#: Stands for a space inside a piece, and before the first word.
_SPACE = "\u2581"
#: How much less probable than the rarest piece a character is that no piece holds.
_UNKNOWN_PENALTY = 10.0


class Pieces:
    """Turns texts into the numbers of their pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        #: The length of the longest piece by its first character.
        self._longest: dict[str, int] = {}
        for piece in vocabulary.numbers:
            first, length = piece[:1], len(piece)
            if length > self._longest.get(first, 0):
                self._longest[first] = length

    def numbers(self, text: str, most: int) -> list[int]:
        """The text's pieces between the marks of start and end, at most `most` with both."""
        plain = re.sub(" {2,}", " ", text.translate(self._vocabulary.replacements))
        marked = plain.replace(" ", _SPACE)
        inside = self._cut(marked if marked.startswith(_SPACE) else _SPACE + marked)
        return [self._vocabulary.start, *inside[: most - 2], self._vocabulary.end]

    def _cut(self, text: str) -> list[int]:
        known, scores = self._vocabulary.numbers, self._vocabulary.scores
        unknown = self._vocabulary.unknown
        size = len(text)
        best = [0.0] + [float("-inf")] * size
        last: list[tuple[int, int]] = [(0, unknown)] * (size + 1)
        for start in range(size):
            alone = best[start] + self._unknown_score
            if alone > best[start + 1]:
                best[start + 1], last[start + 1] = alone, (start, unknown)
            longest = self._longest.get(text[start], 0)
            for end in range(start + 1, min(size, start + longest) + 1):
                number = known.get(text[start:end], unknown)
                if number != unknown and best[start] + scores[number] > best[end]:
                    best[end], last[end] = best[start] + scores[number], (start, number)
        found, at = [], size
        while at > 0:
            at, number = last[at]
            found.append(number)
        return found[::-1]
