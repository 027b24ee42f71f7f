"""Doctor: what is missing to go live."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.slack.doctor import Check, checks
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import settings_for


async def look(settings: Settings, mode: str = "http") -> dict[str, Check]:
    found = await checks(settings, lambda: "v1", mode)
    assert all(bool(check.mend) != check.ok for check in found)
    return {check.name: check for check in found}


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 's.sqlite3'}"


async def test_all_is_well(fake: FakeSlack, database: str) -> None:
    found = await look(settings_for(fake, database), "socket")
    assert list(found) == ["knowledge", "store", "tokens", "slack", "scopes", "socket"]
    assert all(check.ok for check in found.values())
    assert "channels:history" in found["scopes"].detail


async def test_missing_tokens_say_where_they_are(database: str) -> None:
    found = await look(Settings.read({"BOT_DATABASE_URL": database}))
    assert not found["tokens"].ok
    assert "SLACK_SIGNING_SECRET is under Basic Information" in found["tokens"].mend
    assert "slack" not in found


async def test_scopes_not_granted_are_named(fake: FakeSlack, database: str) -> None:
    fake.scopes = "chat:write,commands"
    found = await look(settings_for(fake, database))
    assert found["scopes"].detail == ("not granted: app_mentions:read, assistant:write, im:history")
    assert "reinstall" in found["scopes"].mend


async def test_a_refused_token_and_an_unreachable_slack(fake: FakeSlack, database: str) -> None:
    fake.plan("auth.test", "invalid_auth")
    fake.plan("apps.connections.open", "not_allowed_token_type")
    found = await look(settings_for(fake, database), "socket")
    assert "invalid_auth" in found["slack"].detail
    assert "not_allowed_token_type" in found["socket"].detail
    nowhere = settings_for(fake, database, SLACK_API_URL="http://127.0.0.1:9/api/")
    found = await look(nowhere, "socket")
    assert "cannot be reached" in found["slack"].detail
    assert "SLACK_API_URL" in found["socket"].mend
    fake.plan("auth.test", "500")
    assert "500" in (await look(settings_for(fake, database)))["slack"].detail


async def test_a_bad_store_and_bad_knowledge(fake: FakeSlack, tmp_path: Path) -> None:
    def bad() -> str:
        raise ValueError("entries/x.yaml:3: no source\nmore")

    found = await checks(settings_for(fake, f"sqlite:///{tmp_path}"), bad)
    assert [check.name for check in found if not check.ok] == ["knowledge", "store"]
    assert found[0].detail == "entries/x.yaml:3: no source"
    assert "is a folder" in found[1].detail
