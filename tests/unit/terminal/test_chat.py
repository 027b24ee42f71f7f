"""`chat`: a conversation over standard input."""

from __future__ import annotations

import pytest

from bot.terminal import exits
from tests.unit.terminal.conftest import Call


def talk(call: Call, *said: str) -> list[str]:
    """What is printed between the prompts: the greeting, then one part for each line said."""
    result = call("chat", lines="\n".join(said) + "\n")
    assert result.exit_code == exits.ANSWERED
    return [part.strip() for part in result.stdout.split("\n> ")]


def test_a_follow_up_leans_on_what_was_said(call: Call) -> None:
    greeting, first, second, *_ = talk(call, "do you need prior auth for medicare advantage", "what about humana?")
    assert "'quit'" in greeting
    assert "Medicare Advantage" in first
    assert "Humana" in second


def test_a_number_picks_a_choice(call: Call) -> None:
    _, asked_back, picked, *_ = talk(call, "is 97350 timed", "1")
    assert "1. 97530: " in asked_back
    assert "97530" in picked.splitlines()[0]
    assert "97350" not in picked


def test_a_number_that_is_no_choice_is_a_question(call: Call) -> None:
    *_, picked, _ = talk(call, "is 97350 timed", "7")
    assert "97530" not in picked.splitlines()[0]


def test_here_sets_the_context_and_clear_forgets_it(call: Call) -> None:
    _, here, answer, cleared, again, *_ = talk(
        call, "here medicare snf-part-b PT zzzz", "can I bill 97530", "clear", "here"
    )
    assert "Here: payer Medicare Part B, setting SNF resident on Part B, discipline physical therapist" in here
    assert "Not understood: zzzz" in here
    assert "skilled nursing facility" in answer.lower() or "SNF" in answer
    assert cleared == "Forgotten: the thread and the context."
    assert again.startswith("Here: nothing set.")


@pytest.mark.parametrize("word", ["quit", "EXIT", "bye"])
def test_it_ends_when_told(word: str, call: Call) -> None:
    assert len(talk(call, word, "is 97530 timed")) == 2


def test_it_ends_with_the_input_and_skips_empty_lines(call: Call) -> None:
    parts = talk(call, "", "   ", "🏊")
    assert "I found no question in that." in parts[3]
    assert parts[-1] == ""


def test_here_clear_forgets_the_place(call: Call) -> None:
    _, here, cleared, *_ = talk(call, "here humana", "here clear")
    assert "Humana" in here
    assert cleared.startswith("Here: nothing set")
