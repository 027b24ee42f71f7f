"""Units of a visit: which codes are timed, what the minutes earn, and the arithmetic in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.billing import explain
from bot.billing.allocate import Allocation, Method, Split, allocate
from bot.billing.errors import BadMinutes, NothingToCount, UnknownMethod
from bot.billing.limits import limit_warnings
from bot.billing.rows import LADDERS, CodeInfo, PayerInfo
from bot.billing.tables import Tables

DAY_MINUTES = 24 * 60
Given = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class UnitsResult:
    """What the minutes earn.

    `units` is the allocation by the method that governs (or the CMS method when nobody knows),
    `other` the same minutes by the other method; `sure` is False when the payer's method is not
    known. `apart` are codes with a time base of their own, which get no count here.
    """

    units: Allocation
    other: Allocation
    sure: bool
    method_why: str
    payer: PayerInfo | None
    untimed: Split
    untimed_minutes: Split
    apart: tuple[str, ...]
    given: tuple[Given, ...]
    explanation: tuple[str, ...]
    warnings: tuple[str, ...]
    source_ids: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """True when the two methods bill differently."""
        return self.units.by_code != self.other.by_code

    def to_json(self) -> dict[str, Any]:
        """The `units` object of the JSON contract, with the other method beside it."""
        return {
            "method": self.units.method,
            "timed_minutes": self.units.timed_minutes,
            "total": self.units.total,
            "by_code": dict(self.units.by_code),
            "alternatives": [dict(split) for split in self.units.alternatives],
            "untimed": dict(self.untimed),
            "explanation": list(self.explanation),
            "warnings": list(self.warnings),
            "method_confirmed": self.sure,
            "other": {
                "method": self.other.method,
                "total": self.other.total,
                "by_code": dict(self.other.by_code),
            },
        }


def as_minutes(value: object, code: str) -> int:
    """Whole minutes of one code, or BadMinutes saying what is wrong."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadMinutes(f"The minutes of {code} must be a whole number, not {value!r}.")
    if value < 0:
        raise BadMinutes(f"{code} cannot have {value} minutes.")
    if value > DAY_MINUTES:
        raise BadMinutes(f"{code} has {value} minutes; a day has {DAY_MINUTES}.")
    return value


def choose_method(payer: PayerInfo | None, method: str | None) -> tuple[Method, bool, str]:
    """The governing method, whether that is certain, and why in a few words."""
    if method is not None:
        if method not in ("cms", "ama"):
            raise UnknownMethod(method)
        return ("cms" if method == "cms" else "ama"), True, "the method you asked for"
    if payer is None:
        return "cms", False, "no payer named, so the Medicare method is shown"
    if payer.method in ("cms", "ama"):
        chosen: Method = "cms" if payer.method == "cms" else "ama"
        return chosen, True, ": ".join(filter(None, (payer.name, payer.method_note)))
    if payer.method == "per-visit":
        return "cms", False, f"{payer.name} does not pay by CPT units: {payer.method_note}"
    word = "varies" if payer.method == "varies" else "is not confirmed"
    tail = f": {payer.method_note}" if payer.method_note else ""
    return "cms", False, f"the counting method of {payer.name} {word}{tail}"


def _ladder_down(minutes: dict[str, int]) -> dict[str, int]:
    """Fold a second-step code into its first step: their time is one service."""
    folded = dict(minutes)
    for first, then in LADDERS.items():
        if then in folded:
            folded[first] = folded.get(first, 0) + folded.pop(then)
    return folded


def _ladder_split(split: Split) -> Split:
    """Spread units of a first-step code: one on it, the rest on its second step."""
    out: dict[str, int] = {}
    for code, n in split:
        out[code] = n
        if code in LADDERS and n > 1:
            out[code] = 1
            out[LADDERS[code]] = n - 1
    return tuple(sorted(out.items()))


def _laddered(found: Allocation) -> Allocation:
    return Allocation(
        method=found.method,
        minutes=found.minutes,
        total=found.total,
        by_code=_ladder_split(found.by_code),
        rest=found.rest,
        placed=found.placed,
        tied=found.tied,
        open_units=found.open_units,
        alternatives=tuple(_ladder_split(s) for s in found.alternatives),
    )


def count(
    given: Iterable[Given],
    tables: Tables,
    *,
    day: date,
    payer: str | None = None,
    method: str | None = None,
    setting: str | None = None,
) -> UnitsResult:
    """Count units of (code, minutes) pairs; minutes None for an untimed code.

    Minutes of a code given twice are added. Order never matters. Raises the `BillingError` that
    fits: unknown code, payer or method, minutes missing or impossible, nothing given.
    """
    rows = tuple(given)
    if not rows:
        raise NothingToCount("Give at least one code with its minutes, for example 97530=33.")
    row = tables.payer(payer)
    chosen, sure, why = choose_method(row, method)
    timed: dict[str, int] = {}
    untimed: dict[str, int] = {}
    untimed_minutes: dict[str, int] = {}
    apart: list[str] = []
    infos: dict[str, CodeInfo] = {}
    for code, value in rows:
        info = tables.code(code)
        infos[info.code] = info
        if info.pooled:
            if value is None:
                raise BadMinutes(f"{info.code} ({info.name}) is timed: how many minutes?")
            timed[info.code] = timed.get(info.code, 0) + as_minutes(value, info.code)
        elif info.timed:
            if value is not None:
                as_minutes(value, info.code)
            if info.code not in apart:
                apart.append(info.code)
        else:
            untimed[info.code] = 1
            if value is not None:
                spent = untimed_minutes.get(info.code, 0) + as_minutes(value, info.code)
                untimed_minutes[info.code] = spent
    if sum(timed.values()) > DAY_MINUTES:
        raise BadMinutes(
            f"The timed codes add up to {sum(timed.values())} minutes; a day has {DAY_MINUTES}."
        )
    folded = _ladder_down(timed)
    units = _laddered(allocate(chosen, folded))
    other = _laddered(allocate("ama" if chosen == "cms" else "cms", folded))
    lines = [
        *explain.timed_lines(units),
        *explain.ladder_lines(timed),
        *explain.untimed_lines(untimed, untimed_minutes, infos),
        *explain.apart_lines(apart, infos),
    ]
    warnings = limit_warnings(
        dict(units.by_code) | untimed,
        tables,
        payer=row,
        setting=setting,
        day=day,
        timed_total=units.total,
    )
    return UnitsResult(
        units=units,
        other=other,
        sure=sure,
        method_why=why,
        payer=row,
        untimed=tuple(sorted(untimed.items())),
        untimed_minutes=tuple(sorted(untimed_minutes.items())),
        apart=tuple(sorted(apart)),
        given=tuple(sorted(rows, key=lambda r: (r[0], -1 if r[1] is None else r[1]))),
        explanation=tuple(lines),
        warnings=tuple(w.text for w in warnings),
        source_ids=explain.count_sources(chosen, row, sure) + tuple(w.source for w in warnings),
    )
