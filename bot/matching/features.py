"""Phrases and questions as weighted features: stems, pairs of neighbours, letter trigrams.

A word counts by its stem and, more softly, by its letter trigrams, which share the weight (idf) of
their word: a soft identity of the word, not thousands of independent features. Feature numbers are
laid out as stems, trigrams, pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .prior import PSEUDO_QUESTIONS, word_shares
from .snapshot import joined, split
from .text import stem

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Mended = tuple[tuple[str, float], ...]
"""What one word of a question stands for: (word, share), best first; one pair if typed well."""

PAIR_WEIGHT = 0.5
PAIRS_SEEN, PAIRS_FROM = 2, 1.5
"""Pairs that fewer phrases hold teach nothing and are most of the features; they are left out where
there are so many phrases a key that words alone tell the keys apart."""
TRIGRAM_WEIGHT = 1.0
MIN_IDF = 0.05
_MEMO_WORDS = 50_000
IDF_POWER_MANY = 0.75
"""Power of the idf at 100 phrases a key (1 at 10 and fewer): with many examples the linear model
learns by itself what a word is worth, and a steep idf only slows it down."""
_EDGE = 0  # the number of the mark before the first and after the last word, in pairs


class Features:
    """The features of a set of phrases, and how a text is turned into them. Immutable.

    ``stems``: stem -> number. ``trigrams``: trigram -> number. ``pairs``: sorted keys
    ``left << 32 | right`` of neighbouring stems (number + 1; 0 is the edge of the text).
    ``stem_idf``/``pair_idf``: weights, one a stem / a pair.
    """

    def __init__(
        self,
        stems: Mapping[str, int],
        trigrams: Mapping[str, int],
        pairs: Longs,
        stem_idf: Floats,
        pair_idf: Floats,
        unknown_idf: float,
        unknown_pair_idf: float,
    ) -> None:
        self.stems, self.trigrams, self.pairs = stems, trigrams, pairs
        self.stem_idf, self.pair_idf = stem_idf, pair_idf
        self.unknown_idf, self.unknown_pair_idf = unknown_idf, unknown_pair_idf
        self.first_trigram = len(stems)
        self.first_pair = len(stems) + len(trigrams)
        self.size = self.first_pair + len(pairs)
        self._words: dict[str, tuple[list[int], list[float], float]] = {}

    @classmethod
    def learn(cls, phrases: Sequence[Sequence[str]], keys: int) -> Features:
        """Count the words of all phrases, which belong to so many keys."""
        stem_df: Counter[str] = Counter()
        pair_df: Counter[tuple[str, str]] = Counter()
        words: set[str] = set()
        for phrase in phrases:
            roots = [stem(word) for word in phrase]
            words.update(phrase)
            stem_df.update(set(roots))
            pair_df.update(set(zip(["", *roots], [*roots, ""], strict=True)))
        stems = {root: number for number, root in enumerate(sorted(stem_df))}
        total = len(phrases)
        found = sorted({part for word in words for part in trigrams_of(word)})
        trigrams = {part: len(stems) + number for number, part in enumerate(found)}
        code = {root: number + 1 for root, number in stems.items()} | {"": _EDGE}
        least = PAIRS_SEEN if total >= PAIRS_FROM * keys else 1
        coded = sorted(
            (code[a] << 32 | code[b], df) for (a, b), df in pair_df.items() if df >= least
        )
        shares = word_shares()
        power = np.float32(1 - (1 - IDF_POWER_MANY) * plenty(total, keys))
        stem_idf = [_stem_idf(total, stem_df[root], shares.get(root, 0.0)) for root in stems]
        pair_idf = [_idf(total, df) for _, df in coded]
        return cls(
            stems,
            trigrams,
            np.array([pair for pair, _ in coded], dtype=np.int64),
            np.array(stem_idf, np.float32) ** power,
            np.array(pair_idf, np.float32) ** power,
            _stem_idf(total, 0, 0.0) ** float(power),
            _idf(total, 0) ** float(power),
        )

    def idf(self, word: str) -> float:
        """The weight of a word; an unknown one has the highest, unless it is a word of no field."""
        root = stem(word)
        number = self.stems.get(root)
        if number is not None:
            return float(self.stem_idf[number])
        share = word_shares().get(root)
        return self.unknown_idf if share is None else _stem_idf(0, 0, share)

    def of_word(self, word: str) -> tuple[list[int], list[float], float]:
        """Feature numbers and weights of one word; then the squared weight no phrase holds."""
        found = self._words.get(word)
        if found is not None:
            return found
        idf = self.idf(word)
        ids, weights, lost = [], [], 0.0
        number = self.stems.get(stem(word))
        if number is None:
            lost += idf * idf
        else:
            ids.append(number)
            weights.append(idf)
        parts = trigrams_of(word)
        if parts:
            weight = TRIGRAM_WEIGHT * idf / sqrt(len(parts))
            for part in parts:
                number = self.trigrams.get(part)
                if number is None:
                    lost += weight * weight
                else:
                    ids.append(number)
                    weights.append(weight)
        result = (ids, weights, lost)
        if len(self._words) < _MEMO_WORDS:
            self._words[word] = result
        return result

    def of_text(self, text: Sequence[Mended]) -> tuple[Ints, Floats, float]:
        """Feature numbers (ascending, each once), weights, and the squared weight of the rest."""
        total: dict[int, float] = {}
        lost = 0.0
        for candidates in text:
            for word, share in candidates:
                ids, weights, missing = self.of_word(word)
                lost += share * missing
                for number, weight in zip(ids, weights, strict=True):
                    total[number] = total.get(number, 0.0) + share * weight
        lost += self._add_pairs(text, total)
        ids_out = np.fromiter(total.keys(), np.int32, len(total))
        weights_out = np.fromiter(total.values(), np.float32, len(total))
        order = np.argsort(ids_out)
        return ids_out[order], weights_out[order], lost

    def _add_pairs(self, text: Sequence[Mended], total: dict[int, float]) -> float:
        edge: list[tuple[int, float]] = [(_EDGE, 1.0)]
        seats = [edge]
        for candidates in text:
            seats.append([(self.stems.get(stem(w), -2) + 1, share) for w, share in candidates[:2]])
        seats.append(edge)
        keys: list[int] = []
        shares: list[float] = []
        for left, right in pairwise(seats):
            for a, share_a in left:
                for b, share_b in right:
                    keys.append(-1 if a < 0 or b < 0 else a << 32 | b)
                    shares.append(share_a * share_b)
        found = np.array(keys, np.int64)
        at = np.searchsorted(self.pairs, found)
        lost = 0.0
        rest = (PAIR_WEIGHT * self.unknown_pair_idf) ** 2
        size = len(self.pairs)
        for key, place, share in zip(keys, at.tolist(), shares, strict=True):
            if place < size and self.pairs[place] == key:
                weight = share * PAIR_WEIGHT * float(self.pair_idf[place])
                number = self.first_pair + place
                total[number] = total.get(number, 0.0) + weight
            else:
                lost += share * share * rest
        return lost

    def state(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """What a snapshot holds: plain data, and arrays by name."""
        plain = {
            "stems": joined(list(self.stems)),
            "trigrams": joined(list(self.trigrams)),
            "unknown_idf": self.unknown_idf,
            "unknown_pair_idf": self.unknown_pair_idf,
        }
        return plain, {"pairs": self.pairs, "stem_idf": self.stem_idf, "pair_idf": self.pair_idf}

    @classmethod
    def from_state(cls, plain: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Features:
        """The inverse of ``state``."""
        stems = {root: number for number, root in enumerate(split(plain["stems"]))}
        trigrams = {part: number for number, part in enumerate(split(plain["trigrams"]), len(stems))}
        return cls(
            stems,
            trigrams,
            arrays["pairs"],
            arrays["stem_idf"],
            arrays["pair_idf"],
            plain["unknown_idf"],
            plain["unknown_pair_idf"],
        )


def trigrams_of(word: str) -> list[str]:
    """Letter trigrams of the word with its ends marked; none for codes and numbers."""
    if not word.isalpha():
        return []
    marked = f"<{word}>"
    return ["#" + marked[i : i + 3] for i in range(len(marked) - 2)]


def exact(words: Iterable[str]) -> list[Mended]:
    """A text that needs no mending."""
    return [((word, 1.0),) for word in words]


def plenty(phrases: int, keys: int) -> float:
    """0 at ten phrases a key and fewer, 1 at a hundred and more, by their logarithm."""
    return min(1.0, max(0.0, log(phrases / (10 * max(1, keys)), 10))) if phrases else 0.0


def _idf(total: int, df: int) -> float:
    return max(MIN_IDF, log((total + 1) / (df + 0.5)))


def _stem_idf(total: int, df: int, share: float) -> float:
    m = PSEUDO_QUESTIONS
    return max(MIN_IDF, log((total + m + 1) / (df + m * share + 0.5)))
