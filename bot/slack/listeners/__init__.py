"""One file for each kind of thing Slack sends. `register` hooks them all up."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.slack.listeners import action, catch_all, command, home, mention, message, view
from bot.slack.parts import Parts


def register(app: AsyncApp, parts: Parts) -> None:
    """Hook up every listener; the catch-alls come last."""
    for kind in (mention, message, command, action, view, home, catch_all):
        kind.register(app, parts)
