"""How a thread turns: back to an earlier matter, or from a matter to its code ("is that timed?")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance import followup
from bot.guidance.leads import PRONOUN, RETURN
from bot.guidance.reply import Memory, Reply
from bot.question.parse import Question

if TYPE_CHECKING:
    from bot.desk import Desk

# Matters a thread remembers beside the last one; codes a question about "it" is asked of at most.
EARLIER, CODES = 3, 2
# Entries that say something of a code itself.
CODE_KINDS = frozenset({"code", "units"})


def returned(desk: Desk, question: Question, memory: Memory) -> tuple[str, Memory] | None:
    """ "back to the pool one, is it timed": what is asked now, and the earlier matter it is asked of.

    Without a rest the matter is asked again; None when no earlier matter is like the words.
    """
    found = RETURN.match(question.plain)
    if found is None:
        return None
    wanted = _signs(desk, found["what"])
    best, shared = None, 0
    for matter in (memory, *memory.earlier):
        entry = desk.library.entry(matter.entry or "") if matter.entry in desk.library.entry_ids else None
        alike = len(wanted & _signs(desk, f"{matter.asked} {entry.title if entry else ''}"))
        if alike > shared:
            best, shared = matter, alike
    if best is None:
        return None
    others = tuple(matter for matter in (replace(memory, earlier=()), *memory.earlier) if matter != best)
    return found["rest"].strip() or best.asked, replace(best, earlier=others[:EARLIER])


def _signs(desk: Desk, text: str) -> set[str]:
    """What a text names and says: "setting:pool", "threshold"."""
    reading = desk.reader.read(text)
    named = {f"{kind}:{key}" for kind, keys in reading.named.items() for key in keys}
    return named | set(followup.saying(desk.reader, text))


def of_codes(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """ "is that timed?": what is asked of a code, asked of the code or codes the thread is about."""
    if question.reading.named.get("code") or not PRONOUN.search(question.plain):
        return None
    if memory.entry not in desk.library.entry_ids or not followup.pointing(desk.reader, question):
        return None
    replies: list[Reply] = []
    use = desk.library.entry(memory.entry or "").use_codes
    for code in tuple(use) if 0 < len(use) <= CODES else memory.codes[:CODES]:
        text = PRONOUN.sub(code, question.plain, count=1)
        reply = desk.answer(desk.question(text, today=question.today, known=question.context))
        kind = desk.library.entry(reply.entry).kind if reply.entry else ""
        if reply.status != "answered" or kind not in CODE_KINDS:
            return None
        replies.append(reply)
    if not replies:
        return None
    first = replies[0]
    return replace(first, also=tuple(replies[1:]), memory=replace(first.memory, asked=memory.asked))


def earlier(now: Memory, memory: Memory | None) -> tuple[Memory, ...]:
    """The matters before this one, latest first, each once."""
    if memory is None:
        return ()
    matters = (replace(memory, earlier=()), *memory.earlier)
    return tuple(m for m in matters if m.entry and m.entry != now.entry)[:EARLIER]
