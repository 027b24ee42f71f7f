"""The context of a question: its own words first, then what the surface knows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from bot.question.context import Context, Origin, Value
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.knowledge.load import Library

_ISO = re.compile(r"\b(20[12]\d)-(\d{1,2})-(\d{1,2})\b")
_US = re.compile(r"\b(\d{1,2})/(\d{1,2})/(20[12]\d|[12]\d)\b")
_PERIOD = re.compile(r"\b(?:in|for|during|dos|cy|year|as of|since|threshold|kx|fee schedule)\s+(20[12]\d)\b")
# The two programmes of Original Medicare that settings belong to.
PROGRAMMES = frozenset({"medicare-a", "medicare-b"})
_PART_B = re.compile(r"\bb\b|\bmedb\b|\b(?:original|traditional|straight|regular|ffs)\b")
_BARE_YEAR = re.compile(r"\b(20[12]\d)\b")


def gather(
    library: Library,
    reading: Reading,
    text: str,
    known: Context,
    today: date,
    origin: Origin = "question",
) -> Context:
    """The question's own context over the known one.

    A setting that belongs to one payer (SNF Part A, home health) fills in that payer when the
    question names none and the known payer is another programme of Medicare.
    """
    own = Context(
        payer=_value(reading, "payer", origin),
        setting=_value(reading, "setting", origin),
        discipline=_value(reading, "discipline", origin),
        state=_value(reading, "state", origin),
        date_of_service=date_in(text, today),
        date_origin=origin,
        contractor=_value(reading, "contractor", origin),
    )
    own = _programme(library, _specific(library, own, known), known, text)
    return own.over(_remaining(library, own, reading, known))


def _remaining(library: Library, own: Context, reading: Reading, known: Context) -> Context:
    """What the question leaves of the known context: no value that its own words rule out.

    Several people named at once leave no single one; Part A and a place that bills CPT lines
    exclude each other.
    """
    if len(reading.named.get("discipline", ())) > 1:
        known = known.with_value("discipline", None)
    place, payer = library.settings.get(known.get("setting") or ""), own.get("payer")
    if own.setting is None and place and place.bills_cpt == "yes" and unbilled(library, payer):
        known = known.with_value("setting", None)
    place = library.settings.get(own.get("setting") or "")
    if payer is None and place and place.bills_cpt == "yes" and unbilled(library, known.get("payer")):
        other = next(iter(PROGRAMMES - {known.get("payer")}), None)
        origin = own.setting.origin if own.setting else "question"
        known = known.with_value("payer", Value(other, origin) if other else None)
    return known


def unbilled(library: Library, payer: str | None) -> bool:
    """Whether every place that belongs to a payer bills no CPT line (Medicare Part A)."""
    places = [row for row in library.settings.values() if row.payer == payer]
    return payer is not None and bool(places) and all(row.bills_cpt == "no" for row in places)


def _value(reading: Reading, kind: str, origin: Origin) -> Value | None:
    keys = reading.named.get(kind, ())
    if kind == "discipline" and len(keys) > 1:
        return None
    return Value(keys[-1] if kind == "setting" else keys[0], origin) if keys else None


def _specific(library: Library, own: Context, known: Context) -> Context:
    """Keep the more specific of two related values: "medicare" asked in a SNF Part B channel."""
    for name in ("payer", "setting"):
        mine, theirs = own.get(name), known.get(name)
        if mine and theirs and mine != theirs and mine in library.ancestors(name, theirs):
            own = own.with_value(name, None)
    return own


def _programme(library: Library, own: Context, known: Context, text: str) -> Context:
    """Medicare Part A and Part B kept in step with the setting.

    "Medicare" alone, where Part A is known, means Part A; "Part B" asked where a Part A setting is
    known means its Part B sibling; a Part A or B setting brings its payer.
    """
    mine, place = own.payer, own.setting or known.setting
    row = library.settings.get(place.id) if place else None
    pays = row.payer if row else None
    if own.setting and not mine and pays in PROGRAMMES and known.get("payer") in PROGRAMMES:
        return own.with_value("payer", Value(pays, own.setting.origin))
    if mine is None or mine.id not in PROGRAMMES:
        return own
    known_part = pays if pays in PROGRAMMES else known.get("payer")
    if known_part == "medicare-a" and mine.id == "medicare-b" and not _PART_B.search(text.lower()):
        return own.with_value("payer", Value(known_part, mine.origin))
    if row is not None and own.setting is None and pays in PROGRAMMES and pays != mine.id:
        for key, other in library.settings.items():
            if row.parent and other.parent == row.parent and other.payer == mine.id:
                return own.with_value("setting", Value(key, mine.origin))
    return own


def date_in(text: str, today: date) -> date | None:
    """A date of service named in the text; a bare year means its first day (today's year: today).

    Returns None when there is none or the date does not exist.
    """
    lowered = text.lower()
    for pattern, order in ((_ISO, (1, 2, 3)), (_US, (3, 1, 2))):
        found = pattern.search(lowered)
        if found:
            year, month, day = (int(found.group(i)) for i in order)
            try:
                return date(year + 2000 if year < 100 else year, month, day)
            except ValueError:
                return None
    found = _PERIOD.search(lowered) or _BARE_YEAR.search(lowered)
    if found:
        year = int(found.group(1))
        return None if year == today.year else date(year, 1, 1)
    return None
