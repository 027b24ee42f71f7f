"""The knowledge folder to one immutable `Library`.

`read_folder` reads and checks every file and reports all problems at once; `Library` is what the
rest of the program sees. A library never changes: a reload builds a new one and swaps it in.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.knowledge import model
from bot.knowledge.errors import KnowledgeError, Problem
from bot.knowledge.plain import plain_errors
from bot.knowledge.reader import Item, read_items

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
    "lexicon": model.LexiconRow,
    "reviews": model.Review,
    "calibration": model.Calibration,
    "pairs": model.PairNote,
}
FOLDERS: dict[str, type[BaseModel]] = {"sources": model.Source, "entries": model.Entry}
KEYS = {"codes": "code"}


@dataclass(frozen=True)
class Raw:
    """The folder as validated plain data: what the snapshot stores, and where each record stood."""

    tables: dict[str, list[dict[str, Any]]]
    pair_rows: list[dict[str, str]]
    places: dict[tuple[str, str], Item]
    problems: list[Problem]
    version: str


def default_folder() -> Path:
    """The knowledge that ships with the program: beside the package, or inside it in a wheel."""
    inside = Path(__file__).resolve().parent.parent / "_knowledge"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "knowledge"


def folder_version(folder: Path) -> str:
    """A short hash over the names and bytes of all knowledge files (questions excluded)."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    found = [p for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".csv") and p.is_file()]
    return [p for p in found if p.relative_to(folder).parts[0] != "questions"]


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
            items, found = read_items(path, str(path.relative_to(folder)))
            problems += found
            for item in items:
                _take(name, kind, item, rows, places, problems)
    pair_rows = _pairs(folder / "pairs.csv", problems)
    return Raw(tables, pair_rows, places, sorted(problems), folder_version(folder))


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
    data = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    key = str(data.get(KEYS.get(name, "id"), ""))
    if (name, key) in places:
        other = places[name, key]
        problems.append(
            Problem(item.file, item.line, f'"{key}" is already used at {other.file}:{other.line}')
        )
        return
    places[name, key] = item
    rows.append(data)


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


class Library:
    """Everything the bot knows, validated and immutable."""

    def __init__(
        self,
        tables: Mapping[str, list[dict[str, Any]]],
        pair_rows: list[dict[str, str]],
        version: str,
    ) -> None:
        self.version = version
        self.tables = MappingProxyType(dict(tables))
        self.pair_rows = tuple(pair_rows)

    @classmethod
    def load(cls, folder: Path | None = None) -> Library:
        """Read a folder; raises KnowledgeError with every problem when anything is wrong."""
        raw = read_folder(folder or default_folder())
        if raw.problems:
            raise KnowledgeError(raw.problems)
        return cls(raw.tables, raw.pair_rows, raw.version)

    def _rows(self, name: str) -> dict[str, Any]:
        kind = {**TABLES, **FOLDERS}[name]
        key = KEYS.get(name, "id")
        return {row[key]: kind.model_validate(row) for row in self.tables.get(name, ())}

    @cached_property
    def codes(self) -> dict[str, model.CodeRow]:
        """Code rows by code."""
        return self._rows("codes")

    @cached_property
    def payers(self) -> dict[str, model.PayerRow]:
        """Payer rows by id."""
        return self._rows("payers")

    @cached_property
    def settings(self) -> dict[str, model.SettingRow]:
        """Setting rows by id."""
        return self._rows("settings")

    @cached_property
    def disciplines(self) -> dict[str, model.DisciplineRow]:
        """Discipline rows by id."""
        return self._rows("disciplines")

    @cached_property
    def modifiers(self) -> dict[str, model.ModifierRow]:
        """Modifier rows by id."""
        return self._rows("modifiers")

    @cached_property
    def denials(self) -> dict[str, model.DenialRow]:
        """Denial rows by id."""
        return self._rows("denials")

    @cached_property
    def figures(self) -> dict[str, model.Figure]:
        """Figures by id."""
        return self._rows("figures")

    @cached_property
    def states(self) -> dict[str, model.StateRow]:
        """States by their two letters."""
        return self._rows("states")

    @cached_property
    def contractors(self) -> dict[str, model.ContractorRow]:
        """Medicare contractors by id."""
        return self._rows("contractors")

    @cached_property
    def scope(self) -> dict[str, model.ScopeRow]:
        """Kinds of questions that are out of scope."""
        return self._rows("scope")

    @cached_property
    def vague(self) -> dict[str, model.VagueRow]:
        """Questions too short to answer."""
        return self._rows("vague")

    @cached_property
    def lexicon(self) -> dict[str, model.LexiconRow]:
        """Clinic language."""
        return self._rows("lexicon")

    @cached_property
    def reviews(self) -> dict[str, model.Review]:
        """Review stamps by entry id."""
        return self._rows("reviews")

    @cached_property
    def calibration(self) -> dict[str, model.Calibration]:
        """Calibrated thresholds by name."""
        return self._rows("calibration")

    @cached_property
    def sources(self) -> dict[str, model.Source]:
        """Sources by id (one validated on demand costs less than all at start)."""
        return self._rows("sources")

    @cached_property
    def _entry_rows(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.tables["entries"]}

    @cached_property
    def entry_ids(self) -> tuple[str, ...]:
        """All entry ids, sorted."""
        return tuple(sorted(self._entry_rows))

    @cached_property
    def _entries(self) -> dict[str, model.Entry]:
        return {}

    def entry(self, key: str) -> model.Entry:
        """One entry by id; KeyError when there is none. Validated on first use, then kept."""
        if key not in self._entries:
            self._entries[key] = model.Entry.model_validate(self._entry_rows[key])
        return self._entries[key]

    def table(self, name: str) -> dict[str, Any]:
        """A table by its singular field name: payer, setting, discipline, code, modifier, denial."""
        plural = {"state": "states"}.get(name, name + "s")
        rows: dict[str, Any] = getattr(self, plural)
        return rows

    def figure(self, key: str, day: date) -> model.FigureRow | None:
        """The value of a figure on a date of service, or None when the table has no row for it."""
        for row in self.figures[key].rows:
            if row.from_ <= day and (row.to is None or day <= row.to):
                return row
        return None

    def choices(self, field: str) -> list[tuple[str, str]]:
        """(id, name) of every row a person may pick for a context field, by name."""
        return sorted(((k, r.name) for k, r in self.table(field).items()), key=lambda p: p[1])

    def ancestors(self, field: str, key: str) -> tuple[str, ...]:
        """A row's id and those of its ever more general parents."""
        rows, found = self.table(field), []
        while key in rows and key not in found:
            found.append(key)
            key = getattr(rows[key], "parent", None) or ""
        return tuple(found)
