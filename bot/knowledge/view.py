"""Validated records as plain read-only objects.

The models of `bot.knowledge.model` are checked once, when YAML is read. After that a record is only
looked at, and building pydantic classes would cost more than answering a question; so the library
hands out views: the model's own dump with attribute access. Every field is there, defaults included.
"""

from __future__ import annotations

from datetime import date
from typing import Any


class View:
    """Read-only attribute access to one record; nested records and lists become views on access."""

    __slots__ = ("_data",)

    def __init__(self, data: dict[str, Any]) -> None:
        object.__setattr__(self, "_data", data)

    def __getattr__(self, name: str) -> Any:
        try:
            return _view(self._data[name])
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"records are read-only: {name}")

    def __repr__(self) -> str:
        return f"View({self._data.get('id') or self._data.get('code') or '...'})"


# Between the parts of texts that a snapshot keeps as one: unlike a line feed JSON writes it as it is.
BETWEEN = "\x7f"
# How a date stands in a snapshot: decoding is left to the access, since most are never looked at.
DATE = "\x00d"


def encode_date(value: object) -> str:
    """A date as a string that `View` turns back; for `json.dumps(default=...)`."""
    if isinstance(value, date):
        return DATE + value.isoformat()
    raise TypeError(f"cannot store {type(value).__name__}")


def _view(value: Any) -> Any:
    if isinstance(value, str):
        return date.fromisoformat(value[2:]) if value.startswith(DATE) else value
    if isinstance(value, dict):
        # A mapping whose keys are data (cases, values, notes) is marked by the dump, see `dump`.
        return mapping(value) if _MAPPING in value else View(value)
    if isinstance(value, list):
        return [_view(item) for item in value]
    return value


_MAPPING = "\x00mapping"


def mapping(value: dict[str, Any]) -> dict[str, Any]:
    """A mapping field as a dict of views."""
    return {key: _view(item) for key, item in value.items() if key != _MAPPING}


def mark(value: dict[str, Any]) -> dict[str, Any]:
    """Mark a dict as a mapping field rather than a record."""
    return {**value, _MAPPING: True}


def bare(value: Any) -> Any:
    """Raw data as the YAML had it: no marks of mapping fields, dates as dates."""
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key != _MAPPING}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return _view(value)
