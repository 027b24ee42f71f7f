"""The scores of a question: a first pass over all keys, a second over the phrases of the best few.

The first pass reads the features of the question (``postings``) and ranks keys, not phrases; the
second compares the question with the phrases of the best keys one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .model import Asked, Model
from .sparse import Floats
from .text import stem

CANDIDATES = 8
"""Keys that reach the second pass."""
NEAREST = 3
"""Phrases of a key whose similarity is averaged."""
RATIO_PHRASES = 6
"""Phrases of a key whose spelling is compared."""
RATIO_TRAINED, COVERAGE_TRAINED = 2.0, 1.0
"""What spelling and coverage add to the score of the linear model (log odds) ..."""
RATIO_PLAIN, COVERAGE_PLAIN = 0.5, 0.5
"""... and to the sum of two cosines where there is none."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The score of one key, taken apart."""

    key: int
    score: float  # the final one
    linear: float  # first pass by the linear model; 0 if there is none
    centroid: float  # similarity to the phrases as a whole, 0..1
    nearest: float  # mean similarity of the nearest phrases, 0..1
    ratio: float  # best spelling among the nearest phrases, words sorted, 0..1
    coverage: float  # share of the question's weight whose words the key's phrases hold, 0..1
    best: float  # similarity of the nearest phrase, 0..1
    phrase: int  # the nearest phrase


def score(
    model: Model, asked: Asked, enough: int, allowed: Callable[[str], bool] | None = None
) -> list[Parts]:
    """The best keys, best first, ties by key: ``enough`` of them or more, if so many share
    anything with the question."""
    if not len(asked.ids):
        return []
    first = model.first.scores(asked.ids, asked.weights)
    chosen = _best(model, first, max(enough, CANDIDATES), allowed)
    if not chosen:
        return []
    parts = [part for part in _second(model, asked, first, chosen) if part.best > 0]
    parts.sort(key=lambda part: (-part.score, part.key))
    return parts


def _best(
    model: Model, first: Floats, count: int, allowed: Callable[[str], bool] | None
) -> list[int]:
    """The ``count`` best keys of the first pass that are allowed."""
    # without a linear model most keys of a large index score 0, and partition is slow on ties
    pool = np.arange(len(first)) if model.trained else np.flatnonzero(first > 0)
    if allowed is None and len(pool) > 4 * count:
        held = first[pool]
        pool = pool[held >= np.partition(held, len(held) - count)[len(held) - count]]
    out: list[int] = []
    for key in pool[np.argsort(-first[pool], kind="stable")].tolist():
        if allowed is None or allowed(model.keys[key]):
            out.append(key)
            if len(out) == count:
                break
    return out


def _second(model: Model, asked: Asked, first: Floats, chosen: list[int]) -> list[Parts]:
    spans = [(int(model.key_starts[key]), int(model.key_starts[key + 1])) for key in chosen]
    similar = _similar(model, asked, spans)
    spelt = " ".join(sorted(candidates[0][0] for candidates in asked.mended))
    covered = _coverage(model, asked, chosen)
    parts = []
    for key, (start, _), own, coverage in zip(chosen, spans, similar, covered, strict=True):
        order = np.argsort(-own, kind="stable")[:RATIO_PHRASES]
        values = own[order].tolist()
        near = sum(values[:NEAREST]) / min(NEAREST, len(values))
        centroid = float(own.sum()) / float(model.scale[key])
        ratio = _ratio(model, spelt, (order + start).tolist())
        linear = float(first[key]) if model.trained else 0.0
        if model.trained:
            total = linear + RATIO_TRAINED * ratio + COVERAGE_TRAINED * coverage
        else:
            total = centroid + near + RATIO_PLAIN * ratio + COVERAGE_PLAIN * coverage
        place = start + int(order[0])
        # rounded, so that equal evidence is a tie whatever the order of the sums
        final = round(total, 5)
        parts.append(Parts(key, final, linear, centroid, near, ratio, coverage, values[0], place))
    return parts


def _similar(model: Model, asked: Asked, spans: list[tuple[int, int]]) -> list[Floats]:
    """Cosine of the question with every phrase of each span."""
    rows = model.rows
    wide = np.zeros(model.features.size, np.float32)
    wide[asked.ids] = asked.weights
    out = []
    for a, b in spans:
        starts = rows.starts[a:b]
        low, high = int(starts[0]), int(rows.starts[b])
        values = wide.take(rows.ids[low:high])
        values *= rows.weights[low:high]
        out.append(np.add.reduceat(values, starts - low))
    return out


def _ratio(model: Model, spelt: str, phrases: list[int]) -> float:
    from rapidfuzz.distance import Indel

    return max(Indel.normalized_similarity(spelt, model.sorted_words[n]) for n in phrases)


def _coverage(model: Model, asked: Asked, chosen: list[int]) -> list[float]:
    total = 0.0
    stems: list[int] = []
    masses: list[float] = []
    for candidates in asked.mended:
        idf = model.features.idf(candidates[0][0])
        total += idf
        for word, share in candidates:
            number = model.features.stems.get(stem(word))
            if number is not None:
                stems.append(number)
                masses.append(share * idf)
    if not stems:
        return [0.0] * len(chosen)
    wanted = (np.array(chosen, np.int64)[:, None] << 32) | np.array(stems, np.int64)
    at = np.minimum(np.searchsorted(model.held, wanted), len(model.held) - 1)
    hit = model.held[at] == wanted
    found: list[float] = (hit @ (np.array(masses) / total)).tolist()
    return found


def carriers(model: Model, asked: Asked, parts: list[Parts]) -> list[tuple[str, ...]]:
    """For each match the words that added to it (mended), strongest first.

    By the weights of the linear model; without one, by what is shared with the nearest phrase.
    """
    if not parts:
        return []
    words = list(dict.fromkeys(candidates[0][0] for candidates in asked.mended))
    features = [model.features.of_word(word)[0] for word in words]
    at = np.searchsorted(asked.ids, np.array([n for own in features for n in own], np.int32))
    owner = np.repeat(np.arange(len(words)), [len(own) for own in features])
    out = []
    for part in parts:
        gain = _cells(model, asked, part) * asked.weights
        sums = np.bincount(owner, gain[at], len(words)).tolist()
        order = sorted(range(len(words)), key=lambda n: (-round(sums[n], 5), words[n]))
        out.append(tuple(words[n] for n in order if sums[n] > 0))
    return out


def _cells(model: Model, asked: Asked, part: Parts) -> NDArray[np.float32]:
    """What each feature of the question weighs for the key."""
    if model.trained:
        weights: NDArray[np.float32] = model.first.dense[asked.ids, part.key]
        return weights
    span = slice(int(model.rows.starts[part.phrase]), int(model.rows.starts[part.phrase + 1]))
    ids = model.rows.ids[span]
    at = np.minimum(np.searchsorted(ids, asked.ids), len(ids) - 1)
    return np.where(ids[at] == asked.ids, model.rows.weights[span][at], np.float32(0))
