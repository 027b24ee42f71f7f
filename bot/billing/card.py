"""What stands on a code's card: everything the tables know of one code on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.billing.allocate import span_of
from bot.billing.errors import NoTableForDate
from bot.billing.inquiry import NOTE_MUSTS
from bot.billing.pairs import PairStatus, active_edits
from bot.billing.rows import LADDERS, CodeInfo
from bot.billing.tables import Tables

CONTACT = {
    "one-on-one": "one-on-one",
    "group": "group, two or more patients",
    "supervised": "supervised, no constant attendance",
    "none": "no contact",
    "without patient": "patient not present",
    "any": "no set contact",
}
METHOD_WORDS = {
    "cms": "minutes of all timed codes added (8-minute rule)",
    "ama": "each code alone (CPT midpoint)",
    "per-visit": "not by CPT units",
    "varies": "varies by plan",
    "unconfirmed": "not confirmed",
}


@dataclass(frozen=True, slots=True)
class CodeCard:
    """The card of one code. `gap` says why `edits` is empty when no table covers the day."""

    info: CodeInfo
    time: str
    contact: str
    units: tuple[tuple[int, int, int], ...]
    modifiers: tuple[tuple[str, str], ...]
    edits: tuple[PairStatus, ...]
    gap: str
    limit: str
    note_musts: tuple[str, ...]
    payers: tuple[tuple[str, str], ...]


def _time(info: CodeInfo) -> str:
    if not info.timed:
        return "not timed, 1 unit"
    if info.pooled and info.code in LADDERS.values():
        return "timed, each further 15 minutes"
    if info.pooled:
        return "timed in 15-minute units"
    return f"timed by its own {info.minutes} minutes"


def _limit(info: CodeInfo) -> str:
    """Medicare's unit limits in words, or nothing."""
    office, hospital = info.practitioner_limit, info.hospital_limit
    if office is None and hospital is None:
        return ""
    if office == 0:
        return f"0 units a day: Medicare never pays it separately ({info.limit_release})."
    parts = [
        f"{n} a day on {where} claims"
        for n, where in ((office, "practitioner"), (hospital, "outpatient hospital"))
        if n is not None
    ]
    return f"{', '.join(parts)} ({info.limit_release})."


def _modifiers(
    info: CodeInfo, tables: Tables, edits: tuple[PairStatus, ...]
) -> list[tuple[str, str]]:
    """Modifiers of the code and when, in the words of the modifier table."""
    wanted: list[str] = []
    if info.therapy != "no":
        wanted += [
            m for d, m in (("pt", "GP"), ("ot", "GO"), ("slp", "GN")) if d in info.disciplines
        ]
        wanted += [m for d, m in (("pt", "CQ"), ("ot", "CO")) if d in info.disciplines]
        wanted.append("KX")
    if any(p.modifier_on for p in edits):
        wanted.append("59")
    return [
        (key, str(row["means"] if key in ("CQ", "CO") else row["use_when"][0]))
        for key in wanted
        if (row := tables.modifiers.get(key))
    ]


def code_card(code: str, tables: Tables, *, day: date) -> CodeCard:
    """The card of a code on a day. Raises UnknownCode."""
    info = tables.code(code)
    edits: tuple[PairStatus, ...] = ()
    gap = ""
    try:
        edits = active_edits(info.code, tables, day=day)
    except NoTableForDate as error:
        gap = error.message
    units = tuple((n, *span_of(n)) for n in range(1, 7)) if info.pooled else ()
    payers = tuple(
        (p.name, METHOD_WORDS[p.method]) for p in tables.payers.values() if p.parent is None
    )
    return CodeCard(
        info=info,
        time=_time(info),
        contact=CONTACT[info.contact],
        units=units,
        modifiers=tuple(_modifiers(info, tables, edits)),
        edits=edits,
        gap=gap,
        limit=_limit(info),
        note_musts=NOTE_MUSTS if info.therapy != "no" else (),
        payers=payers if info.pooled else (),
    )
