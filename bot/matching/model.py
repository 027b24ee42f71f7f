"""Everything an index knows, learnt from its phrases.

How a question is scored against it is in ``scoring``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .features import Features, Mended, exact
from .general import common_words
from .postings import Postings
from .repair import Repairer
from .sides import Sides
from .sparse import Floats, Rows
from .text import stem

TRAIN_FROM = 1.5
"""Phrases a group, on average, from which the linear model is trained."""
TRAIN_CELLS = 90_000_000
"""Phrases x groups up to which it is trained (memory and time grow with it)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready to be scored."""

    words: Sequence[str]
    mended: Sequence[Mended]
    ids: NDArray[np.int32]
    weights: Floats  # unit length
    known: float  # length of the part that phrases hold over the length of all, 0..1


class Known:
    """Words that need no mending though no phrase holds them."""

    def __init__(self, stems: Features) -> None:
        self._features = stems

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (
            stem(word) in self._features.stems or word in common_words()
        )


@dataclass(frozen=True)
class Model:
    """Phrases sorted by group and key; ``key_starts[k]:key_starts[k + 1]`` are those of key ``k``,
    ``group_starts[g]:group_starts[g + 1]`` the keys of group ``g``."""

    groups: list[str]
    keys: list[str]
    group_starts: NDArray[np.int64]
    phrases: list[str]
    sorted_words: list[str]  # of each phrase, for the spelling ratio
    key_starts: NDArray[np.int64]
    counts: dict[str, int]  # word -> phrases
    features: Features
    rows: Rows  # phrases x features, unit length
    first: Postings  # features x groups
    sides: Sides
    held: NDArray[np.int64]  # group << 32 | stem for every stem a group's phrases hold, sorted
    scale: NDArray[np.float64]  # sqrt(length of the sum of a key's phrases x their number)
    trained: bool

    @classmethod
    def fit(
        cls,
        groups: Sequence[str],
        keys: Sequence[str],
        phrases: Sequence[str],
        words: Sequence[Sequence[str]],
    ) -> Model:
        """Learn from phrases sorted by group, then key; ``words`` are those of each phrase."""
        owners = list(dict.fromkeys(zip(groups, keys, strict=True)))
        number = {owner: n for n, owner in enumerate(owners)}
        labels = np.array([number[own] for own in zip(groups, keys, strict=True)], np.int64)
        starts = np.searchsorted(labels, np.arange(len(owners) + 1)).astype(np.int64)
        group_starts = _changes([group for group, _ in owners])
        counts: dict[str, int] = {}
        for phrase in words:
            for word in phrase:
                counts[word] = counts.get(word, 0) + 1
        count = len(group_starts) - 1  # of groups
        features = Features.learn(words, count)
        made = [features.of_text(exact(phrase))[:2] for phrase in words]
        rows = Rows.of(made, features.size).unit()
        trained = TRAIN_FROM * count <= len(labels) <= TRAIN_CELLS / max(1, count) and count > 1
        _, scale = _centroids(rows, starts)
        centroids, _ = _centroids(rows, starts[group_starts])
        if trained:
            from . import linear  # only a build needs it, and most starts read a snapshot

            owning = np.searchsorted(group_starts, labels, "right").astype(np.int64) - 1
            first = Postings.of_matrix(linear.fit(rows, owning, count))
            sides = Sides.fit(rows, starts, group_starts)
        else:
            first, sides = Postings.of_rows(centroids), Sides.none(count)
        owner = np.repeat(np.arange(count, dtype=np.int64), np.diff(centroids.starts))
        stems = centroids.ids < features.first_trigram
        return cls(
            list(dict.fromkeys(group for group, _ in owners)),
            [key for _, key in owners],
            group_starts,
            list(phrases),
            [" ".join(sorted(phrase)) for phrase in words],
            starts,
            counts,
            features,
            rows,
            first,
            sides,
            owner[stems] << 32 | centroids.ids[stems],
            scale,
            trained,
        )

    @cached_property
    def repairer(self) -> Repairer:
        """Mends words against the words of the phrases."""
        return Repairer(self.counts, Known(self.features))

    def ask(self, words: Sequence[str]) -> Asked:
        """Mend the words and turn them into a unit vector."""
        mended: list[Mended] = []
        for word in words:
            mended.append(self.repairer.candidates(word) or ((word, 1.0),))
        ids, weights, lost = self.features.of_text(mended)
        square = float(weights @ weights)
        if square > 0:
            weights = weights / np.float32(square**0.5)
        known = (square / (square + lost)) ** 0.5 if square > 0 else 0.0
        return Asked(words, mended, ids, weights, known)


def _changes(groups: Sequence[str]) -> NDArray[np.int64]:
    """Where each group of a sorted list begins, and the end."""
    starts = [n for n, group in enumerate(groups) if n == 0 or group != groups[n - 1]]
    return np.array([*starts, len(groups)], np.int64)


def _owners(rows: Rows, key_starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The key of every entry of ``rows``."""
    return np.searchsorted(key_starts, rows.row_numbers(), "right").astype(np.int64) - 1


def _centroids(rows: Rows, key_starts: NDArray[np.int64]) -> tuple[Rows, NDArray[np.float64]]:
    """Keys x features: the sum of a key's phrases over sqrt(its length x their number); and that
    divisor."""
    cells, inverse = np.unique(_owners(rows, key_starts) << 32 | rows.ids, return_inverse=True)
    sums = np.bincount(inverse, rows.weights, len(cells))
    key = cells >> 32
    keys = len(key_starts) - 1
    length = np.sqrt(np.bincount(key, sums * sums, keys))
    scale = np.sqrt(np.maximum(length, 1e-9) * np.diff(key_starts))
    starts = np.searchsorted(key, np.arange(keys + 1)).astype(np.int64)
    weights = (sums / scale[key]).astype(np.float32)
    return Rows(starts, (cells & 0xFFFFFFFF).astype(np.int32), weights, rows.width), scale
