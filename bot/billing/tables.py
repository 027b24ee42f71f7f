"""The billing tables as frozen rows, built from plain dicts and lists.

The loader of `knowledge/` hands over what the YAML and CSV files hold (dicts with the field names
of `bot.knowledge.model`); this module imports no YAML and no pydantic, so a calculator starts fast.
Mappings are plain dicts so that the tables can be pickled; nobody changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.billing.errors import UnknownCode, UnknownPayer
from bot.billing.rows import (
    Cite,
    CodeInfo,
    FigureInfo,
    FigureSpan,
    PairBook,
    PairRecord,
    PayerInfo,
    as_day,
)
from bot.guidance.reply import SourceRef

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """All billing tables of one library version."""

    codes: dict[str, CodeInfo]
    figures: dict[str, FigureInfo]
    pairs: dict[frozenset[str], tuple[PairRecord, ...]]
    book: PairBook
    payers: dict[str, PayerInfo]
    sources: dict[str, SourceRef]
    modifiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    denials: dict[str, dict[str, Any]] = field(default_factory=dict)

    def code(self, code: str) -> CodeInfo:
        """The row of a code, or UnknownCode with the nearest codes to offer."""
        found = self.codes.get(code.strip().upper())
        if found is None:
            raise UnknownCode(code, self.nearest(code))
        return found

    def nearest(self, code: str, limit: int = 3) -> tuple[tuple[str, str], ...]:
        """Codes one keystroke away (a swap of neighbors is one); two away only with the same digits.

        A code that shares no more than that is another code, not a slip: none is offered then.
        """
        text = code.strip().upper()
        scored = sorted(
            (_keystrokes(text, other), sorted(text) != sorted(other), other) for other in self.codes
        )
        near = [other for distance, differs, other in scored if distance <= 2 and not differs]
        best = [other for distance, _, other in scored if distance <= 1]
        return tuple((c, self.codes[c].name) for c in (best or near)[:limit])

    def payer(self, payer: str | None) -> PayerInfo | None:
        """The row of a payer id; None for None; UnknownPayer for an id that is not there."""
        if payer is None:
            return None
        if payer not in self.payers:
            raise UnknownPayer(payer)
        return self.payers[payer]

    def lineage(self, payer: str | None) -> tuple[str, ...]:
        """A payer id and the ids above it."""
        out: list[str] = []
        while payer and payer in self.payers and payer not in out:
            out.append(payer)
            payer = self.payers[payer].parent
        return tuple(out)

    def aliases(self) -> dict[str, str]:
        """Nickname (lower case) to code; a nickname two codes share is left out."""
        found: dict[str, set[str]] = {}
        for info in self.codes.values():
            for alias in info.aliases:
                found.setdefault(alias.lower(), set()).add(info.code)
        return {alias: min(codes) for alias, codes in found.items() if len(codes) == 1}


def _keystrokes(a: str, b: str) -> int:
    """Optimal string alignment distance of two short texts."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _cites(rows: Iterable[Row]) -> tuple[Cite, ...]:
    return tuple(Cite(str(r["id"]), str(r.get("at") or "")) for r in rows)


def _code(row: Row) -> CodeInfo:
    limit: Row = row.get("limit") or {}
    return CodeInfo(
        code=str(row["code"]),
        name=str(row["name"]),
        plain=str(row["plain"]),
        aliases=tuple(row.get("aliases") or ()),
        family=str(row["family"]),
        timed=bool(row["timed"]),
        minutes=row.get("minutes"),
        contact=str(row["contact"]),
        therapy=str(row.get("therapy") or "always"),
        disciplines=tuple(row.get("disciplines") or ()),
        practitioner_limit=limit.get("practitioner"),
        hospital_limit=limit.get("hospital"),
        limit_release=str(limit.get("release") or ""),
        limit_source=str(limit.get("source") or ""),
        note=str(row.get("note") or ""),
        cites=_cites(row.get("sources") or ()),
    )


def _figure(row: Row) -> FigureInfo:
    spans = [
        FigureSpan(
            start=as_day(r.get("from", r.get("from_"))) or date.min,
            end=as_day(r.get("to")),
            value=r["value"],
            source=str(r["source"]),
            at=str(r.get("at") or ""),
        )
        for r in row["rows"]
    ]
    spans.sort(key=lambda s: s.start)
    return FigureInfo(str(row["id"]), str(row["name"]), str(row["unit"]), tuple(spans))


def _pair(row: Row) -> PairRecord:
    return PairRecord(
        column_1=row["column_1"],
        column_2=row["column_2"],
        indicator=str(row["modifier_indicator"]),
        setting=row["setting"],
        start=as_day(row.get("from")),
        end=as_day(row.get("until")),
        release=row["release"],
        source=row["source"],
        note=row.get("note") or "",
    )


def _book(meta: Row) -> PairBook:
    coverage: Row = meta["coverage"]
    return PairBook(
        first_day=as_day(meta["first_day"]) or date.min,
        last_day=as_day(meta["last_day"]) or date.max,
        practitioner_read=as_day(meta["practitioner_read"]) or date.min,
        hospital_read=as_day(meta["hospital_read"]) or date.min,
        every=frozenset(map(str, coverage["every"])),
        among=frozenset(map(str, coverage["among"])),
        notes=dict(meta["notes"]),
        note_sources=dict(meta["sources"]),
        releases={str(r["id"]): str(r["source"]) for r in meta["releases"]},
    )


def _payer(row: Row) -> PayerInfo:
    counting: Row = row.get("counting") or {}
    return PayerInfo(
        id=str(row["id"]),
        name=str(row["name"]),
        parent=row.get("parent"),
        method=str(counting.get("method") or "unconfirmed"),
        method_note=str(counting.get("note") or ""),
        method_source=str(counting.get("source") or ""),
        discipline_modifier=str(row.get("discipline_modifier") or "unconfirmed"),
        assistant_modifier=str(row.get("assistant_modifier") or "unconfirmed"),
        daily_limit=str(row.get("daily_limit") or ""),
        edits=str(row.get("edits") or ""),
        check=str(row.get("check") or ""),
    )


def _source(row: Row) -> SourceRef:
    return SourceRef(
        id=str(row["id"]),
        title=str(row["title"]),
        tier=str(row["tier"]),
        locator="",
        url=str(row["url"]),
        dated=str(row["dated"]),
        checked=as_day(row["checked"]) or date.min,
    )


def build(
    *,
    codes: Iterable[Row],
    figures: Iterable[Row],
    pairs: Iterable[Row],
    pair_book: Row,
    payers: Iterable[Row],
    sources: Iterable[Row],
    modifiers: Iterable[Row] = (),
    denials: Iterable[Row] = (),
) -> Tables:
    """Tables from the records of codes.yaml, figures.yaml, pairs.csv, pairs.yaml and the rest."""
    grouped: dict[frozenset[str], list[PairRecord]] = {}
    for record in map(_pair, pairs):
        grouped.setdefault(frozenset((record.column_1, record.column_2)), []).append(record)
    return Tables(
        codes={c.code: c for c in map(_code, codes)},
        figures={f.id: f for f in map(_figure, figures)},
        pairs={key: tuple(records) for key, records in grouped.items()},
        book=_book(pair_book),
        payers={p.id: p for p in map(_payer, payers)},
        sources={s.id: s for s in map(_source, sources)},
        modifiers={str(m["id"]): dict(m) for m in modifiers},
        denials={str(d["id"]): dict(d) for d in denials},
    )
