"""Messages to be answered: saved before Slack gets its acknowledgment, done once posted.

A row goes waiting -> claimed -> posting -> done. A claim is a lease: when its holder dies, the
row is handed out again. A row handed out in state `posting` may already stand in Slack, so its
holder must look there first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import inbox

LEASE = 60.0
"""Seconds a worker has to answer before somebody else may."""
ATTEMPTS = 5
"""Tries before a row is given up."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed row. `maybe_posted`: an earlier holder died between posting and saying so."""

    event_id: str
    team: str
    channel: str
    ts: str
    request: dict[str, Any]
    attempts: int
    maybe_posted: bool


class Inbox:
    """Rows of table inbox."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float]) -> None:
        self._engine, self._clock = engine, clock

    async def save(
        self, event_id: str, team: str, channel: str, ts: str, request: dict[str, Any]
    ) -> bool:
        """Keep a message. False when this event, or this very message, is known already."""
        now = self._clock()
        row = {
            "event_id": event_id, "team": team, "channel": channel, "ts": ts,
            "request": json.dumps(request), "state": "waiting", "attempts": 0,
            "due": now, "received": now,
        }  # fmt: skip
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(inbox).values(row))
        except IntegrityError:
            return False
        return True

    async def claim(self) -> Waiting | None:
        """Take the oldest row that is due, for `LEASE` seconds. None when there is none.

        One statement, so that two workers never get the same row; on PostgreSQL they do not
        wait for each other either.
        """
        now = self._clock()
        oldest = (
            select(inbox.c.event_id)
            .where(inbox.c.state.in_(("waiting", "claimed", "posting")), inbox.c.due <= now)
            .order_by(inbox.c.due, inbox.c.event_id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._engine.begin() as connection:
            before = (await connection.execute(oldest.add_columns(inbox.c.state))).first()
            if before is None:
                return None
            taken = await connection.execute(
                update(inbox)
                .where(
                    inbox.c.event_id == before.event_id,
                    inbox.c.state == before.state,
                    inbox.c.due <= now,
                )
                .values(
                    due=now + LEASE,
                    attempts=inbox.c.attempts + 1,
                    state="posting" if before.state == "posting" else "claimed",
                )
                .returning(*inbox.c)
            )
            row = taken.first()
        if row is None:
            return await self.claim()  # somebody was faster (SQLite); look again
        return Waiting(
            row.event_id, row.team, row.channel, row.ts, json.loads(row.request),
            row.attempts, row.state == "posting",
        )  # fmt: skip

    async def posting(self, event_id: str) -> None:
        """From here on the answer may stand in Slack."""
        await self._set(event_id, state="posting")

    async def done(self, event_id: str, posted_ts: str | None) -> None:
        """Answered (or nothing to answer); the words of the question are dropped."""
        await self._set(event_id, state="done", posted_ts=posted_ts, request="{}")

    async def later(self, event_id: str, seconds: float) -> None:
        """Not now: hand the row out again after some seconds."""
        await self._set(event_id, due=self._clock() + seconds)

    async def release(self, event_id: str, seconds: float) -> None:
        """Certainly not posted: hand the row out again after some seconds, as new."""
        await self._set(event_id, state="waiting", due=self._clock() + seconds)

    async def give_up(self, event_id: str) -> None:
        """Never again; the words of the question are dropped."""
        await self._set(event_id, state="failed", request="{}")

    async def _set(self, event_id: str, **values: object) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(
                update(inbox).where(inbox.c.event_id == event_id).values(**values)
            )

    async def states(self) -> dict[str, int]:
        """How many rows are in each state."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(inbox.c.state))
            counts: dict[str, int] = {}
            for (state,) in rows:
                counts[state] = counts.get(state, 0) + 1
            return counts
