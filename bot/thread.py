"""Answering in a thread: follow-ups to the last answer, new topics, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance import asking, aspects, followup
from bot.guidance.decide import Decision
from bot.guidance.followup import HOME_CODE, Follow
from bot.guidance.reply import Memory, Reply
from bot.guidance.resolve import BILLED_KINDS, best_variant, remember
from bot.phrases import entry_of
from bot.question.parse import Question

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.knowledge.model import Entry


def answer(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The reply to a follow-up. Its memory holds the matter, not the few words that were said."""
    if follow.aspect == "units":
        reply = _units(desk, follow, memory)
    elif follow.aspect and follow.entry is None:
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
    if not follow.matter or (reply.status == "answered" and reply.entry is None):
        return reply
    if reply.entry and _same_words(desk, memory.asked, desk.library.entry(reply.entry)):
        return reply
    old, question = memory.entry or "", follow.question
    if old in desk.library.entry_ids and desk.library.entry(old).each in question.reading.named:
        return desk.entry_for(question, old)
    found = _knows(desk, question, {"": memory.asked}) or _there(desk, question, memory)
    if found is not None:
        return found
    if reply.entry:
        nothing = Decision("no_match", "", 0.0, True, "the answer would be to something else")
        return asking.no_match(desk.library, question, (), nothing, desk.who_to_ask)
    return reply


def _knows(desk: Desk, question: Question, texts: Mapping[str, str], other: str = "") -> Reply | None:
    """The best candidate that knows the words of all texts; `other`: an entry not to take."""
    for match in desk.ranked(question):
        key = entry_of(match.key)
        if not key or key == other or match.confidence < desk.rules.clarify:
            continue
        entry = desk.library.entry(key)
        if all(_same_words(desk, text, entry, name == "title") for name, text in texts.items()):
            return desk.entry_for(question, key)
    return None


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
    about = desk.gates.names(other.id)
    named = {
        kind: keys
        for kind, keys in question.reading.named.items()
        if kind in ("payer", "setting", "state")
    }
    fits = any(set(keys) & about.get(kind, frozenset()) for kind, keys in named.items())
    old = {*entry.use_codes, *entry.compares, *follow.again.reading.literal_codes}
    alike = not other.each and (not old or bool(old & {*other.use_codes, *other.compares}))
    return found if fits and alike and _same_words(desk, follow.asked, other) else None


def _same_words(desk: Desk, asked: str, entry: Entry, loosely: bool = False) -> bool:
    """Whether an entry speaks of what was asked: it knows half of the words (loosely: one)."""
    wanted = set(followup.saying(desk.reader, asked))
    texts = (*entry.asks, entry.title, entry.answer, entry.why)
    known = {word for text in texts for word in desk.reader.read(text).content}
    shared = len(wanted & known)
    return not wanted or (shared > 0 if loosely else 2 * shared >= len(wanted))


def _by_whom(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """The matter when somebody else treats: who may at all, then the same matter."""
    person = desk.library.disciplines[follow.who or ""]
    text = f"can a {person.name} bill {HOME_CODE}"
    about_person = desk.question(
        text, today=follow.question.today, known=follow.question.context
    )
    may = desk.single(about_person)
    allowed = may.status == "answered" and may.kind == "entry"
    if person.may_furnish != "yes" and allowed:
        return may
    same = _same(desk, follow, memory)
    if allowed and may.entry != same.entry:
        return replace(same, also=(may,))
    return same


def _units(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """ "how many units is that?": the minutes of the question, else those remembered."""
    from bot.billing.reply import ask_minutes
    from bot.billing.spoken import minutes_reply

    question, calculators = follow.question, desk.calculators
    inquiry = calculators.inquiry(question)
    codes = memory.codes
    if not codes and memory.entry in desk.library.entry_ids:
        codes = tuple(desk.library.entry(memory.entry or "").use_codes)
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
    from bot.billing.reply import units_reply

    calculators = desk.calculators
    if not followup.only_minutes(desk.reader, question):
        return None
    minutes = calculators.minutes(question.plain)
    number = followup.bare_number(question.plain)
    if number is not None and len(memory.minutes) == 1:
        minutes = calculators.minutes(f"{memory.minutes[0][0]} {number} min")
    if minutes.ambiguous or minutes.by_person or minutes.patients or not minutes:
        return None
    codes = memory.codes
    if not codes and memory.entry in desk.library.entry_ids:
        codes = tuple(desk.library.entry(memory.entry or "").use_codes)
    spent = dict(memory.minutes)
    if minutes.by_code and spent and set(dict(minutes.by_code)) <= set(spent):
        spent |= dict(minutes.by_code)
    elif not minutes.by_code and minutes.total is not None and len(codes) == 1:
        spent = {codes[0]: minutes.total}
    else:
        return None
    reply = units_reply(calculators.inquiry(question), tuple(spent.items()))
    return replace(reply, memory=replace(reply.memory, asked=spelled(spent.items())))


def spelled(minutes: Iterable[tuple[str, int]]) -> str:
    """Minutes as a command, for the thread to remember."""
    return "units " + ", ".join(f"{code} {amount} min" for code, amount in minutes)


def pointed(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """ "can a PTA write it?": the words of the last entry's title and the new ones as one question.

    Only when the answer knows both; else the question is answered by itself.
    """
    if memory.entry not in desk.library.entry_ids:
        return None
    if not followup.pointing(desk.reader, question):
        return None
    title = desk.library.entry(memory.entry or "").title
    both = desk.question(
        f"{title}: {question.plain}", today=question.today, known=question.context
    )
    texts = {"title": title, "question": question.plain}
    reply = _knows(desk, both, texts, other=memory.entry or "")
    return replace(reply, memory=replace(reply.memory, asked=question.plain)) if reply else None


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
    if reply.status == "clarify" and (memory is None or not memory.entry):
        return remember(reply.context, question.text, question.reading.named.get("code", ()))
    if reply.status != "answered":
        return reply.memory
    old = reply.memory
    codes = old.codes or question.reading.named.get("code", ())
    asked = old.asked or question.text
    said = remember(reply.context, asked, codes, old.entry or reply.entry)
    return replace(said, minutes=old.minutes)

