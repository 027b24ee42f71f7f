"""What nobody sees in a text is taken out before anything reads it."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk
from bot.question.clean import clean


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("", ""),
        ("can I bill it?", "can I bill it?"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[1;31mpool\x1b[0m therapy", "pool therapy"),
        ("\x1b]0;title\x07pool", "pool"),
        ("po\u200bol", "pool"),
        ("soft\u00adware", "software"),
        ("\ufeffpool", "pool"),
        ("\u202epool\u202c", "pool"),
        ("pool\x00therapy", "pool therapy"),
        ("pool\u00a0therapy\u2028now", "pool therapy now"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("🏊‍♀️ 97113", "🏊♀️ 97113"),
        ("áéñ 数学 שלום", "áéñ 数学 שלום"),
    ],
)
def test_what_stays(typed: str, seen: str) -> None:
    assert clean(typed) == seen


@given(st.text())
def test_any_text(text: str) -> None:
    seen = clean(text)
    assert clean(seen) == seen
    assert len(seen) <= len(text)
    assert not any(unicodedata.category(c) in ("Cf", "Cs", "Zl", "Zp") for c in seen)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in seen)


@pytest.mark.parametrize(
    "typed",
    [
        "patient Jo\u200bhn Smi\u200bth",
        "pt \u202eJohn Smith",
        "patient \x1b[1mJohn\x1b[0m Smith",
        "patient Jo\u00adhn Smith",
    ],
)
def test_a_name_is_removed_whatever_is_hidden_in_it(typed: str, small_desk: Desk, today: date) -> None:
    question = small_desk.question(f"{typed} pool exercise which code", today=today)
    assert "name" in question.phi
    assert "Smi" not in question.text
    assert "hn" not in question.text


def test_a_date_of_birth_is_removed_whatever_is_hidden_in_it(small_desk: Desk, today: date) -> None:
    question = small_desk.question("dob 1\u200b/2/19\u200b50 pool exercise", today=today)
    assert "birth date" in question.phi
    assert "50" not in question.text


def test_what_nobody_sees_does_not_change_the_answer(small_desk: Desk, today: date) -> None:
    wanted = small_desk.ask("pool exercise which code", today=today)
    typed = "\x1b[31mpo\u200bol\x1b[0m exer\u00adcise\u00a0which\u2028code"
    assert small_desk.ask(typed, today=today).lead == wanted.lead
