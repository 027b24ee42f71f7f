"""The scores of a question: a first pass over all groups, a second over the phrases of the best few.

The first pass reads the features of the question (``postings``) and ranks groups, not phrases; the
second compares the question with the phrases of the best groups' keys one by one. A group stands as
high as its best key; its other keys follow by how much less likely they are (``sides``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .model import Asked, Model
from .sparse import Floats
from .text import stem

CANDIDATES = 8
"""Groups that reach the second pass."""
NEAREST = 3
"""Phrases of a key whose similarity is averaged."""
RATIO_PHRASES = 6
"""Phrases of a key whose spelling is compared."""
RATIO_TRAINED = 2.0
"""What spelling adds to the score of the linear model (log odds) ..."""
COVERAGE_TRAINED, NEAREST_TRAINED = 1.0, 0.0
"""... and coverage and the nearest phrase, where every key is a group of its own ..."""
COVERAGE_SIDES, NEAREST_SIDES = 4.0, 3.0
"""... or where keys are sides of a matter: then a group's phrases are many and unlike each other, and that
they hold the question's words, or one of them nearly is the question, says more than their sum."""
RATIO_PLAIN, COVERAGE_PLAIN = 0.5, 0.5
"""... and to the sum of two cosines where there is none."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The score of one key, taken apart."""

    key: int
    group: int
    score: float  # the final one
    linear: float  # first pass by the linear model, of the group; 0 if there is none
    side: float  # log odds of the key against the best of its group, 0 or less
    coverage: float  # share of the question's weight whose words the group's phrases hold, 0..1
    centroid: float = 0.0  # similarity to the phrases as a whole, 0..1
    nearest: float = 0.0  # mean similarity of the nearest phrases, 0..1
    ratio: float = 0.0  # best spelling among the nearest phrases, words sorted, 0..1
    best: float = 0.0  # similarity of the nearest phrase, 0..1
    phrase: int = -1  # the nearest phrase


def score(
    model: Model,
    asked: Asked,
    enough: int,
    allowed: Callable[[str], bool] | None = None,
    aside: Collection[str] = (),
) -> list[Parts]:
    """The keys of the best groups, best first, ties by key: of ``enough`` groups or more, if so many
    share anything with the question. Words ``aside`` need not be held by a key's phrases."""
    if not len(asked.ids):
        return []
    first = model.first.scores(asked.ids, asked.weights)
    chosen = _best(model, first, max(enough, CANDIDATES), allowed)
    if not chosen:
        return []
    parts = [part for part in _second(model, asked, first, chosen, aside) if part.best > 0]
    parts.sort(key=lambda part: (-part.score, part.key))
    return parts


def within(parts: list[Parts], groups: int) -> list[Parts]:
    """The parts of the first so many groups, in their order."""
    kept: dict[int, None] = {}
    out = []
    for part in parts:
        if part.group in kept or len(kept) < groups:
            kept[part.group] = None
            out.append(part)
    return out


def _best(
    model: Model, first: Floats, count: int, allowed: Callable[[str], bool] | None
) -> list[tuple[int, list[int]]]:
    """The ``count`` best groups of the first pass, each with its keys that are allowed (one at least)."""
    # without a linear model most groups of a large index score 0, and partition is slow on ties
    pool = np.arange(len(first)) if model.trained else np.flatnonzero(first > 0)
    if allowed is None and len(pool) > 4 * count:
        held = first[pool]
        pool = pool[held >= np.partition(held, len(held) - count)[len(held) - count]]
    out: list[tuple[int, list[int]]] = []
    for group in pool[np.argsort(-first[pool], kind="stable")].tolist():
        keys = range(int(model.group_starts[group]), int(model.group_starts[group + 1]))
        kept = [key for key in keys if allowed is None or allowed(model.keys[key])]
        if kept:
            out.append((group, kept))
            if len(out) == count:
                break
    return out


