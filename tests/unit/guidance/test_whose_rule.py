"""A rule is said in the name of the payer whose rule it is, and of no other."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.reply import Reply
from bot.guidance.text import plain
from bot.question.context import Context, Value

REPORT = "is a report due every tenth day"
POOLING = "are leftover minutes of two codes pooled"


def _ask(desk: Desk, today: date, text: str, payer: str | None = None) -> Reply:
    known = Context(payer=Value(payer, "channel")) if payer else Context()
    return desk.ask(text, today=today, known=known)


@pytest.mark.parametrize("payer", [None, "medicare-b", "medicare-advantage", "humana-ma"])
def test_a_payer_that_the_rule_binds_gets_it_as_it_stands(
    payer: str | None, small_desk: Desk, today: date
) -> None:
    reply = _ask(small_desk, today, REPORT, payer)
    assert (reply.verdict, reply.lead) == ("yes", "Yes. A report is due every tenth treatment day.")


@pytest.mark.parametrize("payer", ["uhc", "medicaid"])
def test_another_payer_gets_it_as_that_payers_rule(payer: str, small_desk: Desk, today: date) -> None:
    reply = _ask(small_desk, today, REPORT, payer)
    row = small_desk.library.payers[payer]
    owner = small_desk.library.payers["medicare-b"].name
    assert reply.verdict == "depends"
    assert reply.lead.startswith(f"Depends. I have no text of {row.name} on this. {owner} says: ")
    assert ("To confirm it" in plain(reply)) == bool(row.check)


def test_the_general_entry_steps_back_for_the_payers_own(small_desk: Desk, today: date) -> None:
    assert _ask(small_desk, today, POOLING).entry == "rule-pooling"
    assert _ask(small_desk, today, POOLING, "medicare-b").entry == "rule-pooling"
    reply = _ask(small_desk, today, POOLING, "uhc")
    assert reply.entry == "rule-counting"
    assert small_desk.library.payers["uhc"].name in reply.lead


def test_the_payer_named_in_the_question_counts_like_that_of_the_channel(
    small_desk: Desk, today: date
) -> None:
    reply = _ask(small_desk, today, f"{POOLING} for uhc", "medicare-b")
    assert reply.entry == "rule-counting"
