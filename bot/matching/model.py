"""Everything an index knows, and the scores of a question against it.

Two passes: all keys at once from the features of the question (``postings``), then the phrases of
the best few keys one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from . import linear
from .features import Features, Mended, exact
from .general import common_words
from .postings import Postings
from .repair import Repairer
from .sparse import Floats, Rows
from .text import stem

CANDIDATES = 8
"""Keys that reach the second pass."""
TRAIN_FROM = 1.5
"""Phrases a key, on average, from which the linear model is trained."""
TRAIN_CELLS = 12_000_000
"""Phrases x keys up to which it is trained (memory and time grow with it)."""
NEAREST = 3
RATIO_TRAINED = 2.0
RATIO_PLAIN = 0.5
COVERAGE_TRAINED = 1.0
_RATIO_PHRASES = 6  # phrases a key whose spelling is compared


@dataclass(frozen=True, slots=True)
class Parts:
    """The score of one key, taken apart."""

    key: int
    score: float  # the final one
    linear: float  # first pass by the linear model; 0 if there is none
    centroid: float  # similarity to the phrases as a whole, 0..1
    nearest: float  # mean similarity of the nearest phrases, 0..1
    ratio: float  # spelling of the nearest phrase, words sorted, 0..1
    best: float  # similarity of the nearest phrase, 0..1
    phrase: int  # the nearest phrase
    coverage: float  # share of the question's weight whose words the key's phrases hold, 0..1


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
    """Phrases sorted by key; ``key_starts[k]:key_starts[k + 1]`` are those of key ``k``."""

    keys: list[str]
    phrases: list[str]
    sorted_words: list[str]  # of each phrase, for the spelling ratio
    key_starts: NDArray[np.int64]
    counts: dict[str, int]  # word -> phrases
    features: Features
    rows: Rows  # phrases x features, unit length
    first: Postings
    trained: bool

    @classmethod
    def fit(
        cls, keys: Sequence[str], phrases: Sequence[str], words: Sequence[Sequence[str]]
    ) -> Model:
        """Learn from phrases sorted by key; ``words`` are those of each phrase."""
        names = sorted(set(keys))
        number = {name: n for n, name in enumerate(names)}
        labels = np.array([number[key] for key in keys], np.int64)
        starts = np.searchsorted(labels, np.arange(len(names) + 1)).astype(np.int64)
        counts: dict[str, int] = {}
        for phrase in words:
            for word in phrase:
                counts[word] = counts.get(word, 0) + 1
        features = Features.learn(words, len(names))
        made = [features.of_text(exact(phrase))[:2] for phrase in words]
        rows = Rows.of(made, features.size).unit()
        size = len(labels) * len(names)
        trained = len(labels) >= TRAIN_FROM * len(names) > TRAIN_FROM and size <= TRAIN_CELLS
        if trained:
            first = Postings.of_matrix(linear.fit(rows, labels, len(names)))
        else:
            first = Postings.of_rows(_centroids(rows, starts))
        return cls(
            names,
            list(phrases),
            [" ".join(sorted(phrase)) for phrase in words],
            starts,
            counts,
            features,
            rows,
            first,
            trained,
        )

    @cached_property
    def repairer(self) -> Repairer:
        """Mends words against the words of the phrases."""
        return Repairer(self.counts, Known(self.features))

    @cached_property
    def held(self) -> NDArray[np.int64]:
        """``key << 32 | stem`` for every stem a key's phrases hold, sorted."""
        stems = self.rows.ids < self.features.first_trigram
        owner = np.searchsorted(self.key_starts, self.rows.row_numbers(), "right") - 1
        return np.unique(owner[stems].astype(np.int64) << 32 | self.rows.ids[stems])

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

    def score(
        self, asked: Asked, enough: int, allowed: Callable[[str], bool] | None = None
    ) -> list[Parts]:
        """The best keys, best first, ties by key; at least ``enough`` of them if there are."""
        if not len(asked.ids):
            return []
        first = self.first.scores(asked.ids, asked.weights)
        chosen = self._best(first, max(enough, CANDIDATES), allowed)
        if not chosen:
            return []
        parts = self._second(asked, first, chosen)
        parts.sort(key=lambda part: (-part.score, part.key))
        return parts

    def _best(
        self, first: NDArray[np.float32], count: int, allowed: Callable[[str], bool] | None
    ) -> list[int]:
        total = len(first)
        if allowed is None and total > 4 * count:
            edge = np.partition(first, total - count)[total - count]
            pool = np.flatnonzero(first >= edge)
        else:
            pool = np.arange(total)
        if not self.trained:
            pool = pool[first[pool] > 0]
        out: list[int] = []
        for key in pool[np.lexsort((pool, -first[pool]))].tolist():
            if allowed is None or allowed(self.keys[key]):
                out.append(key)
                if len(out) == count:
                    break
        return out

    def _second(self, asked: Asked, first: NDArray[np.float32], chosen: list[int]) -> list[Parts]:
        starts = self.key_starts
        spans = [np.arange(starts[key], starts[key + 1]) for key in chosen]
        similar = self._similar(asked, np.concatenate(spans))
        spelt = " ".join(sorted(candidates[0][0] for candidates in asked.mended))
        cuts = np.cumsum([0, *(len(span) for span in spans)])
        nearest = [
            span[np.lexsort((span, -similar[a:b]))[:_RATIO_PHRASES]]
            for span, a, b in zip(spans, cuts[:-1], cuts[1:], strict=True)
        ]
        ratios = self._ratios(spelt, nearest)
        covered = self._coverage(asked, chosen)
        parts = []
        for n, key in enumerate(chosen):
            own = similar[cuts[n] : cuts[n + 1]]
            top = np.sort(own)[::-1][:NEAREST]
            near = float(top.mean())
            centroid = float(own.sum()) / float(self._centroid_scale[key])
            linear_score = float(first[key]) if self.trained else 0.0
            if self.trained:
                score = linear_score + RATIO_TRAINED * ratios[n] + COVERAGE_TRAINED * covered[n]
            else:
                score = centroid + near + RATIO_PLAIN * ratios[n]
            parts.append(
                Parts(
                    key,
                    round(score, 5),
                    linear_score,
                    centroid,
                    near,
                    ratios[n],
                    float(top[0]),
                    int(nearest[n][0]),
                    covered[n],
                )
            )
        return parts

    def _similar(self, asked: Asked, phrases: NDArray[np.int64]) -> Floats:
        """Cosine of the question with each of those phrases."""
        wide = np.zeros(self.features.size, np.float32)
        wide[asked.ids] = asked.weights
        entries, sizes = self.rows.entries(phrases)
        values = wide[self.rows.ids[entries]] * self.rows.weights[entries]
        owner = np.repeat(np.arange(len(sizes)), sizes)
        return np.bincount(owner, values, len(sizes)).astype(np.float32)

    def _ratios(self, spelt: str, nearest: list[NDArray[np.int64]]) -> list[float]:
        from rapidfuzz.distance import Indel

        return [
            max(Indel.normalized_similarity(spelt, self.sorted_words[n]) for n in some.tolist())
            for some in nearest
        ]

    def _coverage(self, asked: Asked, chosen: list[int]) -> list[float]:
        total = 0.0
        stems: list[int] = []
        masses: list[float] = []
        for candidates in asked.mended:
            idf = self.features.idf(candidates[0][0])
            total += idf
            for word, share in candidates:
                number = self.features.stems.get(stem(word))
                if number is not None:
                    stems.append(number)
                    masses.append(share * idf)
        if not stems:
            return [0.0] * len(chosen)
        wanted = (np.array(chosen, np.int64)[:, None] << 32) | np.array(stems, np.int64)[None, :]
        at = np.minimum(np.searchsorted(self.held, wanted), len(self.held) - 1)
        hit = self.held[at] == wanted
        return [float(mass) / total for mass in hit @ np.array(masses)]

    @cached_property
    def _centroid_scale(self) -> NDArray[np.float64]:
        """What the sum of similarities is divided by: sqrt(length of the sum x phrases)."""
        return centroid_scale(self.rows, self.key_starts)


