"""A thread: "what about UHC?", "why?", another code, a new topic; memory as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.compound import split
from bot.guidance.reply import Memory, Reply
from bot.question.context import NOWHERE, Context, Value

Talk = Callable[..., list[Reply]]
POOL = "can i bill walking in the pool"


@pytest.fixture
def talk(small_desk: Desk, today: date) -> Talk:
    """Ask one text after the other; what a reply leaves behind goes through JSON like a thread."""

    def run(*texts: str, known: Context = NOWHERE) -> list[Reply]:
        memory, replies = None, []
        for text in texts:
            reply = small_desk.ask(text, today=today, known=known, memory=memory)
            memory = Memory.from_dict(json.loads(json.dumps(reply.memory.to_dict())))
            replies.append(reply)
        return replies

    return run


@pytest.mark.parametrize("text", ["what about medicaid?", "and for Medicaid", "medicaid?"])
def test_another_payer_answers_the_same_matter(text: str, talk: Talk) -> None:
    _, second = talk(POOL, text)
    assert (second.entry, second.verdict) == ("act-pool", "depends")
    assert "Medicaid (your question)" in second.context_line


def test_another_setting_keeps_the_payer_of_the_thread(talk: Talk) -> None:
    *_, last = talk(POOL, "what about humana gold?", "ok and in snf part b?")
    assert last.entry == "act-pool"
    assert "Humana takes pool sessions" in last.lead
    assert last.context.payer == Value("humana-ma", "thread")
    assert last.context.setting == Value("snf-part-b", "question")


@pytest.mark.parametrize("text", ["why?", "source?", "Sources", "WHY"])
def test_why_and_source_stay_with_the_matter(text: str, talk: Talk) -> None:
    _, second = talk(POOL, text)
    assert second.entry == "act-pool"
    assert second.sources


def test_another_date_answers_for_that_date(talk: Talk) -> None:
    _, second = talk("what is the yearly threshold amount", "and in 2025?")
    assert "$2,410" in second.lead
    _, second = talk("what is the yearly threshold amount", "and in 2027?")
    assert "no published figure" in second.lead


def test_another_row_answers_for_that_row(talk: Talk) -> None:
    _, second = talk("does medicare count all minutes together", "what about united?")
    assert (second.entry, second.verdict) == ("rule-counting", "no")


def test_a_new_matter_starts_fresh(talk: Talk) -> None:
    _, second = talk(f"{POOL} for medicaid", "carrying groceries on the stairs")
    assert second.entry == "act-groceries"
    assert second.context.payer is None


@pytest.mark.parametrize("text", ["what about medicaid?", "and UHC?", "why?", "source?"])
def test_a_follow_up_without_a_thread_asks_or_declines(text: str, desk: Desk, today: date) -> None:
    assert desk.ask(text, today=today).status != "answered"


def test_the_profile_of_the_channel_is_not_remembered_as_said(talk: Talk) -> None:
    (reply,) = talk(POOL, known=Context(payer=Value("uhc", "channel")))
    assert reply.memory.payer is None
    (reply,) = talk(f"{POOL} for uhc")
    assert reply.memory.payer == "uhc"


def test_memory_survives_json_and_unknown_fields() -> None:
    memory = Memory("a", "q", payer="uhc", codes=("97530",), minutes=(("97530", 8),))
    data = {**json.loads(json.dumps(memory.to_dict())), "field_of_a_later_version": 1}
    assert Memory.from_dict(data) == memory
    assert Memory.from_dict({}) == Memory()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "can a pta do 97530 in SNF and do I need CQ?",
            ["can a pta do 97530 in SNF", "do I need CQ?"],
        ),
        (
            "is the pool 97113? and what must the note show?",
            ["is the pool 97113", "and what must the note show?"],
        ),
        (
            "do i need GP on it; what is the KX amount",
            ["do i need GP on it", "what is the KX amount"],
        ),
        ("is 97530 timed and how many minutes make a unit", ["is 97530 timed", "how many minutes make a unit"]),
        ("can i bill 97530 and 97140 together", None),
        ("is it ok and how", None),
        ("does a need b and does c need d and does e need f", None),
        ("", None),
    ],
)
def test_a_message_is_split_only_at_one_clear_seam(text: str, parts: list[str] | None) -> None:
    assert split(text) == (parts or [text])
