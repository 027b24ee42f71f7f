"""A whole visit as one claim table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.billing.claim import Segment
from bot.billing.errors import BillingError
from bot.billing.explain import unit_word
from bot.billing.inquiry import (
    ASSISTANT_MUST,
    NOTE,
    NOTE_MUSTS,
    ONE_ON_ONE,
    SEPARATE_MUST,
    Inquiry,
    error_reply,
    sections,
)
from bot.billing.modifiers import ASSISTANTS
from bot.billing.reply import memory_of, method_lines
from bot.billing.visit import VisitResult, work_out
from bot.guidance.reply import Reply, Table


def _visit_lead(result: VisitResult, segments: Sequence[Segment]) -> str:
    billed = [
        f"{line.code} × {line.units}" + (f" {' '.join(line.modifiers)}" if line.modifiers else "")
        for line in result.lines
    ]
    timed = sum(units.units.total for _, units in result.units)
    if not billed:
        return "0 units: nothing here can be billed."
    lead = f"{unit_word(timed)} timed: {'; '.join(billed)}."
    marks = {m for line in result.lines for m in line.modifiers} & {"CQ", "CO"}
    if any(s.by in ASSISTANTS for s in segments) and not marks:
        lead = f"{lead} No CQ or CO."
    return lead


def visit_reply(
    inquiry: Inquiry,
    segments: Sequence[Segment],
    *,
    method: str | None = None,
    used: Mapping[str, float] | None = None,
) -> Reply:
    """A whole visit as one claim table. `used`: dollars toward KX this year by plan."""
    try:
        result = work_out(
            segments, inquiry.tables, day=inquiry.day, payer=inquiry.payer,
            setting=inquiry.setting, method=method, used=used,
        )  # fmt: skip
    except BillingError as error:
        return error_reply(inquiry, error)
    musts = list(NOTE_MUSTS)
    if any(s.by in ASSISTANTS for s in segments):
        musts.append(ASSISTANT_MUST)
    if any(p.modifier_on for p in result.pairs):
        musts.append(SEPARATE_MUST)
    rows = tuple(
        (line.code, str(line.units), " ".join(line.modifiers) or "-",
         "-" if line.minutes is None else str(line.minutes), line.remark or "-")
        for line in result.lines
    )  # fmt: skip
    given = [(s.code, s.minutes) for s in segments]
    first = result.units[0][1] if len(result.units) == 1 else None
    return Reply(
        question=inquiry.question,
        status="answered",
        kind="visit",
        lead=_visit_lead(result, segments),
        title="Claim lines",
        verdict="calc",
        sections=sections(
            ("Arithmetic", result.explanation),
            ("Counting method", method_lines(first) if first else []),
            ("KX", [answer.text.removeprefix("KX: ") for _, answer in result.kx]),
            ("Watch for", result.warnings),
            ("The note must show", musts),
        ),
        codes=tuple(dict.fromkeys(line.code for line in result.lines)),
        context=inquiry.context,
        units=first.to_json() if first else None,
        pairs=[p.to_json() for p in result.pairs] or None,
        visit=result.to_json(),
        tables=(Table("Claim lines", ("Code", "Units", "Modifiers", "Minutes", "Remark"), rows),),
        sources=inquiry.sources([*result.source_ids, NOTE, ONE_ON_ONE]),
        confidence=1.0,
        memory=memory_of(inquiry, given),
    )
