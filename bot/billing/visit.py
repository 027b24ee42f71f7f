"""A whole visit: codes with minutes and who gave them, to claim lines.

Each plan of care (PT, OT, SLP) counts its own minutes; assistants belong to their plan. Aides and
other people are not therapy time and earn no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from bot.billing.claim import EVALUATIONS, ClaimLine, LineRules, PlanShare, Segment, plan_lines
from bot.billing.errors import BadMinutes, NothingToCount, OverlappingTimes
from bot.billing.explain import minute_word
from bot.billing.limits import limit_warnings
from bot.billing.modifiers import (
    ASSISTANT_MODIFIER,
    ASSISTANTS,
    CMS_EXAMPLES,
    CMS_PAGE,
    PLAN_OF,
    KxAnswer,
    assistant_modifier_needed,
    kx,
    plan_modifier_needed,
)
from bot.billing.pairs import PairStatus, pairs_among
from bot.billing.rows import PayerInfo
from bot.billing.tables import Tables
from bot.billing.units import UnitsResult, count

APART = (
    "Minutes are counted apart for each plan of care, as is usual (no CMS wording was read for "
    "it); the day's units of one code are added for Medicare's unit limit."
)
# NCCI manual chapter XI: not performed by speech-language pathologists.
NOT_SLP = frozenset({"97110", "97112", "97150", "97530"})
# Supervised modalities may run while another service is given (NCCI manual chapter XI).
MAY_OVERLAP = frozenset(
    {"97010", "97012", "97014", "97016", "97018", "97022", "97024", "97026", "97028", "G0283"}
)


@dataclass(frozen=True, slots=True)
class VisitResult:
    """Claim lines and everything a biller should see beside them."""

    lines: tuple[ClaimLine, ...]
    units: tuple[tuple[str, UnitsResult], ...]
    pairs: tuple[PairStatus, ...]
    kx: tuple[tuple[str, KxAnswer], ...]
    explanation: tuple[str, ...]
    warnings: tuple[str, ...]
    source_ids: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The `visit` object; its units and pairs also stand in the contract's own fields."""
        return {
            "lines": [
                {
                    "code": line.code,
                    "units": line.units,
                    "modifiers": list(line.modifiers),
                    "minutes": line.minutes,
                    "plan": line.plan,
                    "remark": line.remark,
                }
                for line in self.lines
            ],
            "units": {plan: result.to_json() for plan, result in self.units},
            "pairs": [pair.to_json() for pair in self.pairs],
            "kx": {plan: {"need": answer.need, "text": answer.text} for plan, answer in self.kx},
            "explanation": list(self.explanation),
            "warnings": list(self.warnings),
        }


def clock(minute: int) -> str:
    """Minutes after midnight as 9:05."""
    return f"{minute // 60}:{minute % 60:02d}"


def check_times(segments: Iterable[Segment]) -> None:
    """Raise OverlappingTimes when two services claim the same clock minutes."""
    timed = [s for s in segments if s.start is not None and s.end is not None]
    for s in timed:
        if (s.end or 0) <= (s.start or 0):
            raise BadMinutes(
                f"{s.code}: {clock(s.start or 0)} to {clock(s.end or 0)} does not run forward."
            )
    busy = sorted((s for s in timed if s.code not in MAY_OVERLAP), key=lambda s: (s.start, s.end))
    for a, b in pairwise(busy):
        if (b.start or 0) < (a.end or 0) and not (a.together and b.together):
            raise OverlappingTimes(
                f"{a.code} ({clock(a.start or 0)}-{clock(a.end or 0)}) and {b.code} "
                f"({clock(b.start or 0)}-{clock(b.end or 0)}) overlap by "
                f"{minute_word(min(a.end or 0, b.end or 0) - (b.start or 0))}; the same minutes "
                "go to one code only. Which code had them?"
            )


