"""Settings: what is right is taken, what is wrong is said, all at once."""

from __future__ import annotations

import pytest

from bot.settings import TABLE, BadSettings, Settings

GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "SLACK_APP_TOKEN": "xapp-1-A-2-b",
}


def test_defaults_need_nothing() -> None:
    settings = Settings.read({})
    assert settings.bot_command == "/cpt"
    assert settings.bot_store_questions is False
    assert settings.bot_allow_external is False
    assert settings.slack_api_url == "https://slack.com/api/"


def test_values_are_read() -> None:
    settings = Settings.read(
        GOOD
        | {
            "SLACK_API_URL": "https://slack-gov.com/api",
            "BOT_PROFILE_EDITORS": "U012ABC, W99",
            "BOT_STORE_QUESTIONS": "yes",
            "BOT_PORT": " 8080 ",
            "BOT_LOG_LEVEL": "debug",
            "BOT_DATABASE_URL": "postgresql://bot@localhost/bot",
        }
    )
    assert settings.slack_api_url == "https://slack-gov.com/api/"
    assert settings.bot_profile_editors == ("U012ABC", "W99")
    assert settings.bot_store_questions is True
    assert settings.bot_port == 8080
    assert settings.bot_log_level == "DEBUG"


def test_secrets_never_print() -> None:
    shown = repr(Settings.read(GOOD)) + str(Settings.read(GOOD))
    for secret in GOOD.values():
        assert secret not in shown


BAD = {
    "SLACK_BOT_TOKEN": "xoxp-1",
    "SLACK_SIGNING_SECRET": "short",
    "SLACK_APP_TOKEN": "xoxb-1",
    "SLACK_API_URL": "slack.com/api",
    "BOT_DATABASE_URL": "mysql://x",
    "BOT_COMMAND": "/CPT code",
    "BOT_MODE": "rtm",
    "BOT_PORT": "70000",
    "BOT_RETENTION_DAYS": "0",
    "BOT_STORE_QUESTIONS": "maybe",
    "BOT_PROFILE_EDITORS": "everyone, me",
    "BOT_ALLOW_EXTERNAL": "2",
    "BOT_MEMORY_MINUTES": "-1",
    "BOT_LOG_LEVEL": "loud",
}


def test_all_bad_values_are_reported_at_once_without_the_values() -> None:
    with pytest.raises(BadSettings) as caught:
        Settings.read(BAD)
    assert [p.split()[0] for p in caught.value.problems] == sorted(BAD)
    for secret in ("xoxp-1", "short", "mysql"):
        assert secret not in str(caught.value)


def test_a_command_of_slack_itself_is_refused() -> None:
    with pytest.raises(BadSettings, match="BOT_COMMAND is a command of Slack's own"):
        Settings.read({"BOT_COMMAND": "/help"})


def test_the_table_and_the_settings_agree() -> None:
    assert [row.name for row in TABLE] == [name.upper() for name in Settings.model_fields]
    assert all(row.meaning.endswith(".") for row in TABLE)
    for row in TABLE:
        value = getattr(Settings.read({}), row.name.lower())
        if row.default.isdigit() or row.default.startswith("http"):
            assert str(value) == row.default


def test_what_a_mode_needs() -> None:
    assert Settings.read({}).missing("http") == ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]
    assert Settings.read({}).missing("socket") == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert Settings.read(GOOD).missing("http") == []
    oauth = Settings.read({"SLACK_CLIENT_ID": "1.2"})
    assert oauth.missing("http") == ["SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET"]


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings.read({}).bot_port = 1
