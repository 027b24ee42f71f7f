"""Minutes out of free text and command arguments: who spent how long on which code.

A misread is worse than a question back: whatever cannot be placed makes the result `ambiguous`,
with a `reason` to ask, and then `by_code` is empty. Knows no knowledge files: nicknames come in as
a mapping of lower-case alias to code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.question.clock import Token, lex
from bot.question.draft import (
    MAY_BE_UNITS,
    MAY_BE_UNITS_TOGETHER,
    WHICH_CODE,
    Draft,
    Spoken,
    place_of,
    timeish,
)
from bot.question.givers import check_all
from bot.question.placing import place
from bot.question.wholes import about_units, settle_totals, take_totals

# A bare number above this beside a code is hardly minutes.
MOST_BARE = 180
# "16 min TA, or 2 of TA?": behind minutes of the same code, a bare number this small is units.
CLAIMED = 4
_WHOLE = frozenset({"all", "only", "just", "entirely", "entire", "whole", "solely"})
_NOT_LABEL = frozenset({"part", "medicare", "med", "plan", "type", "max", "mod", "hep", "vitamin"})
# "14 min x 4 codes"
_ALIKE = re.compile(r"\b(?:x|on|for|to|of)\s*(?:each\s+of\s+)?([2-9])\s*(?:different\s+|diff?\s+)?codes\b")
# "8 min 3 times", "15 min twice", "three 10 min bouts": one of them, or all together?
_REPEATED = re.compile(
    r"\b\d{1,3}\s?-?(?:min\w*|m|')\s{1,3}(?:(?:[2-9]|two|three|four)\s{0,3}times|twice)\b(?!\s{0,3}(?:a|per|each|/)\s{0,3}(?:w|m))"
    r"|\b(?:[2-9]|two|three|four|five)\s{1,3}\d{1,3}\s?-?\s?min\w*\s{1,3}(?:bouts?|blocks?|sessions?|stretches|rounds?|bursts?)\b"
)
_HOUR_AND = re.compile(r".*h\w*\.?\s*(?:and|&|\+)?\s*(\d{1,2})")
_SEVERAL_CODES = re.compile(r"\b(?:[2-9]|two|three|four)\s+(?:different\s+|diff?\s+)?codes\b")
Split = tuple[tuple[str | None, int], ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a text says about minutes.

    by_code: minutes of each code in the order named, repeats added; empty when ambiguous or when
        the text splits by patient.
    total: minutes given for the whole visit, or without any code.
    segments: every placed stretch. patients: label to (code or None, minutes) pairs.
    units: units a person claims: (code or None, n).
    codes: all codes named, with or without minutes.
    left_out: stretches set aside because their own words say they are no treatment.
    numbers: how many lengths or bare numbers the text holds.
    one: the only length in the text.
    ambiguous/reason: ask this back instead of calculating.
    """

    by_code: tuple[tuple[str, int], ...] = ()
    total: int | None = None
    segments: tuple[Spoken, ...] = ()
    patients: tuple[tuple[str, Split], ...] = ()
    units: tuple[tuple[str | None, int], ...] = ()
    codes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    numbers: int = 0
    one: int | None = None
    ambiguous: bool = False
    reason: str = ""

    @property
    def by_person(self) -> bool:
        """True when the text says who gave which minutes."""
        return any(s.by for s in self.segments)

    @property
    def whole(self) -> int | None:
        """The one length of a text with several codes, or the total given."""
        return self.total if self.total is not None else self.one

    def __bool__(self) -> bool:
        """True when there is something to calculate or to ask."""
        return bool(self.by_code or self.patients or self.ambiguous or self.total is not None)


