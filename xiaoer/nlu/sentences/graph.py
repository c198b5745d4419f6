"""Writes the encoder of multilingual-e5-small down as an ONNX graph.

A BERT encoder (Devlin et al. 2018) for one text: input `x`, shape [1, pieces, hidden], the sum of
word, position and type vectors; output `y`, shape [1, hidden], the mean over the pieces at length
one. The matrices are held in eight bits with a scale for each output; the numbers that flow in are
rounded to eight bits on the way, each multiplication with the range that it meets. So a text's
vector depends on that text alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from xiaoer.nlu.sentences.weights import Weights

#: The version of ONNX's operators that has Gelu; ONNX Runtime 1.17 and later know it.
_OPERATORS = 20
#: ONNX Runtime's own operators; attention as one step is among them.
_RUNTIME = "com.microsoft"
_FILE_FORMAT = 9


class _Graph:
    """Collects nodes and constants; every method returns the name of what it adds."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.sizes = weights.sizes
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], name: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name, **settings))
        return name

    def linear(self, x: str, name: str, matrix: Any, bias: Any) -> str:
        """x · matrixᵀ + bias in eight bits; matrix has the shape [outputs, inputs]."""
        scale = (np.abs(matrix).max(axis=1) / 127).astype(np.float32)
        rounded = np.round(matrix / np.where(scale > 0, scale, 1)[:, None]).astype(np.int8)
        seen = [f"{name}.x", f"{name}.x.scale", f"{name}.x.zero"]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], seen, f"{name}.round"))
        product = self.node(
            "MatMulInteger",
            [
                seen[0],
                self.constant(f"{name}.w", rounded.T),
                seen[2],
                self.constant(f"{name}.w.zero", np.array(0, np.int8)),
            ],
            f"{name}.product",
        )
        real = self.node("Cast", [product], f"{name}.real", to=TensorProto.FLOAT)
        scales = self.node(
            "Mul", [seen[1], self.constant(f"{name}.w.scale", scale)], f"{name}.scale"
        )
        scaled = self.node("Mul", [real, scales], f"{name}.scaled")
        return self.node("Add", [scaled, self.constant(f"{name}.bias", bias)], f"{name}.sum")

    def stored_linear(self, x: str, name: str, outputs: int, inputs: int) -> str:
        matrix = self.weights.matrix(f"{name}.w", outputs, inputs)
        return self.linear(x, name, matrix, self.weights.vector(f"{name}.b", outputs))

    def normalised(self, x: str, name: str) -> str:
        parts = [self.weights.vector(f"{name}.{part}", self.sizes.hidden) for part in "wb"]
        return self.node(
            "LayerNormalization",
            [x, self.constant(f"{name}.scale", parts[0]), self.constant(f"{name}.shift", parts[1])],
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
        split = [f"{layer}{one}" for one in "qkv"]
        self.nodes.append(
            helper.make_node("Split", [together], split, f"{layer}split", axis=2, num_outputs=3)
        )
        return self.node(
            "MultiHeadAttention",
            split,
            f"{layer}attended",
            domain=_RUNTIME,
            num_heads=self.sizes.heads,
        )

    def layer(self, x: str, layer: str) -> str:
        hidden, inner = self.sizes.hidden, self.sizes.inner
        attended = self.stored_linear(self.attention(x, layer), f"{layer}ao", hidden, hidden)
        x = self.normalised(self.node("Add", [x, attended], f"{layer}first"), f"{layer}aln")
        wide = self.stored_linear(x, f"{layer}fi", inner, hidden)
        bent = self.node("Gelu", [wide], f"{layer}bent")
        narrow = self.stored_linear(bent, f"{layer}fo", hidden, inner)
        return self.normalised(self.node("Add", [x, narrow], f"{layer}second"), f"{layer}oln")


def serialised(weights: Weights) -> bytes:
    """The graph with its constants, as ONNX Runtime loads it; about 22 MB."""
    graph = _Graph(weights)
    hidden = weights.sizes.hidden
    x = graph.normalised("x", "emb.ln")
    for number in range(weights.sizes.layers):
        x = graph.layer(x, f"l{number}.")
    pieces = graph.constant("pieces", np.array([1], np.int64))
    mean = graph.node("ReduceMean", [x, pieces], "mean", keepdims=0)
    graph.node("LpNormalization", [mean], "y", axis=-1, p=2)
    ends = [
        helper.make_tensor_value_info(end, TensorProto.FLOAT, shape)
        for end, shape in (("x", [1, "pieces", hidden]), ("y", [1, hidden]))
    ]
    made = helper.make_graph(
        graph.nodes, "multilingual-e5-small", ends[:1], ends[1:], graph.constants
    )
    operators = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_RUNTIME, 1)]
    model = helper.make_model(made, opset_imports=operators, ir_version=_FILE_FORMAT)
    return bytes(model.SerializeToString())
