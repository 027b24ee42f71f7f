"""How likely a question is the bot's own: a logistic fitted on graded questions, inside and outside.

What is asked (`Field.belonging`) is one witness, what the question is most like is the other: an ask of
an entry or a row of scope.yaml. Apart from `certainty`, which tells the right entry from a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.field import Field
from bot.phrases import SCOPE, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

NAMES = ("belonging", "beyond", "nearest", "coverage", "named", "content")
"""Whether what is asked is the bot's own; lead of the first entry over the best scope row (negative when
that stands first); similarity of the entry's nearest ask; share of the question's weight its asks hold;
things named; content words."""
# Beyond this the odds of belonging say no more.
SURE = 8.0
# A lead is cut at this, as one that is sure is sure enough.
CLEAR = 6.0


def features(ranked: Sequence[Match], reading: Reading, field: Field) -> tuple[float, ...]:
    """The features of a question whose ranked matches hold at least one entry.

    A scope row that is not among the ranked is at most as good as the last.
    """
    top = next(match for match in ranked if entry_of(match.key))
    beyond = next((m.score for m in ranked if m.key.startswith(SCOPE)), ranked[-1].score)
    _, _, nearest, _, coverage, _ = top.features
    return (
        max(-SURE, min(SURE, field.belonging(reading))),
        max(-CLEAR, min(CLEAR, top.score - beyond)),
        nearest,
        coverage,
        float(min(3, sum(len(keys) for keys in reading.named.values()))),
        min(1.0, len(reading.content) / 8),
    )
