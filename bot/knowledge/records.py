"""Records of a snapshot that are decoded when they are looked at.

Answering one question looks at a handful of some thousand records; decoding the others would cost
more than the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.knowledge.view import BETWEEN


class Records(Mapping[str, Any]):
    """Records by key in one text, each decoded on first access. Read-only.

    Args:
        data: the JSON texts of all records one after another, UTF-8.
        places: key to (start, end) in `data`.
    """

    __slots__ = ("_data", "_found", "_places")

    def __init__(self, data: bytes, places: Mapping[str, tuple[int, int]]) -> None:
        self._data = data
        self._places = places
        self._found: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        """The record; KeyError when there is none, ValueError when its text is damaged."""
        if key not in self._found:
            start, end = self._places[key]
            self._found[key] = json.loads(self._data[start:end])
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places


class Made(Mapping[str, Any]):
    """What a function makes of each key, made on first access."""

    __slots__ = ("_keys", "_made", "_make")

    def __init__(self, keys: Mapping[str, Any], make: Callable[[str], Any]) -> None:
        self._keys = keys
        self._make = make
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def pack(
    records: Iterable[tuple[str, Any]], out: bytearray, encode: Callable[[Any], str]
) -> dict[str, Any]:
    """Append the records to `out`; what `unpack` needs to find them again."""
    keys, ends = [], []
    start = len(out)
    for key, record in records:
        out += json.dumps(record, default=encode, ensure_ascii=False).encode()
        keys.append(key)
        ends.append(len(out))
    return {"keys": BETWEEN.join(keys), "start": start, "ends": ends}


def unpack(data: bytes, table: Mapping[str, Any]) -> Records:
    """The inverse of `pack`; ValueError when the table does not fit the data."""
    keys = table["keys"].split(BETWEEN) if table["keys"] else []
    ends: list[int] = table["ends"]
    starts = [table["start"], *ends[:-1]]
    if len(keys) != len(ends) or (ends and ends[-1] > len(data)):
        raise ValueError("the records of the snapshot are cut short")
    return Records(data, dict(zip(keys, zip(starts, ends, strict=False), strict=True)))