def _centroids(rows: Rows, key_starts: NDArray[np.int64]) -> Rows:
    """Keys x features: the sum of a key's phrases over sqrt(its length x their number)."""
    owner = np.searchsorted(key_starts, rows.row_numbers(), "right") - 1
    cells, inverse = np.unique(owner.astype(np.int64) << 32 | rows.ids, return_inverse=True)
    sums = np.bincount(inverse, rows.weights, len(cells))
    key = cells >> 32
    keys = len(key_starts) - 1
    length = np.sqrt(np.bincount(key, sums * sums, keys))
    scale = np.sqrt(np.maximum(length, 1e-9) * np.diff(key_starts))
    starts = np.searchsorted(key, np.arange(keys + 1)).astype(np.int64)
    weights = (sums / scale[key]).astype(np.float32)
    return Rows(starts, (cells & 0xFFFFFFFF).astype(np.int32), weights, rows.width)


def centroid_scale(rows: Rows, key_starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """sqrt(|sum of a key's phrases| x their number), one a key."""
    owner = np.searchsorted(key_starts, rows.row_numbers(), "right") - 1
    cells, inverse = np.unique(owner.astype(np.int64) << 32 | rows.ids, return_inverse=True)
    sums = np.bincount(inverse, rows.weights, len(cells))
    length = np.sqrt(np.bincount(cells >> 32, sums * sums, len(key_starts) - 1))
    scale: NDArray[np.float64] = np.sqrt(np.maximum(length, 1e-9) * np.diff(key_starts))
    return scale
