"""What a channel is about: its payer, setting, discipline, state, and who changed it when."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.tables import profile_changes, profiles
from bot.store.upsert import upsert

FIELDS = ("payer", "setting", "discipline", "state")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change record."""

    who: str
    changed: float
    before: dict[str, str]
    after: dict[str, str]


class Profiles:
    """Rows of tables profiles and profile_changes."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float]) -> None:
        self._engine, self._clock = engine, clock

    async def get(self, team: str, channel: str) -> dict[str, str]:
        """The channel's values by field; empty when it has no profile."""
        async with self._engine.connect() as connection:
            return await _read(connection, team, channel)

    async def set(self, team: str, channel: str, values: Mapping[str, str], who: str) -> None:
        """Replace the profile; no values at all clears it. The change is recorded."""
        after = {name: values[name] for name in FIELDS if values.get(name)}
        key = {"team": team, "channel": channel}
        now = self._clock()
        async with self._engine.begin() as connection:
            before = await _read(connection, team, channel)
            if after:
                row = {name: after.get(name) for name in FIELDS}
                await connection.execute(
                    upsert(connection, profiles, key, row | {"changed_by": who, "changed": now})
                )
            else:
                await connection.execute(delete(profiles).filter_by(**key))
            await connection.execute(
                insert(profile_changes).values(
                    **key,
                    who=who,
                    changed=now,
                    before=json.dumps(before),
                    after=json.dumps(after),
                )
            )

    async def changes(self, team: str, channel: str, limit: int = 5) -> list[Change]:
        """The latest changes, newest first."""
        query = (
            select(profile_changes)
            .filter_by(team=team, channel=channel)
            .order_by(profile_changes.c.changed.desc(), profile_changes.c.id.desc())
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return [
                Change(row.who, row.changed, json.loads(row.before), json.loads(row.after))
                for row in await connection.execute(query)
            ]


async def _read(connection: AsyncConnection, team: str, channel: str) -> dict[str, str]:
    query = select(profiles).filter_by(team=team, channel=channel)
    row = (await connection.execute(query)).mappings().first()
    return {name: row[name] for name in FIELDS if row[name]} if row else {}
