"""Scores of all keys at once from the features of a question: the first pass.

Cost follows the features of the question, not the number of phrases: frequent features are dense
rows of keys, the others lists of (key, weight).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sparse import Floats, Rows

DENSE_BYTES = 64_000_000
"""Memory that dense rows may take."""
_MAX_DENSE_KEYS = 5_000  # above, a dense row costs more to read than the list of its few keys
_BUDGET = 100_000  # list entries read for one question; the least telling features come last


class Postings:
    """Feature -> weight a key, half dense and half lists. Immutable."""

    def __init__(self, row_of: NDArray[np.int32], dense: Floats, lists: Rows) -> None:
        self.row_of = row_of  # features: row in ``dense``, or -1
        self.dense = dense  # dense rows x keys
        self.lists = lists  # features x keys; empty for the features in ``dense``

    @classmethod
    def of_matrix(cls, matrix: Floats) -> Postings:
        """All rows dense."""
        count, keys = matrix.shape
        none = Rows(np.zeros(count + 1, np.int64), np.zeros(0, np.int32), matrix[:0, 0], keys)
        return cls(np.arange(count, dtype=np.int32), matrix, none)

    @classmethod
    def of_rows(cls, by_key: Rows) -> Postings:
        """From sparse rows of keys x features: the most frequent features become dense."""
        by_feature = by_key.transposed()
        keys = by_feature.width
        sizes = np.diff(by_feature.starts)
        room = DENSE_BYTES // (4 * max(1, keys)) if keys <= _MAX_DENSE_KEYS else 0
        order = np.lexsort((np.arange(len(sizes)), -sizes))[:room]
        chosen = np.sort(order[sizes[order] * 8 > keys])  # a sparser row is cheaper as a list
        row_of = np.full(len(sizes), -1, np.int32)
        row_of[chosen] = np.arange(len(chosen), dtype=np.int32)
        keep = (row_of < 0)[by_feature.row_numbers()]
        starts = np.concatenate([[0], np.cumsum(np.where(row_of < 0, sizes, 0))])
        lists = Rows(starts, by_feature.ids[keep], by_feature.weights[keep], keys)
        return cls(row_of, by_feature.take(chosen).dense(), lists)

    def scores(self, ids: NDArray[np.int32], weights: Floats) -> NDArray[np.float32]:
        """One score a key."""
        rows = self.row_of[ids]
        dense = rows >= 0
        out: NDArray[np.float32] = weights[dense] @ self.dense[rows[dense]]
        rest = np.flatnonzero(~dense)
        if len(rest) and len(self.lists.ids):
            out = out + self._from_lists(ids[rest], weights[rest])
        return out

    def _from_lists(self, ids: NDArray[np.int32], weights: Floats) -> NDArray[np.float32]:
        sizes = self.lists.starts[ids + 1] - self.lists.starts[ids]
        if int(sizes.sum()) > _BUDGET:
            order = np.lexsort((ids, -weights))
            read = order[np.cumsum(sizes[order]) <= _BUDGET]
            if not len(read):
                read = order[:1]
            ids, weights = ids[read], weights[read]
        entries, sizes = self.lists.entries(ids.astype(np.int64))
        added = self.lists.weights[entries] * np.repeat(weights, sizes)
        return np.bincount(self.lists.ids[entries], added, self.lists.width).astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What a snapshot holds."""
        return {
            "row_of": self.row_of,
            "dense": self.dense,
            "list_starts": self.lists.starts,
            "list_ids": self.lists.ids,
            "list_weights": self.lists.weights,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Postings:
        """The inverse of ``arrays``."""
        lists = Rows(
            arrays["list_starts"],
            arrays["list_ids"],
            arrays["list_weights"],
            arrays["dense"].shape[1],
        )
        return cls(arrays["row_of"], arrays["dense"], lists)
