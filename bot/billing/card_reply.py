"""Cards as replies: a code, a modifier, a denial code, the thresholds of a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.billing.allocate import span_of
from bot.billing.card import CodeCard, code_card
from bot.billing.errors import BillingError, MissingFigure
from bot.billing.explain import MANUAL, unit_word
from bot.billing.inquiry import NOTE, Cited, Inquiry, error_reply, sections
from bot.billing.thresholds import figure
from bot.guidance.reply import Memory, Reply, Table

AMA_NOTICE = "CPT is copyright of the American Medical Association; the wording here is our own."
THRESHOLDS = ("kx-pt-slp", "kx-ot", "medical-review-threshold")


def _edit_lines(card: CodeCard) -> list[str]:
    """Active edits, one line for each way out and table."""
    code = card.info.code
    grouped: dict[str, list[str]] = {}
    for p in card.edits:
        other = p.column_2 if p.column_1 == code else p.column_1
        where = "" if p.setting == "both" else f", {p.setting.replace('_', ' ')} claims"
        if p.modifier_on == code:
            head = f"59 or X on {code} (column 2){where}, with"
        elif p.modifier_on:
            head = f"59 or X on the other code (column 2){where}, with"
        elif p.column_1 == code:
            head = f"No modifier, the other code is not paid{where}, with"
        else:
            head = f"No modifier, {code} is not paid{where}, with"
        grouped.setdefault(head, []).append(other)
    return [f"{head} {', '.join(others)}." for head, others in grouped.items()]


def code_reply(inquiry: Inquiry, code: str, *, reviewed_on: date | None = None) -> Reply:
    """The card of a code on the date of service."""
    try:
        card = code_card(code, inquiry.tables, day=inquiry.day)
    except BillingError as error:
        return error_reply(inquiry, error)
    info = card.info
    cited: list[Cited] = [(c.id, c.at) for c in info.cites]
    cited += [(info.limit_source, "unit limit")] if info.limit_source else []
    cited += [(p.source, "") for p in card.edits]
    cited += [NOTE] if card.note_musts else []
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="card",
        lead=f"{info.code} {info.name}: {card.time}, {card.contact}.",
        title=f"{info.code} {info.name}",
        verdict="info",
        sections=sections(
            ("In plain words", [info.plain]),
            ("Keep in mind", [info.note] if info.note else []),
            ("Modifiers", _filled([f"{key}: {when}" for key, when in card.modifiers], inquiry)),
            ("Medicare edits", [*_edit_lines(card), *([card.gap] if card.gap else [])]),
            ("Medicare unit limit", [card.limit] if card.limit else []),
            ("The note must show", card.note_musts),
            ("Payers count minutes", _payer_lines(card)),
            ("Notice", [AMA_NOTICE]),
        ),
        codes=(info.code,),
        context=inquiry.context,
        pairs=[p.to_json() for p in card.edits] or None,
        tables=_unit_table(card),
        sources=inquiry.sources(cited),
        confidence=1.0,
        memory=Memory(asked=inquiry.question, payer=inquiry.payer, codes=(info.code,)),
        reviewed_on=reviewed_on,
    )


def _unit_table(card: CodeCard) -> tuple[Table, ...]:
    if not card.units:
        return ()
    rows = tuple((f"{low}-{high}", str(n)) for n, low, high in card.units)
    return (Table("Minutes to units", ("Minutes", "Units"), rows),)


def _payer_lines(card: CodeCard) -> list[str]:
    """Payers by counting method, one line a method."""
    grouped: dict[str, list[str]] = {}
    for name, word in card.payers:
        grouped.setdefault(word, []).append(name)
    return [f"{word}: {', '.join(names)}." for word, names in grouped.items()]


_FIGURE = re.compile(r"\{\{([a-z0-9.-]+)\}\}")


def _filled(lines: Iterable[str], inquiry: Inquiry) -> list[str]:
    """Texts with `{{figure}}` replaced by its value on the day, or by an honest gap."""

    def value(match: re.Match[str]) -> str:
        try:
            return figure(match[1], inquiry.day, inquiry.tables).text
        except MissingFigure:
            return f"no figure held for {inquiry.day.year}"

    return [_FIGURE.sub(value, line) for line in lines]


def _cited(row: Mapping[str, Any]) -> list[Cited]:
    return [(str(c["id"]), str(c.get("at") or "")) for c in row.get("sources") or ()]


def modifier_reply(inquiry: Inquiry, modifier: str) -> Reply | None:
    """The card of a modifier; None when the table does not hold it."""
    row = inquiry.tables.modifiers.get(modifier.strip().upper())
    if row is None:
        return None
    cited = _cited(row)
    more: list[str] = []
    if row["id"] == "KX":
        lines, sources = _threshold_lines(inquiry)
        more, cited = lines, cited + sources
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="card",
        lead=_filled([f"{row['name']}. {row['means']}"], inquiry)[0],
        title=str(row["name"]),
        verdict="info",
        sections=sections(
            ("Use it", _filled(row["use_when"], inquiry)),
            ("Not", _filled(row.get("not_when") or (), inquiry)),
            ("Goes on", [row["goes_on"]] if row.get("goes_on") else []),
            ("Thresholds", more),
        ),
        context=inquiry.context,
        sources=inquiry.sources(cited),
        confidence=1.0,
    )


def denial_reply(inquiry: Inquiry, denial: str) -> Reply | None:
    """The card of a denial or remark code; None when the table does not hold it."""
    row = inquiry.tables.denials.get(denial.strip().upper())
    if row is None:
        return None
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="card",
        lead=_filled([f"{row['name']}. {row['means']}"], inquiry)[0],
        title=str(row["name"]),
        verdict="info",
        sections=sections(
            ("Usual causes", _filled(row.get("causes") or (), inquiry)),
            ("What to do", _filled(row["fix"], inquiry)),
        ),
        context=inquiry.context,
        sources=inquiry.sources(_cited(row)),
        confidence=1.0,
    )


def _threshold_lines(inquiry: Inquiry) -> tuple[list[str], list[Cited]]:
    lines: list[str] = []
    cited: list[Cited] = []
    for name in THRESHOLDS:
        try:
            found = figure(name, inquiry.day, inquiry.tables)
        except MissingFigure as gap:
            lines.append(gap.message)
            continue
        lines.append(f"{found.name}: {found.text} ({inquiry.day.year}).")
        cited.append((found.source, found.at))
    return lines, cited


def threshold_reply(inquiry: Inquiry) -> Reply:
    """KX and review thresholds for the date of service; never another year's."""
    try:
        pt = figure("kx-pt-slp", inquiry.day, inquiry.tables)
        ot = figure("kx-ot", inquiry.day, inquiry.tables)
    except MissingFigure as error:
        return error_reply(inquiry, error)
    lines, cited = _threshold_lines(inquiry)
    year = inquiry.day.year
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="threshold",
        lead=f"{year}: {pt.text} for PT and SLP combined, {ot.text} for OT; above it each line "
        "needs KX.",
        title=f"Thresholds {year}",
        verdict="info",
        sections=sections(("Figures", lines)),
        context=inquiry.context,
        tables=(_by_year(inquiry),),
        sources=inquiry.sources(cited),
        confidence=1.0,
    )


