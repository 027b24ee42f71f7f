"""Opening, migrating, sharing and purging the store."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert

from bot.privacy.logs import frames_only
from bot.store import tables
from bot.store.errors import StoreError
from bot.store.questions import Asked
from bot.store.store import DAY, Store
from tests.unit.store.conftest import Clock

ASKED = Asked("q1", "mention", "T1", "C1", None, "answered", "entry", "e1", 0.9, 3.5, False, "v1")


async def test_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        ours = set(tables.metadata.tables)

        def only_ours(_: object, name: str, kind: str, *_more: object) -> bool:
            return kind != "table" or name in ours

        context = MigrationContext.configure(connection, opts={"include_object": only_ours})
        return list(compare_metadata(context, tables.metadata))

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_what_is_kept_survives_a_restart(url: str, clock: Clock) -> None:
    first = await Store.open(url, clock)
    await first.profiles.set("T1", "C1", {"payer": "medicare-b"}, "U1")
    await first.threads.put("T1", "C1", "1.0", {"entry": "e1"}, 30)
    await first.close()
    second = await Store.open(url, clock)
    assert await second.profiles.get("T1", "C1") == {"payer": "medicare-b"}
    assert await second.threads.get("T1", "C1", "1.0") == {"entry": "e1"}
    await second.close()


async def test_two_replicas_start_at_once_and_see_each_other(url: str, clock: Clock) -> None:
    one, two = await asyncio.gather(Store.open(url, clock), Store.open(url, clock))
    await one.profiles.set("T1", "C1", {"payer": "humana"}, "U1")
    assert await two.profiles.get("T1", "C1") == {"payer": "humana"}
    await two.profiles.set("T1", "C1", {"payer": "aetna"}, "U2")
    assert await one.profiles.get("T1", "C1") == {"payer": "aetna"}
    await one.threads.put("T1", "C1", "1.0", {"entry": "e1"}, 30)
    assert await two.threads.get("T1", "C1", "1.0") == {"entry": "e1"}
    await two.threads.put("T1", "C1", "1.0", {"entry": "e2"}, 30)
    assert await one.threads.get("T1", "C1", "1.0") == {"entry": "e2"}
    await one.close()
    await two.close()


async def test_purge_obeys_the_retention(store: Store, clock: Clock) -> None:
    await store.inbox.save("Ev1", "T1", "C1", "1.0", {"text": "x"})
    await store.questions.add(ASKED)
    await store.questions.rate("q1", "U1", "good")
    await store.profiles.set("T1", "C1", {"payer": "humana"}, "U1")
    await store.threads.put("T1", "C1", "1.0", {"entry": "e1"}, 30)
    clock.now += 29 * 60
    assert await store.purge(90) == 0
    clock.now += 61
    assert await store.purge(90) == 1  # the thread's memory is over
    clock.now += 90 * DAY
    assert await store.purge(90) == 4
    assert await store.questions.get("q1") is None
    assert await store.questions.ratings("q1") == {}
    assert await store.inbox.states() == {}
    assert await store.profiles.changes("T1", "C1") == []
    assert await store.profiles.get("T1", "C1") == {"payer": "humana"}


async def test_logged_errors_never_show_bound_values(store: Store) -> None:
    with pytest.raises(Exception, match="questions") as caught:
        async with store.engine.begin() as connection:
            await connection.execute(
                insert(tables.questions).values(id="canary-7781200", text="canary-7781200")
            )
    assert "canary" not in frames_only((caught.type, caught.value, caught.tb))
    if store.engine.dialect.name == "sqlite":
        assert "canary" not in str(caught.value)


async def test_the_default_is_a_file_in_the_user_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    store = await Store.open()
    await store.close()
    assert str(tmp_path) in str(store.engine.url.database)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "cannot be read"),
        ("mysql://x/y", "use sqlite or postgresql"),
        ("sqlite://", "needs a file"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "cannot be used"),
    ],
)
async def test_a_bad_url_is_said_plainly(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        await Store.open(url)
    assert "secret" not in str(caught.value)


async def test_an_impossible_folder_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        await Store.open(f"sqlite:///{tmp_path}/file/below/store.sqlite3")
    with pytest.raises(StoreError, match="is a folder"):
        await Store.open(f"sqlite:///{tmp_path}")


async def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be read as one" * 9)
    with pytest.raises(StoreError, match="cannot be used: file is not a database"):
        await Store.open(f"sqlite:///{tmp_path}/notes.txt")


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX files")
def test_an_unwritable_folder_is_said_plainly() -> None:
    """Tried as a user without rights: root may write anywhere."""
    code = (
        "import os, sys, asyncio\n"
        "from bot.store.store import Store\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: asyncio.run(Store.open('sqlite:///' + sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", code, f"{folder}/store.sqlite3"],
            capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False,
        )  # fmt: skip
    assert "StoreError" in done.stdout
    assert "cannot be written to" in done.stdout


def test_a_migration_waits_for_another_one(tmp_path: Path) -> None:
    """A lock held elsewhere is waited for; the lock of a dead process is gone."""
    path = tmp_path / "s.sqlite3"
    holder = sqlite3.connect(f"{path}.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    started = subprocess.Popen(
        [sys.executable, "-c",
         "import asyncio; from bot.store.store import Store; print('go', flush=True);"
         f"asyncio.run(Store.open('sqlite:///{path}')); print('open', flush=True)"],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert started.stdout is not None
    assert started.stdout.readline() == "go\n"
    assert not path.exists()
    holder.close()
    assert started.stdout.readline() == "open\n"
    started.stdout.close()
    assert started.wait(30) == 0
