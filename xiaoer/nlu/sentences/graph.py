"""The encoder of multilingual-e5-small as an ONNX graph.

A BERT encoder (Devlin et al. 2018) for one text: input `x`, shape [1, pieces, hidden], the sum of
word, position and type vectors; output `y`, shape [1, 2 · hidden]: the mean over the pieces after
the last layer and after a middle one, both at length one, and together at length one too. The last
layer tells what a text is about, the middle one still knows how it is put (Jawahar, Sagot and
Seddah 2019, "What Does BERT Learn about the Structure of Language?").

The matrices are held in eight bits with a scale for each output; the numbers that flow in are
rounded to eight bits on the way, each multiplication with the range that it meets. So a text's
vector depends on that text alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto

from xiaoer.nlu.network import RUNTIME, Network, in_eight_bits
from xiaoer.nlu.sentences.weights import Weights

#: The middle layer, counted from 1.
MIDDLE = 10


class _Encoder(Network):
    """Adds the parts of the encoder, with their weights."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        self.sizes = weights.sizes

    def linear(self, x: str, name: str, matrix: Any, bias: Any) -> str:
        """x · matrixᵀ + bias in eight bits; matrix has the shape [outputs, inputs]."""
        numbers, scales = in_eight_bits(matrix)
        rounded, scale, zero = self.split(
            "DynamicQuantizeLinear", [x], [f"{name}.x", f"{name}.x.scale", f"{name}.x.zero"]
        )
        weights = self.constant(f"{name}.w", numbers.T)
        no_zero = self.constant(f"{name}.w.zero", np.array(0, np.int8))
        product = self.node("MatMulInteger", [rounded, weights, zero, no_zero], f"{name}.product")
        real = self.node("Cast", [product], f"{name}.real", to=TensorProto.FLOAT)
        of_weights = self.constant(f"{name}.w.scale", scales[:, 0])
        both = self.node("Mul", [scale, of_weights], f"{name}.scale")
        scaled = self.node("Mul", [real, both], f"{name}.scaled")
        return self.node("Add", [scaled, self.constant(f"{name}.bias", bias)], f"{name}.sum")

    def stored_linear(self, x: str, name: str, outputs: int, inputs: int) -> str:
        """A layer whose weights and biases are stored under its name."""
        matrix = self.weights.matrix(f"{name}.w", outputs, inputs)
        return self.linear(x, name, matrix, self.weights.vector(f"{name}.b", outputs))

    def normalised(self, x: str, name: str) -> str:
        """Layer normalisation."""
        scale, shift = (self.weights.vector(f"{name}.{part}", self.sizes.hidden) for part in "wb")
        constants = [self.constant(f"{name}.scale", scale), self.constant(f"{name}.shift", shift)]
        return self.node(
            "LayerNormalization",
            [x, *constants],
            f"{name}.out",
            axis=-1,
            epsilon=self.sizes.epsilon,
        )

    def attention(self, x: str, layer: str) -> str:
        """Scaled dot-product attention; queries, keys and values come of one multiplication."""
        hidden = self.sizes.hidden
        matrices = [self.weights.matrix(f"{layer}{one}.w", hidden, hidden) for one in "qkv"]
        biases = [self.weights.vector(f"{layer}{one}.b", hidden) for one in "qkv"]
        together = self.linear(x, f"{layer}qkv", np.concatenate(matrices), np.concatenate(biases))
        parts = [f"{layer}{one}" for one in "qkv"]
        return self.node(
            "MultiHeadAttention",
            self.split("Split", [together], parts, axis=2, num_outputs=3),
            f"{layer}attended",
            domain=RUNTIME,
            num_heads=self.sizes.heads,
        )

    def layer(self, x: str, layer: str) -> str:
        """One of the encoder's layers."""
        hidden, inner = self.sizes.hidden, self.sizes.inner
        attended = self.stored_linear(self.attention(x, layer), f"{layer}ao", hidden, hidden)
        x = self.normalised(self.node("Add", [x, attended], f"{layer}first"), f"{layer}aln")
        wide = self.stored_linear(x, f"{layer}fi", inner, hidden)
        bent = self.node("Gelu", [wide], f"{layer}bent")
        narrow = self.stored_linear(bent, f"{layer}fo", hidden, inner)
        return self.normalised(self.node("Add", [x, narrow], f"{layer}second"), f"{layer}oln")

    def mean(self, x: str, name: str) -> str:
        """The mean over the pieces, at length one."""
        mean = self.node("ReduceMean", [x, "pieces"], f"{name}.raw", keepdims=0)
        return self.node("LpNormalization", [mean], name, axis=-1, p=2)


def encoder_session(weights: Weights) -> Any:
    """What runs the encoder; the weights are copied, about 22 MB."""
    encoder = _Encoder(weights)
    hidden = weights.sizes.hidden
    x = encoder.normalised(encoder.input("x", [1, "pieces", hidden]), "emb.ln")
    encoder.constant("pieces", np.array([1], np.int64))
    means = {}
    for number in range(1, weights.sizes.layers + 1):
        x = encoder.layer(x, f"l{number - 1}.")
        if number in (MIDDLE, weights.sizes.layers):
            means[number] = encoder.mean(x, f"mean{number}")
    both = encoder.node("Concat", [means[weights.sizes.layers], means[MIDDLE]], "both", axis=-1)
    encoder.node("LpNormalization", [both], "y", axis=-1, p=2)
    return encoder.ready("y", [1, 2 * hidden])
