"""How many patients or therapists a text speaks of at once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.question.headcount import counted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 kids at once", "several patients kids at once"),
        ("group of 4 stroke patients", "group of several patients stroke"),
        ("i had 2 pts at 2pm", "i had two patients at 2pm"),
        ("saw both residents together", "saw two patients residents together"),
        ("a couple of clients", "two patients"),
        ("2 PTs treating one TBI patient", "two therapists treating one TBI patient"),
        ("two OTs with the same patient", "two therapists with the same patient"),
    ],
)
def test_counted(text: str, said: str) -> None:
    assert counted(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "1 patient", "9 patients a day", "12 patients per week", "5 yo kids", "15 min 2 units pts",
        "max A of 2 people", "2 people assist", "2 visits for patients", "97530 for my patients", "$2 patients",
    ],
)  # fmt: skip
def test_no_headcount(text: str) -> None:
    assert counted(text) == text


@given(st.text(max_size=200))
def test_any_text_keeps_its_other_words(text: str) -> None:
    if not any(mark.isalnum() for mark in text):
        assert counted(text) == text
    assert counted(counted(text)) == counted(text)


@pytest.mark.parametrize(
    "text",
    ["3 kids at once on the obstacle course", "group of 4 stroke patients reaching", "5 residents doing balloon toss"],
)
def test_what_is_done_with_one_patient_is_not_said_of_several(text: str, desk: Desk, today: date) -> None:
    reply = desk.ask(text, today=today)
    assert reply.status == "clarify" or "97150" in reply.codes, reply.lead
