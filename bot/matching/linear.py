"""A linear model over all keys at once: multinomial logistic regression, trained at build time.

It is fitted in the span of the phrases (weights = phrasesᵀ x coefficients, "kernel" form) by
conjugate gradients with an exact line search, so that one pass costs one product with the Gram
matrix of the phrases and some ten passes are enough. Against passive-aggressive or hinge learners
this is worth 1 to 3 points of top-1 where phrases are few (tests/benchmarks/README.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .features import plenty
from .sparse import Floats, Rows

STRENGTH = 30.0
"""Inverse of the ridge penalty at ten phrases a key and fewer; twice that at a hundred."""
PASSES = 8
"""Of the solver, at ten phrases a key and fewer; twice that at a hundred."""
BALANCE = 1.3
"""How far a key is freed from the number of its phrases (1 takes the share out of the odds, a
little more makes up for the penalty, which weighs most on small keys)."""
_DENSE_SHARE = 1 / 100  # a feature in more rows than this is cheaper in a dense product
_LINE_STEPS = 6
ALL_CELLS = 48_000_000
"""Phrases x keys up to which every phrase is held against all keys (some 1.5 GB while it lasts)."""
RIVALS = 192
"""Keys a phrase is held against beyond that; costs about half a point of top-1."""


class Gram:
    """Products with ``X @ Xᵀ`` without forming it.

    Frequent features go through a dense product, the rest through a sparse one, and a feature
    that one row alone holds only adds to the diagonal.
    """

    def __init__(self, rows: Rows) -> None:
        df = np.bincount(rows.ids, minlength=rows.width)
        alone, dense = df == 1, df > max(1.0, len(rows) * _DENSE_SHARE)
        self._head = rows.columns(dense).dense()
        self._tail = rows.columns(~alone & ~dense)
        self._tail_t = self._tail.transposed()
        single = rows.columns(alone)
        self._diagonal = single.sums(single.weights**2).astype(np.float32)[:, None]

    def times(self, g: Floats) -> Floats:
        """``X @ Xᵀ @ g`` for ``g`` of rows x keys."""
        out = self._head @ (self._head.T @ g)
        out += self._tail.times(self._tail_t.times(g))
        out += self._diagonal * g
        return out


class Near:
    """The same for many keys: each phrase against the keys it is most like, and its own.

    A phrase has next to no odds of any other key, so leaving those out changes little and takes time
    and memory by ``RIVALS`` instead of by all keys.
    """

    def __init__(self, rows: Rows, labels: NDArray[np.int64], keys: int) -> None:
        self._rows = rows
        self._starts = rows.starts.tolist()
        self.weights = np.zeros((rows.width, keys), np.float32)
        np.add.at(self.weights, (rows.ids, labels[rows.row_numbers()]), rows.weights)
        length = np.sqrt(np.einsum("ij,ij->j", self.weights, self.weights))
        self.weights /= np.maximum(length, np.float32(1e-9))
        self.keys = np.empty((len(rows), RIVALS), np.int32)
        for row, ids, weights in self._each():
            like = weights @ self.weights[ids] if len(ids) else np.zeros(keys, np.float32)
            like[labels[row]] = np.inf
            self.keys[row] = np.sort(np.argpartition(-like, RIVALS)[:RIVALS])
        self.labels = (self.keys < labels[:, None]).sum(axis=1)

    def _each(self) -> Iterator[tuple[int, NDArray[np.int32], Floats]]:
        for row, (a, b) in enumerate(pairwise(self._starts)):
            yield row, self._rows.ids[a:b], self._rows.weights[a:b]

    def spread(self, g: Floats) -> Floats:
        """``Xᵀ @ g`` (features x keys), in ``weights``, for ``g`` of rows x rivals."""
        self.weights[:] = 0
        for row, ids, weights in self._each():
            self.weights[ids[:, None], self.keys[row]] += weights[:, None] * g[row]
        return self.weights

    def times(self, g: Floats) -> Floats:
        """``X @ Xᵀ @ g`` at the rivals of each row."""
        whole = self.spread(g)
        out = np.empty_like(g)
        for row, ids, weights in self._each():
            out[row] = weights @ whole[ids[:, None], self.keys[row]]
        return out


def fit(rows: Rows, labels: NDArray[np.int64], keys: int) -> Floats:
    """Weights (features x keys) for unit ``rows`` whose right key is ``labels``."""
    many = plenty(len(labels), keys)
    strength, passes = STRENGTH * (1 + many), round(PASSES * (1 + many))
    # what is written down most is not what is asked most, so only the evidence beyond the odds a key
    # has by its number of phrases is learnt
    odds = np.float32(BALANCE) * np.log(np.bincount(labels, minlength=keys)).astype(np.float32)
    if keys < 2 * RIVALS or len(labels) * keys <= ALL_CELLS:
        coefficients = _solve(Gram(rows), labels, np.tile(odds, (len(labels), 1)), passes, strength)
        return rows.transposed().times(coefficients)
    near = Near(rows, labels, keys)
    return near.spread(_solve(near, near.labels, odds[near.keys], passes, strength))


class Small:
    """The same for so few rows that all cells may lie in memory."""

    def __init__(self, rows: Rows) -> None:
        self.cells = rows.dense()

    def times(self, g: Floats) -> Floats:
        """``X @ Xᵀ @ g``."""
        out: Floats = self.cells @ (self.cells.T @ g)
        return out


def fit_small(
    rows: Rows, labels: NDArray[np.int64], keys: int, balance: float, strength: float, passes: int
) -> Floats:
    """Weights (features x keys) of a few rows, with the balance, strength and passes of the caller."""
    odds = np.float32(balance) * np.log(np.bincount(labels, minlength=keys)).astype(np.float32)
    gram = Small(rows)
    coefficients = _solve(gram, labels, np.tile(odds, (len(labels), 1)), passes, strength)
    weights: Floats = gram.cells.T @ coefficients
    return weights


def _solve(
    gram: Gram | Near | Small, labels: NDArray[np.int64], odds: Floats, passes: int, strength: float
) -> Floats:
    count = len(labels)
    at = np.arange(count)
    ridge = np.float32(1 / strength)
    scores = odds  # gram @ a, above these odds
    a = np.zeros_like(odds)  # coefficients
    step = 1.0
    before = np.zeros_like(a)
    before_norm = 1.0
    d = gd = before
    for turn in range(passes):
        g = _softmax(scores)
        g[at, labels] -= 1
        g += ridge * a
        gg = gram.times(g)
        norm = _dot(g, gg)
        if norm <= 1e-9 * count:
            break
        keep = 0.0 if turn == 0 else max(0.0, (norm - _dot(before, gg)) / before_norm)
        d = np.float32(keep) * d - g
        gd = np.float32(keep) * gd - gg
        before, before_norm = g, norm
        step = _line(
            scores, gd, _dot(a, gd) * float(ridge), _dot(d, gd) * float(ridge), labels, step
        )
        a += np.float32(step) * d
        scores += np.float32(step) * gd
    return a


def _line(
    scores: Floats, gd: Floats, slope0: float, curve0: float, labels: NDArray[np.int64], step: float
) -> float:
    """The step along ``gd`` where the loss stops falling: Newton's method kept in a bracket."""
    right = float(gd[np.arange(len(labels)), labels].sum(dtype=np.float64))
    low, high = 0.0, np.inf
    for _ in range(_LINE_STEPS):
        p = _softmax(scores + np.float32(step) * gd)
        p *= gd
        mean = p.sum(axis=1)
        slope = float(mean.sum(dtype=np.float64)) - right + slope0 + step * curve0
        curve = _dot(p, gd) - _dot(mean, mean) + curve0
        if slope < 0:
            low = step
        else:
            high = step
        new = step - slope / max(curve, 1e-9)
        if high == np.inf:
            new = min(new, 4 * step) if new > low else 2 * step
        elif not low < new < high:
            new = (low + high) / 2
        if abs(new - step) < 0.1 * step:
            return new
        step = new
    return step


def _softmax(scores: Floats) -> Floats:
    p: Floats = scores - scores.max(axis=1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=1, keepdims=True)
    return p


def _dot(a: Floats, b: Floats) -> float:
    return float(np.dot(a.ravel(), b.ravel()))
