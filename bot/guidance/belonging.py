"""Whether a question is the bot's own, by what it asks: "is it safe to lift" against "can I bill lifting".

Both sides use the words of the clinic, so single words decide little. Learnt, when the knowledge is
compiled, from the asks of all entries (inside), the asks of scope.yaml (outside) and the filled
frames of frames.yaml (either): words, neighbors, words one apart, the form of the question, what it
names, and how many of its words no entry uses. Words and neighbors count once more for questions with
and once for those without a word of billing (asked.yaml). Not the length: it tells how asks were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

from bot.knowledge.view import BETWEEN
from bot.matching.text import stem
from bot.phrases import SCOPE, VAGUE, entry_of
from bot.question.parse import Reading
from bot.question.words import phrase

# Who names one of these asks about billing.
NAMED = frozenset({"code", "modifier", "denial", "payer"})
# How foreign a question is counts up to here.
MOST_FOREIGN = 3
# The end of a foreign word tells drugs and procedures ("-pril", "-scopy"); of a short one it tells nothing.
ENDING, LONG = 3, 5


@dataclass(frozen=True, slots=True)
class Belonging:
    """A fitted logistic over features of a reading.

    known: stems that entries use; a word beyond them is foreign. billing: stems of billing.
    """

    bias: float
    weights: Mapping[str, float]
    known: frozenset[str]
    billing: frozenset[str]

    def of(self, reading: Reading) -> float:
        """Log odds that a question is the bot's own: positive inside, negative outside."""
        found = [
            self.weights[name]
            for name in sorted(features(reading, self.known.__contains__, self.billing))
            if name in self.weights
        ]
        return self.bias + sum(found) / sqrt(len(found)) if found else self.bias

    def to_data(self) -> dict[str, Any]:
        """As JSON types, for the snapshot: names in one text, which is decoded in a fraction of the time."""
        return {
            "bias": self.bias,
            "names": BETWEEN.join(self.weights),
            "weights": list(self.weights.values()),
            "known": BETWEEN.join(sorted(self.known)),
            "billing": sorted(self.billing),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Belonging:
        """The inverse of `to_data`."""
        weights = dict(zip(data["names"].split(BETWEEN), data["weights"], strict=True))
        return cls(data["bias"], weights, frozenset(data["known"].split(BETWEEN)), frozenset(data["billing"]))


def features(reading: Reading, known: Callable[[str], bool], billing: frozenset[str]) -> set[str]:
    """The features of a reading; `known` tells whether entries use a stem.

    Marks of a feature's kind: "#" a trait of the whole, "~" the end of a foreign word, " * " two
    words with one between them, "+" and "-" beside a word of billing and without one.
    """
    words = [stem(word) for word in reading.match.split()]
    line = ["^", *words, "$"]
    found = {*words, *(f"{a} {b}" for a, b in pairwise(line))}
    sign = "+" if NAMED & reading.named.keys() or not billing.isdisjoint(words) else "-"
    found.update([f"{sign}{name}" for name in found])
    found.add(f"#billing {sign}")
    found.update(f"{a} * {b}" for a, b in zip(line, line[2:], strict=False))
    foreign = [word for word in words if not word.isdigit() and not known(word)]
    found.update(f"~{word[-ENDING:]}" for word in foreign if len(word) >= LONG)
    if any(word.isdigit() for word in words):
        found.add("#number")
    found.add(f"#foreign {min(MOST_FOREIGN, len(foreign))}")
    found.add(f"#form {reading.form}")
    found.update(f"#{kind}" for kind in reading.named)
    return found


def learn(
    read: Iterable[tuple[str, Reading]],
    framed: Iterable[tuple[bool, Reading]],
    billing: Iterable[str] = (),
) -> Belonging:
    """Fit from (key, reading) of every ask, (inside, reading) of every filled frame, and billing words.

    A word that one entry alone uses is foreign in that entry's own asks, as it would be in another
    question of its kind.
    """
    from bot.matching.binary import fit

    rows = [(entry_of(key), not key.startswith(SCOPE), one) for key, one in read if not key.startswith(VAGUE)]
    rows += [(f"frame:{number}", inside, one) for number, (inside, one) in enumerate(framed)]
    users: dict[str, set[str]] = {}
    for owner, inside, one in rows:
        for word in one.match.split() if inside else ():
            users.setdefault(stem(word), set()).add(owner)
    stems = frozenset(stem(word) for text in billing for word in phrase(text))
    told = [
        features(one, lambda word, own=owner: bool(users.get(word, set()) - {own}), stems)  # type: ignore[misc]
        for owner, _, one in rows
    ]
    bias, weights = fit(told, [inside for _, inside, _ in rows])
    # more digits than decide anything cost time at every start
    return Belonging(bias, {name: round(w, 5) for name, w in weights.items()}, frozenset(users), stems)
