"""@bot question"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.slack.parts import Parts
from bot.slack.place import is_for_us


def register(app: AsyncApp, parts: Parts) -> None:
    """Mentions in channels. Saved before the acknowledgment, answered by the worker."""

    async def save(
        body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        if is_for_us(body["event"]):
            failed = await parts.saving.save(body, "mention")
            if failed:
                return failed
        return await next()

    async def mentioned() -> None:
        """Nothing left to do: the worker is awake."""

    app.event("app_mention", middleware=[save])(mentioned)
