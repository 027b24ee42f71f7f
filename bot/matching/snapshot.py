"""One file that holds an index: a JSON head, then the arrays as they lie in memory.

The file is mapped, not read, so a cold start costs the head only. Nothing in it is executed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"MATCHING"
FORMAT = 4
"""Raise it whenever features, weights or the layout change: an old file is then refused."""
_ALIGN = 64
_TYPES = ("<f4", "<f8", "<i4", "<i8")


class SnapshotError(ValueError):
    """The file is no snapshot that this version can use.

    SnapshotError
     ├─ WrongVersionError   written by another format version: build the index again
     └─ DamagedError        not a snapshot, or cut short
    """


class WrongVersionError(SnapshotError):
    """Written by another format version."""


class DamagedError(SnapshotError):
    """Not a snapshot, or cut short."""


_BETWEEN = "\x7f"  # no word holds it, and JSON writes it as it is: an escape would cost time


def joined(texts: Sequence[str]) -> list[str] | str:
    """Many texts as one, which is decoded in a fraction of the time; a list where one holds the mark."""
    whole = _BETWEEN.join(texts)
    return whole if texts and whole.count(_BETWEEN) == len(texts) - 1 else list(texts)


def split(stored: list[str] | str) -> list[str]:
    """The inverse of ``joined``."""
    return stored.split(_BETWEEN) if isinstance(stored, str) else stored


def write(path: str | os.PathLike[str], plain: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write to a neighbour and move it into place, so that a reader never sees half a file."""
    target = Path(path)
    table = []
    offset = 0
    for name, array in arrays.items():
        kind = array.dtype.newbyteorder("<").str
        table.append({"name": name, "type": kind, "shape": array.shape, "at": offset})
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps({"arrays": table, "bytes": offset, "plain": plain}).encode()
    head += b" " * (-(len(head) + 24) % _ALIGN)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(MAGIC + FORMAT.to_bytes(8, "little") + len(head).to_bytes(8, "little"))
            file.write(head)
            for array in arrays.values():
                data = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
                file.write(data.data if data.size else b"")
                file.write(b"\0" * (-data.nbytes % _ALIGN))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read(path: str | os.PathLike[str]) -> tuple[Any, dict[str, NDArray[Any]]]:
    """Plain data and arrays (read-only, mapped).

    Raises ``WrongVersionError`` or ``DamagedError``; ``OSError`` if the file cannot be read.
    """
    with Path(path).open("rb") as file:
        start = file.read(24)
        if len(start) < 24 or start[:8] != MAGIC:
            raise DamagedError(f"{path}: not an index snapshot")
        version = int.from_bytes(start[8:16], "little")
        if version != FORMAT:
            raise WrongVersionError(
                f"{path}: snapshot format {version}, this version reads {FORMAT}; build it again"
            )
        size = int.from_bytes(start[16:24], "little")
        whole = os.fstat(file.fileno()).st_size
        if size > whole:
            raise DamagedError(f"{path}: cut short")
        try:
            head = json.loads(file.read(size))
            body = 24 + size
            if body + head["bytes"] > whole:
                raise DamagedError(f"{path}: cut short")
            data = np.memmap(file, np.uint8, "r") if whole else np.zeros(0, np.uint8)
            arrays = {row["name"]: _view(data, body, row) for row in head["arrays"]}
            return head["plain"], arrays
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise DamagedError(f"{path}: its head cannot be read ({error})") from error


def _view(data: NDArray[np.uint8], body: int, row: Mapping[str, Any]) -> NDArray[Any]:
    if row["type"] not in _TYPES:
        raise DamagedError(f"unknown array type {row['type']!r}")
    kind = np.dtype(row["type"])
    count = int(np.prod(row["shape"], dtype=np.int64))
    start = body + row["at"]
    part = np.asarray(data)[start : start + count * kind.itemsize]
    out: NDArray[Any] = part.view(kind).reshape(row["shape"])
    return out
