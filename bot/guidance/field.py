"""Whether a question belongs to the field at all, and whether it says enough to be answered.

Both are read from the asks of the knowledge base: words most entries share say little, and what is
asked like the questions out of scope speaks against an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.guidance.belonging import Belonging, learn
from bot.matching.general import common_words
from bot.matching.prior import word_shares
from bot.matching.text import stem
from bot.phrases import entry_of
from bot.question.parse import Reading

# A word that this share of the entries use (but at least so many) names no matter of its own.
COMMON_SHARE, COMMON_LEAST = 0.07, 10
# An entry uses a word when this share of its asks hold it: in many asks any word turns up once.
USED = 0.03
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
    side: from what is asked, whether a question is the bot's own.
    """

    common: frozenset[str]
    side: Belonging

    @classmethod
    def of(
        cls,
        read: Iterable[tuple[str, Reading]],
        framed: Iterable[tuple[bool, Reading]] = (),
        billing: Iterable[str] = (),
    ) -> Field:
        """Learn from (key, reading) of every ask, (inside, reading) of every filled frame, billing words."""
        read = list(read)
        asks: Counter[str] = Counter()
        times: dict[str, Counter[str]] = {}
        for key, reading in read:
            entry = entry_of(key)
            asks[entry] += 1
            for word in {stem(part) for part in " ".join(reading.content).split()} if entry else ():
                times.setdefault(word, Counter())[entry] += 1
        least = max(COMMON_LEAST, COMMON_SHARE * (len(asks) - ("" in asks)))
        common = frozenset(
            word
            for word, held in times.items()
            if sum(n >= USED * asks[entry] for entry, n in held.items()) >= least
        )
        return cls(common, learn(read, framed, billing))

    def to_data(self) -> dict[str, Any]:
        """As JSON types, for the snapshot."""
        return {"common": sorted(self.common), "side": self.side.to_data()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Field:
        """The inverse of `to_data`."""
        return cls(frozenset(data["common"]), Belonging.from_data(data["side"]))

    def belonging(self, reading: Reading) -> float:
        """Log odds that a question is the bot's own: positive for, negative against."""
        return self.side.of(reading)

    def says_nothing(self, reading: Reading) -> bool:
        """Whether a text holds no word at all: letters at random, one number over and over.

        Different numbers may be minutes, and one alone may be an answer.
        """
        if reading.named or reading.roles or reading.unknown_codes or not reading.match:
            return not reading.match
        spoken = [word for text in reading.content for word in text.split()]
        words = {word for word in spoken if not word.isdigit()}
        if not words:
            return len(spoken) > 1 and len(set(spoken)) == 1
        return words.isdisjoint(common_words()) and not any(stem(word) in self.side.known for word in words)

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
