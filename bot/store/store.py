"""The open store: one engine, the repositories over it, the purge."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import tables
from bot.store.errors import StoreError
from bot.store.inbox import Inbox
from bot.store.migrate import explain, migrate
from bot.store.place import database_url
from bot.store.profiles import Profiles
from bot.store.questions import Questions
from bot.store.threads import Threads

Clock = Callable[[], float]
DAY = 86_400.0


class Store:
    """Everything the bot keeps. Open with `Store.open`, end with `close`."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        self.inbox = Inbox(engine, clock)
        self.questions = Questions(engine, clock)
        self.profiles = Profiles(engine, clock)
        self.threads = Threads(engine, clock)

    @classmethod
    async def open(cls, configured: str = "", clock: Clock = time.time) -> Store:
        """Migrate the database at `configured` (a URL, or "" for the default file) and open it.

        Raises `StoreError` in plain words when that cannot be done.
        """
        url = database_url(configured)
        await asyncio.to_thread(migrate, url)
        engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
        if url.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "connect", _careful_sqlite)
        store = cls(engine, clock)
        try:
            await store.check()
        except StoreError:
            await store.close()
            raise
        return store

    async def check(self) -> None:
        """Prove that the store can be read and written. Raises `StoreError`."""
        try:
            async with self.engine.begin() as connection:
                await connection.execute(delete(tables.threads).where(tables.threads.c.expires < 0))
                await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(explain(self.engine.url, error)) from None

    async def purge(self, retention_days: int) -> int:
        """Delete what is older than the retention, and expired memory. Returns rows deleted."""
        now = self.clock()
        edge = now - retention_days * DAY
        rules = (
            delete(tables.threads).where(tables.threads.c.expires <= now),
            delete(tables.inbox).where(tables.inbox.c.received < edge),
            delete(tables.questions).where(tables.questions.c.asked < edge),
            delete(tables.feedback).where(tables.feedback.c.given < edge),
            delete(tables.profile_changes).where(tables.profile_changes.c.changed < edge),
        )
        gone = 0
        async with self.engine.begin() as connection:
            for rule in rules:
                gone += (await connection.execute(rule)).rowcount
        return gone

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _careful_sqlite(connection: Any, _record: object) -> None:
    """Readers do not block the writer, and a busy database is waited for."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
