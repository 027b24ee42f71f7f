"""What is asked decides whether a question is the bot's own, not the words of the clinic it holds."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.belonging import Belonging, features

OUTSIDE = [
    "is it safe for a stroke patient to climb stairs alone",
    "when may she lift groceries after a hip replacement",
    "what is the best balance drill for parkinsons",
    "which code is billed for a colonoscopy",
    "how does a dentist bill a filling",
    "knee is swollen and the lachman is positive, torn?",
    "how much ibuprofen before therapy",
    "normal gait speed for an 80 year old",
    "is my noncompete enforceable as a PTA",
    "what should a clinic pay a COTA per hour",
]
INSIDE = [
    "is climbing stairs with a stroke patient 97530",
    "lifting groceries after a hip replacement, which code",
    "is a balance drill for parkinsons skilled enough to bill",
    "stroke pt reaching for plates ok?",
    "do i have to write gait speed in the note",
    "is it safe to bill 97530 with 97110",
    "laundry",
    "hi new grad here, is squatting to the toilet 97530",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_refused(text: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).status == "no_match"


@pytest.mark.parametrize("text", INSIDE)
def test_not_refused(text: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).status != "no_match"


@pytest.mark.parametrize(
    "text", ["https://example.org/page/97530-units", "$20 $20", "qzx wvk", "3 3 3", "www.example.org"]
)
def test_nothing_is_asked(text: str, desk: Desk, today: date) -> None:
    reply = desk.ask(text, today=today)
    assert (reply.status, reply.kind) == ("no_match", "help")


def test_a_question_beside_a_link_is_answered(desk: Desk, today: date) -> None:
    reply = desk.ask("do i need GP on 97530 https://example.org/x", today=today)
    assert reply.status == "answered"


def test_a_word_no_entry_uses_is_foreign(small_desk: Desk) -> None:
    reading = small_desk.reader.read("walking in a bathyscaphe")
    found = features(reading, {"walk", "in", "a"}.__contains__, frozenset())
    assert {"#foreign 1", "~aph"} <= found
    assert "#foreign 0" in features(reading, lambda _: True, frozenset())


def test_a_word_of_billing_sets_the_words_beside_it_apart(small_desk: Desk) -> None:
    read = small_desk.reader.read
    billing = frozenset({"bill"})
    assert {"+walk", "#billing +"} <= features(read("bill the walk"), bool, billing)
    assert {"-walk", "#billing -"} <= features(read("is the walk safe"), bool, billing)


def test_belonging_survives_the_snapshot(small_desk: Desk) -> None:
    side = small_desk.field.side
    assert Belonging.from_data(side.to_data()) == side


def test_nothing_known_leaves_the_bias(small_desk: Desk) -> None:
    side = Belonging(0.5, {}, frozenset(), frozenset())
    assert side.of(small_desk.reader.read("anything")) == 0.5
