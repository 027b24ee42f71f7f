"""The knowledge folder to validated plain data: every file read, all problems at once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.knowledge import model
from bot.knowledge.errors import KnowledgeError, Problem
from bot.knowledge.load import KEYS, folder_version
from bot.knowledge.plain import plain_errors
from bot.knowledge.reader import Item, read_items
from bot.knowledge.view import mark

TABLES: dict[str, type[BaseModel]] = {
    "codes": model.CodeRow,
    "payers": model.PayerRow,
    "settings": model.SettingRow,
    "disciplines": model.DisciplineRow,
    "modifiers": model.ModifierRow,
    "denials": model.DenialRow,
    "figures": model.Figure,
    "states": model.StateRow,
    "contractors": model.ContractorRow,
    "scope": model.ScopeRow,
    "vague": model.VagueRow,
    "frames": model.FrameRow,
    "slots": model.SlotRow,
    "orders": model.OrderRow,
    "asked": model.AskedRow,
    "lexicon": model.LexiconRow,
    "reviews": model.Review,
    "calibration": model.Calibration,
    "pairs": model.PairRules,
}
FOLDERS: dict[str, type[BaseModel]] = {"sources": model.Source, "entries": model.Entry}
SINGLE = frozenset({"pairs"})
# Without these the calculators cannot speak at all.
NEEDED = ("codes", "pairs")
_MAPPINGS = frozenset({"cases", "defers", "values", "notes", "coverage", "sources"})


@dataclass(frozen=True)
class Raw:
    """The folder as validated plain data: what the snapshot stores, and where each record stood."""

    tables: dict[str, list[dict[str, Any]]]
    pair_rows: list[dict[str, str]]
    places: dict[tuple[str, str], Item]
    problems: list[Problem]
    version: str


def read_folder(folder: Path) -> Raw:
    """Read and validate every file; problems are collected, never raised.

    Raises:
        KnowledgeError: when the folder does not exist.
    """
    if not folder.is_dir():
        text = "there is no such folder; give the folder that holds entries/ and sources/"
        raise KnowledgeError([Problem(str(folder), 1, text)])
    tables: dict[str, list[dict[str, Any]]] = {}
    places: dict[tuple[str, str], Item] = {}
    problems: list[Problem] = []
    for name, kind in {**TABLES, **FOLDERS}.items():
        paths = [folder / f"{name}.yaml"] if name in TABLES else []
        paths += sorted((folder / name).rglob("*.yaml")) if (folder / name).is_dir() else []
        rows = tables.setdefault(name, [])
        for path in paths:
            if not path.is_file():
                continue
            items, found = read_items(path, str(path.relative_to(folder)), single=name in SINGLE)
            problems += found
            for item in items:
                _take(name, kind, item, rows, places, problems)
    pair_rows = _pairs(folder / "pairs.csv", problems)
    problems += _missing_and_unread(folder)
    return Raw(tables, pair_rows, places, sorted(problems), folder_version(folder))


def _missing_and_unread(folder: Path) -> list[Problem]:
    """Tables that must be there, and files whose name or place means that nobody reads them."""
    found = [
        Problem(f"{name}.yaml", 1, "is missing; the calculators need this file")
        for name in NEEDED
        if not (folder / f"{name}.yaml").is_file()
    ]
    read = {"pairs.csv", *(f"{name}.yaml" for name in TABLES)}
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder)
        if path.suffix not in (".yaml", ".yml", ".csv") or not path.is_file():
            continue
        inside = shown.parts[0] in (*FOLDERS, "questions") and len(shown.parts) > 1
        if str(shown) not in read and not (inside and path.suffix == ".yaml"):
            text = "this file is not read: check its name (.yaml) and the folder it stands in"
            found.append(Problem(str(shown), 1, text))
    return found


def _take(
    name: str,
    kind: type[BaseModel],
    item: Item,
    rows: list[dict[str, Any]],
    places: dict[tuple[str, str], Item],
    problems: list[Problem],
) -> None:
    try:
        record = kind.model_validate(item.data)
    except ValidationError as error:
        problems += plain_errors(item, error)
        return
    data = _dump(record)
    key = str(data.get(KEYS.get(name, "id"), ""))
    if (name, key) in places:
        other = places[name, key]
        problems.append(
            Problem(item.file, item.line, f'"{key}" is already used at {other.file}:{other.line}')
        )
        return
    places[name, key] = item
    rows.append(data)


def _dump(record: BaseModel) -> dict[str, Any]:
    """Every field by attribute name, defaults included; mapping fields marked as such."""
    data = record.model_dump()
    for name in _MAPPINGS & data.keys():
        if isinstance(data[name], dict):
            data[name] = mark(data[name])
    return data


def _pairs(path: Path, problems: list[Problem]) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = []
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                problems.append(Problem(path.name, number, "has too many or too few columns"))
                continue
            rows.append({str(k): str(v) for k, v in row.items()})
    return rows


