"""Figures that change with time: the value on a date of service, or an explicit nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.billing.errors import MissingFigure
from bot.billing.limits import span_on
from bot.billing.rows import FigureInfo, FigureSpan
from bot.billing.tables import Tables


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure on a day: its raw value, the text people read, and where it stands."""

    id: str
    name: str
    value: int | float | str
    text: str
    start: date
    end: date | None
    source: str
    at: str


def as_text(value: int | float | str, unit: str) -> str:
    """`$2,480`, `$33.4009`, `85%`, `2027-12-31` and so on."""
    if unit == "usd" and not isinstance(value, str):
        return f"${value:,}" if isinstance(value, int) else f"${value:,.{_places(value)}f}"
    if unit == "percent":
        return f"{value}%"
    return str(value)


def _places(value: float) -> int:
    decimals = len(repr(value).partition(".")[2])
    return max(2, decimals)


def figure(name: str, day: date, tables: Tables) -> FigureValue:
    """The value of a figure on a day; MissingFigure when no row covers it or there is no figure."""
    info = tables.figures.get(name)
    if info is None:
        raise MissingFigure(name, day)
    span = span_on(info, day)
    if span is None:
        before = [s for s in info.spans if s.start <= day]
        latest = _described(info, before[-1]) if before else ""
        raise MissingFigure(info.name, day, latest)
    return FigureValue(
        id=info.id,
        name=info.name,
        value=span.value,
        text=as_text(span.value, info.unit),
        start=span.start,
        end=span.end,
        source=span.source,
        at=span.at,
    )


def _described(info: FigureInfo, span: FigureSpan) -> str:
    until = f" to {span.end.isoformat()}" if span.end else ""
    return f"{as_text(span.value, info.unit)}, {span.start.isoformat()}{until}"


def kx_figure(plan: str) -> str:
    """The threshold figure a plan of care counts toward: PT and SLP share one, OT has its own."""
    return "kx-ot" if plan == "ot" else "kx-pt-slp"
