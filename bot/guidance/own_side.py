"""From which side of the winning entry a question comes, when several of its sides are like it.

An entry is asked from several sides (its asks and its angles), and its words alone often fit a wrong
one best: "can I bill sit to stand as 97530" has every word of "can I bill 97530 and 97110 for the same
sit to stand". What tells them apart is what a side is mostly asked with and the question leaves out
(another code, a "not", a "both"), and how near the nearest ask is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance.side import ALONE, names
from bot.phrases import entry_of

if TYPE_CHECKING:
    from bot.matching import Match
    from bot.question.parse import Reading

Profiles = Mapping[str, Mapping[str, float]]
NEAREST = 2
# Points of score: for a nearest ask that is the question itself, against one that shares nothing ...
NEAR = 5.0
# ... and against a side for each thing all of its asks have and the question lacks.
LACKING = 1.0
# What fewer asks of a side have does not mark it.
MARK = 0.25


def first(ranked: Sequence[Match], reading: Reading, profiles: Profiles) -> list[Match]:
    """The ranked matches with the fitting side of the first one's entry in front.

    Only the sides change places: how sure the entry is, is not a matter of its sides.
    """
    if not ranked or not entry_of(ranked[0].key):
        return list(ranked)
    entry = entry_of(ranked[0].key)
    places = [n for n, match in enumerate(ranked) if entry_of(match.key) == entry]
    best = max(places, key=lambda n: (_fit(ranked[n], reading, profiles), -n))
    if best == 0:
        return list(ranked)
    top, other = ranked[0], ranked[best]
    made = list(ranked)
    made[0] = replace(top, key=other.key, phrase=other.phrase, tokens=other.tokens)
    made[best] = replace(other, key=top.key, phrase=top.phrase, tokens=top.tokens)
    return made


def _fit(match: Match, reading: Reading, profiles: Profiles) -> float:
    """How well a side fits: its score, its nearest ask, less what the question lacks of it."""
    said = {*reading.turns, *names(reading)}
    marks = profiles.get(match.key, {})
    lacking = sum(
        share
        for name, share in marks.items()
        if share >= MARK and name not in said and not name.startswith(ALONE)
    )
    return match.score + NEAR * match.features[NEAREST] - LACKING * lacking
