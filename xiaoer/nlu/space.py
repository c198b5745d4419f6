"""Where sentence vectors are compared."""

from __future__ import annotations

from typing import Any

import numpy as np

from xiaoer.nlu.network import Network

#: So many main directions hold nearly all in which the examples differ. Fewer are faster; what is
#: left out is noise: 256 of 768 give as many right answers as all.
DIRECTIONS = 256


class Space:
    """The training data's centre and main directions (principal components).

    All e5 vectors point nearly the same way; without centring every distance is alike.
    """

    def __init__(self, centre: Any, directions: Any) -> None:
        """`centre` has the shape [numbers], `directions` [numbers, at most DIRECTIONS]."""
        self.centre = centre
        self.directions = directions
        # Not by NumPy, whose library would wake a thread on every core for so small a product.
        network = Network()
        moved = network.input("moved", ["texts", len(directions)])
        network.node("MatMul", [moved, network.constant("directions", directions)], "told")
        self._session = network.ready("told", ["texts", directions.shape[1]])

    @classmethod
    def fit(cls, vectors: Any) -> Space:
        """Learns from vectors of shape [texts, numbers]."""
        rows = np.asarray(vectors, dtype=np.float32)
        centre = rows.mean(axis=0, dtype=np.float32)
        moved = _of_length_one(rows - centre)
        moved -= moved.mean(axis=0)
        _, directions = np.linalg.eigh(moved.T @ moved)
        return cls(centre, np.ascontiguousarray(directions[:, ::-1][:, :DIRECTIONS]))

    def __call__(self, vectors: Any) -> Any:
        """Rows of length one, shape [texts, directions], float32."""
        moved = np.asarray(vectors, dtype=np.float32) - self.centre
        (told,) = self._session.run(None, {"moved": moved})
        return _of_length_one(told)


def _of_length_one(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
