"""Turns scores into probabilities, and says how sure is sure enough.

The examples have about as many lines for a rare intent as for a common one; buyers have not. The
weights of `lexicon/often.txt`, from the shop's plan of what it is asked and not from any measured
set, put that right (Saerens, Latinne and Decaestecker 2002, "Adjusting the Outputs of a Classifier
to New a Priori Probabilities", equation 2.4).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Sequence

import numpy as np

from xiaoer.nlu.wordlists import pairs

#: The training data's own class for what cannot be understood without the turns before it.
UNCLEAR = "nlu_fallback"
#: What acting on a wrong understanding costs, in questions asked back in vain. A question
#: costs the buyer one line; a wrong answer costs him reading it, saying it again, and trust.
WRONG_COST = 3.0
#: Below this probability of the best reading even the two best are not worth offering.
HOPELESS = 0.12

_SMOOTHED = 15


@dataclass(frozen=True)
class Calibration:
    """`sharpness` multiplies scores before the softmax; `sure` is the least probability to act."""

    sharpness: float
    sure: float
    none: float

    def probabilities(self, scores: Any, often: Any = 1.0) -> Any:
        """Softmax along the last axis, each intent as probable beforehand as `often` says."""
        heated = scores * self.sharpness
        powers = np.exp(heated - heated.max(axis=-1, keepdims=True)) * often
        return powers / powers.sum(axis=-1, keepdims=True)

    def as_dict(self) -> dict[str, float]:
        """For JSON."""
        return asdict(self)


def often(intents: Sequence[str]) -> Any:
    """How often each intent is meant, beside 1 for a rare one; shape [intents], float32."""
    told = pairs("often")
    return np.array([float(told.get(intent, 1)) for intent in intents], dtype=np.float32)


def calibrate(scores: Any, truth: Any, intents: Sequence[str]) -> Calibration:
    """Fits on scores that were computed without the example they belong to.

    `scores` has the shape [examples, intents], `truth` holds places in `intents`.
    """
    grid = np.geomspace(1, 60, 80)
    losses = [_loss(Calibration(x, 0, 0).probabilities(scores), truth) for x in grid]
    sharpness = float(grid[int(np.argmin(losses))])
    shares = Calibration(sharpness, 0, 0).probabilities(scores, often(intents))
    return Calibration(sharpness, _cheapest(shares, truth, intents), HOPELESS)


def _loss(shares: Any, truth: Any) -> float:
    return float(-np.log(shares[np.arange(len(truth)), truth] + 1e-9).mean())


def _cheapest(shares: Any, truth: Any, intents: Sequence[str]) -> float:
    """The threshold that costs least: a question 1, a wrong action `WRONG_COST`, a right one 0.

    Asking where only asking is right costs nothing.
    """
    best, top = shares.argmax(axis=1), shares.max(axis=1)
    unclear = intents.index(UNCLEAR) if UNCLEAR in intents else -1
    wrong = (best != truth) & (best != unclear)
    asking = (truth != unclear).astype(float)
    # Every example stands for as many messages as buyers write of its kind.
    weights = (often(intents) / np.maximum(np.bincount(truth, minlength=len(intents)), 1))[truth]
    grid = np.linspace(0.1, 0.95, 86)
    costs = [
        weights @ (WRONG_COST * (wrong & (top >= t)) + asking * ((top < t) | (best == unclear)))
        for t in grid
    ]
    # The curve is flat and ragged near its bottom; its smoothed form has a bottom worth trusting.
    smooth = np.convolve(costs, np.ones(_SMOOTHED) / _SMOOTHED, mode="valid")
    return float(grid[int(np.argmin(smooth)) + _SMOOTHED // 2])
