"""What a thread (or a person's direct messages) was last about, for a limited time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import threads
from bot.store.upsert import upsert


class Threads:
    """Rows of table threads. `thread` is a thread's ts, or a member id in direct messages."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float]) -> None:
        self._engine, self._clock = engine, clock

    async def get(self, team: str, channel: str, thread: str) -> dict[str, Any] | None:
        """The memory, unless there is none or its time is over."""
        query = select(threads.c.memory).filter_by(team=team, channel=channel, thread=thread)
        async with self._engine.connect() as connection:
            memory = await connection.scalar(query.where(threads.c.expires > self._clock()))
        found: dict[str, Any] | None = json.loads(memory) if memory else None
        return found

    async def put(
        self, team: str, channel: str, thread: str, memory: dict[str, Any], minutes: int
    ) -> None:
        """Remember for some minutes, in place of what was remembered."""
        key = {"team": team, "channel": channel, "thread": thread}
        values = {"memory": json.dumps(memory), "expires": self._clock() + minutes * 60}
        async with self._engine.begin() as connection:
            await connection.execute(upsert(connection, threads, key, values))

    async def forget(self, team: str, channel: str, thread: str) -> None:
        """Drop the memory."""
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(threads).filter_by(team=team, channel=channel, thread=thread)
            )