def work_out(
    segments: Iterable[Segment],
    tables: Tables,
    *,
    day: date,
    payer: str | None = None,
    setting: str | None = None,
    method: str | None = None,
    used: Mapping[str, float] | None = None,
) -> VisitResult:
    """The claim of a visit.

    `used` maps a plan (pt, ot, slp) to the dollars allowed so far this year toward its KX
    threshold. Raises the `BillingError` that fits; never assumes a code, minutes or a later
    year's figure.
    """
    given = tuple(segments)
    if not given:
        raise NothingToCount("Give at least one code with its minutes.")
    checked = tuple(
        Segment(tables.code(s.code).code, s.minutes, s.by, s.start, s.end, s.together)
        for s in given
    )
    check_times(checked)
    row = tables.payer(payer)
    plans = [
        PlanShare(plan, kept)
        for plan in ("pt", "ot", "slp")
        if (kept := tuple(s for s in checked if PLAN_OF.get(s.by) == plan))
    ]
    ours = row is None or "medicare-b" in tables.lineage(row.id)
    codes = sorted({s.code for p in plans for s in p.segments})
    pairs = pairs_among(codes, tables, day=day, setting=setting) if len(codes) > 1 else ()
    separate = frozenset(p.modifier_on for p in pairs if p.modifier_on) if ours else frozenset()
    marking = assistant_modifier_needed(row, setting)
    warnings = _people_warnings(checked)
    lines: list[ClaimLine] = []
    units: list[tuple[str, UnitsResult]] = []
    kxs: list[tuple[str, KxAnswer]] = []
    explanation: list[str] = []
    sources: list[tuple[str, str]] = []
    for p in plans:
        rows = [(s.code, s.minutes) for s in p.segments]
        result = count(rows, tables, day=day, payer=payer, method=method, setting=setting)
        units.append((p.plan, result))
        due = kx(p.plan, day, (used or {}).get(p.plan), tables) if ours else None
        if due:
            kxs.append((p.plan, due))
        made, notes = plan_lines(
            p, result, LineRules(separate, due, marking, plan_modifier_needed(row))
        )
        lines += made
        head = f"{p.plan.upper()} plan: " if len(plans) > 1 else ""
        explanation += [head + text for text in (*result.explanation, *notes)]
        warnings += result.warnings
        sources += [*result.source_ids, *([due.source] if due and due.source else [])]
    if any(s.by in ASSISTANTS for s in checked):
        sources += [CMS_PAGE, CMS_EXAMPLES]
        warnings += _assistant_warnings(plans, marking)
    if len(plans) > 1:
        explanation.append(APART)
        together = _added(lines)
        found = limit_warnings(together, tables, payer=row, setting=setting, day=day, timed_total=0)
        warnings += [w.text for w in found if "MUE" in w.text]
    warnings += _pair_warnings(pairs, row)
    live = [p for p in pairs if p.status == "active"]
    sources += [(p.source, f"{p.column_1}/{p.column_2}") for p in live]
    return VisitResult(
        lines=tuple(lines),
        units=tuple(units),
        pairs=pairs,
        kx=tuple(kxs),
        explanation=tuple(explanation),
        warnings=tuple(dict.fromkeys(warnings)),
        source_ids=tuple(dict.fromkeys(sources)),
    )


def _added(lines: Iterable[ClaimLine]) -> dict[str, int]:
    out: dict[str, int] = {}
    for line in lines:
        out[line.code] = out.get(line.code, 0) + line.units
    return out


def _people_warnings(segments: Iterable[Segment]) -> list[str]:
    out = []
    for s in segments:
        if s.by not in PLAN_OF:
            spent = minute_word(s.minutes) if s.minutes is not None else "The time"
            out.append(f"{spent} of {s.code} by {s.by}: not therapy time, left out.")
        elif s.by in ASSISTANTS and s.code in EVALUATIONS:
            out.append(f"{s.code}: a {s.by.upper()} may not evaluate.")
        elif s.by == "slp" and s.code in NOT_SLP:
            out.append(f"{s.code}: not a service of speech-language pathologists for Medicare.")
    return out


def _assistant_warnings(plans: Iterable[PlanShare], marking: str) -> list[str]:
    if marking != "unknown":
        return []
    text = "Medicare needs it; whether this payer does is not confirmed."
    return [
        f"{ASSISTANT_MODIFIER[p.plan]}: {text}"
        for p in plans
        if any(s.by in ASSISTANTS for s in p.segments)
    ]


def _pair_warnings(pairs: Iterable[PairStatus], payer: PayerInfo | None) -> list[str]:
    out = []
    for p in pairs:
        if p.status != "active":
            continue
        where = "" if p.setting == "both" else f", {p.setting.replace('_', ' ')} table"
        head = f"{p.column_1} with {p.column_2} (Medicare edit{where}):"
        if p.indicator == "0":
            out.append(f"{head} no modifier separates them; {p.column_2} is not paid that day.")
        else:
            out.append(
                f"{head} 59 or X on {p.column_2} only if the two took separate, distinct time and "
                "the note shows it."
            )
    own = payer is not None and payer.id != "medicare-b" and payer.edits
    if payer is not None and own and not payer.edits.startswith("no wording"):
        out.append(f"{payer.name}, code pairs: {payer.edits}.")
    return out
