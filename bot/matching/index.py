"""The index: phrases in, ranked keys with a calibrated confidence out."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from . import snapshot
from .confidence import DEFAULT_PLAIN, DEFAULT_TRAINED, FEATURES, Calibration, calibrate, features_of
from .features import Features
from .model import Asked, Model
from .postings import Postings
from .repair import Candidates
from .scoring import Parts, carriers, score, within
from .sides import Sides
from .sparse import Rows
from .text import words as words_of


@dataclass(frozen=True, slots=True)
class Match:
    """One key that may be meant.

    ``score`` orders matches of one question and has no unit. ``confidence`` (0..1): of the first
    match, how likely it is in scope and right; of a later one, the same as if it stood first, and
    never above that of a better match. ``phrase``: the nearest phrase of the key. ``tokens``: the
    words that carried it, mended, strongest first. ``features``: what the confidence was made of
    (``confidence.FEATURES``), for a caller with a calibration of its own.
    """

    key: str
    score: float
    confidence: float
    phrase: str
    tokens: tuple[str, ...]
    features: tuple[float, ...] = ()


class Index:
    """Phrases of many keys, ready to be asked. Immutable, deterministic, safe between threads.

    Made by ``build`` or ``load``. The confidence is learnt from the phrases on the first ``rank``
    (or ``calibrate``, or ``save``), which costs about as much again as building; a loaded index
    has it already.
    """

    def __init__(
        self,
        model: Model,
        words: Sequence[Sequence[str]],
        seed: int,
        calibration: Calibration | None,
    ) -> None:
        self._model = model
        self._words = words  # of each phrase; only needed to calibrate
        self._seed = seed
        self._calibration = calibration
        self._lock = threading.Lock()

    @classmethod
    def build(
        cls,
        phrases: Iterable[tuple[str, str]],
        *,
        group: Callable[[str], str] = str,
        seed: int = 0,
        learn: bool = True,
    ) -> Index:
        """Index (key, phrase) pairs. Their order and repetitions do not matter.

        ``group`` names the group of a key: keys that are sides of one matter. The matter is found
        first, which is easier than to tell all keys apart at once, then the side. Without it every
        key is its own group. A phrase without a single word or digit is left out. ``seed`` picks the
        questions the confidence is learnt from. ``learn=False`` skips that and takes a default
        confidence: for a caller with a calibration of its own, at half the cost.
        """
        pairs = sorted((group(key), key, phrase) for key, phrase in set(phrases))
        words = [words_of(phrase) for _, _, phrase in pairs]
        kept = [n for n, own in enumerate(words) if own]
        groups, keys, texts = ([pairs[n][place] for n in kept] for place in range(3))
        model = Model.fit(groups, keys, texts, [words[n] for n in kept])
        default = None if learn else (DEFAULT_TRAINED if model.trained else DEFAULT_PLAIN)
        return cls(model, [words[n] for n in kept], seed, default)

    def __len__(self) -> int:
        """Number of phrases."""
        return len(self._model.phrases)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, sorted."""
        return tuple(self._model.keys)

    def calibrate(self) -> Calibration:
        """Learn the confidence now (once) instead of on the first question."""
        if self._calibration is None:
            with self._lock:
                if self._calibration is None:
                    self._calibration = calibrate(self._model, self._words, self._seed)
        return self._calibration

    def rank(
        self,
        text: str,
        limit: int = 5,
        *,
        allowed: Callable[[str], bool] | None = None,
        aside: Collection[str] = (),
    ) -> list[Match]:
        """The best keys for a text, best first: those of ``limit`` groups at most.

        ``allowed`` removes keys before the ranking: margin and confidence then know nothing of
        them. ``aside`` are words that speak for the keys whose phrases hold them, but not against the
        others. Empty if no word of the text, mended or not, is like any word of the phrases.
        """
        asked, parts, features, sure = self._scored(text, limit, allowed, aside)
        keys, phrases = self._model.keys, self._model.phrases
        carried = carriers(self._model, asked, parts)
        return [
            Match(keys[part.key], part.score, confidence, phrases[part.phrase], words, values)
            for part, confidence, words, values in zip(parts, sure, carried, features, strict=True)
        ]

    def explain(
        self, text: str, limit: int = 5, *, allowed: Callable[[str], bool] | None = None
    ) -> dict[str, Any]:
        """Why ``rank`` says what it says: plain data, same order, scores and confidences."""
        asked, parts, features, sure = self._scored(text, limit, allowed)
        calibration = self.calibrate()
        return {
            "words": [
                {"word": word, "taken_for": [list(c) for c in mended if c[0] != word]}
                for word, mended in zip(asked.words, asked.mended, strict=True)
            ],
            "known_share": round(asked.known, 4),
            "trained": self._model.trained,
            "calibration": asdict(calibration),
            "matches": [
                {
                    "key": self._model.keys[part.key],
                    "score": part.score,
                    "confidence": confidence,
                    "phrase": self._model.phrases[part.phrase],
                    "tokens": list(words),
                    "parts": {
                        "linear": part.linear,
                        "side": part.side,
                        "centroid": part.centroid,
                        "nearest": part.nearest,
                        "ratio": part.ratio,
                        "coverage": part.coverage,
                    },
                    "features": dict(zip(FEATURES, values, strict=True)),
                }
                for part, confidence, values, words in zip(
                    parts, sure, features, carriers(self._model, asked, parts), strict=True
                )
            ],
        }

    def repair(self, word: str) -> Candidates:
        """What a misspelt word is taken for, with shares; empty if it stands as it is."""
        return self._model.repairer.candidates(word.lower())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a snapshot for ``load``. Calibrates first."""
        model = self._model
        plain, arrays = model.features.state()
        arrays["key_starts"], arrays["group_starts"] = model.key_starts, model.group_starts
        arrays["row_starts"], arrays["row_ids"] = model.rows.starts, model.rows.ids
        arrays["row_weights"] = model.rows.weights
        arrays["held"], arrays["scale"] = model.held, model.scale
        for name, array in model.first.arrays().items():
            arrays["first_" + name] = array
        for name, array in model.sides.arrays().items():
            arrays["sides_" + name] = array
        plain = {
            "features": plain,
            "groups": snapshot.joined(model.groups),
            "keys": snapshot.joined(model.keys),
            "phrases": snapshot.joined(model.phrases),
            "words": snapshot.joined(model.sorted_words),
            "counted": snapshot.joined(list(model.counts)),
            "counts": list(model.counts.values()),
            "trained": model.trained,
            "seed": self._seed,
            "calibration": asdict(self.calibrate()),
        }
        snapshot.write(path, plain, arrays)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Index:
        """Read a snapshot; raises ``SnapshotError`` (a ValueError) if not of this version."""
        plain, arrays = snapshot.read(path)
        try:
            features = Features.from_state(plain["features"], arrays)
            first = {n[6:]: array for n, array in arrays.items() if n.startswith("first_")}
            sides = {n[6:]: array for n, array in arrays.items() if n.startswith("sides_")}
            model = Model(
                snapshot.split(plain["groups"]),
                snapshot.split(plain["keys"]),
                arrays["group_starts"],
                snapshot.split(plain["phrases"]),
                snapshot.split(plain["words"]),
                arrays["key_starts"],
                dict(zip(snapshot.split(plain["counted"]), plain["counts"], strict=True)),
                features,
                Rows(arrays["row_starts"], arrays["row_ids"], arrays["row_weights"], features.size),
                Postings.from_arrays(first),
                Sides(**sides),
                arrays["held"],
                arrays["scale"],
                plain["trained"],
            )
            saved = plain["calibration"]
            calibration = Calibration(
                tuple(saved["mean"]),
                tuple(saved["spread"]),
                tuple(saved["weights"]),
                saved["source"],
            )
        except KeyError as error:
            raise snapshot.DamagedError(f"{path}: {error} is missing") from error
        return cls(model, (), plain["seed"], calibration)

    def _scored(
        self,
        text: str,
        limit: int,
        allowed: Callable[[str], bool] | None,
        aside: Collection[str] = (),
    ) -> tuple[Asked, list[Parts], list[tuple[float, ...]], list[float]]:
        """The question, its matches, their confidence features and confidences."""
        asked = self._model.ask(words_of(text))
        parts = score(self._model, asked, limit, allowed, aside) if limit > 0 else []
        calibration = self.calibrate() if parts else None
        features: list[tuple[float, ...]] = []
        sure: list[float] = []
        shown = within(parts, limit)
        for part in shown:
            features.append(features_of(asked, parts, part))
            assert calibration is not None
            own = round(calibration.probability(features[-1]), 6)
            sure.append(min(own, sure[-1]) if sure else own)
        return asked, shown, features, sure
