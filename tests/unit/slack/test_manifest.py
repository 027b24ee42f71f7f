"""The manifest keeps Slack's manifest rules (schema v0.5.0 and what its server checks)."""

from __future__ import annotations

import json
import re

import pytest

from bot.settings import Settings
from bot.slack.manifest import ManifestError, events, manifest, required_scopes

SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read", "message.im": "im:history",
    "message.channels": "channels:history", "message.groups": "groups:history",
    "app_home_opened": None,
}  # fmt: skip
VARIANTS = [
    {},
    {"BOT_LISTEN_CHANNELS": "yes", "BOT_PROFILE_EDITORS": "admins"},
    {"BOT_COMMAND": "/ask-97530", "SLACK_CLIENT_ID": "1.2"},
]


@pytest.mark.parametrize("environ", VARIANTS)
@pytest.mark.parametrize("mode", ["http", "socket"])
def test_the_rules(environ: dict[str, str], mode: str) -> None:
    settings = Settings.read(environ)
    made = json.loads(json.dumps(manifest(settings, mode, "https://x.example/")))
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    features = made["features"]
    assert len(features["bot_user"]["display_name"]) <= 80
    assert 1 <= len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert ("url" in command) == (mode == "http")
    assert features["slash_commands"][0]["command"] == settings.bot_command
    agent = features["agent_view"]
    assert len(agent["agent_description"]) <= 300
    assert len(agent["suggested_prompts"]) <= 4
    scopes = made["oauth_config"]["scopes"]
    assert "commands" in scopes["bot"]
    assert "assistant:write" in scopes["bot"]
    assert not set(scopes["bot"]) & set(scopes.get("bot_optional", []))
    subscribed = made["settings"]["event_subscriptions"]
    for name in subscribed["bot_events"]:
        assert SCOPE_OF_EVENT[name] in {None, *scopes["bot"]}
    assert made["settings"]["socket_mode_enabled"] is (mode == "socket")
    assert ("request_url" in subscribed) == (mode == "http")
    if mode == "http":
        assert subscribed["request_url"] == "https://x.example/slack/events"
        assert made["settings"]["interactivity"]["request_url"] == subscribed["request_url"]


def test_the_scopes_are_as_few_as_the_features_allow() -> None:
    assert required_scopes(Settings.read({})) == [
        "app_mentions:read", "assistant:write", "chat:write", "commands", "im:history",
    ]  # fmt: skip
    assert events(Settings.read({})) == ["app_home_opened", "app_mention", "message.im"]
    assert "users:read" in required_scopes(Settings.read({"BOT_PROFILE_EDITORS": "admins"}))
    listening = Settings.read({"BOT_LISTEN_CHANNELS": "yes"})
    assert {"channels:history", "groups:history"} <= set(required_scopes(listening))


def test_code_aliases_only_when_asked_for() -> None:
    settings = Settings.read({})
    plain = manifest(settings)["features"]["slash_commands"]
    assert [c["command"] for c in plain] == ["/cpt"]
    more = manifest(settings, code_aliases=["97110", "97530", "97110"])
    names = [c["command"] for c in more["features"]["slash_commands"]]
    assert names == ["/cpt", "/97110", "/97530"]


def test_what_slack_would_refuse_is_refused() -> None:
    settings = Settings.read({})
    with pytest.raises(ManifestError, match="at most 50"):
        manifest(settings, code_aliases=[f"97{n:03}" for n in range(50)])
    with pytest.raises(ManifestError, match="not a five-digit code: 9753"):
        manifest(settings, code_aliases=["9753"])


def test_oauth_gives_a_redirect_in_http_mode_only() -> None:
    settings = Settings.read({"SLACK_CLIENT_ID": "1.2"})
    assert manifest(settings, "http", "https://x.example")["oauth_config"]["redirect_urls"] == [
        "https://x.example/slack/oauth_redirect"
    ]
    assert "redirect_urls" not in manifest(settings, "socket")["oauth_config"]
