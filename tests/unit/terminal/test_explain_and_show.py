"""`ask --explain`, `note`, and what is printed on a terminal and into a pipe."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from datetime import date

import pytest

from bot.desk import Desk
from bot.guidance.text import plain
from bot.question.context import NOWHERE
from bot.terminal import exits
from bot.terminal.explain import explain
from bot.terminal.note import note
from bot.terminal.show import printable, show
from tests.unit.terminal.conftest import Call

ROW = re.compile(r'^ +\d\. (\d\.\d{3})  (-?\d+\.\d{3})  (\S+)  "(.*)"  \[(.*)\]$', re.M)


@pytest.mark.parametrize(
    "text",
    ["can I bill aquatic thearpy here?", "is squatting 97530 or 97110", "PTA supervison in private practice", "pool"],
)
def test_what_is_explained_is_what_was_ranked(text: str, desk: Desk, today: date) -> None:
    told = explain(desk, text, NOWHERE, today)
    rows = ROW.findall(told)
    ranked = desk.ranked(desk.question(text, today=today))[:5]
    assert [(f"{m.confidence:.3f}", f"{m.score:.3f}", m.key, m.phrase) for m in ranked] == [row[:4] for row in rows]
    scores = [float(row[1]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    outcome = re.search(r"outcome: +(\w+) \(", told)
    assert outcome
    assert outcome.group(1) == desk.ask(text, today=today).status


def test_corrections_names_and_gates_are_told(desk: Desk, today: date) -> None:
    told = explain(desk, "can a PTA do 97530 for a medicare pateint with suprvision", NOWHERE, today)
    assert "corrected:  suprvision -> supervision" in told
    assert "named:      code: 97530" in told
    assert "named:      discipline: pta" in told
    assert "named:      payer: medicare-b" in told


def test_a_closed_gate_is_told(small_desk: Desk, today: date) -> None:
    told = explain(small_desk, "is 97113 right for sensory swing work", NOWHERE, today)
    assert "gate:       act-swing is about 97533, not 97113" in told
    assert "act-swing" not in told.partition("candidates")[2]


def test_nothing_known_is_explained_too(desk: Desk, today: date) -> None:
    assert "    none" in explain(desk, "数学", NOWHERE, today)


def test_the_answer_stands_before_the_explanation(call: Call) -> None:
    result = call("ask", "--explain", "can I bill aquatic therapy here?")
    answer = call("ask", "can I bill aquatic therapy here?").stdout
    assert result.stdout.startswith(answer)
    assert "How this was answered" in result.stdout


class TestNote:
    """`note` keeps what belongs in the note."""

    def test_musts_and_lines(self, desk: Desk, today: date) -> None:
        reply = note(desk, "lifting boxes", NOWHERE, today)
        assert (reply.status, reply.kind) == ("answered", "note")
        assert next(section.heading for section in reply.sections) == "The note must show"
        assert "Strong:" in plain(reply)
        assert reply.sources

    def test_a_code_alone(self, desk: Desk, today: date) -> None:
        reply = note(desk, "97530", NOWHERE, today)
        assert reply.status == "answered"
        assert "97530" in plain(reply)

    def test_what_nobody_documents(self, call: Call) -> None:
        assert call("note", "weather in paris tomorrow").exit_code == exits.NO_MATCH


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colors_and_a_pipe_gets_text(
    desk: Desk, today: date, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = desk.ask("can I bill aquatic therapy here?", today=today)
    show(reply)
    assert capsys.readouterr().out == plain(reply) + "\n"
    screen = _Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    show(reply)
    shown = screen.getvalue()
    assert "\x1b[" in shown.splitlines()[0]
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain(reply) + "\n"


def test_no_reply_can_move_the_cursor(desk: Desk, today: date, capsys: pytest.CaptureFixture[str]) -> None:
    reply = replace(desk.ask("is 97530 timed", today=today), lead="a\x1b[2Jb\x9b1mc\u202ed")
    show(reply)
    assert capsys.readouterr().out.startswith("a\ufffd[2Jb\ufffd1mc\ufffdd")
    assert printable("plain text\n\twith a tab, é 数") == "plain text\n\twith a tab, é 数"
