"""Read the billing tables straight from a knowledge folder: for tests and for looking around.

The program itself gets its tables from the library loader, which validates every record first.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from bot.billing.tables import Tables, build


def _rows(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or []


def from_folder(folder: Path) -> Tables:
    """Tables of a folder laid out like `knowledge/`. Raises OSError when a file is missing."""
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as handle:
        pairs = list(csv.DictReader(handle))
    sources = [row for path in sorted((folder / "sources").glob("*.yaml")) for row in _rows(path)]
    return build(
        codes=_rows(folder / "codes.yaml"),
        figures=_rows(folder / "figures.yaml"),
        pairs=pairs,
        pair_book=_rows(folder / "pairs.yaml"),
        payers=_rows(folder / "payers.yaml"),
        sources=sources,
        modifiers=_rows(folder / "modifiers.yaml"),
        denials=_rows(folder / "denials.yaml"),
    )
