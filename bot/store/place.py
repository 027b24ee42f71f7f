"""Where the records are kept: from `BOT_DATABASE_URL` to a checked SQLAlchemy URL."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError

FILE = "bot97530.sqlite3"


def database_url(configured: str) -> URL:
    """The URL with its asynchronous driver. An empty string means a file in the user-data folder.

    Raises `StoreError` when the URL cannot be read, its driver is not installed, or the file's
    folder can be neither made nor written to.
    """
    if not configured:
        path = user_data_path("bot97530", appauthor=False) / FILE
        return _sqlite(URL.create("sqlite+aiosqlite", database=str(path)))
    try:
        url = make_url(configured)
    except (ArgumentError, ValueError):
        raise StoreError(
            "BOT_DATABASE_URL cannot be read. Write sqlite:///path/to/file.sqlite3 or "
            "postgresql://user:password@host/name."
        ) from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        return _sqlite(url.set(drivername="sqlite+aiosqlite"))
    if backend not in ("postgresql", "postgres"):
        raise StoreError(f"BOT_DATABASE_URL names {backend}; use sqlite or postgresql.")
    try:
        import psycopg  # noqa: F401 (an extra: only needed for PostgreSQL)
    except ImportError:
        raise StoreError(
            "PostgreSQL needs its driver: install the package with the extra 'postgres'."
        ) from None
    return url.set(drivername="postgresql+psycopg")


def _sqlite(url: URL) -> URL:
    if not url.database or url.database == ":memory:":
        raise StoreError("BOT_DATABASE_URL needs a file: sqlite:///path/to/file.sqlite3.")
    path = Path(url.database).expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} cannot be made ({error.strerror}). "
            "Make it, or point BOT_DATABASE_URL somewhere else."
        ) from None
    if os.path.isdir(path):  # unlike Path.is_dir, no exception in a folder closed to us
        raise StoreError(f"{path} is a folder; BOT_DATABASE_URL must name a file.")
    target = path if os.path.exists(path) else path.parent
    if not os.access(target, os.W_OK):
        raise StoreError(
            f"{target} cannot be written to. Change its rights, or point BOT_DATABASE_URL "
            "somewhere else."
        )
    return url.set(database=str(path))
