"""What every check gets: the library, the place of every record, and today's date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge.errors import Problem
from bot.knowledge.load import Library
from bot.knowledge.reader import Item


@dataclass(frozen=True)
class Bench:
    """The folder under test."""

    library: Library
    places: Mapping[tuple[str, str], Item]
    today: date

    def problem(self, table: str, key: str, text: str, field: str = "", warn: bool = False) -> Problem:
        """A problem at a record (at one of its fields, when given)."""
        item = self.places[table, key]
        line = item.fields.get(field, item.line)
        return Problem(item.file, line, f"{key}: {text}", "warning" if warn else "error")
