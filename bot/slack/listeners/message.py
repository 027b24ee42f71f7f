"""Direct messages, and follow-ups in a thread where the bot already answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.slack.parts import Parts
from bot.slack.place import is_for_us, of_event


def register(app: AsyncApp, parts: Parts) -> None:
    """All message events; what is not for us is acknowledged and left alone."""

    async def save(
        body: dict[str, Any],
        context: dict[str, Any],
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        if await _wanted(body, context.get("bot_user_id")):
            failed = await parts.saving.save(body, body["event"].get("channel_type", "im"))
            if failed:
                return failed
        return await next()

    async def _wanted(body: dict[str, Any], bot: str | None) -> bool:
        event = body["event"]
        if not is_for_us(event):
            return False
        if event.get("channel_type") == "im":
            return True
        listens = parts.settings.bot_listen_channels and event.get("thread_ts")
        mentioned = bot and f"<@{bot}>" in event.get("text", "")
        return bool(listens and not mentioned and await parts.answers.remembers(of_event(body)))

    async def messaged() -> None:
        """Nothing left to do: the worker is awake."""

    app.event("message", middleware=[save])(messaged)
