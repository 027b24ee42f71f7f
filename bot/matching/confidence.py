"""How sure the first match is: a logistic over six features, learnt from the phrases alone.

No out-of-scope example is needed. A third of the groups is hidden; the rest is indexed on 80 % of its
phrases and asked the other 20 % (answerable) and the hidden groups' phrases (not answerable). The
logistic then says how likely the first match is both in scope and right.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from .model import Asked, Model
from .scoring import Parts, score

FEATURES = ("score", "margin", "nearest", "centroid", "coverage", "length")
"""Final score; lead over the best key of another group; similarity of the nearest phrase; of all phrases together;
share of the question's weight the key's phrases hold; words / 12 (at most 1)."""

FOLDS = 3
ONE_FOLD_FROM = 20_000
"""Phrases from which one fold is enough: it holds as many questions as are asked."""
HIDDEN = 1 / 3
LEARNT = 0.8
UNANSWERABLE = 0.4
"""Share of questions out of scope that the confidence reckons with; the self-made ones are
weighted to it."""
MAX_QUESTIONS = 1500
"""Asked in all folds together."""
MIN_QUESTIONS = 60
MIN_PHRASES_A_KEY = 3.0
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic on standardised features. ``source``: "learnt" or "default"."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]  # bias first
    source: str

    def probability(self, features: Sequence[float]) -> float:
        """0..1 from the six features."""
        z = self.weights[0]
        for x, m, s, w in zip(features, self.mean, self.spread, self.weights[1:], strict=True):
            z += w * (x - m) / s
        return 1 / (1 + exp(-max(-30.0, min(30.0, z))))


# Where the phrases are too few to learn from: fitted on the development parts of two public intent
# sets, a third of the keys hidden, with two phrases a key (trained) and one (plain).
DEFAULT_TRAINED = Calibration(
    (3.967, 1.152, 0.335, 0.288, 0.416, 0.734),
    (1.281, 1.153, 0.144, 0.125, 0.186, 0.222),
    (-0.55, 1.03, 0.72, 0.04, -0.09, -0.08, 0.22),
    "default",
)
DEFAULT_PLAIN = Calibration(
    (1.199, 0.288, 0.308, 0.308, 0.341, 0.734),
    (0.367, 0.313, 0.137, 0.137, 0.165, 0.222),
    (-1.05, 0.26, 0.73, 0.29, 0.29, -0.08, 0.08),
    "default",
)


def features_of(asked: Asked, parts: Sequence[Parts], own: Parts) -> tuple[float, ...]:
    """The six features of one of the parts, as if it stood first."""
    rival = next((part.score for part in parts if part.group != own.group), 0.0)
    return (
        own.score,
        own.score - rival,
        own.best * asked.known,
        own.centroid * asked.known,
        own.coverage,
        min(1.0, len(asked.words) / 12),
    )


def calibrate(model: Model, words: Sequence[Sequence[str]], seed: int) -> Calibration:
    """Learn from the words of the model's phrases; a default when these are too few."""
    default = DEFAULT_TRAINED if model.trained else DEFAULT_PLAIN
    names = model.groups
    phrases = np.diff(model.key_starts[model.group_starts])
    owners = [names[n] for n, size in enumerate(phrases) for _ in range(size)]
    keys = [model.keys[n] for n, size in enumerate(np.diff(model.key_starts)) for _ in range(size)]
    if len(names) < 6 or len(owners) < MIN_PHRASES_A_KEY * len(names):
        return default
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    outside: list[bool] = []
    folds = 1 if len(owners) >= ONE_FOLD_FROM else FOLDS
    for fold in range(folds):
        rng = random.Random(f"{seed}:{fold}")
        hidden = set(rng.sample(names, round(len(names) * HIDDEN)))
        learn, ask = _split(owners, hidden, rng)
        part = Model.fit(
            [owners[n] for n in learn], [keys[n] for n in learn], [""] * len(learn), [words[n] for n in learn]
        )
        for n in sorted(rng.sample(ask, min(len(ask), MAX_QUESTIONS // folds))):
            asked = part.ask(words[n])
            found = score(part, asked, 1)
            if found:
                rows.append(features_of(asked, found, found[0]))
                right.append(part.groups[found[0].group] == owners[n])
                outside.append(owners[n] in hidden)
    if len(rows) < MIN_QUESTIONS or all(right) or not any(right) or not any(outside):
        return default
    share = sum(outside) / len(outside)
    weights = np.where(outside, UNANSWERABLE / share, (1 - UNANSWERABLE) / (1 - share))
    return _logistic(np.array(rows), np.array(right, float), weights)


def _split(
    keys: Sequence[str], hidden: set[str], rng: random.Random
) -> tuple[list[int], list[int]]:
    """Phrases to learn and phrases to ask."""
    by_key: dict[str, list[int]] = {}
    for n, key in enumerate(keys):
        by_key.setdefault(key, []).append(n)
    learn: list[int] = []
    ask: list[int] = []
    for key in sorted(by_key):
        own = by_key[key]
        if key in hidden:
            ask += own
            continue
        rng.shuffle(own)
        cut = max(1, round(len(own) * LEARNT))
        learn += own[:cut]
        ask += own[cut:]
    return sorted(learn), ask


def _logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], c: NDArray[np.float64]
) -> Calibration:
    """Ridge logistic regression of ``y`` on ``x``, cases weighted by ``c``: Newton's method."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread < 1e-6] = 1.0
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    ridge = _RIDGE * np.eye(z.shape[1])
    ridge[0, 0] = 1e-6
    w = np.zeros(z.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        step = np.linalg.solve(
            (z * (c * p * (1 - p))[:, None]).T @ z + ridge, z.T @ (c * (p - y)) + ridge @ w
        )
        w -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return Calibration(tuple(mean.tolist()), tuple(spread.tolist()), tuple(w.tolist()), "learnt")
