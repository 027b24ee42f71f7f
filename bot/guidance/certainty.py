"""How sure the desk is of an answer: a logistic fitted on graded questions.

The index's own confidence knows only the phrases; the desk also knows how real questions fared. The
coefficients stand in knowledge/calibration.yaml with their date and data (`eval --calibrate`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from bot.phrases import entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

NAMES = ("score", "lead", "nearest", "centroid", "coverage", "length", "codes", "content")
"""Final score; lead over the best other entry, scope or vague row; similarity of the nearest ask;
of all asks; share of the question's weight the asks hold; words; codes named; content words."""


def features(ranked: Sequence[Match], reading: Reading) -> tuple[float, ...]:
    """The features of the first match; its other angles are no rivals."""
    top = ranked[0]
    own = entry_of(top.key) or top.key
    rival = next((m.score for m in ranked[1:] if (entry_of(m.key) or m.key) != own), 0.0)
    score, _, nearest, centroid, coverage, length = top.features
    return (
        score,
        top.score - rival,
        nearest,
        centroid,
        coverage,
        length,
        float(min(3, len(reading.named.get("code", ())))),
        min(1.0, len(reading.content) / 8),
    )


@dataclass(frozen=True, slots=True)
class Certainty:
    """The logistic: a bias and, for each feature, a weight on its standardized value."""

    bias: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]

    def of(self, values: Sequence[float]) -> float:
        """0..1: the probability that the first match answers the question rightly."""
        z = self.bias
        for x, w, m, s in zip(values, self.weights, self.means, self.spreads, strict=True):
            z += w * (x - m) / s
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, z))))

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> Certainty | None:
        """From the calibration file, or None when it holds no fit of these features."""
        if any(f"weight.{name}" not in values for name in NAMES):
            return None
        return cls(
            values["bias"],
            tuple(values[f"weight.{name}"] for name in NAMES),
            tuple(values[f"mean.{name}"] for name in NAMES),
            tuple(values[f"spread.{name}"] for name in NAMES),
        )

    def to_values(self) -> dict[str, float]:
        """The inverse of `from_values`, rounded for a readable file."""
        out = {"bias": round(self.bias, 4)}
        for kind, numbers in (("weight", self.weights), ("mean", self.means), ("spread", self.spreads)):
            out |= {f"{kind}.{n}": round(x, 4) for n, x in zip(NAMES, numbers, strict=True)}
        return out
