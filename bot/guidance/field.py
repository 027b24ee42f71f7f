"""Whether a question belongs to the field at all, and whether it says enough to be answered.

Both are read from the asks of the knowledge base: words most entries share say little, and words
that only out-of-scope asks use speak against an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from bot.matching.prior import word_shares
from bot.matching.text import stem
from bot.phrases import SCOPE, VAGUE, entry_of
from bot.question.parse import Reading

# A word that this share of the entries use (but at least so many) names no matter of its own.
COMMON_SHARE, COMMON_LEAST = 0.07, 10
# So many asks with the overall share of a word are added to either side: few asks prove little.
PULL = 10
# What a thing that is said weighs: a name of its own, and one that only says who, where or who pays.
WHOLE, HALF = 1.0, 0.5
PLACES = frozenset({"payer", "setting", "discipline", "state"})
# Words without matter that questions at large seldom hold.
EMPTY = frozenset(
    {"about", "and", "anyway", "but", "idk", "ok", "said", "saying", "says", "stuff", "told",
     "under", "whatever", "wrong", "yes"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """What the asks say of words, by stem.

    common: stems so many entries share that they name no matter.
    odds: log of how much more often a stem stands in asks of entries than in asks out of scope.
    """

    common: frozenset[str]
    odds: Mapping[str, float]

    @classmethod
    def of(cls, read: Iterable[tuple[str, Reading]]) -> Field:
        """Learn from (key, reading) of every ask."""
        users: dict[str, set[str]] = {}
        inside: Counter[str] = Counter()
        outside: Counter[str] = Counter()
        sizes = Counter[bool]()
        for key, reading in read:
            if key.startswith(VAGUE):
                continue
            beyond = key.startswith(SCOPE)
            sizes[beyond] += 1
            (outside if beyond else inside).update({stem(word) for word in reading.match.split()})
            for word in () if beyond else " ".join(reading.content).split():
                users.setdefault(stem(word), set()).add(entry_of(key))
        entries = len({entry for known in users.values() for entry in known})
        least = max(COMMON_LEAST, COMMON_SHARE * entries)
        common = frozenset(word for word, known in users.items() if len(known) >= least)
        odds = {}
        for word in sorted(inside.keys() | outside.keys()):
            share = PULL * (inside[word] + outside[word]) / sizes.total()
            here = (inside[word] + share) / (sizes[False] + PULL)
            there = (outside[word] + share) / (sizes[True] + PULL)
            odds[word] = round(log(here / there), 2)
        return cls(common, odds)

    def to_data(self) -> dict[str, Any]:
        """As JSON types, for the snapshot."""
        return {"common": sorted(self.common), "odds": dict(self.odds)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Field:
        """The inverse of `to_data`."""
        return cls(frozenset(data["common"]), data["odds"])

    def belonging(self, reading: Reading) -> float:
        """How much a question's words speak for the field: positive for, negative against.

        The sum of the words' log odds over the root of their number; unknown words count nothing.
        """
        words = {stem(word) for word in reading.match.split()}
        return sum(self.odds.get(word, 0.0) for word in words) / sqrt(len(words)) if words else 0.0

    def substance(self, reading: Reading) -> float:
        """How many things a question is about: 1 a matter or a name, half of that a common word,
        a payer, a place or a person; nothing for words that any question holds."""
        total = 0.0
        for word in set(" ".join(reading.content).split()):
            root = stem(word)
            if root in word_shares() or word in EMPTY:
                continue
            total += HALF if root in self.common else WHOLE
        for kind, keys in reading.named.items():
            total += len(keys) * (HALF if kind in PLACES else WHOLE)
        return total
