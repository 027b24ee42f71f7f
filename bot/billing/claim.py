"""The claim lines of one plan of care: units by code, who gave them, which modifiers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.billing.modifiers import (
    ASSISTANT_MODIFIER,
    ASSISTANTS,
    PLAN_MODIFIER,
    AssistantSplit,
    KxAnswer,
    Need,
    split_timed,
    split_untimed,
)
from bot.billing.rows import LADDERS
from bot.billing.units import UnitsResult

EVALUATIONS = frozenset(f"9716{n}" for n in range(1, 9))


@dataclass(frozen=True, slots=True)
class Segment:
    """Minutes of one code by one person. `start`/`end` are minutes after midnight, if known.

    `by` is a discipline id; `together` marks minutes therapist and assistant treated side by side,
    which count as the therapist's.
    """

    code: str
    minutes: int | None
    by: str = "pt"
    start: int | None = None
    end: int | None = None
    together: bool = False


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of the claim."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    minutes: int | None
    plan: str
    remark: str


@dataclass(frozen=True, slots=True)
class PlanShare:
    """One plan of care's share of the visit."""

    plan: str
    segments: tuple[Segment, ...]

    def minutes(self, code: str, *, assistant: bool) -> int:
        codes = {code, LADDERS.get(code, code)}
        return sum(
            s.minutes or 0
            for s in self.segments
            if s.code in codes and ((s.by in ASSISTANTS) and not s.together) == assistant
        )


@dataclass(frozen=True, slots=True)
class LineRules:
    """What decides the modifiers of a plan's lines.

    `separate` are codes whose line carries 59 when the time was separate.
    """

    separate: frozenset[str]
    kx: KxAnswer | None
    assistant: Need
    plan: Need


def plan_lines(
    p: PlanShare, result: UnitsResult, rules: LineRules
) -> tuple[list[ClaimLine], list[str]]:
    """The lines of one plan, and the reasons for CQ or CO in words."""
    lines: list[ClaimLine] = []
    notes: list[str] = []
    untimed = dict(result.untimed)
    spent = dict(result.units.minutes) | dict(result.untimed_minutes)
    for code, n in (*result.units.by_code, *result.untimed):
        base = next((first for first, then in LADDERS.items() if then == code), code)
        split = _shared(p, code, base, n, code in untimed)
        if split.why and p.minutes(base, assistant=True) and rules.assistant != "no":
            notes += [f"{code}: {reason}." for reason in split.why]
        if not split.settled:
            notes.append(f"{code}: no published CMS example covers this split; check it.")
        for many, marked in ((split.plain, False), (split.marked, True)):
            if many:
                stack = _stack(p.plan, code, rules, marked)
                remark = _remark(code, marked)
                lines.append(ClaimLine(code, many, stack, spent.get(code), p.plan, remark))
    return _merged(lines), notes


def _shared(p: PlanShare, code: str, base: str, n: int, untimed: bool) -> AssistantSplit:
    marker = ASSISTANT_MODIFIER.get(p.plan, "")
    therapist = p.minutes(base, assistant=False)
    assistant = p.minutes(base, assistant=True)
    if not untimed:
        return split_timed(therapist, assistant, n, marker)
    if therapist or assistant:
        return split_untimed(therapist, assistant, marker)
    alone = all(s.by in ASSISTANTS for s in p.segments if s.code == code)
    return AssistantSplit(0, n, ()) if alone else AssistantSplit(n, 0, ())


def _merged(lines: list[ClaimLine]) -> list[ClaimLine]:
    """Lines of one code with the same modifiers become one line."""
    out: list[ClaimLine] = []
    for line in lines:
        if out and (out[-1].code, out[-1].modifiers) == (line.code, line.modifiers):
            last = out.pop()
            line = ClaimLine(
                last.code, last.units + line.units, last.modifiers, last.minutes, last.plan, ""
            )
        out.append(line)
    return out


def _stack(plan: str, code: str, rules: LineRules, marked: bool) -> tuple[str, ...]:
    """Modifiers in the usual order: those that decide payment first. Medicare fixes no order."""
    out = ["59"] if code in rules.separate else []
    if rules.plan != "no":
        out.append(PLAN_MODIFIER[plan])
    if marked and rules.assistant != "no":
        out.append(ASSISTANT_MODIFIER[plan])
    if rules.kx is not None and rules.kx.need == "yes":
        out.append("KX")
    return tuple(out)


def _remark(code: str, marked: bool) -> str:
    if code in EVALUATIONS:
        return "not timed; its minutes stay out of the timed total"
    return "assistant's unit" if marked else ""
