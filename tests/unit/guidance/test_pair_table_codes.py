"""A code of another field is known to the bot only by its pair with 97530."""

from __future__ import annotations

from datetime import date

from bot.desk import Desk

TODAY = date(2026, 11, 28)


def test_an_injection_beside_97530_is_answered_from_the_pair_table(desk: Desk) -> None:
    reply = desk.ask("does 62323 bundle with 97530 the same day", today=TODAY)
    assert reply.status == "answered"
    assert reply.kind == "pair"
    assert {"97530", "62323"} <= set(reply.codes)
    assert reply.sources


def test_by_itself_it_stays_outside(desk: Desk) -> None:
    assert desk.ask("how much does 62323 pay", today=TODAY).status == "no_match"


def test_a_yes_to_the_units_is_not_said_to_another_question(desk: Desk) -> None:
    """Three units may be right and still not all of one code."""
    text = "20 min manual and 20 min TA is 3 units, ok to put the whole lot on the better paid code"
    assert desk.ask(text, today=TODAY).verdict != "yes"
    assert not desk.ask(text, today=TODAY).lead.startswith("Yes")
