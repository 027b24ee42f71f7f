"""The scripted conversations, through the terminal path and through Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from bot.desk import Desk
from bot.guidance.reply import Reply
from bot.settings import Settings
from tests.scenarios.conversation import (
    Conversation,
    compare,
    read,
    table,
    through_slack,
    through_the_desk,
)
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running

SCRIPTS = read()


class WatchedDesk:
    """The real desk; its replies are kept for comparison."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.seen = desk, list[Reply]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)

    def ask(self, text: str, **more: Any) -> Reply:
        self.seen.append(self.desk.ask(text, **more))
        return self.seen[-1]


@pytest.fixture
def watched(desk: Desk) -> WatchedDesk:
    return WatchedDesk(desk)


@pytest.fixture
async def live(fake: FakeSlack, watched: WatchedDesk, settings: Settings) -> AsyncIterator[Live]:
    async with running(fake, watched, settings, poll=0.05) as bot:
        yield bot


NAMES = [script.name for script in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
def test_in_the_terminal(desk: Desk, script: Conversation) -> None:
    assert through_the_desk(desk, script, date.today()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=NAMES)
async def test_in_slack(live: Live, watched: WatchedDesk, script: Conversation) -> None:
    assert await through_slack(live, watched.seen, script) == []


def test_there_are_enough_scripts_of_three_to_six_turns() -> None:
    assert sum(3 <= len(script.turns) <= 6 for script in SCRIPTS) >= 60
    assert max(len(script.turns) for script in SCRIPTS) <= 6


def test_the_pass_table_counts_by_file(desk: Desk) -> None:
    shown = table(desk, date.today(), SCRIPTS[:2])
    assert shown.splitlines()[-1].split() == ["all", "2", "2"]
    assert SCRIPTS[0].file in shown


def test_the_runner_finds_differences() -> None:
    reply = {"status": "answered", "entry": "a", "codes": ["97530"], "text": "Yes. Medicare",
             "context": {"payer": {"value": "humana", "origin": "channel"}}}  # fmt: skip
    right = {
        "status": "answered",
        "entry": ["a", "b"],
        "codes": ["97530"],
        "context": {"payer": "humana", "state": None},
        "has": ["medicare"],
    }
    assert compare(right, reply) == []
    wrong = {
        "status": "clarify",
        "entry": "b",
        "codes": ["97110"],
        "has": ["Aetna"],
        "hasnt": ["Medicare"],
        "context": {"payer": None},
    }
    assert len(compare(wrong, reply)) == 6
