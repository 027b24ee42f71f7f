"""How talk turns: to another matter, back to an earlier one, to both codes, to a circumstance."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.followup import fresh, thread_context
from bot.guidance.leads import BACK, BOTH, EVEN, PRONOUN, RETURN
from bot.guidance.reply import Memory, Reply
from bot.guidance.text import conflict_parts, plain
from bot.question.context import Context, Value

TODAY = date(2026, 11, 24)


def talk(desk: Desk, *texts: str) -> list[Reply]:
    """Ask one text after the other; the memory goes through JSON like a thread's."""
    memory, replies = None, []
    for text in texts:
        reply = desk.ask(text, today=TODAY, memory=memory)
        memory = Memory.from_dict(json.loads(json.dumps(reply.memory.to_dict())))
        replies.append(reply)
    return replies


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("different question: is 97110 timed", "is 97110 timed"),
        ("ok another question, what is KX", "what is KX"),
        ("new topic - gait belts", "gait belts"),
        ("switching gears, what about a student", "what about a student"),
        ("is it a different code for OT", ""),
        ("another code then?", ""),
    ],
)
def test_another_matter_is_known_by_its_lead(text: str, rest: str) -> None:
    assert fresh(text) == rest


def test_the_calendar_is_nothing_said_before() -> None:
    for text in ("what is the threshold this year", "how many visits for this month"):
        assert not PRONOUN.search(text)
        assert not BACK.search(text)
    assert PRONOUN.search("what is the code for this")


def test_words_of_turns() -> None:
    assert BOTH.sub("97530 and 97116", "can I bill both of them today") == "can I bill 97530 and 97116 today"
    assert EVEN.match("ok even if I am there")
    assert not EVEN.match("is 97530 even covered")
    found = RETURN.match("ok, back to the pool one, is it timed?")
    assert found is not None
    assert (found["what"], found["rest"]) == ("the pool one", "is it timed?")
    assert RETURN.match("patient went back to work, code?") is None


def test_here_takes_the_place_of_the_channel() -> None:
    memory = Memory("a", "q", payer="medicare-a", setting="home-health", state="TX")
    channel = Context(setting=Value("snf-part-b", "channel"))
    said = thread_context(memory, channel)
    assert (said.get("setting"), said.get("payer"), said.get("state")) == (None, "medicare-a", "TX")
    assert thread_context(memory).get("setting") == "home-health"


def test_an_earlier_matter_comes_back_with_its_context(desk: Desk) -> None:
    pool, fresh_one, back, why = talk(
        desk,
        "can I bill pool therapy as 97530 for UHC?",
        "different question, what is the KX threshold this year?",
        "back to pool therapy, what code for that?",
        "why?",
    )
    assert pool.entry is not None
    assert fresh_one.entry == "kx-threshold-amount"
    assert fresh_one.context.payer is None
    assert (back.entry, why.entry) == (pool.entry, pool.entry)
    assert back.context.payer == Value("uhc", "thread")


def test_three_earlier_matters_are_kept_each_once(desk: Desk) -> None:
    *_, last = talk(
        desk,
        "is pool therapy 97530",
        "what is the KX threshold",
        "how often do I need a progress report",
        "can a tech do 97530",
        "is pool therapy 97530",
    )
    earlier = [matter.entry for matter in last.memory.earlier]
    assert len(earlier) == len(set(earlier)) == 3
    assert last.entry not in earlier
    assert all(matter.earlier == () for matter in last.memory.earlier)


def test_back_to_what_was_never_said_is_a_question_of_its_own(desk: Desk) -> None:
    _, second = talk(desk, "what is the KX threshold", "back to supervision in private practice, can a PTA work alone")
    assert second.entry != "kx-threshold-amount"


def test_both_codes_of_the_thread(desk: Desk) -> None:
    *_, both, mark = talk(desk, "97530 or 97116?", "can I bill both the same day", "do I need a 59")
    assert {"97530", "97116"} <= set(both.codes)
    assert {"97530", "97116"} <= set(mark.codes)


def test_a_circumstance_nobody_wrote_of_changes_nothing(desk: Desk) -> None:
    first, second = talk(desk, "can my tech run the ther act while I document", "even if I'm right there?")
    assert (second.status, second.entry, second.verdict) == ("answered", first.entry, first.verdict)


def test_telehealth_comes_before_the_task(desk: Desk) -> None:
    first, second = talk(desk, "is chair to bed transfer practice 97530", "what about telehealth")
    assert second.entry != first.entry
    assert "video" in second.lead
    assert [other.entry for other in second.also] == [first.entry]


def test_minutes_of_a_code_in_words_join_those_before(desk: Desk) -> None:
    """ "manual" is a code as well as 97140 is: its minutes never take the place of another code's."""
    *_, last = talk(desk, "how many units is 20 min of 97530", "and 8 minutes of manual on top")
    assert dict(last.memory.minutes) == {"97530": 20, "97140": 8}


def test_minutes_without_a_code_are_placed_or_asked_back(desk: Desk) -> None:
    *_, last = talk(desk, "20 min of stairs with a laundry basket, is that 97530", "and 8 minutes of manual on top")
    assert last.status == "clarify" or dict(last.memory.minutes) == {"97530": 20, "97140": 8}


def test_nothing_on_the_note_is_said(desk: Desk) -> None:
    first, second = talk(desk, "which line gets the 59", "and what must the note say")
    if not any(part.heading == "The note must show" for part in first.sections):
        assert "nothing on file" in second.lead


def test_who_may_treat_comes_before_the_task_told_already(desk: Desk) -> None:
    first, second = talk(desk, "car transfers 97530 medicare", "what if the PTA did it")
    assert second.entry != first.entry
    assert [other.entry for other in second.also] == [first.entry]
    assert second.memory.entry == first.entry
    text = plain(second)
    assert "Question 2" not in text
    assert "Also: " in text


def test_what_ranks_lower_reads_as_sentences(desk: Desk) -> None:
    (reply,) = talk(desk, "can I bill aquatic therapy as 97530")
    assert reply.conflicts
    for conflict in reply.conflicts:
        says, ranks = conflict_parts(conflict)
        assert says[:1] == says[:1].upper()
        assert ranks.endswith((".", "?", "!"))


@pytest.mark.parametrize("text", ["do I need CQ?", "can a PTA do 97530 in SNF part B and do I need CQ?"])
def test_a_bare_modifier_question_gets_the_general_rule(text: str, desk: Desk) -> None:
    reply = desk.ask(text, today=TODAY)
    assert "mod-cq-rtm" not in {reply.entry, *(other.entry for other in reply.also)}