def _second(
    model: Model,
    asked: Asked,
    first: Floats,
    chosen: list[tuple[int, list[int]]],
    aside: Collection[str],
) -> list[Parts]:
    spelt = " ".join(sorted(candidates[0][0] for candidates in asked.mended))
    covered = _coverage(model, asked, [group for group, _ in chosen], aside)
    wide = np.zeros(model.features.size, np.float32)
    wide[asked.ids] = asked.weights
    parts: list[Parts] = []
    for (group, keys), coverage in zip(chosen, covered, strict=True):
        start, end = int(model.group_starts[group]), int(model.group_starts[group + 1])
        likely = model.sides.scores(group, end - start, asked.ids, asked.weights)
        best = max(float(likely[key - start]) for key in keys)
        linear = float(first[group]) if model.trained else 0.0
        own = [
            _of_key(model, wide, spelt, Parts(key, group, 0.0, linear, float(likely[key - start]) - best, coverage))
            for key in keys
        ]
        parts += _totalled(model, own)
    return parts


def _totalled(model: Model, own: list[Parts]) -> list[Parts]:
    """The keys of one group with their final scores."""
    if model.trained:
        ratio, near = max(part.ratio for part in own), max(part.best for part in own)
        sides = len(model.groups) < len(model.keys)
        covering = COVERAGE_SIDES if sides else COVERAGE_TRAINED
        nearing = NEAREST_SIDES if sides else NEAREST_TRAINED
        group = own[0].linear + RATIO_TRAINED * ratio + covering * own[0].coverage + nearing * near
        totals = [group + part.side for part in own]
    else:
        totals = [
            part.centroid + part.nearest + RATIO_PLAIN * part.ratio + COVERAGE_PLAIN * part.coverage
            for part in own
        ]
    # rounded, so that equal evidence is a tie whatever the order of the sums and the last steps of training
    return [replace(part, score=round(total, 3)) for part, total in zip(own, totals, strict=True)]


def _of_key(model: Model, wide: Floats, spelt: str, part: Parts) -> Parts:
    """A part with what the phrases of its key say."""
    start, end = int(model.key_starts[part.key]), int(model.key_starts[part.key + 1])
    own = _similar(model, wide, start, end)
    order = np.argsort(-own, kind="stable")[:RATIO_PHRASES]
    values = own[order].tolist()
    return replace(
        part,
        centroid=float(own.sum()) / float(model.scale[part.key]),
        nearest=sum(values[:NEAREST]) / min(NEAREST, len(values)),
        ratio=_ratio(model, spelt, (order + start).tolist()),
        best=values[0],
        phrase=start + int(order[0]),
    )


def _similar(model: Model, wide: Floats, start: int, end: int) -> Floats:
    """Cosine of the question with every phrase of a span."""
    starts = model.rows.starts[start:end]
    low, high = int(starts[0]), int(model.rows.starts[end])
    values = wide.take(model.rows.ids[low:high])
    values *= model.rows.weights[low:high]
    out: Floats = np.add.reduceat(values, starts - low)
    return out


def _ratio(model: Model, spelt: str, phrases: list[int]) -> float:
    from rapidfuzz.distance import Indel

    return max(Indel.normalized_similarity(spelt, model.sorted_words[n]) for n in phrases)


def _coverage(
    model: Model, asked: Asked, chosen: list[int], aside: Collection[str]
) -> list[float]:
    total = 0.0
    stems: list[int] = []
    masses: list[float] = []
    for candidates in asked.mended:
        if candidates[0][0] in aside:
            continue
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
    """What each feature of the question weighs for the key's group."""
    if model.trained:
        weights: NDArray[np.float32] = model.first.dense[asked.ids, part.group]
        return weights
    span = slice(int(model.rows.starts[part.phrase]), int(model.rows.starts[part.phrase + 1]))
    ids = model.rows.ids[span]
    at = np.minimum(np.searchsorted(ids, asked.ids), len(ids) - 1)
    return np.where(ids[at] == asked.ids, model.rows.weights[span][at], np.float32(0))