def _by_year(inquiry: Inquiry) -> Table:
    rows = [
        (str(span.start.year), f"${span.value:,}")
        for span in inquiry.tables.figures["kx-pt-slp"].spans
    ]
    return Table("KX threshold by year", ("Year", "PT+SLP, and OT the same"), tuple(rows[-4:]))


def minute_table_reply(inquiry: Inquiry) -> Reply:
    """The bare minutes-to-units table, for a question that names no minutes."""
    spans = [(n, *span_of(n)) for n in range(1, 9)]
    text = ", ".join(f"{low}-{high} = {n}" for n, low, high in spans[:4])
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="units",
        lead=f"Timed minutes to units: {text}, then one more for each 15 minutes.",
        title="Minutes to units",
        verdict="info",
        sections=sections(
            ("How to read it", [
                "Medicare adds the minutes of all timed codes first; the CPT midpoint looks up "
                "each code alone.",
                f"Fewer than 8 minutes in all make {unit_word(0)}.",
            ]),
        ),
        context=inquiry.context,
        tables=(
            Table("Minutes to units", ("Minutes", "Units"),
                  tuple((f"{low}-{high}", str(n)) for n, low, high in spans)),
        ),
        sources=inquiry.sources([MANUAL]),
        confidence=1.0,
    )  # fmt: skip
