"""How sure the desk is of an answer: a logistic fitted on graded questions.

The index's own confidence knows only the phrases; the desk also knows how real questions fared. The
coefficients stand in knowledge/calibration.yaml with their date and data (`eval --calibrate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.field import Field
from bot.phrases import SCOPE, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

NAMES = ("score", "lead", "nearest", "centroid", "coverage", "length", "codes", "content", "belonging")
"""Final score; lead over the best other entry or vague row; similarity of the nearest ask; of all asks;
share of the question's weight the asks hold; words; codes named; content words; whether what is asked
is the bot's own (`Field.belonging`)."""
# Beyond this the odds of belonging say no more.
SURE = 6.0


def features(ranked: Sequence[Match], reading: Reading, field: Field) -> tuple[float, ...]:
    """The features of the first match that is an entry's; its other angles are no rivals.

    `ranked` holds at least one entry. Scope rows are `outside`'s business.
    """
    top = next(match for match in ranked if entry_of(match.key))
    own = entry_of(top.key)
    rival = next(
        (m.score for m in ranked if entry_of(m.key) != own and not m.key.startswith(SCOPE)), 0.0
    )
    score, _, nearest, centroid, coverage, length = top.features
    return (
        score,
        max(0.0, top.score - rival),
        nearest,
        centroid,
        coverage,
        length,
        float(min(3, len(reading.named.get("code", ())))),
        min(1.0, len(reading.content) / 8),
        max(-SURE, min(SURE, field.belonging(reading))),
    )
