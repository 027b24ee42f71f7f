"""From parsed minutes (`bot.question.minutes`) to the reply that fits: units, patients or visit."""

from __future__ import annotations

from dataclasses import replace

from bot.billing.claim import Segment
from bot.billing.errors import BillingError
from bot.billing.inquiry import Inquiry, error_reply
from bot.billing.reply import ask_minutes, patients_reply, total_reply, units_reply
from bot.billing.visit import check_times
from bot.billing.visit_reply import visit_reply
from bot.guidance.reply import Reply, Section
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
    method: str | None = None,
) -> Reply | None:
    """The reply to what a text says about minutes; None when it says nothing.

    `untimed` are further codes named without minutes that shall stand on the claim. Who treated
    makes it a visit; several patients give one line each; an unclear text is asked back.
    """
    if not minutes:
        return None
    if minutes.left_out and minutes.by_code and not minutes.by_person:
        counted = replace(minutes, left_out=())
        reply = minutes_reply(inquiry, counted, untimed=untimed, method=method)
        line = f"Left out, not treatment: {', '.join(minutes.left_out)}."
        return reply and replace(reply, sections=(Section("Not counted", (line,)), *reply.sections))
    if minutes.ambiguous:
        return ask_minutes(inquiry, minutes.reason)
    if minutes.patients:
        return patients_reply(inquiry, minutes.patients)
    if not minutes.by_code:
        return total_reply(inquiry, minutes.total) if minutes.total is not None else None
    segments = segments_of(minutes, inquiry.context.get("discipline"))
    try:
        check_times(segments)
    except BillingError as error:
        return error_reply(inquiry, error)
    if minutes.by_person:
        more = tuple(Segment(code, None) for code in untimed)
        return visit_reply(inquiry, (*segments, *more), method=method)
    return units_reply(inquiry, (*minutes.by_code, *((c, None) for c in untimed)), method=method)
