"""Which key of a group is meant: a small linear model for each group that has several keys.

The first pass finds the group; what sets its keys apart from each other is learnt from its own phrases
alone, in which the words that all of them share weigh nothing. Kept as one array: a group reads only
the rows of its own features.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sparse import Floats, Rows

BALANCE = 0.5
"""How far a key is freed from the number of its phrases."""
STRENGTH = 30.0
"""Inverse of the ridge penalty."""
PASSES = 10


@dataclass(frozen=True)
class Sides:
    """``starts[g]:starts[g + 1]`` are the features of group ``g`` in ``ids`` (ascending); the weights of
    feature ``n`` of it are ``weights[cells[g] + (n - starts[g]) * keys of g :][:keys of g]``."""

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    cells: NDArray[np.int64]
    weights: Floats

    @classmethod
    def none(cls, groups: int) -> Sides:
        """For an index that is not trained: no key of a group is likelier than another."""
        empty = np.zeros(groups + 1, np.int64)
        return cls(empty, np.zeros(0, np.int32), empty, np.zeros(0, np.float32))

    @classmethod
    def fit(cls, rows: Rows, key_starts: NDArray[np.int64], group_starts: NDArray[np.int64]) -> Sides:
        """Learn from unit rows sorted by key, keys sorted by group."""
        ids: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
        weights: list[Floats] = [np.zeros(0, np.float32)]
        starts, cells = [0], [0]
        for low, high in zip(group_starts[:-1].tolist(), group_starts[1:].tolist(), strict=True):
            if high - low > 1:
                known, made = _fit_one(rows, key_starts[low : high + 1])
                ids.append(known)
                weights.append(made.ravel())
            starts.append(starts[-1] + (len(ids[-1]) if high - low > 1 else 0))
            cells.append(cells[-1] + (weights[-1].size if high - low > 1 else 0))
        return cls(
            np.array(starts, np.int64), np.concatenate(ids), np.array(cells, np.int64), np.concatenate(weights)
        )

    def scores(self, group: int, keys: int, ids: NDArray[np.int32], weights: Floats) -> NDArray[np.float64]:
        """Log probability of each of a group's keys for a question's features."""
        low, high = int(self.starts[group]), int(self.starts[group + 1])
        if low == high or not len(ids):
            return np.zeros(keys)
        known = self.ids[low:high]
        at = np.minimum(np.searchsorted(known, ids), high - low - 1)
        hit = known[at] == ids
        cell = int(self.cells[group])
        matrix = self.weights[cell : cell + (high - low) * keys].reshape(high - low, keys)
        raw = (weights[hit] @ matrix[at[hit]]).astype(np.float64)
        raw -= raw.max()
        out: NDArray[np.float64] = raw - np.log(np.exp(raw).sum())
        return out

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What a snapshot holds."""
        return {"starts": self.starts, "ids": self.ids, "cells": self.cells, "weights": self.weights}


def _fit_one(rows: Rows, key_starts: NDArray[np.int64]) -> tuple[NDArray[np.int32], Floats]:
    """The features of one group, and their weights for its keys."""
    from . import linear

    first, last = int(key_starts[0]), int(key_starts[-1])
    own = rows.take(np.arange(first, last))
    known, ids = np.unique(own.ids, return_inverse=True)
    local = Rows(own.starts, ids.astype(np.int32), own.weights, len(known))
    labels = np.repeat(np.arange(len(key_starts) - 1), np.diff(key_starts))
    return known.astype(np.int32), linear.fit_small(local, labels, len(key_starts) - 1, BALANCE, STRENGTH, PASSES)
