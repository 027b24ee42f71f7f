"""Minutes in a thread: "how many units is that?", "and 8 of manual on top", "if a PTA did half of it"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance import followup
from bot.guidance.followup import HOME_CODE, Follow
from bot.guidance.reply import Memory, Reply
from bot.question.parse import Question

if TYPE_CHECKING:
    from bot.desk import Desk

# "10 of it was 97140": new minutes that were counted under the old code.
_OUT_OF = re.compile(r"\bof (?:it|that|those|them|the)\b", re.I)


def units(desk: Desk, follow: Follow, memory: Memory) -> Reply:
    """ "how many units is that?": the minutes of the question, else those remembered."""
    from bot.billing.reply import ask_minutes
    from bot.billing.spoken import minutes_reply

    question, calculators = follow.question, desk.calculators
    inquiry = calculators.inquiry(question)
    codes = codes_of(desk, memory)
    for text in (question.plain, memory.asked):
        minutes = calculators.minutes(text)
        if minutes.total is not None and not minutes.by_code and len(codes) == 1:
            minutes = calculators.minutes(f"{codes[0]} {minutes.total} min")
        reply = minutes_reply(inquiry, minutes) if minutes else None
        if reply is not None and reply.status == "answered":
            asked = memory.asked if minutes.by_person else spelled(minutes.by_code)
            return replace(reply, memory=replace(reply.memory, asked=asked))
    total = _whole(desk, memory.asked)
    if total is not None and codes:
        # Which of several codes it was is not known; how many units so many minutes make is.
        which = codes[0] if len(codes) == 1 else ""
        reply = minutes_reply(inquiry, calculators.minutes(f"{which} {total} min"))
        if reply is not None and reply.status == "answered":
            return replace(reply, memory=replace(reply.memory, asked=memory.asked))
    what = f" of {codes[0]}" if len(codes) == 1 else " of each code"
    return ask_minutes(inquiry, f"How many one-on-one minutes{what} were there?")


def _whole(desk: Desk, text: str) -> int | None:
    """The minutes of a text that gives one number of them and no code for it."""
    minutes = desk.calculators.minutes(text)
    if minutes.by_code or minutes.ambiguous or minutes.patients:
        return None
    return minutes.total if minutes.total is not None else minutes.one


def counted(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """ "what if ther act was 20?", "25 minutes": minutes that complete or change those remembered."""
    from bot.billing.reply import ask_minutes, units_reply

    calculators = desk.calculators
    if not followup.only_minutes(desk.reader, question):
        return None
    minutes = calculators.minutes(question.plain)
    number = followup.bare_number(question.plain)
    named = question.reading.literal_codes
    if minutes.by_code:
        number = None  # "8 minutes of manual": the number has its code
    if number is not None and len(memory.minutes) == 1 and not named:
        minutes = calculators.minutes(f"{memory.minutes[0][0]} {number} min")
    elif number is not None and not named and _counts(desk, question, memory):
        minutes = calculators.minutes(f"{number} min")
    elif number is not None and len(named) == 1 and memory.minutes:
        minutes = calculators.minutes(f"{named[0]} {number} min")
    if minutes.ambiguous or minutes.by_person or minutes.patients or not minutes:
        return None
    spent, new = dict(memory.minutes), dict(minutes.by_code)
    before = _whole(desk, memory.asked)
    if new and not spent and before is not None and followup.adds(question.plain):
        unused = [code for code in codes_of(desk, memory) if code not in new]
        if len(unused) != 1:
            return ask_minutes(calculators.inquiry(question), f"Which code were the {before} minutes?")
        spent = {unused[0]: before}
    if new and spent:
        merged = _merged(spent, new, question.plain)
        if merged is None:
            return ask_minutes(calculators.inquiry(question), "Which minutes went to which code?")
        spent = merged
    elif not new and minutes.total is not None and len(codes := codes_of(desk, memory)) == 1:
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


def codes_of(desk: Desk, memory: Memory) -> tuple[str, ...]:
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
