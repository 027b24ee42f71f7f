"""Every variant of the real knowledge in every context that changes it, and in those that do not.

What an entry must say is worked out here anew, from the tables alone, and compared with the reply.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.desk import Desk
from bot.guidance.fill import MissingFigure, figures
from bot.guidance.reply import Reply
from bot.guidance.resolve import WORDS, reply_for
from bot.knowledge.load import Library
from bot.knowledge.model import Entry, Variant
from bot.question.context import Context, Value

CONDITIONS = ("payer", "setting", "discipline", "state")
TURNED = {"yes": "no", "no": "yes"}
Place = dict[str, str]


@pytest.fixture(scope="module")
def library(desk: Desk) -> Library:
    return desk.library


def varied(library: Library) -> list[Entry]:
    """The entries that answer differently somewhere; none of them is repeated for a table."""
    entries = [library.entry(key) for key in library.entry_ids]
    found = [entry for entry in entries if entry.when]
    assert len(found) > 40
    assert not any(entry.each for entry in found)
    return found


def parents(library: Library, kind: str, key: str | None) -> list[str]:
    """A row and the rows above it, nearest first."""
    found: list[str] = []
    while key:
        found.append(key)
        key = getattr(library.table(kind)[key], "parent", None)
    return found


def fits(library: Library, variant: Variant, place: Place, day: date) -> tuple[int, int] | None:
    """(conditions, minus the steps up the tables) when every condition holds, else None."""
    steps = 0
    setting = library.settings.get(place.get("setting", ""))
    payer = place.get("payer") or (setting.payer if setting else None)
    for kind, key in (("payer", payer), ("setting", place.get("setting")), ("discipline", place.get("discipline"))):
        wanted = getattr(variant, kind)
        reached = [n for n, name in enumerate(parents(library, kind, key)) if name in wanted]
        if wanted and not reached:
            return None
        steps += reached[0] if wanted else 0
    state = place.get("state")
    if variant.state and state not in variant.state:
        return None
    if variant.contractor and (not state or library.states[state].contractor not in variant.contractor):
        return None
    if (variant.from_ and day < variant.from_) or (variant.to and day > variant.to):
        return None
    names = (*CONDITIONS, "contractor", "from_", "to")
    return sum(bool(getattr(variant, name)) for name in names), -steps


def wanted(library: Library, entry: Entry, place: Place, day: date) -> int | None:
    """Which variant should answer: most conditions, then nearest, then first written."""
    rated = [fits(library, variant, place, day) for variant in entry.when]
    able = [(rate, -n) for n, rate in enumerate(rated) if rate]
    return -max(able)[1] if able else None


def contexts(library: Library, entry: Entry, today: date) -> list[tuple[Place, date]]:
    """Every combination of values that a variant names, and every single value of the tables."""
    found: list[tuple[Place, date]] = [({}, today)]
    for kind in CONDITIONS:
        found += [({kind: key}, today) for key in library.table(kind)]
    for variant in entry.when:
        states = [
            *variant.state,
            *[key for key, row in library.states.items() if row.contractor in variant.contractor],
        ]
        values = [
            [(kind, key) for key in keys] or [("", "")]
            for kind, keys in zip(CONDITIONS, (variant.payer, variant.setting, variant.discipline, states), strict=True)
        ]
        days = {day for day in (variant.from_, variant.to, today) if day}
        for combination, day in product(product(*values), sorted(days)):
            found.append(({kind: key for kind, key in combination if kind}, day))
    return found


def told(library: Library, entry: Entry, place: Place, day: date, angle: int | None = None) -> Reply:
    values = {kind: Value(key, "channel") for kind, key in place.items()}
    context = Context(**values, date_of_service=day, date_origin="flag")
    return reply_for(library, entry, question="q", context=context, day=day, angle=angle)


def filled(library: Library, text: str, day: date) -> str | None:
    """A text with the figures of the day; None when there is none for it."""
    try:
        return figures(text, library, day)
    except MissingFigure:
        return None


def lent(library: Library, entry: Entry, place: Place, variant: Variant | None) -> bool:
    """Whether a rule of another payer is told, which has its own test."""
    setting = library.settings.get(place.get("setting", ""))
    payer = place.get("payer") or (setting.payer if setting else None)
    return bool(entry.rule_of and payer and not (variant and variant.payer))


def test_every_variant_answers_in_every_context_that_changes_it(library: Library, today: date) -> None:
    used: set[tuple[str, int]] = set()
    checked = 0
    for entry in varied(library):
        for place, day in contexts(library, entry, today):
            number = wanted(library, entry, place, day)
            reply = told(library, entry, place, day)
            where = f"{entry.id} in {place} on {day}"
            one: Any = None if number is None else entry.when[number]
            if number is not None:
                used.add((entry.id, number))
            if lent(library, entry, place, one):
                continue
            answer = filled(library, (one and one.answer) or entry.answer, day)
            if answer is None:
                assert reply.verdict == "info", where
                continue
            verdict = (one and one.verdict) or entry.verdict
            assert reply.verdict == verdict, where
            assert reply.lead == f"{WORDS.get(verdict, '')} {answer}".strip(), where
            codes = one.use_codes if one and one.use_codes is not None else entry.use_codes
            assert list(reply.codes) == list(dict.fromkeys([*codes, *entry.compares])), where
            cited = {(c.id, c.at) for c in (*(one.sources if one else ()), *entry.sources)}
            assert {(s.id, s.locator) for s in reply.sources} == cited, where
            for heading, name in (("The note must show", "document"), ("Watch for", "watch_for")):
                own = getattr(one, name) if one and getattr(one, name) is not None else getattr(entry, name)
                lines = tuple(line for text in own if (line := filled(library, text, day)))
                said = [s.lines for s in reply.sections if s.heading == heading]
                assert said == ([lines] if lines else []), f"{where}: {heading}"
            checked += 1
    assert checked > 5000
    idle = {(e.id, n) for e in varied(library) for n in range(len(e.when))} - used
    assert idle == set(), "variants that no context brings up"


def test_a_context_that_does_not_matter_changes_nothing_but_the_context_line(library: Library, today: date) -> None:
    for entry in varied(library):
        for place, day in contexts(library, entry, today):
            if wanted(library, entry, place, day) is not None or lent(library, entry, place, None):
                continue
            if day != today:
                continue
            there, plainly = told(library, entry, place, day), told(library, entry, {}, day)
            same = replace(
                there,
                context=plainly.context,
                context_line=plainly.context_line,
                choices=plainly.choices,
                memory=plainly.memory,
            )
            assert same == plainly, f"{entry.id} in {place}"
            assert set(there.choices) <= set(plainly.choices) or place, entry.id


def test_an_angle_hears_a_yes_or_no_of_a_variant_only_with_a_polarity(library: Library, today: date) -> None:
    turned = 0
    for entry in varied(library):
        for which, variant in enumerate(entry.when):
            places = (p for p, d in contexts(library, entry, today) if d == today)
            place = next((p for p in places if wanted(library, entry, p, today) == which), None)
            if place is None or lent(library, entry, place, variant):
                continue
            for number, angle in enumerate(entry.angles):
                reply = told(library, entry, place, today, number)
                where = f"{entry.id}, angle {number}, {place}"
                if not variant.answer and not variant.verdict:
                    assert reply.verdict == angle.verdict, where
                elif angle.polarity is None:
                    assert reply.verdict == "info", where
                    assert reply.lead == filled(library, variant.answer or entry.answer, today), where
                else:
                    main = variant.verdict
                    if main and angle.polarity == "opposite":
                        main = TURNED.get(main, main)
                    assert reply.verdict == (main or angle.verdict), where
                    turned += 1
    assert turned > 10


def test_a_polarity_agrees_with_the_verdicts(library: Library) -> None:
    for entry in (library.entry(key) for key in library.entry_ids):
        for angle in entry.angles:
            both = {entry.verdict, angle.verdict} <= {"yes", "no"}
            if angle.polarity and both:
                assert (angle.polarity == "same") == (angle.verdict == entry.verdict), entry.id


def test_the_desk_says_the_same_through_its_one_door(desk: Desk, library: Library, today: date) -> None:
    """By `ask` with the entry given, for the first context of every variant."""
    asked = 0
    for entry in varied(library):
        for which, variant in enumerate(entry.when):
            for place, day in contexts(library, entry, today):
                if day != today or wanted(library, entry, place, day) != which:
                    continue
                known = Context(**{kind: Value(key, "channel") for kind, key in place.items()})
                reply = desk.ask("and there", today=today, known=known, entry=entry.id)
                for name, key in place.items():
                    assert reply.context.get(name) == key, f"{entry.id} in {place}"
                told_here = variant.answer and filled(library, variant.answer, day)
                assert (told_here or "") in reply.lead, f"{entry.id} in {place}"
                asked += 1
                break
    assert asked > 60
