"""From parsed minutes (`bot.question.minutes`) to the reply that fits: units, patients or visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.billing.claim import Segment
from bot.billing.errors import BillingError
from bot.billing.explain import unit_word
from bot.billing.inquiry import Inquiry, error_reply
from bot.billing.reply import ask_minutes, patients_reply, total_reply, units_reply
from bot.billing.visit import check_times
from bot.billing.visit_reply import visit_reply
from bot.guidance.reply import Reply, Section
from bot.question.draft import WHICH_CODE
from bot.question.minutes import Minutes


def segments_of(minutes: Minutes, discipline: str | None = None) -> tuple[Segment, ...]:
    """The placed stretches as claim segments; nobody named means the context's discipline or PT."""
    return tuple(
        Segment(s.code, s.minutes, s.by or discipline or "pt", s.start, s.end)
        for s in minutes.segments
        if s.code
    )


def minutes_reply(
    inquiry: Inquiry,
    minutes: Minutes,
    *,
    untimed: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    nothing_else: bool = False,
    method: str | None = None,
    asked: bool = True,
) -> Reply | None:
    """The reply to what a text says about minutes; None when it says nothing.

    `untimed` and `missing` are further codes named without minutes: the first stand on the claim
    by themselves, the second need theirs, which is asked back when the text says `nothing_else`.
    A bare length that `asked` for nothing ("15 min") is asked back with what it makes.
    Who treated makes it a visit; several patients give one line each; an unclear text is asked back.
    """
    if not minutes:
        return None
    over = _more_than_all(inquiry, minutes)
    if over is not None:
        return over
    if minutes.ambiguous:
        return ask_minutes(inquiry, minutes.reason, minutes.whole)
    if minutes.patients:
        return patients_reply(inquiry, minutes.patients)
    if not minutes.by_code:
        silent = nothing_else and not asked and not minutes.codes
        return _silent(inquiry, minutes) if silent else _whole(inquiry, minutes)
    if missing and nothing_else:
        named = " and ".join(missing)
        return ask_minutes(inquiry, f"How many minutes of {named} were there?")
    reply = _counted(inquiry, minutes, untimed, method)
    if reply.status != "answered":
        return reply
    lead = " ".join(
        [*_said(claim_check(minutes, reply.units), nothing_else), reply.lead]
        + [f"{code} has no minutes yet, so it is not counted." for code in missing]
    )
    return replace(reply, lead=lead, sections=(*_left_out(minutes), *reply.sections))


def _silent(inquiry: Inquiry, minutes: Minutes) -> Reply | None:
    """A length with nothing said about it."""
    if minutes.total is None:
        return None
    return ask_minutes(inquiry, "Minutes of which code, and for which payer?", minutes.total)


def _whole(inquiry: Inquiry, minutes: Minutes) -> Reply | None:
    """Minutes without a code, or in one sum for several codes."""
    if minutes.total is None:
        return None
    if len(minutes.codes) > 1:
        return ask_minutes(inquiry, WHICH_CODE, minutes.total)
    reply = total_reply(inquiry, minutes.total)
    lead = " ".join([*claim_check(minutes, reply.units), reply.lead])
    return replace(reply, lead=lead) if reply.status == "answered" else reply


def _more_than_all(inquiry: Inquiry, minutes: Minutes) -> Reply | None:
    """Units claimed for several codes that the sum of minutes cannot carry, however it is split."""
    total, whole = minutes.total, sum(n for _, n in minutes.units)
    if total is None or minutes.by_code or len(minutes.units) < 2 or len(minutes.codes) < 2:
        return None
    reply = total_reply(inquiry, total)
    if reply.status != "answered" or reply.units is None or whole <= reply.units["total"]:
        return None
    sure = reply.units.get("method_confirmed", True)
    no = f"No, not {unit_word(whole)} in all." if sure else f"Not {unit_word(whole)} in all by Medicare's count."
    return replace(reply, lead=f"{no} {reply.lead}")


def _left_out(minutes: Minutes) -> tuple[Section, ...]:
    """What was said of other time, in so many words."""
    if not minutes.left_out:
        return ()
    lines = [f"Not in the timed count: {', '.join(minutes.left_out)}."]
    if any("eval" in text for text in minutes.left_out):
        lines.append("An evaluation is one untimed unit of its own code, however long it takes.")
    return (Section("Not counted", tuple(lines)),)


def claim_check(minutes: Minutes, units: Mapping[str, Any] | None) -> list[str]:
    """ "billed 4 units for 50 min ok?": whether the units claimed are what the minutes make."""
    claimed = minutes.units
    if not claimed or not units or "patients" in units or len({c for c, _ in claimed}) < len(claimed):
        return []
    by_code, codes = units["by_code"], {c for c, _ in claimed if c}
    whole = sum(n for _, n in claimed)
    if codes and codes != set(by_code) and len(codes) == len(claimed):
        mine = {c: n for c, n in claimed if c}
        fits = all(by_code.get(c, 0) == n for c, n in mine.items())
    else:
        mine = {}
        fits = whole == units["total"]
    if fits:
        return ["Yes."]
    named = ", ".join(f"{c} × {n}" for c, n in mine.items()) or unit_word(whole)
    other = units.get("other", {}).get("total")
    if not units.get("method_confirmed", True) and not mine and other == whole:
        return [f"Not {named} by Medicare's count."]
    return [f"No, not {named}."]


def _said(check: list[str], nothing_else: bool) -> list[str]:
    """A yes only where the units are all that is asked: of more words it may answer another question."""
    return check if nothing_else or check != ["Yes."] else []


def _counted(
    inquiry: Inquiry, minutes: Minutes, untimed: tuple[str, ...], method: str | None
) -> Reply:
    """Placed minutes as a visit when somebody is named, else as units."""
    segments = segments_of(minutes, inquiry.context.get("discipline"))
    try:
        check_times(segments)
    except BillingError as error:
        return error_reply(inquiry, error)
    if minutes.by_person:
        more = tuple(Segment(code, None) for code in untimed)
        return visit_reply(inquiry, (*segments, *more), method=method)
    return units_reply(inquiry, (*minutes.by_code, *((c, None) for c in untimed)), method=method)
