"""Bringing the tables up to date, one replica at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.store.errors import StoreError

_LOCK = 97530
"""Key of the PostgreSQL advisory lock."""
_WAIT = 60.0
"""Seconds to wait for another replica's migration."""


def migrate(url: URL) -> None:
    """Run the migrations that are missing. Safe to call from several processes at once.

    Synchronous; raises `StoreError` when the database cannot be reached or written.
    """
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
    sync_url = url.set(drivername=drivers[url.get_backend_name()])
    engine = create_engine(sync_url, hide_parameters=True)
    try:
        with _one_at_a_time(sync_url), engine.connect() as connection:
            if sync_url.get_backend_name() == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
                connection.commit()
            try:
                upgrade(connection)
            finally:
                if sync_url.get_backend_name() == "postgresql":
                    connection.rollback()
                    connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
                    connection.commit()
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreError(explain(url, error)) from None
    finally:
        engine.dispose()


def upgrade(connection: Connection) -> None:
    """All migrations on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _one_at_a_time(url: URL) -> Iterator[None]:
    """On SQLite, an exclusive lock on a side file: it is released even when the process dies.
    PostgreSQL has its advisory lock instead."""
    if url.get_backend_name() != "sqlite":
        yield
        return
    lock = sqlite3.connect(f"{url.database}.lock", timeout=_WAIT, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def explain(url: URL, error: Exception) -> str:
    """The database error in plain words, without the password."""
    shown = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return (
        f"The database at {shown} cannot be used: {said[0] if said else type(error).__name__}. "
        "Check BOT_DATABASE_URL, that the server runs, and the rights of its user or file."
    )
