"""The intent model: kernel ridge regression on sentence vectors and characters.

Two kernels are added: a Gaussian on the centred sentence vectors, which finds what is meant
alike, and a linear one on characters, which finds what is worded alike. The trials behind this
choice, with numbers, are in docs/decisions. Solving for all examples at once gives, besides the
model, the score that each example would have had if it had been left out (Rifkin and Lippert,
"Notes on Regularized Least Squares", 2007, section 3.1), so probabilities and thresholds
come from honest scores without training a second time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular

from xiaoer.nlu.calibration import Calibration, calibrate, often
from xiaoer.nlu.examples import Examples, likeness
from xiaoer.nlu.features import CharacterFeatures
from xiaoer.nlu.network import in_eight_bits
from xiaoer.nlu.space import Space

#: Weight of the characters beside the Gaussian's 1.
CHARACTERS = 0.2
#: Ridge: how far the model may follow a single example.
RIDGE = 0.03

_BLOCK = 512

#: Intents with their probabilities, best first.
Ranking = dict[str, float]


class IntentModel:
    """Scores cleaned texts and their sentence vectors against the intents."""

    def __init__(
        self,
        intents: Sequence[str],
        characters: CharacterFeatures,
        arrays: dict[str, Any],
        calibration: Calibration,
    ) -> None:
        self.intents = list(intents)
        self.characters = characters
        self.calibration = calibration
        self._often = often(intents)
        self._arrays = arrays
        self._space = Space(arrays["centre"], arrays["directions"])
        self._examples = Examples(arrays["examples"], arrays["scales"], arrays["dual"])

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Any, labels: Sequence[str]) -> IntentModel:
        """Learns from cleaned texts, their vectors, shape [texts, numbers], and their intents."""
        intents = sorted(set(labels))
        truth = np.array([intents.index(label) for label in labels])
        characters = CharacterFeatures.learn(texts)
        sparse = characters.matrix(texts)
        space = Space.fit(vectors)
        examples, scales = in_eight_bits(space(vectors))
        # Learnt from the rounded vectors, so that what is left out is scored as a message will be.
        rounded = examples * scales
        kernel = likeness(rounded, rounded)
        kernel += CHARACTERS * (sparse @ sparse.T).toarray().astype(np.float32)
        dual, left_out = ridge(kernel, _targets(truth, len(intents)))
        arrays = {
            "centre": space.centre,
            "directions": space.directions,
            "examples": examples,
            "scales": scales,
            "dual": dual,
            "primal": np.asarray(sparse.T @ dual, dtype=np.float32) * CHARACTERS,
        }
        return cls(intents, characters, arrays, calibrate(left_out, truth, intents))

    def rankings(self, texts: Sequence[str], vectors: Any) -> list[Ranking]:
        """Calibrated probabilities of all intents for each text, summing to 1, best first.

        `vectors` has the shape [texts, numbers].
        """
        scores = self._examples.scores(self._space(vectors))
        for score, text in zip(scores, texts, strict=True):
            places, values = self.characters.row(text)
            score += values @ self._arrays["primal"][places]
        shares = self.calibration.probabilities(scores, self._often)
        return [self._ranking(row) for row in shares]

    def _ranking(self, shares: Any) -> Ranking:
        order = np.argsort(-shares)
        named = zip(order.tolist(), shares[order].tolist(), strict=True)
        return {self.intents[place]: share for place, share in named}

    def save(self, folder: Path) -> None:
        """Writes the model as plain arrays and JSON into an existing folder."""
        np.savez(folder / "arrays.npz", weights=self.characters.weights, **self._arrays)
        told = {
            "intents": self.intents,
            "vocabulary": self.characters.vocabulary,
            "calibration": self.calibration.as_dict(),
        }
        (folder / "model.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Reads what `save` wrote; raises OSError or KeyError where something is missing."""
        told = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        characters = CharacterFeatures(told["vocabulary"], arrays.pop("weights"))
        return cls(told["intents"], characters, arrays, Calibration(**told["calibration"]))


def _targets(truth: Any, intents: int) -> Any:
    """1 for the right intent, the rest so that each row sums to 0."""
    targets = np.full((len(truth), intents), -1 / max(1, intents - 1), dtype=np.float32)
    targets[np.arange(len(truth)), truth] = 1
    return targets


def ridge(kernel: Any, targets: Any) -> tuple[Any, Any]:
    """The dual weights and the left-out scores, both of shape [examples, intents].

    `kernel` is overwritten. The left-out scores need the diagonal of the inverse, which is the
    column sums of squares of the inverted factor; LAPACK's own inversion (spotri) of the
    bundled OpenBLAS crashes on some matrices of this size, so the factor is inverted in blocks.
    """
    kernel[np.diag_indices_from(kernel)] += RIDGE
    factor = cholesky(kernel, lower=True, overwrite_a=True, check_finite=False)
    dual = np.asarray(cho_solve((factor, True), targets, check_finite=False), dtype=np.float32)
    diagonal = np.empty(len(factor), dtype=np.float32)
    for start in range(0, len(factor), _BLOCK):
        width = min(_BLOCK, len(factor) - start)
        unit = np.eye(len(factor) - start, width, dtype=np.float32)
        columns = solve_triangular(factor[start:, start:], unit, lower=True, check_finite=False)
        diagonal[start : start + width] = (columns**2).sum(axis=0)
    return dual, targets - dual / diagonal[:, None]
