"""The arithmetic in words: short lines a biller can check with a pencil."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.billing.allocate import BLOCK, FLOOR, Allocation, Method, span_of, units_of
from bot.billing.rows import LADDERS, CodeInfo, PayerInfo

MANUAL = ("cms-cpm-5", "§20.2.C, counting minutes for timed codes")
MIDPOINT = ("pt-compliance-group-medicare-vs-ama-billing", "CPT time rule, midpoint")


def unit_word(n: int) -> str:
    """`1 unit`, `3 units`."""
    return f"{n} unit" if n == 1 else f"{n} units"


def minute_word(n: int) -> str:
    """`1 minute`, `33 minutes`."""
    return f"{n} minute" if n == 1 else f"{n} minutes"


def _listed(codes: Iterable[str]) -> str:
    names = list(codes)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def timed_lines(found: Allocation) -> list[str]:
    """Lines for the timed codes of either method; empty when there are none."""
    if not found.minutes:
        return []
    return _cms_lines(found) if found.method == "cms" else _ama_lines(found)


def _ama_lines(found: Allocation) -> list[str]:
    out = []
    for code, m in _most_first(found):
        n = units_of(m)
        low, high = span_of(n)
        if n:
            out.append(f"{code}: {minute_word(m)} alone = {unit_word(n)} ({low}-{high}).")
        else:
            out.append(f"{code}: {minute_word(m)} alone = 0 units (a unit needs {FLOOR}).")
    if len(found.minutes) > 1:
        out.append("Minutes of different codes are not added together by this method.")
    return out


def _most_first(found: Allocation) -> list[tuple[str, int]]:
    return sorted(found.minutes, key=lambda item: (-item[1], item[0]))


def _cms_lines(found: Allocation) -> list[str]:
    total = found.timed_minutes
    low, high = span_of(found.total)
    sum_text = " + ".join(str(m) for _, m in _most_first(found))
    head = f"{sum_text} = {minute_word(total)}" if len(found.minutes) > 1 else minute_word(total)
    if found.total == 0:
        return [f"{head} timed: under the {FLOOR}-minute minimum for a first unit, so 0 units."]
    out = [f"{head} timed: {unit_word(found.total)} ({low}-{high} minutes)."]
    if len(found.minutes) == 1:
        return out
    rest = dict(found.rest)
    for code, m in _most_first(found):
        blocks = m // BLOCK
        full = f"{blocks} full 15-minute block{'s' * (blocks != 1)}" if blocks else "no full block"
        out.append(f"{code}: {minute_word(m)} = {full}, {rest[code]} left over.")
    return out + _last_units(found, rest)


def _last_units(found: Allocation, rest: Mapping[str, int]) -> list[str]:
    """Where the pooled rest goes and who goes without."""
    out: list[str] = []
    pooled = sum(rest.values())
    sure = [c for c in found.placed if c not in found.tied]
    waiting = [c for c, _ in found.minutes if rest[c] and c not in found.placed]
    if found.placed:
        earned = f"The rest adds up to {pooled} minutes and earns {unit_word(len(found.placed))}"
        behind = sorted({*waiting, *found.tied}, key=lambda c: (-rest[c], c))
        if sure and behind:
            won = ", ".join(f"{c} ({rest[c]})" for c in sure)
            lost = ", ".join(f"{c} ({rest[c]})" for c in behind)
            out.append(f"{earned}, most minutes left first: {won} before {lost}.")
        elif sure:
            out.append(f"{earned}: {', '.join(f'{c} ({rest[c]})' for c in sure)}.")
        else:
            out.append(f"{earned}.")
    elif pooled:
        out.append(f"The rest adds up to {minute_word(pooled)}: no further unit.")
    if found.tied:
        level = minute_word(rest[found.tied[0]])
        pick = "which one takes it" if found.open_units == 1 else f"which {found.open_units} do"
        shown = _listed(c for c in found.placed if c in found.tied)
        out.append(
            f"{_listed(found.tied)} are level at {level} left over: the therapist chooses {pick} "
            f"(shown here: {shown})."
        )
    billed = dict(found.by_code)
    for code, m in _most_first(found):
        if m and code not in billed:
            out.append(
                f"{code} earns no unit; its {minute_word(m)} still belong in the note and in the "
                "timed total."
            )
    return out


def ladder_lines(timed: Mapping[str, int]) -> list[str]:
    """How a two-step service is spread."""
    out = []
    for first, then in LADDERS.items():
        if then in timed and first not in timed:
            out.append(f"{then} never stands alone: the first 15 minutes are reported as {first}.")
        elif timed.get(first, 0) >= 23 or then in timed:
            out.append(f"The first 15 minutes are {first}, each further 15 minutes are {then}.")
    return out


def untimed_lines(
    untimed: Mapping[str, int], spent: Mapping[str, int], infos: Mapping[str, CodeInfo]
) -> list[str]:
    """One line for each untimed code."""
    out = []
    for code in sorted(untimed):
        if code in spent:
            out.append(
                f"{code} ({infos[code].name}) is not time-based: 1 unit however long it takes; its "
                f"{minute_word(spent[code])} add no units and stay out of the timed total."
            )
        else:
            out.append(f"{code} ({infos[code].name}) is not time-based: 1 unit.")
    return out


def apart_lines(apart: Iterable[str], infos: Mapping[str, CodeInfo]) -> list[str]:
    """One line for each code with a time base of its own."""
    return [
        f"{code} ({infos[code].name}) stays out of the 15-minute table. {infos[code].note}".strip()
        for code in sorted(apart)
    ]


def count_sources(
    method: Method, payer: PayerInfo | None, sure: bool
) -> tuple[tuple[str, str], ...]:
    """Sources of the counting itself: (source id, where in it)."""
    out = [MANUAL if method == "cms" else MIDPOINT]
    if not sure:
        out.append(MIDPOINT if method == "cms" else MANUAL)
    if payer is not None and payer.method_source and payer.method_source != out[0][0]:
        out.append((payer.method_source, "counting method"))
    return tuple(out)
