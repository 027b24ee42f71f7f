"""From ranked matches to one of three outcomes: answer, ask back, or say there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.knowledge.load import Library
from bot.phrases import SCOPE, VAGUE, angle_of, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

# Used only until `eval --calibrate` has written knowledge/calibration.yaml.
DEFAULTS = {"answer": 0.45, "clarify": 0.2, "side": 0.12, "scope": 0.3, "short": 2.0}


@dataclass(frozen=True, slots=True)
class Rules:
    """Calibrated thresholds.

    answer: least confidence for an answer; clarify: least for asking back; side: least lead of
    one side of an entry over the other for a yes or no; scope: least confidence for an
    out-of-scope row; short: most content words of a question that may be called vague.
    """

    answer: float
    clarify: float
    side: float
    scope: float
    short: float

    @classmethod
    def of(cls, library: Library) -> Rules:
        """The thresholds of the library's calibration file, or the defaults."""
        row = library.calibration.get("desk")
        values = {**DEFAULTS, **(row.values if row else {})}
        return cls(**{name: values[name] for name in DEFAULTS})


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, the key it rests on, and why, in a word for `--explain`."""

    status: Literal["answered", "clarify", "no_match"]
    key: str
    confidence: float
    sure_side: bool
    reason: str


def decide(
    ranked: Sequence[Match], reading: Reading, library: Library, rules: Rules
) -> Decision:
    """Decide from matches that already passed the gates, best first."""
    if not ranked:
        return Decision("no_match", "", 0.0, True, "no word of the question is known")
    top = ranked[0]
    entry = entry_of(top.key)
    confidence = pooled(ranked, entry) if entry else top.confidence
    if top.key.startswith(SCOPE):
        if confidence >= rules.scope:
            return Decision("no_match", top.key, confidence, True, "out of scope")
        return Decision("no_match", "", confidence, True, "closest to an out-of-scope question")
    if top.key.startswith(VAGUE):
        few = len(reading.content) + len(reading.named) <= rules.short + 2
        if few or confidence >= rules.answer:
            return Decision("clarify", top.key, confidence, True, "too short to answer")
        rest = [m for m in ranked if not m.key.startswith((VAGUE, SCOPE))]
        return decide(rest, reading, library, rules)
    if confidence >= rules.answer:
        sure = _sure_side(ranked, library, rules)
        return Decision("answered", top.key, confidence, sure, "confidence over the threshold")
    if confidence >= rules.clarify:
        return Decision("clarify", top.key, confidence, True, "confidence between the thresholds")
    return Decision("no_match", top.key, confidence, True, "confidence under the threshold")


def pooled(ranked: Sequence[Match], entry: str) -> float:
    """Confidence in an entry: at least one of its sides is right."""
    best = max(m.confidence for m in ranked if entry_of(m.key) == entry)
    sides = [m.confidence for m in ranked if entry_of(m.key) == entry]
    return min(1.0, max(best, sum(sides)))


def _sure_side(ranked: Sequence[Match], library: Library, rules: Rules) -> bool:
    top = ranked[0]
    entry = library.entry(entry_of(top.key))

    def verdict(key: str) -> str:
        angle = angle_of(key)
        return entry.verdict if angle is None else entry.angles[angle].verdict

    for other in ranked[1:]:
        if entry_of(other.key) == entry.id and verdict(other.key) != verdict(top.key):
            return top.score - other.score >= rules.side * max(abs(top.score), 1e-9)
    return True
