"""Filling texts: figures by date of service, and the fields of a table row."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.knowledge.load import Library

_FIGURE = re.compile(r"\{\{\s*([a-z0-9.-]+)\s*\}\}")
_FIELD = re.compile(r"\{row\.([a-z_.]+)\}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class MissingFigure(LookupError):
    """A text names a figure that has no value for the date of service."""

    def __init__(self, name: str, day: date) -> None:
        self.name = name
        self.day = day
        super().__init__(f"{name} has no value for {day.isoformat()}")


def figures(text: str, library: Library, day: date) -> str:
    """The text with every `{{figure}}` replaced by its value on `day`.

    Raises:
        MissingFigure: when the table has no row for that day: never answer 2027 with 2026.
    """

    def value(found: re.Match[str]) -> str:
        key = found.group(1)
        row = library.figure(key, day) if key in library.figures else None
        if row is None:
            name = library.figures[key].name if key in library.figures else key
            raise MissingFigure(name, day)
        return shown(row.value, library.figures[key].unit)

    return _FIGURE.sub(value, text).replace("%%", "%")


def shown(value: int | float | str, unit: str) -> str:
    """A figure as people write it: $2,480, 85%, December 31, 2027."""
    if unit == "usd" and isinstance(value, int | float):
        return f"${value:,.0f}" if float(value).is_integer() else f"${value:,.4f}".rstrip("0")
    if unit == "percent":
        return f"{value}%"
    if unit == "date":
        day = date.fromisoformat(str(value))
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    return str(value)


def field(row: Any, path: str) -> str:
    """A field of a row by dotted path, as text; "" when absent."""
    for part in path.split("."):
        row = getattr(row, part, None)
        if row is None:
            return ""
    if isinstance(row, bool):
        return "yes" if row else "no"
    if isinstance(row, list):
        return ", ".join(str(item) for item in row)
    return str(row)


def row_fields(text: str, row: Any) -> str:
    """The text with every `{row.field}` replaced."""
    return _FIELD.sub(lambda found: field(row, found.group(1)), text)
