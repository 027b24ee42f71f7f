"""Unit limits: Medicare's per-code limit (MUE) and what a payer caps a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.billing.rows import HOSPITAL_LIMITS, FigureInfo, FigureSpan, PayerInfo
from bot.billing.tables import Tables

MEDICARE = "medicare-b"
# 97530: adjudication indicator 3, seen for this code; all units of the day are added.
WHOLE_CODE_DENIES = frozenset({"97530"})


@dataclass(frozen=True, slots=True)
class UnitWarning:
    """One warning and the source it rests on."""

    text: str
    source: tuple[str, str]


def span_on(figure: FigureInfo, day: date) -> FigureSpan | None:
    """The row of a figure that holds on a day, or None."""
    for span in figure.spans:
        if span.start <= day and (span.end is None or day <= span.end):
            return span
    return None


def _release(text: str, table: str) -> str:
    """The part of a release text that speaks of one table."""
    parts = [part.strip() for part in text.split(";")]
    return next((part for part in parts if part.startswith(table)), text)


def _over_mue(units: Mapping[str, int], tables: Tables, setting: str | None) -> list[UnitWarning]:
    hospital = setting in HOSPITAL_LIMITS
    out = []
    for code in sorted(units):
        info = tables.codes[code]
        limit = info.hospital_limit if hospital else info.practitioner_limit
        table = "outpatient hospital" if hospital else "practitioner"
        if limit is None or units[code] <= limit:
            continue
        if limit == 0:
            text = f"{code}: Medicare's unit limit is 0, so it is never paid separately."
        else:
            text = (
                f"{code} × {units[code]} is over Medicare's limit of {limit} units a day "
                f"(MUE, {_release(info.limit_release, table)})."
            )
            if code in WHOLE_CODE_DENIES:
                text += " Over it all its units deny; an ABN cannot shift them to the patient."
        out.append(UnitWarning(text, (info.limit_source, "unit limit table")))
    return out


def _over_cap(
    total: int, untimed: int, payer: PayerInfo, tables: Tables, day: date
) -> list[UnitWarning]:
    for name in tables.lineage(payer.id):
        figure = tables.figures.get(f"cap-{name}")
        span = span_on(figure, day) if figure else None
        if figure is None or span is None:
            continue
        counted = total + (untimed if "untimed services included" in span.at else 0)
        if counted > int(span.value):
            text = f"{counted} units are over the daily limit of {payer.name}: {span.value}"
            return [UnitWarning(f"{text} ({span.at}).", (span.source, ""))]
        return []
    return []


def limit_warnings(
    units: Mapping[str, int],
    tables: Tables,
    *,
    payer: PayerInfo | None,
    setting: str | None,
    day: date,
    timed_total: int,
) -> list[UnitWarning]:
    """Warnings for one visit's units. A payer known to count its own way gets no Medicare limit."""
    out: list[UnitWarning] = []
    if payer is None or MEDICARE in tables.lineage(payer.id) or payer.method == "cms":
        out += _over_mue(units, tables, setting)
    if payer is not None:
        out += _over_cap(timed_total, sum(units.values()) - timed_total, payer, tables, day)
    return out
