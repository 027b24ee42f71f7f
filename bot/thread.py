"""Answering in a thread: follow-ups to the last answer, new topics, and what is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.counting import units
from bot.guidance import asking, aspects
from bot.guidance.decide import Decision
from bot.guidance.followup import HOME_CODE, Follow
from bot.guidance.reply import Memory, Reply
from bot.guidance.resolve import BILLED_KINDS, SAID, best_variant, remember
from bot.nearby import akin, best_that_knows, knows
from bot.question.parse import Question
from bot.turns import earlier

if TYPE_CHECKING:
    from bot.desk import Desk


def answer(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The reply to a follow-up. Its memory holds the matter, not the few words that were said."""
    if follow.aspect == "units":
        reply = units(desk, follow, memory)
    elif follow.aspect and follow.entry not in desk.library.entry_ids:
        context, today = follow.question.context, follow.question.today
        reply = desk.answer(desk.question(memory.asked, today=today, known=context))
    elif follow.entry is None or follow.entry not in desk.library.entry_ids:
        reply = _anew(desk, follow, memory)
    elif follow.aspect:
        reply = aspects.only(desk.library, _same(desk, follow, memory), follow.aspect)
    elif follow.who:
        reply = _by_whom(desk, follow, memory)
    else:
        reply = _narrower(desk, follow) or _placed(desk, follow, memory)
    if reply.status != "answered" or follow.aspect == "units":
        return reply
    return replace(reply, memory=replace(reply.memory, asked=follow.asked))


