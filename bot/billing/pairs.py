"""Medicare code-pair edits (NCCI) on a date of service.

Statuses: `active`, `ended`, `never operative` (a void record only), `no edit found` (the table was
read for both codes and holds nothing) and `not covered` (the table was not read for this pair, so
silence means nothing).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Literal

from bot.billing.errors import NoTableForDate, NothingToCount, SameCode, UnknownCode
from bot.billing.rows import FACILITY_PAIRS, PairRecord
from bot.billing.tables import Tables

Status = Literal["active", "ended", "never operative", "no edit found", "not covered"]
# Medicare takes 59/X on either line from this day (CR 11168); before, on column 2 only.
EITHER_COLUMN = date(2019, 7, 1)
TABLES = ("practitioner", "outpatient_hospital")
TABLE_NAMES = {
    "practitioner": "practitioner claims",
    "outpatient_hospital": "outpatient hospital and facility claims",
    "both": "practitioner and facility claims",
}


@dataclass(frozen=True, slots=True)
class PairStatus:
    """What the table says of two codes on a day, for one setting or both alike.

    `modifier_on` is the line that would carry 59 or an X modifier (column 2; Medicare takes either
    column since July 2019). `start`/`end` None = not shown / still open. `checked` is the day of
    the newest release in which the pair was seen unchanged.
    """

    column_1: str
    column_2: str
    status: Status
    indicator: str | None
    setting: str
    start: date | None
    end: date | None
    release: str
    source: str
    day: date
    checked: date | None
    record: str
    notes: tuple[str, ...]

    @property
    def modifier_on(self) -> str | None:
        """The code whose line carries the modifier, when one may separate the pair."""
        return self.column_2 if self.status == "active" and self.indicator == "1" else None

    def to_json(self) -> dict[str, Any]:
        """One object of the `pairs` list of the JSON contract."""
        return {
            "column_1": self.column_1,
            "column_2": self.column_2,
            "status": self.status,
            "modifier_indicator": self.indicator,
            "modifier_on": self.modifier_on,
            "from": self.start.isoformat() if self.start else None,
            "until": self.end.isoformat() if self.end else None,
            "release": self.release,
            "source": self.source,
            "setting": self.setting,
            "date_of_service": self.day.isoformat(),
            "checked_through": self.checked.isoformat() if self.checked else None,
        }


def pair_table_of(setting: str | None) -> str | None:
    """The pair table a claim of this setting runs through; None when the setting is not known."""
    if setting is None:
        return None
    if setting in TABLES:
        return setting
    return "outpatient_hospital" if setting in FACILITY_PAIRS else "practitioner"


def _known(code: str, tables: Tables) -> str:
    """The code in capitals when any table knows it, else UnknownCode."""
    text = code.strip().upper()
    if text in tables.codes or any(text in key for key in tables.pairs):
        return text
    raise UnknownCode(code, tables.nearest(code))


def _newest(records: Iterable[PairRecord]) -> PairRecord:
    return max(records, key=lambda r: (r.end or date.max, r.start or date.min, r.column_1))


def _covered(a: str, b: str, tables: Tables) -> bool:
    book = tables.book
    return a in book.every or b in book.every or {a, b} <= book.among


def _order(a: str, b: str) -> tuple[str, str]:
    """Two codes with no record: 97530 first, then by number."""
    return (b, a) if b == "97530" or (a != "97530" and b < a) else (a, b)


def _one(a: str, b: str, setting: str, day: date, tables: Tables) -> PairStatus:
    """The status in one table."""
    book = tables.book
    records = [r for r in tables.pairs.get(frozenset((a, b)), ()) if r.setting == setting]
    edits = [r for r in records if r.indicator in ("0", "1")]
    live = [r for r in edits if (r.start or date.min) <= day <= (r.end or date.max)]
    past = [r for r in edits if r.end is not None and r.end < day]
    void = [r for r in records if r.indicator == "9"]
    looked = [r for r in records if r.indicator == ""]
    if live:
        found, status = _newest(live), "active"
    elif past:
        found, status = _newest(past), "ended"
    elif void:
        found, status = _newest(void), "never operative"
    else:
        first, second = _order(a, b)
        covered = _covered(a, b, tables)
        release = looked[0].release if looked else "2024-07-01"
        blank = PairRecord(first, second, "", setting, None, None, release, "", "")
        found = replace(blank, source=book.releases.get(release, ""))
        return _status(found, "no edit found" if covered else "not covered", day, tables)
    return _status(found, status, day, tables)


def _status(found: PairRecord, status: str, day: date, tables: Tables) -> PairStatus:
    book = tables.book
    notes: list[str] = []
    checked: date | None = None
    if status != "not covered":
        checked = book.practitioner_read
        if found.setting == "outpatient_hospital":
            checked = date.fromisoformat(found.release)
        same = _unchanged(found, status, tables)
        if same:
            checked = book.hospital_read
        if found.setting == "practitioner" and day > book.practitioner_read:
            notes.append("practitioner-after" if same else "practitioner-only")
    if status == "active" and found.indicator == "1":
        notes += ["honest", "either-column"] if day >= EITHER_COLUMN else ["honest"]
    elif status == "active":
        notes.append("hard")
    elif status == "ended":
        notes += ["ended", "stale-charts"]
        notes += ["gap"] if date(2020, 1, 1) <= day < date(2020, 10, 1) else []
    elif status == "never operative":
        notes += ["void", "separate"]
    elif status == "no edit found":
        notes.append("separate")
    else:
        notes.append("not-read")
    if "reinstated" in found.note or "notices of 2020" in found.note:
        notes.append("gap")
    return PairStatus(
        column_1=found.column_1,
        column_2=found.column_2,
        status=status,  # type: ignore[arg-type]
        indicator=found.indicator or None,
        setting=found.setting,
        start=found.start,
        end=found.end,
        release=found.release if status != "not covered" else "",
        source=found.source if status != "not covered" else "",
        day=day,
        checked=checked,
        record=found.note,
        notes=tuple(dict.fromkeys(notes)),
    )


def _unchanged(found: PairRecord, status: str, tables: Tables) -> bool:
    """True when the October 2026 hospital table shows the same state of this pair."""
    records = tables.pairs.get(frozenset((found.column_1, found.column_2)), ())
    newest = tables.book.hospital_read.isoformat()
    seen = [r for r in records if r.setting == "outpatient_hospital" and r.release == newest]
    if status == "active":
        return any((r.column_1, r.indicator) == (found.column_1, found.indicator) for r in seen)
    return any(r.indicator == "" for r in seen)


def _check_day(day: date, tables: Tables) -> None:
    book = tables.book
    if not book.first_day <= day <= book.last_day:
        raise NoTableForDate("code-pair table", day, book.first_day, book.last_day)


def pair_status(
    a: str, b: str, tables: Tables, *, day: date, setting: str | None = None
) -> tuple[PairStatus, ...]:
    """The pair on a day. One result when both tables agree or a setting is given, else two.

    `setting` is a setting id or the name of a pair table. Raises UnknownCode, SameCode, or
    NoTableForDate when no release covers the day (a later quarter is never guessed).
    """
    first, second = _known(a, tables), _known(b, tables)
    if first == second:
        raise SameCode(first)
    _check_day(day, tables)
    table = pair_table_of(setting)
    if table:
        return (_one(first, second, table, day, tables),)
    office, facility = (_one(first, second, name, day, tables) for name in TABLES)
    alike = ("column_1", "status", "indicator", "start", "end")
    if all(getattr(office, name) == getattr(facility, name) for name in alike):
        return (replace(office, setting="both"),)
    return office, facility


def pairs_among(
    codes: Iterable[str], tables: Tables, *, day: date, setting: str | None = None
) -> tuple[PairStatus, ...]:
    """Every pair among the codes, in the order given; repeated codes count once."""
    unique = list(dict.fromkeys(_known(code, tables) for code in codes))
    if len(unique) < 2:
        raise (SameCode(unique[0]) if unique else NothingToCount("Name two codes."))
    return tuple(
        status
        for a, b in combinations(unique, 2)
        for status in pair_status(a, b, tables, day=day, setting=setting)
    )


def active_edits(code: str, tables: Tables, *, day: date) -> tuple[PairStatus, ...]:
    """Every active edit of one code with a code of our table, for its card.

    Raises NoTableForDate when no release covers the day.
    """
    _check_day(day, tables)
    partners = sorted(c for c in tables.codes if c != code and frozenset((code, c)) in tables.pairs)
    return tuple(
        status
        for other in partners
        for status in pair_status(code, other, tables, day=day)
        if status.status == "active"
    )
