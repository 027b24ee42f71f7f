"""App Home: help, and what this installation lacks."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.manifest import required_scopes
from bot.slack.parts import Parts
from bot.slack.render.pages import home


def register(app: AsyncApp, parts: Parts) -> None:
    """Publish the home tab whenever it is opened."""

    async def opened(event: dict[str, Any], client: Any, context: Any) -> None:
        if event.get("tab") != "home":
            return
        granted = getattr(context.authorize_result, "bot_scopes", None)
        needed = required_scopes(parts.settings)
        missing = [s for s in needed if granted is not None and s not in granted]
        settings = parts.settings
        view = home(settings.bot_command, settings.bot_who_to_ask, missing)
        await client.views_publish(user_id=event["user"], view=view)

    app.event("app_home_opened")(opened)