def _anew(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The matter asked again in its new words; nothing when the answer is about something else.

    In a place that bills no CPT codes that comes before the matter.
    """
    place = desk.library.settings.get(follow.question.context.get("setting") or "")
    there = _there(desk, follow.question, memory) if follow.matter and place and place.bills_cpt == "no" else None
    if there is not None:
        return there
    reply = desk.answer(follow.question)
    if not follow.matter or reply.also or (reply.status == "answered" and reply.entry is None):
        return reply
    if reply.entry and knows(desk, memory.asked, desk.library.entry(reply.entry)):
        return reply
    old, question = memory.entry or "", follow.question
    if follow.matter and old in desk.library.entry_ids and not _about_new(desk, old, question):
        return desk.entry_for(question, old)
    if old in desk.library.entry_ids and desk.library.entry(old).each in question.reading.named:
        return desk.entry_for(question, old)
    found = best_that_knows(desk, question, memory.asked) or _there(desk, question, memory)
    if found is not None:
        return found
    if reply.entry:
        nothing = Decision("no_match", "", 0.0, True, "the answer would be to something else")
        return asking.no_match(desk.library, question, (), nothing, desk.who_to_ask)
    return reply


def _about_new(desk: Desk, key: str, question: Question) -> bool:
    """Whether an entry is about one payer, setting or person, so that another one closes it."""
    named = question.reading.named.keys() & {"payer", "setting", "discipline"}
    about = desk.gates.names(key)
    closed = desk.gates.closed(key, question.reading, question.context)
    return closed is not None or any(about.get(kind) for kind in named)


def _there(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """What holds for billing at all in a setting now named, when no entry joins it to the matter."""
    place = question.context.setting
    billed = memory.entry in desk.library.entry_ids and (
        desk.library.entry(memory.entry or "").kind in BILLED_KINDS
    )
    if not place or place.origin not in SAID or not billed:
        return None
    name = desk.library.settings[place.id].name
    asked = desk.question(
        f"can I bill {HOME_CODE} in {name}", today=question.today, known=question.context
    )
    reply = desk.single(asked)
    about = desk.gates.names(reply.entry or "").get("setting", frozenset())
    return reply if place.id in about else None


def _same(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The remembered entry in the new context; asked anew when its gates are closed there."""
    question = follow.question
    entry = follow.entry or ""
    if follow.again is not None:
        reason = desk.gates.closed(entry, follow.again.reading, question.context)
        if reason:
            return _anew(desk, replace(follow, question=follow.again), memory)
    reading = follow.again.reading if follow.again else desk.reader.read(follow.asked)
    return desk.entry_for(replace(question, reading=reading), entry)


def _placed(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The matter in a place now named; where billing at all depends on the place, that comes first."""
    same = _same(desk, follow, memory)
    place = desk.library.settings.get(follow.question.context.get("setting") or "")
    entry = desk.library.entry(same.entry) if same.entry in desk.library.entry_ids else None
    if place is None or place.bills_cpt != "depends" or entry is None:
        return same
    own = place.id in desk.gates.names(entry.id).get("setting", frozenset())
    if own or entry.id != follow.entry or any(place.id in variant.setting for variant in entry.when):
        return same
    if place.id in desk.reader.read(memory.asked).named.get("setting", ()):
        return same
    there = _there(desk, follow.question, memory)
    if there is None or there.entry == entry.id:
        return same
    return replace(there, also=(same,), memory=same.memory)


def _narrower(desk: Desk, follow: Follow) -> Reply | None:
    """An entry about the very payer or setting named, when the remembered one has no word of it."""
    if follow.again is None or follow.entry is None:
        return None
    entry, question = desk.library.entry(follow.entry), follow.question
    variant = best_variant(desk.library, entry.when, question.context, question.day)
    if variant is not None:
        return None
    found = desk.single(follow.again)
    if found.status != "answered" or found.entry in (None, follow.entry):
        return None
    other = desk.library.entry(found.entry or "")
    own = desk.gates.names(other.id)
    named = {
        kind: keys
        for kind, keys in question.reading.named.items()
        if kind in ("payer", "setting", "state")
    }
    fits = any(set(keys) & own.get(kind, frozenset()) for kind, keys in named.items())
    old = {*entry.use_codes, *entry.compares, *follow.again.reading.literal_codes}
    alike = not other.each and (not old or bool(old & {*other.use_codes, *other.compares}))
    about = akin(entry, other) and knows(desk, follow.asked, other)
    return found if fits and alike and about else None


def _by_whom(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The matter when somebody else treats: who may at all, then the same matter."""
    same = _same(desk, follow, memory)
    if same.entry in desk.library.entry_ids and (
        desk.library.entry(same.entry or "").kind not in BILLED_KINDS
    ):
        return same
    person = desk.library.disciplines[follow.who or ""]
    text = f"can a {person.name} bill {HOME_CODE}"
    about_person = desk.question(
        text, today=follow.question.today, known=follow.question.context
    )
    may = desk.single(about_person)
    allowed = may.status == "answered" and may.kind == "entry"
    if person.may_furnish != "yes" and allowed:
        return may
    if allowed and may.entry != same.entry:
        # What was asked comes first; the matter, told before, behind it.
        return replace(may, also=(same,), memory=same.memory)
    return same


def completed(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """An answer to what was asked back: the vague question and the new words as one."""
    if memory.entry or not memory.asked:
        return None
    text = f"{memory.asked.strip(' ?.!')} {question.plain}"
    both = desk.question(text, today=question.today, known=question.context)
    reply = desk.answer(both)
    return replace(reply, memory=replace(reply.memory, asked=text)) if reply.entry else None


def kept(question: Question, reply: Reply, memory: Memory | None) -> Memory:
    """What the thread remembers of a reply: the matter, and only context that was said in it.

    A question that was asked back is remembered too, when the thread has no matter yet.
    """
    fresh = memory is None or not (memory.entry or memory.codes or memory.minutes)
    if fresh and (reply.status == "clarify" or reply.kind == "no_match"):
        return remember(reply.context, question.text, question.reading.named.get("code", ()))
    if reply.status != "answered":
        return reply.memory
    old = reply.memory
    codes = old.codes or question.reading.named.get("code", ())
    asked = old.asked or question.text
    said = remember(reply.context, asked, codes, old.entry or reply.entry)
    return replace(said, minutes=old.minutes, earlier=earlier(said, memory))
