"""From ranked matches to one of three outcomes: answer, ask back, or say there is no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.guidance import certainty, outside, side
from bot.guidance.field import PLACES, Field
from bot.guidance.logistic import Logistic
from bot.knowledge.load import Library
from bot.phrases import SCOPE, VAGUE, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.matching import Match

# Used only until `eval --calibrate` has written knowledge/calibration.yaml.
DEFAULTS = {"answer": 0.45, "clarify": 0.2, "side": 0.8, "own": 0.5, "short": 2.0}


# A single word is answered when it can hardly be anything else ("yoga"); a bare name ("KX?") asks nothing.
SURE_WORD = 0.93
# Of the index's features, the share of a question's weight that the asks hold; a single word that
# is itself known is worth asking back about.
COVERAGE, KNOWN_SHARE = 4, 0.6
# A question that is nearly word for word a too-short one is asked back whatever it names.
NEAREST, EXACT = 2, 0.85
# What is that like a question out of scope is out of scope, however short.
ALMOST = 0.75
# Out of scope, a row of scope.yaml replies when it is like the question; else the words for everything.
AKIN = 0.3
# What is word for word an ask belongs to the record that holds it, whatever else is like it too.
SAME = 0.97
# Substance (see `field.Field.substance`): below the first a question names no matter; up to the second it
# names one, and is only answered when an ask is about as short.
NO_MATTER, ONE_MATTER, ALIKE = 1.0, 1.0, 0.6


@dataclass(frozen=True, slots=True)
class Rules:
    """Calibrated thresholds.

    answer: least certainty for an answer; clarify: least for asking back; side: least certainty
    of the side for a yes or no; short: most words of a question that may be called vague; own: least
    probability that a question is the bot's own; the fits: the logistics, None before the first
    calibration.
    """

    answer: float
    clarify: float
    side: float
    short: float
    entry_fit: Logistic | None = None
    side_fit: Logistic | None = None
    own: float = DEFAULTS["own"]
    own_fit: Logistic | None = None

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
            Logistic.from_values(values, certainty.NAMES, "entry"),
            Logistic.from_values(values, side.NAMES, "side"),
            values["own"],
            Logistic.from_values(values, outside.NAMES, "own"),
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
    ranked: Sequence[Match],
    reading: Reading,
    library: Library,
    rules: Rules,
    profiles: Mapping[str, Mapping[str, float]],
    field: Field,
) -> Decision:
    """Decide from matches that already passed the gates, best first."""
    if not ranked:
        return Decision("no_match", "", 0.0, True, "no word of the question is known")
    ranked = _same_first(ranked)
    top = ranked[0]
    if top.key.startswith(VAGUE):
        few = said(reading) <= rules.short + 1 and not reading.named.get("code")
        if few or top.features[NEAREST] >= EXACT:
            return Decision("clarify", top.key, top.confidence, True, "too short to answer")
        rest = [m for m in ranked if not m.key.startswith(VAGUE)]
        return decide(rest, reading, library, rules, profiles, field)
    beyond = next((m.key for m in ranked if m.key.startswith(SCOPE) and m.features[NEAREST] >= AKIN), "")
    entries = [m for m in ranked if entry_of(m.key)]
    if not entries:
        return Decision("no_match", beyond, top.confidence, True, "out of scope")
    confidence = certain(ranked, reading, rules, field)
    small_talk = top.key == beyond and said(reading) < rules.short
    same = top.key == beyond and top.features[NEAREST] >= SAME
    if small_talk or same or not is_own(ranked, reading, rules, field):
        return Decision("no_match", beyond, confidence, True, "out of scope")
    if said(reading) < rules.short and (confidence < SURE_WORD or not reading.content):
        known = top.features[COVERAGE] >= KNOWN_SHARE
        status: Literal["clarify", "no_match"] = "clarify" if known else "no_match"
        return Decision(status, entries[0].key, confidence, True, "one word is no question")
    if confidence >= rules.answer:
        sure = sure_side(entries, reading, library, rules, profiles, confidence)
        return Decision("answered", entries[0].key, confidence, sure, "confidence over the threshold")
    if confidence >= rules.clarify:
        return Decision("clarify", entries[0].key, confidence, True, "confidence between the thresholds")
    return Decision("no_match", entries[0].key, confidence, True, "confidence under the threshold")


def _same_first(ranked: Sequence[Match]) -> Sequence[Match]:
    """The matches with the record whose ask is the question itself in front, unless the first is as near.

    Which side of the first one's entry is meant was settled before (`own_side`).
    """
    top = ranked[0]
    twin = next((match for match in ranked if match.features[NEAREST] >= SAME), top)
    if twin is top or (entry_of(twin.key) and entry_of(twin.key) == entry_of(top.key)):
        return ranked
    return [twin, *(match for match in ranked if match is not twin)]


def said(reading: Reading) -> int:
    """How many things a question says: distinct content words and names."""
    names = sum(len(keys) for keys in reading.named.values())
    return len(set(reading.content)) + names


def too_thin(ranked: Sequence[Match], reading: Reading, field: Field) -> bool:
    """Whether a question names too little to be answered, whatever it is like."""
    substance = field.substance(reading)
    if substance > ONE_MATTER or not ranked:
        return False
    nearest = ranked[0].features[NEAREST]
    if ranked[0].key.startswith(SCOPE) and nearest >= ALMOST:
        return False
    if substance < NO_MATTER:
        return nearest < EXACT or ranked[0].key.startswith(VAGUE)
    named = reading.named.keys() - PLACES
    return not named and nearest < ALIKE


def asked_back(vague: Sequence[Match], library: Library) -> Decision | None:
    """The outcome for a question that is too thin; `vague` are the too-short rows it is like."""
    general = next((key for key, row in library.vague.items() if row.general), None)
    key = vague[0].key if vague else VAGUE + general if general else None
    return Decision("clarify", key, 0.0, True, "names too little to be answered") if key else None


def certain(ranked: Sequence[Match], reading: Reading, rules: Rules, field: Field) -> float:
    """How sure the first match is: by the calibration, else by the index alone."""
    if rules.entry_fit is None:
        return next(match.confidence for match in ranked if entry_of(match.key))
    return rules.entry_fit.of(certainty.features(ranked, reading, field))


def is_own(ranked: Sequence[Match], reading: Reading, rules: Rules, field: Field) -> bool:
    """Whether the question is the bot's own: by the calibration, else by what stands first."""
    if rules.own_fit is None:
        return not ranked[0].key.startswith(SCOPE)
    return rules.own_fit.of(outside.features(ranked, reading, field)) >= rules.own


def sure_side(
    ranked: Sequence[Match],
    reading: Reading,
    library: Library,
    rules: Rules,
    profiles: Mapping[str, Mapping[str, float]],
    confidence: float,
) -> bool:
    """Whether the question comes from the side the first match stands for."""
    if side.contradicted(library, ranked[0].key, profiles.get(ranked[0].key, {}), reading):
        return False
    if rules.side_fit is None:
        return True
    values = side.features(library, profiles, ranked, reading, confidence)
    return rules.side_fit.of(values) >= rules.side
