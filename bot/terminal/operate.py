"""`serve`, `manifest`, `doctor`, `gaps` and `purge`: what an operator runs."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot.desk import Desk
from bot.settings import TABLE, BadSettings, Settings
from bot.store.errors import StoreError
from bot.store.store import DAY, Store
from bot.terminal import exits
from bot.terminal.show import printable

T = TypeVar("T")
SECRETS = frozenset({"TOKEN", "SECRET"})
NOT_STORED = (
    "Question texts are not stored, so there is nothing to list: BOT_STORE_QUESTIONS is off. "
    "Set it to yes to keep redacted texts from now on."
)


def settings(command: str | None = None) -> Settings:
    """The environment's settings; ends the program with every bad value named.

    `command` takes the place of BOT_COMMAND.
    """
    environ = dict(os.environ)
    if command is not None:
        environ["BOT_COMMAND"] = command if command.startswith("/") else f"/{command}"
    try:
        return Settings.read(environ)
    except BadSettings as error:
        _complain(error.problems)
        named = command is not None and all(p.startswith("BOT_COMMAND") for p in error.problems)
        sys.exit(exits.USAGE if named else exits.NOT_READY)


def serve(
    settings: Settings, desk: Desk, mode: str | None, host: str | None, port: int | None
) -> int:
    """Run the bot; returns the exit status."""
    from bot.slack.serve import serve as run

    try:
        run(settings, desk, mode, host, port)
    except BadSettings as error:
        _complain([*error.problems, "Run: bot97530 doctor"])
        return exits.NOT_READY
    except StoreError as error:
        _complain([str(error)])
        return exits.NOT_READY
    except OSError as error:
        where = f"{host or settings.bot_host}:{settings.bot_port if port is None else port}"
        _complain(
            [f"Cannot listen on {where} ({error.strerror}). Choose another --host or --port."]
        )
        return exits.NOT_READY
    except KeyboardInterrupt:
        return exits.ANSWERED
    return exits.ANSWERED


def manifest(
    settings: Settings, mode: str | None, address: str, code_aliases: Sequence[str]
) -> int:
    """Print the manifest; returns the exit status."""
    from bot.slack.manifest import ManifestError
    from bot.slack.manifest import manifest as build

    if not address.startswith("https://") and (mode or settings.bot_mode) == "http":
        _complain([f'Slack needs a public https:// address; "{address}" is none.'])
        return exits.USAGE
    try:
        made = build(settings, mode, address, code_aliases)
    except ManifestError as error:
        _complain([f"{error}. Write --code-aliases as 97530,97110."])
        return exits.USAGE
    print(json.dumps(made, indent=2))
    return exits.ANSWERED


def doctor(mode: str | None, knowledge: Path | None, as_json: bool) -> int:
    """Print every check and every setting; returns NOT_READY when something is missing."""
    from bot.slack.doctor import Check, checks

    try:
        found = Settings.read()
    except BadSettings as error:
        bad = [
            Check("settings", False, problem, "Mend it and run doctor again.")
            for problem in error.problems
        ]
        _print_checks(bad, as_json)
        return exits.NOT_READY

    def version() -> str:
        return Desk.open(knowledge or found.bot_knowledge).library.version

    results = asyncio.run(checks(found, version, mode))
    _print_checks(results, as_json)
    return exits.ANSWERED if all(check.ok for check in results) else exits.NOT_READY


def _print_checks(results: Sequence[object], as_json: bool) -> None:
    rows = [
        {name: getattr(check, name) for name in ("name", "ok", "detail", "mend")}
        for check in results
    ]
    ready = all(row["ok"] for row in rows)
    if as_json:
        print(json.dumps({"ready": ready, "checks": rows, "settings": _settings()}))
        return
    for row in rows:
        print(f"{'ok     ' if row['ok'] else 'MISSING'}  {row['name']}: {row['detail']}")
        if row["mend"]:
            print(f"         {row['mend']}")
    print("\nReady." if ready else "\nNot ready.")
    print("\nSettings (environment variables):")
    for item in _settings():
        value = (
            item["value"] if item["value"] is not None else f"default: {item['default'] or 'none'}"
        )
        print(f"  {item['name']} ({value})\n      {item['meaning']}")


def _settings() -> list[dict[str, str | None]]:
    """Every setting: what it is set to (secrets hidden), its default, its meaning."""
    return [
        {
            "name": row.name,
            "value": _shown(row.name),
            "default": row.default,
            "meaning": row.meaning,
        }
        for row in TABLE
    ]


def _shown(name: str) -> str | None:
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    if SECRETS & set(name.split("_")):
        return "set"
    if name == "BOT_DATABASE_URL":
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            return make_url(value).render_as_string(hide_password=True)
        except (ArgumentError, ValueError):
            return "set, not readable"
    return printable(value)


def gaps(settings: Settings, days: int, as_json: bool) -> int:
    """Print the redacted texts that got no answer; returns the exit status."""
    since = time.time() - days * DAY
    found = _with_store(settings, lambda store: store.questions.gaps(since))
    if found is None:
        return exits.NOT_READY
    stored = settings.bot_store_questions
    if as_json:
        rows = [{"question": text, "times": times} for text, times in found]
        print(json.dumps({"days": days, "stored": stored, "gaps": rows}, ensure_ascii=False))
        return exits.ANSWERED
    if not stored:
        print(NOT_STORED if not found else f"{NOT_STORED.split(',')[0]} any more; these are older.")
    elif not found:
        print(f"No unanswered question in the last {days} day(s).")
    for text, times in found:
        print(f"{times:>5}  {printable(text)}")
    return exits.ANSWERED


def purge(settings: Settings, days: int | None) -> int:
    """Delete what is older than the retention; returns the exit status."""
    kept = days or settings.bot_retention_days
    gone = _with_store(settings, lambda store: store.purge(kept))
    if gone is None:
        return exits.NOT_READY
    print(f"{gone} record(s) older than {kept} day(s) deleted.")
    return exits.ANSWERED


def _with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T | None:
    """Do something with the open store; None, with the reason printed, when it cannot be opened."""

    async def run() -> T:
        store = await Store.open(settings.bot_database_url)
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except StoreError as error:
        _complain([str(error)])
        return None


def _complain(lines: Sequence[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)
