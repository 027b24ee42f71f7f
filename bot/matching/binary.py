"""Two sides told apart by a logistic over named features; generic, deterministic, trained at build.

Fitted by nonlinear conjugate gradients (Polak-Ribiere) with a Newton line search: some twenty
thousand rows of fifty features take about a second, and no start value or seed is involved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

PENALTY = 0.1
"""Of the squared weights: low, since every row has unit length and rare features are dropped."""
PASSES = 60
LEAST_ROWS = 2
"""A feature in fewer rows than this teaches nothing."""
LEAST_WEIGHT = 0.05
"""Smaller weights are not kept."""
_LINE_STEPS = 5
Array = NDArray[np.float64]


def fit(rows: Sequence[Collection[str]], right: Sequence[bool]) -> tuple[float, dict[str, float]]:
    """(bias, weight of each feature) of a logistic that a row is of the first side.

    A row of n kept features scores bias + sum of their weights / sqrt(n).
    """
    counts = Counter(feature for row in rows for feature in row)
    names = sorted(feature for feature, n in counts.items() if n >= LEAST_ROWS)
    y = np.array(right, float)
    weights = _solve(_Design(rows, {name: i for i, name in enumerate(names)}), y)
    kept = {
        name: round(weight, 2)
        for name, weight in zip(names, weights[:-1].tolist(), strict=True)
        if abs(weight) >= LEAST_WEIGHT
    }
    return round(float(weights[-1]), 3), kept


class _Design:
    """Rows as sparse unit vectors, with a last column of ones."""

    def __init__(self, rows: Sequence[Collection[str]], number: dict[str, int]) -> None:
        held = [[number[name] for name in sorted(row) if name in number] for row in rows]
        sizes = np.array([len(ids) for ids in held])
        self._ids = np.array([i for ids in held for i in ids], np.int64)
        self._row = np.repeat(np.arange(len(rows)), sizes)
        self._value = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes)
        self._shape = (len(rows), len(number))

    def times(self, w: Array) -> Array:
        """Scores of all rows."""
        sums = np.bincount(self._row, self._value * w[self._ids], self._shape[0]).astype(np.float64)
        return sums + float(w[-1])

    def back(self, g: Array) -> Array:
        """The transposed product: one number a feature, and one for the bias."""
        sums = np.bincount(self._ids, self._value * g[self._row], self._shape[1]).astype(np.float64)
        return np.append(sums, float(g.sum()))

    @property
    def width(self) -> int:
        """Features and the bias."""
        return self._shape[1] + 1


def _solve(x: _Design, y: Array) -> Array:
    w = np.zeros(x.width)
    ridge = np.full(x.width, PENALTY)
    ridge[-1] = 1e-3
    z = x.times(w)
    g = x.back(_share(z) - y)
    way = -g
    for _ in range(PASSES):
        along = x.times(way)
        step = 0.0
        for _ in range(_LINE_STEPS):
            p = _share(z + step * along)
            slope = _dot(p - y, along) + _dot(ridge * (w + step * way), way)
            bend = _dot(p * (1 - p), along**2) + _dot(ridge, way**2)
            step -= slope / max(bend, 1e-12)
        w, z = w + step * way, z + step * along
        before, g = g, x.back(_share(z) - y) + ridge * w
        length = _dot(before, before)
        if not length:
            break
        way = -g + max(0.0, _dot(g, g - before) / length) * way
    return w


def _share(z: Array) -> Array:
    out: Array = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    return out


def _dot(a: Array, b: Array) -> float:
    return float(a @ b)
