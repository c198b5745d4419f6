"""A computation written down as an ONNX graph, and run by ONNX Runtime."""

from __future__ import annotations

from typing import Any, Sequence, Union

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

#: ONNX Runtime's own operators; attention as one step is among them.
RUNTIME = "com.microsoft"

#: The version of ONNX's operators that has Gelu; ONNX Runtime 1.17 and later know it.
_OPERATORS = 20
_FILE_FORMAT = 9

#: Lengths of an array's sides; one that differs from run to run has a name.
Shape = Sequence[Union[int, str]]


class Network:
    """Collects inputs, constants and nodes; every method returns the name of what it adds."""

    def __init__(self) -> None:
        self._inputs: list[Any] = []
        self._constants: list[Any] = []
        self._nodes: list[Any] = []

    def input(self, name: str, shape: Shape, kind: int = TensorProto.FLOAT) -> str:
        """Adds what is given at each run."""
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def constant(self, name: str, values: Any) -> str:
        """Adds an array."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: Sequence[str], name: str, **settings: Any) -> str:
        """Adds an operation with one output."""
        self.split(operator, inputs, [name], **settings)
        return name

    def split(
        self, operator: str, inputs: Sequence[str], names: Sequence[str], **settings: Any
    ) -> Sequence[str]:
        """Adds an operation with several outputs."""
        self._nodes.append(helper.make_node(operator, inputs, names, **settings))
        return names

    def ready(self, output: str, shape: Shape) -> Any:
        """The network loaded, ready to give `output`, an array of float32.

        It may be run from several threads at once. Each run stays on one core: what is computed
        here is too small to share, and other texts keep the other cores busy.
        """
        told = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self._nodes, "network", self._inputs, [told], self._constants)
        operators = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(RUNTIME, 1)]
        model = helper.make_model(graph, opset_imports=operators, ir_version=_FILE_FORMAT)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )


def in_eight_bits(rows: Any) -> tuple[Any, Any]:
    """Rows of numbers from -127 to 127, and the scale of each row, shape [rows, 1]."""
    scales = (np.abs(rows).max(axis=1, keepdims=True) / 127).astype(np.float32)
    return np.round(rows / np.where(scales > 0, scales, 1)).astype(np.int8), scales
