"""A fake Slack, the real desk, and the bot between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.settings import Settings
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running, settings_for
from tests.unit.store import conftest as stores

# A fresh SQLite file, and a fresh PostgreSQL database when BOT_TEST_POSTGRES names a server.
url = stores.url


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The shipped knowledge, or that of BOT_KNOWLEDGE."""
    return Desk.open(Settings.read().bot_knowledge, who_to_ask="the billing lead")


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """Every payload that broke a rule of Slack's fails the test."""
    async with FakeSlack() as slack:
        yield slack
        assert slack.violations == []


@pytest.fixture
def more_settings() -> dict[str, str]:
    """Overridden by tests that need other settings."""
    return {}


@pytest.fixture
def settings(fake: FakeSlack, tmp_path: Path, more_settings: dict[str, str]) -> Settings:
    database = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return settings_for(fake, database, BOT_WHO_TO_ASK="the billing lead", **more_settings)


@pytest.fixture
async def live(fake: FakeSlack, desk: Desk, settings: Settings) -> AsyncIterator[Live]:
    async with running(fake, desk, settings, poll=0.05) as bot:
        yield bot
