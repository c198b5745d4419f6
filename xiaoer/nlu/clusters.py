"""Puts messages together that mean much the same."""

from __future__ import annotations

from typing import Any, List

import numpy as np

#: Least cosine of two sentence vectors that stand for the same: those of multilingual-e5 lie
#: close together, so two unrelated messages already have about 0.8.
ALIKE = 0.9


def clusters(vectors: Any, alike: float = ALIKE) -> List[List[int]]:
    """Groups rows of shape [texts, dimensions], largest group first.

    Leader clustering (Hartigan 1975, "Clustering Algorithms", chapter 3): each row joins the
    group whose first row is nearest, or begins one of its own. The order of rows decides, so the
    same inbox is always shown alike.
    """
    groups: List[List[int]] = []
    for place, vector in enumerate(np.asarray(vectors)):
        near = [float(vector @ vectors[group[0]]) for group in groups]
        best = int(np.argmax(near)) if near else -1
        if best >= 0 and near[best] >= alike:
            groups[best].append(place)
        else:
            groups.append([place])
    return sorted(groups, key=len, reverse=True)
