"""From ranked matches to one of three outcomes: answer, ask back, or say there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.guidance.certainty import Certainty, features
from bot.knowledge.load import Library
from bot.phrases import SCOPE, VAGUE, angle_of, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

# Used only until `eval --calibrate` has written knowledge/calibration.yaml.
DEFAULTS = {"answer": 0.45, "clarify": 0.2, "side": 0.02, "short": 2.0}


@dataclass(frozen=True, slots=True)
class Rules:
    """Calibrated thresholds.

    answer: least confidence for an answer; clarify: least for asking back; side: least lead of
    one side of an entry over the other for a yes or no, as a share of the score; short: most
    content words of a question that may be called vague; certainty: the fitted logistic.
    """

    answer: float
    clarify: float
    side: float
    short: float
    certainty: Certainty | None = None

    @classmethod
    def of(cls, library: Library) -> Rules:
        """The thresholds of the library's calibration file, or the defaults."""
        row = library.calibration.get("desk")
        values = {**DEFAULTS, **(row.values if row else {})}
        return cls(
            values["answer"],
            values["clarify"],
            values["side"],
            values["short"],
            Certainty.from_values(values),
        )


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
    if top.key.startswith(SCOPE):
        return Decision("no_match", top.key, top.confidence, True, "out of scope")
    if top.key.startswith(VAGUE):
        if len(reading.content) + len(reading.named) <= rules.short + 2:
            return Decision("clarify", top.key, top.confidence, True, "too short to answer")
        rest = [m for m in ranked if not m.key.startswith(VAGUE)]
        return decide(rest, reading, library, rules)
    confidence = certain(ranked, reading, rules)
    if confidence >= rules.answer:
        sure = _sure_side(ranked, library, rules)
        return Decision("answered", top.key, confidence, sure, "confidence over the threshold")
    if confidence >= rules.clarify:
        return Decision("clarify", top.key, confidence, True, "confidence between the thresholds")
    return Decision("no_match", top.key, confidence, True, "confidence under the threshold")


def certain(ranked: Sequence[Match], reading: Reading, rules: Rules) -> float:
    """How sure the first match is: by the calibration, else by the index alone."""
    if rules.certainty is None:
        return ranked[0].confidence
    return rules.certainty.of(features(ranked, reading))


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
