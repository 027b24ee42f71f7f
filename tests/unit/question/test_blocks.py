"""Blocks of one day, repeated lengths and parts of a length: added, or asked back, never dropped."""

from __future__ import annotations

import pytest

from bot.question.minutes import Minutes, parse

ALIASES = {"ta": "97530", "ther act": "97530", "te": "97110", "mt": "97140"}
TA, TE = "97530", "97110"


def read(text: str) -> Minutes:
    return parse(text, ALIASES)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("12 min in the morning, 11 in the afternoon of TA", 23),
        ("12 min in the morning and 11 min in the afternoon of ther act", 23),
        ("ther act 15 min this morning, 14 min this afternoon", 29),
        ("TA: morning 20 min, evening 13 min", 33),
        ("7 min TA this morning, then 7 more this afternoon", 14),
        ("10 min of TA earlier and 15 min later", 25),
        ("8 min TA in the morning and 7 min TA in the afternoon", 15),
    ],
)
def test_parts_of_one_day_are_added(text: str, minutes: int) -> None:
    found = read(text)
    assert (found.ambiguous, found.by_code) == (False, ((TA, minutes),))


@pytest.mark.parametrize(
    "text",
    [
        "12 min at 9 in the morning, 11 min at 4 in the afternoon of TA",
        "12 min in the morning, 4 in the afternoon of TA",
        "12 min TA in the morning, 11 in the afternoon TA and TE",
        "12 min TA in the morning or 11 in the afternoon",
        "97530 8 min 3 times",
        "15 min twice of TA",
        "three 10 min bouts of TA",
        "TA 40 min but on the phone for 10",
        "33 TA, 5 of that was setup",
        "40 min TA, 6 of those minutes were setup",
    ],
)
def test_what_cannot_be_added_is_asked_back(text: str) -> None:
    found = read(text)
    assert (found.ambiguous, found.by_code) == (True, ())


@pytest.mark.parametrize("text", ["38 mim of TA", "38 mni TA", "TA 38 mintues", "38 minuts TA", "TA 38 mns"])
def test_a_misspelt_minute_is_a_minute(text: str) -> None:
    assert read(text).by_code == ((TA, 38),)


@pytest.mark.parametrize(
    ("text", "by_code"),
    [
        ("15 min TA twice a week", ((TA, 15),)),
        ("TA 25 TE 13, does that get me 3?", ((TA, 25), (TE, 13))),
        ("38 min TA is that 3", ((TA, 38),)),
    ],
)
def test_a_count_or_a_frequency_is_no_minutes(text: str, by_code: tuple[tuple[str, int], ...]) -> None:
    assert read(text).by_code == by_code


def test_a_part_that_is_no_treatment_is_never_dropped_unsaid() -> None:
    found = parse("33 TA, 5 of that was setup", ALIASES, frozenset({"setup"}))
    assert "inside" in found.reason
    assert found.by_code == ()
