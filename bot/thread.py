"""Answering in a thread: follow-ups to the last answer, new topics, and what is remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance import asking, aspects, followup
from bot.guidance.decide import Decision
from bot.guidance.followup import HOME_CODE, Follow
from bot.guidance.reply import Memory, Reply
from bot.guidance.resolve import BILLED_KINDS, best_variant, remember
from bot.nearby import akin, best_that_knows, knows
from bot.question.parse import Question

if TYPE_CHECKING:
    from bot.desk import Desk

# "10 of it was 97140": new minutes that were counted under the old code.
_OUT_OF = re.compile(r"\bof (?:it|that|those|them|the)\b", re.I)


def answer(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The reply to a follow-up. Its memory holds the matter, not the few words that were said."""
    if follow.aspect == "units":
        reply = _units(desk, follow, memory)
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
        reply = _narrower(desk, follow) or _same(desk, follow, memory)
    if reply.status != "answered" or follow.aspect == "units":
        return reply
    return replace(reply, memory=replace(reply.memory, asked=follow.asked))


def _anew(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The matter asked again in its new words; nothing when the answer is about something else."""
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
    if not place or place.origin != "question" or not billed:
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
        return replace(same, also=(may,))
    return same


def _units(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """ "how many units is that?": the minutes of the question, else those remembered."""
    from bot.billing.reply import ask_minutes
    from bot.billing.spoken import minutes_reply

    question, calculators = follow.question, desk.calculators
    inquiry = calculators.inquiry(question)
    codes = _codes(desk, memory)
    for text in (question.plain, memory.asked):
        minutes = calculators.minutes(text)
        if minutes.total is not None and not minutes.by_code and len(codes) == 1:
            minutes = calculators.minutes(f"{codes[0]} {minutes.total} min")
        reply = minutes_reply(inquiry, minutes) if minutes else None
        if reply is not None and reply.status == "answered":
            asked = memory.asked if minutes.by_person else spelled(minutes.by_code)
            return replace(reply, memory=replace(reply.memory, asked=asked))
    what = f" of {codes[0]}" if len(codes) == 1 else " of each code"
    return ask_minutes(inquiry, f"How many one-on-one minutes{what} were there?")


def counted(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """ "what if ther act was 20?", "25 minutes": minutes that complete or change those remembered."""
    from bot.billing.reply import ask_minutes, units_reply

    calculators = desk.calculators
    if not followup.only_minutes(desk.reader, question):
        return None
    minutes = calculators.minutes(question.plain)
    number = followup.bare_number(question.plain)
    named = question.reading.literal_codes
    if number is not None and len(memory.minutes) == 1 and not named:
        minutes = calculators.minutes(f"{memory.minutes[0][0]} {number} min")
    elif number is not None and not named and _counts(desk, question, memory):
        minutes = calculators.minutes(f"{number} min")
    elif number is not None and len(named) == 1 and memory.minutes:
        minutes = calculators.minutes(f"{named[0]} {number} min")
    if minutes.ambiguous or minutes.by_person or minutes.patients or not minutes:
        return None
    spent = dict(memory.minutes)
    new = dict(minutes.by_code)
    if new and spent:
        merged = _merged(spent, new, question.plain)
        if merged is None:
            return ask_minutes(calculators.inquiry(question), "Which minutes went to which code?")
        spent = merged
    elif not new and minutes.total is not None and len(codes := _codes(desk, memory)) == 1:
        spent = {codes[0]: minutes.total}
    else:
        return None
    reply = units_reply(calculators.inquiry(question), tuple(spent.items()))
    return replace(reply, memory=replace(reply.memory, asked=spelled(spent.items())))


def by_whom(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """ "and if a PTA did the 97110?" after minutes: the claim lines with who treated."""
    people = question.reading.named.get("discipline", ())
    row = desk.library.disciplines.get(people[0]) if len(people) == 1 else None
    spent = memory.minutes or desk.calculators.minutes(memory.asked).by_code
    if row is None or not spent or not (row.therapist or row.assistant):
        return None
    if not followup.only_minutes(desk.reader, question) or re.search(r"\b\d{1,3}\b", question.plain):
        return None
    codes = question.reading.named.get("code", ()) or [code for code, _ in spent]
    segments = []
    for code, amount in spent:
        who = row.id if code in codes else row.plan
        segments.append(f"{code} {amount} {(who or row.id).upper()}")
    text = "visit " + ", ".join(segments)
    asked = desk.question(text, today=question.today, known=question.context)
    reply = desk.calculators.command(replace(asked, context=question.context))
    if reply is None or reply.status != "answered":
        return None
    return replace(reply, memory=replace(reply.memory, asked=text, minutes=tuple(spent)))


def _counts(desk: Desk, question: Question, memory: Memory) -> bool:
    """Whether the thread is about counting, so that a bare number means minutes."""
    return (
        not memory.minutes
        and not re.search(r"bill|charge|unit", question.plain, re.I)
        and memory.entry in desk.library.entry_ids
        and desk.library.entry(memory.entry or "").kind == "units"
    )


def _codes(desk: Desk, memory: Memory) -> tuple[str, ...]:
    """The codes the thread is about: those named in it, else those its entry tells to bill."""
    if memory.codes or memory.entry not in desk.library.entry_ids:
        return memory.codes
    entry = desk.library.entry(memory.entry or "")
    return tuple(entry.use_codes) or ((HOME_CODE,) if entry.kind == "units" else ())


def _merged(spent: dict[str, int], new: dict[str, int], text: str) -> dict[str, int] | None:
    """Remembered minutes with new ones: changed, taken out of them ("10 of it"), or added."""
    if set(new) <= set(spent):
        return spent | new
    if _OUT_OF.search(text):
        code, left = next(iter(spent)), sum(spent.values()) - sum(new.values())
        return {code: left, **new} if len(spent) == 1 and left > 0 else None
    return {**spent, **new} if followup.adds(text) else None


def spelled(minutes: Iterable[tuple[str, int]]) -> str:
    """Minutes as a command, for the thread to remember."""
    return "units " + ", ".join(f"{code} {amount} min" for code, amount in minutes)


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
    return replace(said, minutes=old.minutes)

