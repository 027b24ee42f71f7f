"""Asks: each belongs to one entry and retrieves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.knowledge.errors import Problem
from bot.knowledge.lint.bench import Bench
from bot.phrases import SCOPE, VAGUE, entry_of, raw_phrases

if TYPE_CHECKING:
    from bot.snapshot import Parts


def place_of(key: str) -> tuple[str, str]:
    """The table and id a phrase key belongs to."""
    if key.startswith(SCOPE):
        return "scope", key.removeprefix(SCOPE)
    if key.startswith(VAGUE):
        return "vague", key.removeprefix(VAGUE)
    return "entries", entry_of(key)


def check_same_asks(bench: Bench, parts: Parts) -> Iterator[Problem]:
    """Two records that claim the same ask (after shorthand is expanded)."""
    seen: dict[str, str] = {}
    for key, ask in raw_phrases(bench.library):
        text = parts.reader.read(ask).match
        other = seen.setdefault(text, key)
        if other != key:
            table, name = place_of(key)
            words = f'the ask "{ask}" is also claimed by {other}; keep it in one place'
            yield bench.problem(table, name, words, "asks")


def check_retrieval(bench: Bench, parts: Parts) -> Iterator[Problem]:
    """An ask that does not bring back its own record, as it is asked of the bot: of an entry for every row
    of a table only a warning, since some rows have entries of their own.

    A too-short ask has only to be asked back; a greeting, or a code that is none of ours, never gets that far.
    """
    from bot.desk import Desk

    desk = Desk(parts)
    for key, ask in raw_phrases(bench.library):
        question = desk.question(_sample(bench, key, ask), today=bench.today)
        asks_nothing = not question.reading.match or question.reading.unknown_codes
        if key.startswith(SCOPE) and asks_nothing:
            continue
        found = desk.decision(question)
        back = key.startswith(VAGUE) and found.status == "clarify"
        if back or _owner(found.key) in (_owner(key), *_heirs(bench, key)):
            continue
        closed = parts.gates.closed(entry_of(key), question.reading, question.context) if entry_of(key) else None
        why = f" (its own gate is closed: {closed})" if closed else ""
        table, name = place_of(key)
        text = f'the ask "{ask}" brings back {found.key or "nothing"} first{why}; reword it, or move it there'
        each = table == "entries" and bench.library.entry(name).each is not None
        yield bench.problem(table, name, text, "asks", warn=each)


def _owner(key: str) -> str:
    """The entry of a phrase key, or the key of a scope or vague row."""
    return entry_of(key) or key


def _heirs(bench: Bench, key: str) -> tuple[str, ...]:
    """The entries that answer in an entry's stead when they know more (`defers`)."""
    entry_id = entry_of(key)
    return tuple(bench.library.entry(entry_id).defers.values()) if entry_id else ()


def _sample(bench: Bench, key: str, ask: str) -> str:
    """An ask with its placeholder filled from a row its entry answers for: one no other entry is only about."""
    entry_id = entry_of(key)
    for kind in ("payer", "setting", "discipline", "code", "modifier", "denial", "state"):
        marker = f"{{{kind}}}"
        if marker not in ask:
            continue
        field = "codes" if kind == "code" else kind
        entry = bench.library.entry(entry_id)
        barred, wanted = getattr(entry.excludes, field), getattr(entry.requires, field)
        rows = [k for k in [*wanted, *bench.library.table(kind)] if k not in barred]
        row = next((k for k in rows if k not in _spoken_for(bench, field)), rows[-1])
        words = {"modifier": f"modifier {row}", "code": row, "denial": row}.get(kind)
        ask = ask.replace(marker, words or str(bench.library.table(kind)[row].name))
    return ask


def _spoken_for(bench: Bench, field: str) -> set[str]:
    """The rows that have entries of their own."""
    entries = (bench.library.entry(key) for key in bench.library.entry_ids)
    return {row for entry in entries for row in getattr(entry.requires, field)}
