"""One immutable `Library`: everything the bot knows, as the rest of the program sees it.

A library never changes: a reload builds a new one and swaps it in. Records are views of data that
`bot.knowledge.folder` validated, so opening a library from a snapshot needs no validation library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from bot.knowledge.records import Made
from bot.knowledge.view import View

if TYPE_CHECKING:
    from bot.knowledge import model

KEYS = {"codes": "code"}
# Tables of many records of which one answer needs a handful.
KEYED = ("entries", "sources", "reviews")
TIER_RANK = {"primary": 0, "payer": 1, "association": 2, "trade": 3}
GATE_FIELDS = (
    "codes", "payer", "setting", "discipline", "modifier", "denial", "state", "contractor", "terms",
)  # fmt: skip


def default_folder() -> Path:
    """The knowledge that ships with the program: beside the package, or inside it in a wheel."""
    inside = Path(__file__).resolve().parent.parent / "_knowledge"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "knowledge"


def folder_version(folder: Path) -> str:
    """A short hash over the names and bytes of all knowledge files (questions excluded)."""
    digest = hashlib.sha256()
    for path in knowledge_files(folder):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def knowledge_files(folder: Path) -> list[Path]:
    found = [p for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".csv") and p.is_file()]
    return [p for p in found if p.relative_to(folder).parts[0] != "questions"]


class Library:
    """Everything the bot knows, validated and immutable."""

    def __init__(
        self,
        tables: Mapping[str, list[dict[str, Any]]],
        pair_rows: Callable[[], Sequence[dict[str, str]]],
        version: str,
        keyed: Mapping[str, Mapping[str, dict[str, Any]]] | None = None,
    ) -> None:
        """A library of validated tables.

        Args:
            pair_rows: gives the rows of the code-pair table when somebody asks for them.
            keyed: the tables named in `KEYED` by id, when they are not in `tables`.
        """
        self.version = version
        self.tables = MappingProxyType(dict(tables))
        self._pair_rows = pair_rows
        self._keyed = keyed or {name: {row["id"]: row for row in tables.get(name, ())} for name in KEYED}

    @classmethod
    def load(cls, folder: Path | None = None) -> Library:
        """Read a folder; raises KnowledgeError with every problem when anything is wrong."""
        from bot.knowledge.errors import KnowledgeError
        from bot.knowledge.folder import read_folder

        raw = read_folder(folder or default_folder())
        if raw.problems:
            raise KnowledgeError(raw.problems)
        return cls(raw.tables, lambda: raw.pair_rows, raw.version)

    @cached_property
    def pair_rows(self) -> tuple[dict[str, str], ...]:
        """The rows of the code-pair table."""
        return tuple(self._pair_rows())

    def raw(self, name: str) -> list[dict[str, Any]]:
        """The rows of a table as plain data."""
        return list(self._keyed[name].values()) if name in self._keyed else self.tables[name]

    def _rows(self, name: str) -> dict[str, Any]:
        key = KEYS.get(name, "id")
        return {row[key]: View(row) for row in self.tables.get(name, ())}

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
    def frames(self) -> dict[str, model.FrameRow]:
        """Ways of asking with slots, inside and outside the field."""
        return self._rows("frames")

    @cached_property
    def slots(self) -> dict[str, model.SlotRow]:
        """The words that take a frame's slots."""
        return self._rows("slots")

    @cached_property
    def orders(self) -> dict[str, model.OrderRow]:
        """How lines order the bot about."""
        return self._rows("orders")

    @cached_property
    def asked(self) -> dict[str, model.AskedRow]:
        """Words that tell what a question asks for."""
        return self._rows("asked")

    @cached_property
    def lexicon(self) -> dict[str, model.LexiconRow]:
        """Clinic language."""
        return self._rows("lexicon")

    @cached_property
    def reviews(self) -> Mapping[str, model.Review]:
        """Review stamps by entry id."""
        return self._views("reviews")

    @cached_property
    def calibration(self) -> dict[str, model.Calibration]:
        """Calibrated thresholds by name."""
        return self._rows("calibration")

    @cached_property
    def pairs(self) -> model.PairRules | None:
        """What stands beside the code-pair table, or None when there is no such file."""
        rows = self.tables.get("pairs", ())
        return cast("model.PairRules", View(rows[0])) if rows else None

    @cached_property
    def sources(self) -> Mapping[str, model.Source]:
        """Sources by id."""
        return self._views("sources")

    def _views(self, name: str) -> Mapping[str, Any]:
        rows = self._keyed[name]
        return Made(rows, lambda key: View(rows[key]))

    @cached_property
    def entry_ids(self) -> tuple[str, ...]:
        """All entry ids, sorted."""
        return tuple(sorted(self._keyed["entries"]))

    @cached_property
    def _entries(self) -> Mapping[str, model.Entry]:
        return self._views("entries")

    def entry(self, key: str) -> model.Entry:
        """One entry by id; KeyError when there is none."""
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