def parse(
    text: str,
    aliases: Mapping[str, str],
    uncounted: frozenset[str] = frozenset(),
    untimed: frozenset[str] = frozenset(),
) -> Minutes:
    """What a text says about minutes; an empty (false) `Minutes` when it says nothing.

    Args:
        text: free text or command arguments, already redacted.
        aliases: lower-case nickname to code ("ther act" to "97530").
        uncounted: words that say a stretch is no treatment ("resting", "charting").
        untimed: codes that may stand without minutes.
    """
    tokens = lex(text, aliases)
    codes = tuple(dict.fromkeys(t.text for t in tokens if t.kind == "code"))
    labels = _labelled(tokens)
    tokens = [_settled(t, labels) for t in tokens]
    draft = Draft(uncounted=uncounted, untimed=untimed)
    alike = _ALIKE.search(text.lower())
    draft.alike = alike is not None and int(alike[1]) == len(codes)
    if not labels:
        tokens = take_totals(tokens, draft)
    place(tokens, draft)
    if labels:
        return _by_patient(tokens, draft, codes)
    _bare_numbers(draft)
    _hour_and(tokens, draft)
    settle_totals(tokens, draft)
    check_all(tokens, draft)
    _open_end(tokens, draft)
    repeated = _REPEATED.search(text.lower())
    if repeated:
        draft.ask(f"Is “{repeated[0]}” each time, or in all?")
    if alike is not None and not draft.alike:
        # "ther act 14 min x 4 codes": not all four are named, so only the sum of them can be told.
        lengths = [*draft.totals, *(t.value for t in tokens if timeish(t) and t.firm and t.value is not None)]
        draft.ask(WHICH_CODE)
        draft.totals[:] = [lengths[0] * int(alike[1])] if len(lengths) == 1 else []
        tokens = [t for t in tokens if not timeish(t)]
    several = len(set(draft.totals)) > 1 or bool(_SEVERAL_CODES.search(text.lower()))
    if draft.totals and not draft.placed and several:
        draft.ask(WHICH_CODE)
    return _finish(tokens, draft, codes)


def _settled(token: Token, labels: bool) -> Token:
    """With patients told apart, "with" joins; without, a capital letter is only a word."""
    if labels and token.kind == "sep" and token.text in ("with", "w"):
        return replace(token, kind="word")
    if not labels and token.kind == "label":
        return replace(token, kind="word", text=token.text.lower())
    return token


def _labelled(tokens: list[Token]) -> bool:
    """True when at least two patients are told apart by a letter beside their minutes."""
    found = {
        t.text
        for i, t in enumerate(tokens)
        if t.kind == "label"
        and (i == 0 or tokens[i - 1].text not in _NOT_LABEL)
        and any(timeish(n) for n in tokens[max(0, i - 6) : i + 6])
    }
    return len(found) >= 2


def _bare_numbers(draft: Draft) -> None:
    """Sort bare numbers into minutes, units people claim, and questions."""
    bare = [s for s, firm in draft.placed if not firm]
    if not bare:
        return
    if len(bare) < len(draft.placed):
        timed = {s.code for s, firm in draft.placed if firm}
        again = [s for s in bare if s.code in timed and s.minutes <= MAY_BE_UNITS and not s.by]
        claimed = [s for s in again if s.minutes <= CLAIMED]
        draft.units += [(s.code, s.minutes) for s in claimed]
        draft.placed = [(s, firm) for s, firm in draft.placed if firm or s not in claimed]
        if len(claimed) < len(again):
            draft.ask("Is that second number minutes or units?")
    elif max(s.minutes for s in bare) <= MAY_BE_UNITS and _few(bare):
        draft.ask("Are those numbers minutes or units?")
    if any(s.minutes > MOST_BARE for s in bare):
        draft.ask("Which of those numbers are minutes?")


def _hour_and(tokens: list[Token], draft: Draft) -> None:
    """ "1 hour 30 TA 30 TE": 90 minutes, or an hour made of 30 and 30?"""
    for time, code in pairwise(tokens):
        said = _HOUR_AND.fullmatch(time.text) if time.kind == "time" else None
        if said is None or code.kind != "code" or time.value is None:
            continue
        extra = int(said[1])
        rest = sum(t.value or 0 for t in tokens if timeish(t) and t is not time)
        if rest and extra + rest == time.value - extra:
            draft.ask(f"Is “{time.text}” {time.value} minutes?")


