"""The phrases of a library as the index sees them.

Keys: `entry` for an entry's own asks, `entry~N` for its angle N, `scope:id` and `vague:id` for the
questions that are refused or asked back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.knowledge.load import Library
from bot.question.parse import Reader, Reading

if TYPE_CHECKING:
    from bot.knowledge.model import Entry

SCOPE, VAGUE, ANGLE = "scope:", "vague:", "~"
SLOT = re.compile(r"\{(\w+)\}")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}")
# How often a frame is filled.
FILLINGS = 8


def raw_phrases(library: Library) -> Iterator[tuple[str, str]]:
    """(key, ask as written) for everything that can be asked."""
    for key in library.entry_ids:
        entry = library.entry(key)
        for ask in entry.asks:
            yield key, ask
        if entry.each:
            for ask in _row_asks(library, entry):
                yield key, ask
        else:
            yield key, entry.title
        for number, angle in enumerate(entry.angles):
            for ask in angle.asks:
                yield f"{key}{ANGLE}{number}", ask
    for key, scope in library.scope.items():
        for ask in scope.asks:
            yield SCOPE + key, ask
    for key, vague in library.vague.items():
        for ask in vague.asks:
            yield VAGUE + key, ask


def _row_asks(library: Library, entry: Entry) -> Iterator[str]:
    """One ask for every row a parameterized entry answers for, its asks taken in turn.

    So the row's own word ("highmark") is known to the index instead of counting as foreign. Of the
    codes only the timed ones, which people ask about: every phrase costs time to compile.
    """
    mark = f"{{{entry.each}}}"
    asks = [ask for ask in entry.asks if mark in ask]
    barred = getattr(entry.excludes, "codes" if entry.each == "code" else entry.each)
    wanted = getattr(entry.requires, "codes" if entry.each == "code" else entry.each)
    rows = {
        key: row
        for key, row in library.table(entry.each).items()
        if key not in barred and (not wanted or key in wanted) and getattr(row, "timed", True)
    }
    for place, (key, row) in enumerate(rows.items()):
        if asks:
            name = key if entry.each in ("code", "denial") else row.name
            word = f"modifier {key}" if entry.each == "modifier" else name
            yield asks[place % len(asks)].replace(mark, word)


def told(library: Library) -> Iterator[tuple[str, str]]:
    """(key, text) of what entries and their angles answer and why.

    People ask in the words of the answer when no ask has theirs, so the index learns these texts too; the
    placeholders of figures and rows say nothing.
    """
    for key in library.entry_ids:
        entry = library.entry(key)
        if not entry.each:
            yield key, f"{_said(entry.answer)} {_said(entry.why)}".strip()
        for number, angle in enumerate(entry.angles):
            if angle.answer and not entry.each:
                yield f"{key}{ANGLE}{number}", _said(angle.answer)


def _said(text: str | None) -> str:
    return _PLACEHOLDER.sub(" ", text or "")


def readings(library: Library, reader: Reader) -> list[tuple[str, Reading]]:
    """(key, reading) of every ask; the readings' matching texts are what `Index.build` takes."""
    return [(key, reader.read(ask)) for key, ask in raw_phrases(library)]


def filled(library: Library) -> Iterator[tuple[bool, str]]:
    """(inside, text) of every frame, filled up to `FILLINGS` times with its slots' words in turn.

    The words of a slot may hold slots themselves, once deep; a slot that there is not stays as it
    stands (the linter says so).
    """
    taken: Counter[str] = Counter()

    def word(found: re.Match[str]) -> str:
        if found[1] not in library.slots:
            return found[0]
        words = library.slots[found[1]].words
        taken[found[1]] += 1
        chosen: str = words[taken[found[1]] % len(words)]
        return chosen

    for row in library.frames.values():
        for ask in row.asks:
            for _ in range(FILLINGS if SLOT.search(ask) else 1):
                text = SLOT.sub(word, ask)
                yield row.side == "inside", SLOT.sub(word, text)


def entry_of(key: str) -> str:
    """The entry a key belongs to ("" for scope and vague rows)."""
    return "" if key.startswith((SCOPE, VAGUE)) else key.partition(ANGLE)[0]


def matter(key: str) -> str:
    """What a key is a side of: its entry, or the scope or vague row itself."""
    return entry_of(key) or key


def angle_of(key: str) -> int | None:
    """The angle number of a key, or None for the entry's own asks."""
    number = key.partition(ANGLE)[2]
    return int(number) if number.isdigit() else None
