"""How angry and how urgent a message is: the probability of the strong level of either.

Kernel ridge regression like the intent model's (`model.py`), on the same sentence vector: the
Gaussian of the vectors, and linear kernels on the characters and on the cues of the surface. On
the scores that the messages would have had if they had been left out, a logistic curve is fitted
for each signal (Platt 1999, "Probabilistic Outputs for Support Vector Machines"), so 0.7 means
that of such messages 70 % were labelled strong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from xiaoer.nlu.examples import Examples, likeness
from xiaoer.nlu.features import CharacterFeatures
from xiaoer.nlu.feeling_cues import cues, names
from xiaoer.nlu.feeling_data import SIGNALS
from xiaoer.nlu.model import ridge
from xiaoer.nlu.network import in_eight_bits
from xiaoer.nlu.reading import Reading
from xiaoer.nlu.space import Space

#: Weights of the characters and of the cues beside the Gaussian's 1.
CHARACTERS = 0.5
CUES = 0.1


class FeelingModel:
    """Gives a message the probabilities of `SIGNALS`."""

    def __init__(self, characters: CharacterFeatures, arrays: dict[str, Any]) -> None:
        self.characters = characters
        self._arrays = arrays
        self._space = Space(arrays["centre"], arrays["directions"])
        self._examples = Examples(arrays["examples"], arrays["scales"], arrays["dual"])

    @classmethod
    def train(cls, readings: Sequence[Reading], vectors: Any, strong: Any) -> FeelingModel:
        """Learns from readings, their vectors of shape [messages, numbers], and which messages are
        strong in which signal, shape [messages, signals].
        """
        texts = [reading.text for reading in readings]
        characters = CharacterFeatures.learn(texts)
        sparse = characters.matrix(texts)
        surface = np.array([cues(reading.folded) for reading in readings])
        space = Space.fit(vectors)
        examples, scales = in_eight_bits(space(vectors))
        rounded = examples * scales
        kernel = likeness(rounded, rounded)
        kernel += CHARACTERS * (sparse @ sparse.T).toarray().astype(np.float32)
        kernel += CUES * surface @ surface.T
        truth = np.asarray(strong, dtype=np.float32)
        dual, left_out = ridge(kernel, truth - truth.mean(axis=0))
        curves = [_curve(*one) for one in zip(left_out.T, truth.T, strict=True)]
        arrays = {
            "centre": space.centre,
            "directions": space.directions,
            "examples": examples,
            "scales": scales,
            "dual": dual,
            "characters": np.asarray(sparse.T @ dual, dtype=np.float32) * CHARACTERS,
            "cues": CUES * surface.T @ dual,
            "curves": np.array(curves, dtype=np.float32),
        }
        return cls(characters, arrays)

    def probabilities(self, reading: Reading, vector: Any) -> dict[str, float]:
        """The probability of each signal, 0–1; `vector` is the sentence vector of the message."""
        if not reading.text:
            return dict.fromkeys(SIGNALS, 0.0)
        (scores,) = self._examples.scores(self._space(vector[None, :]))
        places, values = self.characters.row(reading.text)
        scores = scores + values @ self._arrays["characters"][places]
        scores += cues(reading.folded) @ self._arrays["cues"]
        steep, shift = self._arrays["curves"].T
        shares = 1 / (1 + np.exp(-(steep * scores + shift)))
        return dict(zip(SIGNALS, shares.tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Writes the model as plain arrays and JSON into an existing folder."""
        np.savez(folder / "arrays.npz", weights=self.characters.weights, **self._arrays)
        told = {"vocabulary": self.characters.vocabulary, "cues": names()}
        (folder / "model.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FeelingModel:
        """Reads what `save` wrote.

        Raises OSError or KeyError where something is missing, ValueError where the model was
        trained on other cues than these.
        """
        told = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if tuple(told["cues"]) != names():
            raise ValueError("the model of the feelings was trained on other cues: train anew")
        with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(CharacterFeatures(told["vocabulary"], arrays.pop("weights")), arrays)


def _curve(scores: Any, truth: Any) -> tuple[float, float]:
    """Steepness and shift of the logistic curve from left-out scores to probabilities."""
    # Only training needs it; what serves starts without.
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e4).fit(scores[:, None], truth)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
