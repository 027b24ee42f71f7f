"""`note`: what the note must show for an activity or a code, with weak and strong lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.desk import Desk
from bot.guidance.reply import Reply, Section
from bot.question.context import Context

MUSTS = "The note must show"
_KEPT = (MUSTS, "Unconfirmed")
# How a word or two ("stairs", "97150") is asked when it is no question by itself.
_WORDINGS = ("what must the note show for {}", "can I bill {} as 97530")


def note(desk: Desk, text: str, context: Context, today: date) -> Reply:
    """The documentation part of the entry that answers the text; else the desk's own reply.

    A bare code gets the entry on documenting it, or the musts of its card.
    """
    reply = desk.ask(text, today=today, known=context)
    if reply.kind != "entry" or reply.entry is None:
        near = {choice.value for choice in reply.choices} | {a.entry for a in reply.alternatives}
        for wording in _WORDINGS:
            asked = desk.ask(wording.format(text), today=today, known=context)
            same = set(reply.codes) & set(asked.codes) or asked.entry in near
            if asked.kind == "entry" and same:
                reply = replace(asked, question=reply.question)
                break
    if reply.status != "answered":
        return reply
    kept = tuple(section for section in reply.sections if section.heading in _KEPT)
    lines = _examples(desk, reply.entry) if reply.entry else ()
    musts = any(section.heading == MUSTS for section in kept)
    name = reply.title or reply.question
    lead = f"{name}: what the note must show." if musts else reply.lead
    shown = (*kept, Section("Note lines (examples)", lines)) if lines else kept
    return replace(
        reply, kind="note", lead=lead, sections=shown, tables=(), conflicts=(), choices=(), also=()
    )


def _examples(desk: Desk, entry: str) -> tuple[str, ...]:
    """Weak and strong lines of every example of an entry."""
    found: list[str] = []
    for example in desk.library.entry(entry).examples:
        if example.weak:
            found.append(f'Weak: "{example.weak}"')
        found.append(f'Strong: "{example.strong}"')
    return tuple(found)
