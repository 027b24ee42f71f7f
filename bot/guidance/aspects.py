"""One side of an answer, when only that is asked for: "why?", "source?", "what do I document?"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.guidance.leads import Aspect
from bot.guidance.reply import Reply, Section
from bot.knowledge.load import Library

MUSTS = "The note must show"


def only(library: Library, reply: Reply, aspect: Aspect) -> Reply:
    """The reply cut down to one side; as it is when it has nothing on that side."""
    if reply.status != "answered" or reply.entry is None:
        return reply
    if aspect == "why":
        return _why(reply)
    if aspect == "source":
        return _source(reply)
    if aspect == "since":
        return _since(library, reply)
    if aspect == "note":
        return _note(library, reply)
    return reply


def _section(reply: Reply, heading: str) -> Section | None:
    return next((s for s in reply.sections if s.heading == heading), None)


def _why(reply: Reply) -> Reply:
    """The deciding test first; the answer it decides behind it."""
    why = _section(reply, "Why")
    if why is None:
        return reply
    kept = tuple(s for s in reply.sections if s.heading == "Unconfirmed")
    answer = Section("The answer was", (reply.lead,))
    return replace(reply, lead=" ".join(why.lines), sections=(answer, *kept), choices=())


def _source(reply: Reply) -> Reply:
    """The sources, best first; conflicts stay beside them."""
    if not reply.sources:
        return reply
    best = reply.sources[0]
    where = f", {best.locator}" if best.locator else ""
    more = len(reply.sources) - 1
    others = f" and {more} more below" if more else ""
    kept = tuple(s for s in reply.sections if s.heading == "Unconfirmed")
    answer = Section("For this answer", (reply.lead,))
    lead = f"It rests on {best.title}{where}{others}."
    return replace(reply, lead=lead, sections=(answer, *kept), choices=())


def _since(library: Library, reply: Reply) -> Reply:
    """From when the answer holds; without a date on file, how old its sources are."""
    entry = library.entry(reply.entry or "")
    day = reply.context.date_of_service or date.max
    starts = [
        v.from_ for v in entry.when if v.from_ and v.from_ <= day and (v.answer or "-") in reply.lead
    ]
    start = max(starts, default=entry.effective_from)
    kept = tuple(s for s in reply.sections if s.heading in ("Why", "Unconfirmed"))
    if start is not None:
        lead = f"In force since {start.isoformat()}."
    elif reply.sources:
        best = reply.sources[0]
        lead = (
            "I have no start date on file for this. Its first source is "
            f"{best.title} (dated {best.dated}, checked {best.checked.isoformat()})."
        )
    else:
        return reply
    answer = Section("The answer was", (reply.lead,))
    return replace(reply, lead=lead, sections=(answer, *kept), choices=())


def _note(library: Library, reply: Reply) -> Reply:
    """What the note must show, with every example of the entry."""
    musts = _section(reply, MUSTS)
    lines = examples(library, reply.entry or "")
    if musts is None and not lines:
        answer = Section("The answer was", (reply.lead,))
        lead = "I have nothing on file about what the note must show for this."
        return replace(reply, lead=lead, sections=(answer,), choices=())
    kept = tuple(s for s in reply.sections if s.heading in (MUSTS, "Unconfirmed"))
    shown = (*kept, Section("Note lines (examples)", lines)) if lines else kept
    return replace(
        reply, lead=f"{reply.title}: what the note must show.", sections=shown, choices=()
    )


def examples(library: Library, entry: str) -> tuple[str, ...]:
    """Weak and strong lines of every example of an entry."""
    found: list[str] = []
    for example in library.entry(entry).examples:
        if example.weak:
            found.append(f'Weak: "{example.weak}"')
        found.append(f'Strong: "{example.strong}"')
    return tuple(found)
