"""What names too little is asked back, whatever it is like; what names a matter is not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.field import Field


@pytest.mark.parametrize(
    "text",
    [
        "so is it ok", "can we do that", "how about this one", "is that right", "what should i do", "PTA?",
        "medicare", "what about both of them", "can the aide", "is it billable", "they said no", "how much",
        "and for medicaid?", "the code", "do i need it", "is this ok for a pt", "why", "who can", "a unit",
    ],
)  # fmt: skip
def test_asked_back(text: str, desk: Desk, today: date) -> None:
    reply = desk.ask(text, today=today)
    assert (reply.status, reply.kind) == ("clarify", "vague"), reply.lead
    assert reply.lead.endswith("?") or "?" in reply.lead
    assert reply.choices


@pytest.mark.parametrize(
    "text",
    [
        "is 97530 timed", "can a PTA bill 97530", "do i need a doctors order", "is aquatic therapy 97113",
        "97110 vs 97530", "KX", "CO-97", "who can supervise a PTA", "23 min TA", "folding laundry at the counter",
    ],
)  # fmt: skip
def test_not_asked_back(text: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).kind != "vague"


def test_what_is_asked_like_questions_out_of_scope_speaks_against_an_answer(small_desk: Desk) -> None:
    read = small_desk.reader.read
    inside = small_desk.field.belonging(read("session given by a pta in the pool"))
    outside = small_desk.field.belonging(read("how cold will it be this weekend"))
    assert inside > 0
    assert inside > outside + 1


def test_the_field_survives_the_snapshot(small_desk: Desk) -> None:
    again = Field.from_data(small_desk.field.to_data())
    assert again == small_desk.field


@pytest.mark.parametrize("text", ["yoga", "handwriting", "BFR"])
def test_a_single_word_that_can_be_only_one_matter_is_answered(text: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).status == "answered"


@pytest.mark.parametrize("text", ["cupping", "FCE"])
def test_a_single_word_that_could_be_several_is_asked_back_with_likely_choices(
    text: str, desk: Desk, today: date
) -> None:
    reply = desk.ask(text, today=today)
    assert (reply.status, reply.kind) == ("clarify", "clarify")
    ranked = desk.ranked(desk.question(text, today=today))
    best = max(match.score for match in ranked)
    scores: dict[str, float] = {}
    for match in ranked:
        entry = match.key.partition("~")[0]
        scores[entry] = max(match.score, scores.get(entry, 0.0))
    assert reply.choices
    assert all(scores[choice.value] >= 0.5 * best for choice in reply.choices)
