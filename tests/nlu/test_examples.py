"""Comparing in eight bits gives what comparing in full gives, and each text by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from xiaoer.nlu.examples import Examples, likeness
from xiaoer.nlu.network import in_eight_bits


def directions(count: int, seed: int) -> Any:
    """Vectors of length one."""
    rows = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def known() -> Any:
    return directions(500, 1)


@pytest.fixture(scope="module")
def dual() -> Any:
    return np.random.default_rng(2).normal(size=(500, 7)).astype(np.float32)


@pytest.fixture(scope="module")
def examples(known: Any, dual: Any) -> Examples:
    return Examples(*in_eight_bits(known), dual)


def test_scores_are_those_of_the_full_vectors(examples: Examples, known: Any, dual: Any) -> None:
    asked = np.concatenate([directions(3, 3), known[:2]])
    scores = examples.scores(asked)
    assert scores.shape == (5, 7)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, likeness(asked, known) @ dual, atol=0.05)


def test_an_example_is_most_like_itself(known: Any) -> None:
    each = Examples(*in_eight_bits(known), np.eye(len(known), dtype=np.float32))
    scores = each.scores(known)
    assert (scores.argmax(axis=1) == np.arange(len(known))).all()
    assert np.diag(scores) == pytest.approx(1, abs=0.01)


def test_a_text_is_scored_by_itself(examples: Examples) -> None:
    asked = directions(4, 4) * np.array([[1], [0.01], [50], [1]], dtype=np.float32)
    together = examples.scores(asked)
    for place, vector in enumerate(asked):
        np.testing.assert_array_equal(examples.scores(vector[None])[0], together[place])


def test_eight_bits_keep_a_row_of_zeros_and_the_largest_number() -> None:
    numbers, scales = in_eight_bits(np.array([[0, 0], [2.54, -1.27]], dtype=np.float32))
    assert numbers.tolist() == [[0, 0], [127, -64]]
    assert scales[1, 0] == pytest.approx(0.02)
