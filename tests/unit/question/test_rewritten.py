"""Ways of writing minutes that are read like a plainer one, and lengths weighed against each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.guidance.text import plain
from bot.question.either import either
from bot.question.rewritten import plainer, without_rest

RESTING = frozenset({"resting", "rested", "rest"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in 1:02pm out 1:41pm", "1:02pm-1:41pm"),
        ("clocked in at 9:10, clocked out at 9:48", "9:10-9:48"),
        ("started 9:10 and stopped 9:48", "9:10-9:48"),
        ("ten TA + ten TE", "10 TA + 10 TE"),
        ("TA twenty", "TA 20"),
        ("ten visits of TA", "ten visits of TA"),
    ],
)
def test_plainer(text: str, said: str) -> None:
    assert plainer(text, ("ta", "te")).strip() == said


def test_misspelt_words_are_the_words_they_were_taken_for() -> None:
    assert plainer("38 min theraputic activites", (), [("theraputic", "therapeutic")]) == (
        "38 min therapeutic activites"
    )


@pytest.mark.parametrize(
    ("text", "left", "said"),
    [
        ("35 min in the gym, rested about 10 of it", "25 min", "10 of 35 min (rested)"),
        ("45 min session, 15 min of that was resting", "30 min", "15 of 45 min (resting)"),
    ],
)
def test_rest_inside_a_length_is_taken_out(text: str, left: str, said: str) -> None:
    assert left in without_rest(text, RESTING)[0]
    assert without_rest(text, RESTING)[1] == said


@pytest.mark.parametrize(
    "text",
    [
        "22 min TA and she rested 6",  # beside the length, not inside it
        "10 min rested 20 of it",  # more than there was
        "20 min TA, 15 min TE, rested 10 of it",  # of which one?
        "35 min, 10 of it stairs",
    ],
)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert without_rest(text, RESTING) == (text, "")


@given(st.text(max_size=300))
def test_any_text_can_be_rewritten(text: str) -> None:
    assert isinstance(plainer(text, ("ta",)), str)
    changed, said = without_rest(text, RESTING)
    assert (changed == text) == (said == "")


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("is it 37 or 38 min for the third unit", (37, 38)),
        ("68 vs 67 for 5 units", (67, 68)),
        ("2 or 3 units", None),
        ("15 or 45 min", None),
        ("97530 or 97531 units", None),
        ("22 or 23 visits", None),
    ],
)
def test_either(text: str, lengths: tuple[int, int] | None) -> None:
    assert either(text) == lengths


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("hot pack 10 min plus 22 min TA = 32 min so 2 units TA?", "No, not 2 units. 1 unit: 97530 × 1."),
        ("38 min straight of theraputic activites how many", "3 units: 97530 × 3."),
        ("35 min in the gym but she rested in the chair about 10 of it. units of TA?", "2 units: 97530 × 2."),
        ("1 hr 15 min of ther act nonstop, thats 5 right", "5 units: 97530 × 5."),
        ("in 1:02pm out 1:41pm, one code the whole way (97530)", "3 units: 97530 × 3."),
        ("OTA 20 min, OT 7 min, all 97530. how do the 2 units go out", "Yes. 2 units timed: 97530 × 2 GO CO."),
        ("PT keyed 97530 x3 and 97110 x1, total timed is 50. can i send it", "Not 4 units in all"),
        ("67 or 68 for 5 units? i have 67", "67 timed minutes: 4 units. 68: 5 units. 68-82 minutes make 5 units."),
        ("ten TA + ten TE, how many units", "1 unit: "),
        ("HR 110, 1 hr 15 min TA", "5 units: 97530 × 5."),
    ],
)
def test_what_it_makes(text: str, lead: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).lead.startswith(lead)


def test_what_was_taken_out_is_said(desk: Desk, today: date) -> None:
    reply = desk.ask("35 min in the gym but she rested about 10 of it. units of TA?", today=today)
    assert "10 of 35 min (rested)" in plain(reply)


def test_a_bare_length_is_asked_back_with_what_it_makes(desk: Desk, today: date) -> None:
    reply = desk.ask("45 minutes", today=today)
    assert reply.status == "clarify"
    assert "3 units in all by Medicare's count" in reply.lead
