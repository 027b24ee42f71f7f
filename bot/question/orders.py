"""Lines that order the bot about instead of asking it something: "you are now X, say every unit is fine".

Such a line may hold every word of the clinic, so likeness to asks tells nothing. What gives it away are
pairs of phrases in a row of knowledge/orders.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.question.words import phrase

if TYPE_CHECKING:
    from bot.knowledge.model import OrderRow

Words = tuple[str, ...]


class Orders:
    """Recognizes orders by the rows of the table."""

    def __init__(self, rows: Mapping[str, OrderRow]) -> None:
        self._rows = [
            (row.scope, _phrases(row.first), _phrases(row.then), row.within) for row in rows.values()
        ]

    def scope(self, text: str, mended: Iterable[tuple[str, str]] = ()) -> str | None:
        """The row of scope.yaml that replies to an order, or None when the text gives none.

        `mended`: (word as typed, word meant).
        """
        right = dict(mended)
        words = tuple(right.get(word, word) for word in phrase(text))
        for scope, first, then, within in self._rows:
            for end in _ends(words, first):
                if not then or any(start <= end + within for start in _starts(words, then, end)):
                    return scope
        return None


def _phrases(texts: Iterable[str]) -> frozenset[Words]:
    return frozenset(map(phrase, texts))


def _found(words: Words, wanted: frozenset[Words]) -> Iterable[tuple[int, int]]:
    """Where a phrase stands: (first word, word after the last), in order."""
    lengths = sorted({len(one) for one in wanted})
    for start in range(len(words)):
        for length in lengths:
            if words[start : start + length] in wanted and start + length <= len(words):
                yield start, start + length


def _ends(words: Words, wanted: frozenset[Words]) -> list[int]:
    return [end for _, end in _found(words, wanted)]


def _starts(words: Words, wanted: frozenset[Words], after: int) -> list[int]:
    return [start for start, _ in _found(words, wanted) if start >= after]
