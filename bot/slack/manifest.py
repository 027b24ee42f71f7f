"""The Slack app manifest for the configured command and mode (manifest schema v0.5.0)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.settings import Settings

EVENTS = "/slack/events"
OAUTH_INSTALL, OAUTH_CALLBACK = "/slack/install", "/slack/oauth_redirect"
MOST_COMMANDS = 50
_CODE = re.compile(r"\d{5}")


class ManifestError(ValueError):
    """The manifest that was asked for would be refused by Slack."""


def required_scopes(settings: Settings) -> list[str]:
    """Bot scopes that the features in use need, sorted."""
    scopes = {"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history"}
    if settings.bot_listen_channels:
        scopes |= {"channels:history", "groups:history"}
    if settings.bot_profile_editors == ("admins",):
        scopes.add("users:read")
    return sorted(scopes)


def optional_scopes(settings: Settings) -> list[str]:
    """Scopes a workspace may leave out: with them a doubled answer after a crash is avoided."""
    return sorted({"channels:history", "groups:history"} - set(required_scopes(settings)))


def events(settings: Settings) -> list[str]:
    """Events subscribed to, sorted."""
    names = ["app_home_opened", "app_mention", "message.im"]
    if settings.bot_listen_channels:
        names += ["message.channels", "message.groups"]
    return sorted(names)


def manifest(
    settings: Settings,
    mode: str | None = None,
    address: str = "https://bot.example.org",
    code_aliases: Sequence[str] = (),
) -> dict[str, Any]:
    """The manifest as a dict.

    Args:
        mode: http or socket; None takes the configured one.
        address: public address of the bot, for HTTP mode.
        code_aliases: five-digit codes that become commands of their own ("/97530"). Slack's
            schema allows them, but whether its server does is unproven, and one refused name voids
            the whole manifest; so none by default.

    Raises ManifestError for more than 50 commands or an alias that is no code.
    """
    socket = (mode or settings.bot_mode) == "socket"
    address = address.rstrip("/")
    where = {} if socket else {"url": address + EVENTS}
    request = {} if socket else {"request_url": address + EVENTS}
    oauth: dict[str, Any] = {"scopes": {"bot": required_scopes(settings)}}
    if optional_scopes(settings):
        oauth["scopes"]["bot_optional"] = optional_scopes(settings)
    if settings.slack_client_id and not socket:
        oauth["redirect_urls"] = [address + OAUTH_CALLBACK]
    return {
        "display_information": {
            "name": "97530 desk",
            "description": "Billing and documentation answers for CPT 97530, each with its source",
            "long_description": (
                "Ask before you bill CPT 97530 and nearby therapy codes: which code fits, units, "
                "code pairs, modifiers, what the note must show, what each payer wants. Every "
                "answer is written and sourced by people, with the source's date; where there is "
                "no sourced answer it says so. Leave patient data out of questions. CPT is a "
                "registered trademark of the American Medical Association."
            ),
            "background_color": "#1f4e5f",
        },
        "features": {
            "bot_user": {"display_name": "97530 desk", "always_online": True},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "slash_commands": _commands(settings, code_aliases, where),
            "agent_view": {
                "agent_description": "Answers billing questions about CPT 97530, with sources.",
                "suggested_prompts": [
                    {"title": "Aquatic therapy", "message": "can I bill aquatic therapy as 97530?"},
                    {"title": "Units", "message": "33 min ther act and 7 min manual, Medicare"},
                    {"title": "Assistants", "message": "can a PTA do 97530 in a SNF?"},
                ],
            },
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**request, "bot_events": events(settings)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def _commands(
    settings: Settings, aliases: Sequence[str], where: dict[str, str]
) -> list[dict[str, Any]]:
    bad = [alias for alias in aliases if not _CODE.fullmatch(alias)]
    if bad:
        raise ManifestError(f"not a five-digit code: {', '.join(bad)}")
    names = [settings.bot_command, *(f"/{alias}" for alias in dict.fromkeys(aliases))]
    if len(names) > MOST_COMMANDS:
        raise ManifestError(f"{len(names)} commands; Slack takes at most {MOST_COMMANDS}")
    first, *rest = names
    common = {"should_escape": False, **where}
    made = [{
        "command": first,
        "description": "Ask before you bill 97530: codes, units, pairs, modifiers",
        "usage_hint": "[question | 97530 | units 97530 33, 97140 7 | pair 97530 97116 | here]",
        **common,
    }]  # fmt: skip
    made += [
        {
            "command": name,
            "description": f"About code {name[1:]}",
            "usage_hint": "[question]",
            **common,
        }
        for name in rest
    ]
    return made
