"""Compares a text with every training example, in eight bits.

The vectors of 11,000 examples are 17 MB, more than a processor keeps near: to go through them took
a third of the time that the text's own vector took. In eight bits they take a quarter of the room,
and the processor multiplies four numbers at a time. docs/decisions/0006 tells what it costs:
nothing that can be measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto

from xiaoer.nlu.network import Network, in_eight_bits

#: Width of the Gaussian: exp(-WIDTH · squared distance) of vectors of length one.
WIDTH = 0.5
#: What stands for 0 in a text's numbers: without signs they are multiplied twenty times as fast.
_ZERO = 128


def likeness(vectors: Any, others: Any) -> Any:
    """The Gaussian of all pairs of rows, shape [vectors, others]; both have length one."""
    return np.exp(-2 * WIDTH * (1 - vectors @ others.T)).astype(np.float32)


class Examples:
    """The rounded vectors of the examples, and what each of them says for every intent."""

    def __init__(self, numbers: Any, scales: Any, dual: Any) -> None:
        """`numbers` and `scales` are from `in_eight_bits`; `dual`: shape [examples, intents]."""
        network = Network()
        texts = network.input("texts", ["texts", numbers.shape[1]], TensorProto.UINT8)
        of_texts = network.input("scales", ["texts", 1])
        examples = network.constant("examples", numbers.T)
        zero = network.constant("zero", np.array(_ZERO, np.uint8))
        product = network.node("MatMulInteger", [texts, examples, zero], "product")
        real = network.node("Cast", [product], "real", to=TensorProto.FLOAT)
        # Scaled and put into the exponent in one go.
        slope = network.constant("slope", 2 * WIDTH * scales[:, 0])
        near = network.node(
            "Mul", [network.node("Mul", [real, of_texts], "half scaled"), slope], "near"
        )
        far = network.constant("far", np.array(2 * WIDTH, np.float32))
        gaussian = network.node("Exp", [network.node("Sub", [near, far], "exponent")], "gaussian")
        network.node("MatMul", [gaussian, network.constant("dual", dual)], "scores")
        self._session = network.ready("scores", ["texts", dual.shape[1]])

    def scores(self, vectors: Any) -> Any:
        """What the examples say for texts, shape [texts, intents], float32.

        `vectors` has rows of length one; each is rounded by itself.
        """
        numbers, scales = in_eight_bits(vectors)
        texts = (numbers + np.int16(_ZERO)).astype(np.uint8)
        (scores,) = self._session.run(None, {"texts": texts, "scales": scales})
        return scores
