"""Code pairs as replies: what the Medicare table says on the date, and who may say otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from bot.billing.errors import BillingError
from bot.billing.inquiry import SEPARATE_MUST, Cited, Inquiry, error_reply, sections
from bot.billing.pairs import TABLE_NAMES, PairStatus, pairs_among
from bot.guidance.reply import Memory, Reply, Table

HEADER = ("Column 1", "Column 2", "Status", "Modifier", "From", "Until", "Claims")
NO_EDIT = frozenset({"ended", "never operative", "no edit found"})


def _both(p: PairStatus) -> str:
    return f"{p.column_1} and {p.column_2}"


def _sentence(p: PairStatus, inquiry: Inquiry) -> str:
    """One pair in one sentence a person can act on."""
    on = inquiry.dated
    where = "" if p.setting == "both" else f" ({TABLE_NAMES[p.setting]})"
    if p.status == "active" and p.indicator == "1":
        return (
            f"Medicare edit{on}{where}: {p.column_1} is column 1, {p.column_2} column 2. "
            f"59 or an X modifier goes on {p.column_2}, only for separate, distinct time."
        )
    if p.status == "active":
        return (
            f"Medicare edit{on}{where} no modifier can separate: {p.column_1} is paid, "
            f"{p.column_2} is not, the same day by the same provider."
        )
    if p.status == "ended":
        end = p.end.isoformat() if p.end else ""
        return (
            f"No Medicare edit{on}{where} between {_both(p)}: it ended {end}. Both can be billed "
            "for separate minutes, without 59."
        )
    if p.status == "never operative":
        return (
            f"No Medicare edit{on}{where} between {_both(p)}: the record was void from its start. "
            "Both can be billed for separate minutes, without 59."
        )
    if p.status == "no edit found":
        return (
            f"No Medicare edit found{on}{where} between {_both(p)}. Both can be billed for separate "
            "minutes, without 59."
        )
    return (
        f"I cannot say for {_both(p)}{where}: the edit records read do not cover this pair, so "
        "nothing found means nothing."
    )


def _lead(found: Sequence[PairStatus], inquiry: Inquiry) -> str:
    if len(found) == 1:
        return _sentence(found[0], inquiry)
    pairs = {frozenset((p.column_1, p.column_2)) for p in found}
    if len(pairs) == 1:
        return "It differs by claim. " + " ".join(_sentence(p, inquiry) for p in found)
    live = [p for p in found if p.status == "active"]
    if not live:
        unread = sum(1 for p in found if p.status == "not covered")
        tail = f"; {unread} could not be looked up" if unread else ""
        return f"{len(pairs)} pairs, no Medicare edit{inquiry.dated} among those read{tail}."
    names = dict.fromkeys(f"{p.column_1}/{p.column_2} ({_way(p)})" for p in live)
    return f"{len(pairs)} pairs; Medicare edits{inquiry.dated} on {', '.join(names)}."


def _way(p: PairStatus) -> str:
    return f"59 or X on {p.modifier_on}" if p.modifier_on else "no modifier"


def _meaning(found: Sequence[PairStatus], inquiry: Inquiry) -> tuple[list[str], list[Cited]]:
    """The notes of all pairs, each once, with the sources they rest on."""
    book = inquiry.tables.book
    keys = list(dict.fromkeys(key for p in found for key in p.notes))
    lines = [book.notes[key] for key in keys if key in book.notes]
    cited = [(book.note_sources[key], "") for key in keys if key in book.note_sources]
    if any(p.setting in ("both", "outpatient_hospital") for p in found):
        lines.append(book.notes["facility"])
    return lines, cited


def _own_edits(inquiry: Inquiry) -> list[str]:
    """What a named payer other than Medicare is known to do with code pairs."""
    payer = inquiry.payer_info
    if payer is None or "medicare-b" in inquiry.tables.lineage(payer.id):
        return []
    if not payer.edits or payer.edits.startswith("no wording"):
        return [f"{payer.name} keeps its own edits; none was seen."]
    return [f"{payer.name}: {payer.edits}."]


def _others(inquiry: Inquiry) -> list[str]:
    """What is known of payers other than Medicare."""
    book, payer = inquiry.tables.book, inquiry.payer_info
    lines = [book.notes["other-payers"]]
    if payer is not None and "medicaid" in inquiry.tables.lineage(payer.id):
        lines.insert(0, "Medicaid has edit files of its own; this is the Medicare table.")
    return lines


def _row(p: PairStatus) -> tuple[str, ...]:
    return (
        p.column_1,
        p.column_2,
        p.status,
        p.indicator or "-",
        p.start.isoformat() if p.start else "not shown" if p.status == "active" else "-",
        p.end.isoformat() if p.end else "-",
        {"both": "all", "practitioner": "practitioner"}.get(p.setting, "facility"),
    )


def pair_reply(inquiry: Inquiry, codes: Sequence[str]) -> Reply:
    """Every pair among the codes on the date of service. Errors become replies."""
    try:
        found = pairs_among(codes, inquiry.tables, day=inquiry.day, setting=inquiry.setting)
    except BillingError as error:
        return error_reply(inquiry, error)
    meaning, cited = _meaning(found, inquiry)
    releases = dict.fromkeys(
        f"CMS release {p.release}, seen unchanged through {p.checked.isoformat()}"
        for p in found
        if p.release and p.checked
    )
    sources = [(p.source, f"{p.column_1}/{p.column_2}") for p in found if p.source]
    unique = tuple(dict.fromkeys(code.strip().upper() for code in codes))
    fallback = [("cms-ncci-ptp-2024-07", "")] if not sources else []
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="pair",
        lead=" ".join([_lead(found, inquiry), *_own_edits(inquiry)]),
        title="Code pairs",
        verdict="info",
        sections=sections(
            ("Each pair", [_sentence(p, inquiry) for p in found] if len(found) > 1 else []),
            ("What it means", meaning),
            ("Read from", releases),
            ("Other payers", _others(inquiry)),
            ("The note must show", [SEPARATE_MUST] if any(p.modifier_on for p in found) else []),
        ),
        codes=unique,
        context=inquiry.context,
        pairs=[p.to_json() for p in found],
        tables=(Table("Code pairs", HEADER, tuple(map(_row, found))),),
        sources=inquiry.sources(
            [*sources, *fallback, *cited, (inquiry.tables.book.note_sources["other-payers"], "")]
        ),
        confidence=1.0,
        memory=Memory(asked=inquiry.question, payer=inquiry.payer, codes=unique),
    )
