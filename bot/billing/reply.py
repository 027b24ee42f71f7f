"""Units as replies. Values come in parsed; nothing here reads free text.

Other replies of the desk: `visit_reply`, `pair_reply`, `card_reply`, and `spoken` for parsed text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.billing.allocate import FLOOR, Allocation, Split, span_of, units_of
from bot.billing.errors import BillingError
from bot.billing.explain import MANUAL, MIDPOINT, minute_word, timed_lines, unit_word
from bot.billing.inquiry import (
    NOTE,
    NOTE_MUSTS,
    ONE_ON_ONE,
    Inquiry,
    error_reply,
    sections,
)
from bot.billing.units import Given, UnitsResult, choose_method, count
from bot.guidance.reply import Memory, Reply, Table

PATIENT_SOURCES = (
    ("cgs-lcd-l34049-outpatient-physical-and-occupatio", "group therapy, CMS examples"),
    ("cms-11-part-b-billing-scenarios-for", "alternating patients"),
)
PATIENT_HEADER = ("Patient", "Minutes", "Units", "Code")
METHOD_NAMES = {"cms": "the Medicare total-minutes method", "ama": "the CPT midpoint method"}


def spelled(split: Split, glue: str = ", ") -> str:
    """`97530 × 2, 97140 × 1`: most units first."""
    ordered = sorted(split, key=lambda item: (-item[1], item[0]))
    return glue.join(f"{code} × {n}" for code, n in ordered)


def _lead(result: UnitsResult) -> str:
    found = result.units
    if not found.minutes and result.untimed:
        codes = spelled(result.untimed)
        if result.untimed_minutes:
            return f"{codes}: not time-based, so its minutes add no units."
        return f"{codes}: not time-based."
    if not found.minutes:
        return f"No count from the 15-minute table: {', '.join(result.apart)} keeps its own time."
    extra = f" Untimed: {spelled(result.untimed)}." if result.untimed else ""
    if found.total == 0:
        amount = minute_word(found.timed_minutes)
        if found.method == "cms" or len(found.minutes) == 1:
            text = f"0 units: {amount} is under the {FLOOR}-minute minimum for a first unit"
            return f"{text}; not billable, still document it.{extra}"
        return f"0 units: no code reaches {FLOOR} minutes of its own.{extra}"
    head = f"{unit_word(found.total)}: {spelled(found.by_code)}."
    if found.tied and len(found.alternatives) <= 2:
        ways = [spelled(split, " + ") for split in (found.by_code, *found.alternatives)]
        head = f"{unit_word(found.total)}: {', or '.join(ways)} (tied: you choose)."
    elif found.tied:
        level = ", ".join(found.tied)
        head += f" Tied: {level} are level, so you choose which take the last units."
    if result.differs and not result.sure:
        other = result.other
        alone = f"{unit_word(other.total)} ({spelled(other.by_code)})" if other.total else "0 units"
        head += f" That is Medicare's method; a payer on the CPT midpoint gets {alone}."
    return head + extra


def method_lines(result: UnitsResult) -> list[str]:
    """Which method governs, and what the other one gives."""
    found, other = result.units, result.other
    if not found.minutes:
        return []
    out = [f"Counted by {METHOD_NAMES[found.method]} ({result.method_why})."]
    if result.differs:
        amount = spelled(other.by_code) or "nothing"
        out.append(f"By {METHOD_NAMES[other.method]}: {unit_word(other.total)}, {amount}.")
        if not result.sure and len(found.minutes) > 1:
            out += timed_lines(other)
    elif not result.sure:
        name = METHOD_NAMES[other.method]
        # Only the first letter: str.capitalize would lower the rest of "CPT".
        out.append(f"{name[:1].upper()}{name[1:]} gives the same.")
    if not result.sure and result.payer is not None and result.payer.check:
        out.append(f"To be sure, check {result.payer.check}.")
    return out


def _left_over(found: Allocation) -> list[str]:
    """What was left over, and how far the next unit is."""
    if not found.minutes or found.method != "cms":
        return []
    need = span_of(found.total + 1)[0]
    away = minute_word(need - found.timed_minutes)
    return [f"The next unit starts at {need} timed minutes ({away} more)."]


def _units_table(result: UnitsResult) -> Table:
    spent = dict(result.units.minutes) | dict(result.untimed_minutes)
    billed = dict(result.units.by_code) | dict(result.untimed)
    codes = sorted({*spent, *billed}, key=lambda c: (-spent.get(c, 0), c))
    rows = tuple((c, str(spent[c]) if c in spent else "-", str(billed.get(c, 0))) for c in codes)
    return Table("Units", ("Code", "Minutes", "Units"), rows)


def memory_of(inquiry: Inquiry, given: Iterable[Given]) -> Memory:
    rows = tuple(given)
    day = inquiry.context.date_of_service
    return Memory(
        asked=inquiry.question,
        payer=inquiry.context.get("payer"),
        setting=inquiry.context.get("setting"),
        discipline=inquiry.context.get("discipline"),
        state=inquiry.context.get("state"),
        date_of_service=day.isoformat() if day else None,
        codes=tuple(dict.fromkeys(code for code, _ in rows)),
        minutes=tuple((code, m) for code, m in rows if m is not None),
    )


def units_reply(inquiry: Inquiry, given: Sequence[Given], *, method: str | None = None) -> Reply:
    """Units for (code, minutes) pairs; minutes None for an untimed code. Errors become replies."""
    try:
        result = count(
            given, inquiry.tables, day=inquiry.day, payer=inquiry.payer, method=method,
            setting=inquiry.setting,
        )  # fmt: skip
    except BillingError as error:
        return error_reply(inquiry, error)
    cited = [*result.source_ids, NOTE, ONE_ON_ONE]
    if result.differs:
        cited.insert(1, MIDPOINT if result.units.method == "cms" else MANUAL)
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="units",
        lead=_lead(result),
        title="Units",
        verdict="calc",
        sections=sections(
            ("Arithmetic", [*result.explanation, *_left_over(result.units)]),
            ("Counting method", method_lines(result)),
            ("Watch for", result.warnings),
            ("The note must show", NOTE_MUSTS),
        ),
        codes=tuple(dict.fromkeys(inquiry.tables.code(code).code for code, _ in given)),
        context=inquiry.context,
        units=result.to_json(),
        tables=(_units_table(result),),
        sources=inquiry.sources(cited),
        confidence=1.0,
        memory=memory_of(inquiry, given),
    )


def total_reply(inquiry: Inquiry, total: int) -> Reply:
    """Units for a total with no code: what the total supports, and a question for the split."""
    if not 0 <= total <= 1440:
        return ask_minutes(inquiry, f"{total} minutes is not a visit. How many timed minutes?")
    chosen, sure, why = choose_method(inquiry.payer_info, None)
    n = units_of(total)
    low, high = span_of(n)
    lead = f"{unit_word(n)}: {total} timed minutes ({low}-{high})."
    if n == 0:
        lead = (
            f"0 units: {minute_word(total)} is under the {FLOOR}-minute minimum for a first unit."
        )
    if n and (chosen == "ama" or not sure):
        lead += " By the CPT midpoint method the minutes of each code decide instead."
    need = span_of(n + 1)[0]
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="units",
        lead=lead,
        title="Units",
        verdict="calc",
        sections=sections(
            ("Arithmetic", [
                f"{minute_word(total)} of timed codes together: {unit_word(n)}.",
                f"The next unit starts at {need} timed minutes.",
                "With the minutes of each code I can say which code takes which unit.",
            ]),
            ("Counting method", [f"Counted by {METHOD_NAMES['cms']} ({why})."]),
            ("The note must show", NOTE_MUSTS),
        ),
        context=inquiry.context,
        units=_sum_only(total, lead, sure=sure),
        sources=inquiry.sources([MANUAL, NOTE, ONE_ON_ONE]),
        confidence=1.0,
        memory=memory_of(inquiry, ()),
    )  # fmt: skip


def either_reply(inquiry: Inquiry, small: int, large: int, code: str = "") -> Reply:
    """What two neighboring lengths make, side by side; of one code, when it is named."""
    reply = total_reply(inquiry, small)
    n, m = units_of(small), units_of(large)
    low, high = span_of(m)
    one, two = ((f"{unit_word(k)} ({code} × {k})" if code and k else unit_word(k)) for k in (n, m))
    lead = f"{small} timed minutes: {one}. {large}: {two}. {low}-{high} minutes make {unit_word(m)}."
    if n == m:
        lead = f"Both {small} and {large} timed minutes make {one}: {low}-{high} is the range."
    chosen, sure, _ = choose_method(inquiry.payer_info, None)
    if chosen == "ama" or not sure:
        lead += " That is Medicare's count; by the CPT midpoint method the minutes of each code decide."
    return replace(reply, lead=lead)


def ask_minutes(inquiry: Inquiry, reason: str, total: int | None = None) -> Reply:
    """The question back when minutes could not be placed; what their sum makes, when it is known."""
    lead = f"{reason} Write each code with its minutes, for example 97530 25, 97110 15."
    units = None
    if total is not None and FLOOR <= total <= 1440:
        made = unit_word(units_of(total))
        head = f"If all {minute_word(total)} are timed codes: {made} in all by Medicare's count."
        lead = f"{head} {lead}"
        units = _sum_only(total, head, sure=False)
    return Reply(
        question=inquiry.question,
        status="clarify",
        kind="minutes",
        lead=lead,
        context=inquiry.context,
        units=units,
        confidence=1.0,
    )


def _sum_only(total: int, line: str, *, sure: bool) -> dict[str, object]:
    """The `units` object of a sum of minutes that nobody split by code."""
    return {
        "method": "cms", "timed_minutes": total, "total": units_of(total), "by_code": {},
        "alternatives": [], "untimed": {}, "explanation": [line], "warnings": [],
        "method_confirmed": sure,
    }  # fmt: skip


def patients_reply(
    inquiry: Inquiry, patients: Sequence[tuple[str, Sequence[tuple[str | None, int]]]]
) -> Reply:
    """One unit line for each patient of a shared hour: only each one's own minutes count."""
    parts: list[str] = []
    rows: list[tuple[str, str, str, str]] = []
    lines: list[str] = []
    results: dict[str, object] = {}
    for label, spent in patients:
        total = sum(m for _, m in spent)
        coded = [(code, m) for code, m in spent if code]
        try:
            if coded and len(coded) == len(spent):
                result = count(coded, inquiry.tables, day=inquiry.day, payer=inquiry.payer)
                n, split = result.units.total, spelled(result.units.by_code)
            else:
                n, split = units_of(total), ""
        except BillingError as error:
            return error_reply(inquiry, error)
        what = f" ({split})" if split else ""
        parts.append(f"{label} {minute_word(total)} = {unit_word(n)}{what}")
        rows.append((label, str(total), str(n), split or "the code that was done"))
        sums = " + ".join(str(m) for _, m in spent)
        sums = f"{sums} = " if len(spent) > 1 else ""
        lines.append(f"{label}: {sums}{minute_word(total)} one-on-one, {unit_word(n)}.")
        results[label] = {"timed_minutes": total, "total": n, "by_code": _by_code(coded, n)}
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="units",
        lead="; ".join(parts) + ".",
        title="Units for each patient",
        verdict="calc",
        sections=sections(
            ("Arithmetic", lines),
            ("Watch for", [
                "Only minutes spent one-on-one with a patient count for that patient; together "
                "they cannot exceed the time you were there.",
                "Minutes of shared attention are group (97150), one untimed unit for each patient.",
            ]),
            ("The note must show", ["Each patient's own one-on-one episodes and their minutes."]),
        ),
        codes=tuple(dict.fromkeys(c for _, spent in patients for c, _ in spent if c)),
        context=inquiry.context,
        units={
            "method": "cms", "timed_minutes": 0, "total": 0, "by_code": {}, "alternatives": [],
            "untimed": {}, "explanation": lines, "warnings": [], "patients": results,
        },
        tables=(Table("Units for each patient", PATIENT_HEADER, tuple(rows)),),
        sources=inquiry.sources(
            [MANUAL, *PATIENT_SOURCES]
        ),
        confidence=1.0,
    )  # fmt: skip


def _by_code(coded: Sequence[tuple[str, int]], n: int) -> dict[str, int]:
    return {coded[0][0]: n} if len(coded) == 1 else {}