def _open_end(tokens: list[Token], draft: Draft) -> None:
    """ "TA 9:00-9:38, then TE until 9:50": the second one has an end and no start."""
    placed = {s.code for s, _ in draft.placed}
    left = any(t.kind == "code" and t.text not in placed for t in tokens)
    if placed and left and any(t.text == "clocktime" for t in tokens):
        draft.ask("When did each one start and end?")


def _few(bare: list[Spoken]) -> bool:
    return sum(s.minutes for s in bare) <= MAY_BE_UNITS_TOGETHER


def _finish(tokens: list[Token], draft: Draft, codes: tuple[str, ...]) -> Minutes:
    total = draft.totals[0] if draft.totals else None
    segments = tuple(s for s, _ in draft.placed)
    added: dict[str, int] = {}
    for s in segments:
        if s.code:
            added[s.code] = added.get(s.code, 0) + s.minutes
    reason = draft.reason
    if not added and total is not None and not reason:
        if len(codes) == 1 and _all_of_it(tokens):
            added = {codes[0]: total}
            segments = (Spoken(total, codes[0]),)
        elif len(codes) > 1 and about_units(tokens):
            reason = WHICH_CODE
    if any(s.start is not None and s.end is not None and s.end <= s.start for s in segments):
        reason = reason or "Those clock times run backward. When did it start and end?"
    return Minutes(
        by_code=() if reason else tuple(added.items()),
        total=total,
        segments=() if reason else segments,
        units=tuple(draft.units),
        codes=codes,
        left_out=tuple(draft.left_out),
        numbers=sum(1 for t in tokens if timeish(t)),
        one=_only(tokens),
        ambiguous=bool(reason),
        reason=reason,
    )


def _only(tokens: list[Token]) -> int | None:
    """The only length written with a unit of time, when no other number stands in the text."""
    lengths = [t for t in tokens if timeish(t)]
    return lengths[0].value if len(lengths) == 1 and lengths[0].firm else None


def _all_of_it(tokens: list[Token]) -> bool:
    """True for "all 97530", "97530 only": the whole visit was that code."""
    return any(
        t.kind == "code" and any(n.text in _WHOLE for n in tokens[max(0, i - 2) : i + 3]) for i, t in enumerate(tokens)
    )


def _by_patient(tokens: list[Token], draft: Draft, codes: tuple[str, ...]) -> Minutes:
    """Add up each patient's minutes; a length "each" goes to all of them."""
    out: dict[str, dict[str | None, int]] = {}
    for s, _ in draft.placed:
        if s.patient is not None:
            mine = out.setdefault(s.patient, {})
            mine[s.code] = mine.get(s.code, 0) + s.minutes
    reason = draft.reason
    if len(out) < 2 or any(s.patient is None for s, _ in draft.placed) or draft.stray:
        reason = reason or "Which minutes went to which patient?"
    spread = _spread(tokens, draft)
    if spread is not None:
        for mine in out.values():
            key = next(iter(mine)) if len(mine) == 1 else None
            mine[key] = mine.get(key, 0) + spread
    patients = tuple((label, tuple(mine.items())) for label, mine in sorted(out.items()))
    return Minutes(
        segments=() if reason else tuple(s for s, _ in draft.placed),
        patients=() if reason else patients,
        codes=codes,
        ambiguous=bool(reason),
        reason=reason,
    )


def _spread(tokens: list[Token], draft: Draft) -> int | None:
    """The length of "8 min each", given to every patient beside their own minutes."""
    for token in draft.loose:
        i = place_of(tokens, token)
        if any(t.kind == "each" for t in tokens[i + 1 : i + 3]):
            return token.value
    return None
