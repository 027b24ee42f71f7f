"""Asks: each belongs to one entry and retrieves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.knowledge.errors import Problem
from bot.knowledge.lint.bench import Bench
from bot.phrases import SCOPE, VAGUE, entry_of, raw_phrases
from bot.question.context import NOWHERE

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
    """An ask that does not bring back its own record first: a warning, since a neighbor that answers
    the same may rightly stand first."""
    for key, ask in raw_phrases(bench.library):
        reading = parts.reader.read(_sample(bench, key, ask))
        passes = parts.gates.passer(reading, NOWHERE)
        found = parts.index.rank(reading.match, 1, allowed=passes)
        table, name = place_of(key)
        best = found[0].key if found else "nothing"
        if (entry_of(best) or best) != (entry_of(key) or key):
            closed = parts.gates.closed(entry_of(key), reading, NOWHERE) if entry_of(key) else None
            why = f" (its own gate is closed: {closed})" if closed else ""
            text = f'the ask "{ask}" brings back {best} first{why}'
            yield bench.problem(table, name, text, "asks", warn=True)


def _sample(bench: Bench, key: str, ask: str) -> str:
    """An ask with its placeholder filled from the first row its entry answers for."""
    entry_id = entry_of(key)
    for kind in ("payer", "setting", "discipline", "code", "modifier", "denial", "state"):
        marker = f"{{{kind}}}"
        if marker not in ask:
            continue
        field = "codes" if kind == "code" else kind
        entry = bench.library.entry(entry_id)
        barred, wanted = getattr(entry.excludes, field), getattr(entry.requires, field)
        rows = bench.library.table(kind)
        row = next(k for k in [*wanted, *rows] if k not in barred)
        words = {"modifier": f"modifier {row}", "code": row, "denial": row}.get(kind)
        ask = ask.replace(marker, words or str(rows[row].name))
    return ask
