"""Follow-ups: "what about UHC?", "and if a PTA did it?", "how many units is that?", "source?".

A follow-up says little by itself. What it leaves out is taken from the thread's memory; what it
names takes the place of what was named before. A question that stands on its own is a new topic
and gets nothing from the thread.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.guidance.leads import (
    ADDS,
    ANOTHER,
    ASPECTS,
    BACK,
    BOTH,
    FILLER,
    LEAD,
    MODIFIER_WORDS,
    ONCE_MORE,
    PAIR_MODIFIERS,
    PRONOUN,
    SAME_WORDS,
    SWAP,
    TIME_WORDS,
    Aspect,
)
from bot.guidance.reply import Memory
from bot.knowledge.load import Library
from bot.question.context import FIELDS, NOWHERE, Context, Value
from bot.question.gather import gather
from bot.question.parse import Question, Reader, Reading
from bot.question.words import split

# A follow-up says little by itself: at most this many words beyond the names and fillers in it.
MAX_WORDS = 3
# ... and a question about one side of the last answer ("where does it say that") this many in all.
MAX_ASIDE = 12
# ... and one about its date this many, unless it points back ("when did that start").
MAX_SINCE = 3
# A question with a code in it and this many other words stands on its own, unless it points back.
MIN_SENTENCE = 3
CONTEXT_KINDS = ("payer", "setting", "discipline", "state", "contractor")
NAMED_KINDS = frozenset({*CONTEXT_KINDS, "code"})
HOME_CODE = "97530"
# Entries that choose the code of an activity: after one, another activity is asked the same.
CHOOSING_KINDS = frozenset({"activity", "compare", "population"})


@dataclass(frozen=True, slots=True)
class Follow:
    """What to answer instead.

    question: the question to answer, in the new context.
    asked: the matter in words, for the thread to remember.
    entry: set when the same entry answers again; aspect: the one side of it that is asked for.
    matter: only the context is new, so that an answer must still be about the remembered matter.
    again: the remembered matter asked anew with the new names, when a narrower entry may answer it.
    who: whom the follow-up names as treating, when the remembered matter says nothing of people.
    """

    question: Question
    asked: str
    entry: str | None = None
    aspect: Aspect = ""
    again: Question | None = None
    matter: bool = False
    who: str | None = None


def thread_context(memory: Memory, here: Context = NOWHERE) -> Context:
    """What was said earlier in the thread, as context.

    `here`: the channel's profile when the question says "here"; it stands for what the profile has.
    """
    values = {
        name: Value(getattr(memory, name), "thread")
        for name in FIELDS
        if getattr(memory, name) and getattr(here, name) is None
    }
    day = date.fromisoformat(memory.date_of_service) if memory.date_of_service else None
    return Context(**values, date_of_service=day, date_origin="thread")


def leans(reader: Reader, question: Question) -> bool:
    """Whether a new question still points back ("do I need GP there?") and keeps the context."""
    named = question.reading.named.keys() & NAMED_KINDS
    if "here" in question.reading.roles and not LEAD.match(question.plain):
        return False
    short = not named and len(_rest(reader, question)[1]) <= 1
    return short or bool(LEAD.match(question.plain) or BACK.search(question.plain))


def _rest(reader: Reader, question: Question) -> tuple[list[str], list[str]]:
    """The words of a question that name no row of a table: all of them, and those that say more."""
    bare = [word.text for word in split(reader.without(question.plain, NAMED_KINDS))]
    rest = [word for word in bare if word not in FILLER or word == "who"]
    return bare, [word for word in rest if word not in SAME_WORDS]


def follow(
    library: Library, reader: Reader, question: Question, memory: Memory
) -> Follow | None:
    """The follow-up a question is, or None when it starts a new matter.

    Args:
        question: read in the context of the thread; its `plain` text is what counts.
        memory: what the thread remembers; without a matter in it nothing is a follow-up.
    """
    if not memory.entry and not memory.asked:
        return None
    reading = question.reading
    bare, rest = _rest(reader, question)
    codes = reading.named.get("code", ())
    new_codes = [code for code in codes if code not in memory.codes]
    named = [kind for kind in CONTEXT_KINDS if reading.named.get(kind)]
    said = [word for word in bare if word not in FILLER]
    aspect = _aspect(bare, said, bool(BACK.search(question.plain)))
    if aspect in ("note", "units") and reading.named.get("discipline"):
        aspect = ""
    if aspect and not codes:
        return Follow(question, memory.asked, memory.entry, aspect)
    other_date = question.context.date_origin == "question" and bool(
        question.context.date_of_service
    )
    rest = [word for word in rest if not word.isdigit()] if other_date else rest
    if not codes and len(memory.codes) == 2 and BOTH.search(question.plain):
        text = BOTH.sub(" and ".join(memory.codes), question.plain, count=1)
        return Follow(replace(question, text=text, plain=text, reading=reader.read(text)), text)
    if len(rest) > MAX_WORDS or reading.unknown_codes:
        return None
    leads, back = LEAD.match(question.plain), BACK.search(question.plain)
    added = not rest and PRONOUN.search(question.plain) and ADDS.search(question.plain)
    if codes and len(bare) >= MIN_SENTENCE and not (leads or back or added):
        return None
    if named or other_date:
        if rest and not leads:
            return None
        if not rest and not new_codes:
            return _elsewhere(library, reader, question, memory, named)
        return _again(library, reader, question, memory)
    nothing_new = not rest and not reading.named and reading.match
    if nothing_new and (back or ONCE_MORE.search(question.plain)):
        return Follow(question, memory.asked, memory.entry, "same")
    if PAIR_MODIFIERS & set(reading.named.get("modifier", ())) and not codes:
        return _modifier(reader, question, memory, rest)
    short = len(bare) <= 2 and not rest
    beside = codes and (leads or added) and ADDS.search(question.plain)
    if ((new_codes and (short or leads)) or beside) and memory.asked:
        return _again(library, reader, question, memory)
    if rest and SWAP.search(question.plain) and not codes and not reading.named:
        return _other_activity(library, reader, question, memory)
    return None


def _aspect(bare: list[str], rest: list[str], back: bool) -> Aspect:
    """The side of the last answer that is asked for, when a text asks for nothing else."""
    if len(bare) > MAX_ASIDE:
        return ""
    for name, core, around in ASPECTS:
        timed = TIME_WORDS if name == "units" else frozenset()
        left = {word for word in rest if not (word in timed or (timed and word.isdigit()))}
        if name == "since" and len(bare) > MAX_SINCE and not back:
            continue
        if set(bare) & core and left <= core | around:
            return name
    return ""


def _elsewhere(
    library: Library, reader: Reader, question: Question, memory: Memory, named: list[str]
) -> Follow:
    """Only payer, setting, people or date are new: the same matter there."""
    old = reader.read(memory.asked)
    again = replace(_again(library, reader, question, memory), matter=True)
    if not memory.entry or memory.entry not in library.entry_ids:
        return again
    entry = library.entry(memory.entry)
    for kind in named:
        if kind in ("payer", "setting", "discipline") and old.named.get(kind):
            return again
        wanted: Collection[str] = getattr(entry.requires, kind, ())
        if wanted and not set(wanted) & set(question.reading.named[kind]):
            return again
    who = None
    if "discipline" in named and not any(variant.discipline for variant in entry.when):
        who = question.reading.first("discipline")
    return Follow(question, memory.asked, memory.entry, "", again.question, True, who)


def _again(library: Library, reader: Reader, question: Question, memory: Memory) -> Follow:
    """The remembered question with the new words added; new names take the place of old ones."""
    rest = _rest(reader, question)[1]
    kept = rest and reader.read(memory.asked).named.get("discipline")
    asked, words = _swapped(library, reader, question, memory.asked, frozenset({"discipline"} if kept else ()))
    new = question.reading.named.get("code", ())
    if new and ADDS.search(question.plain):
        known = memory.entry in library.entry_ids
        billed = library.entry(memory.entry or "").use_codes if known else ()
        old = [code for code in (*memory.codes, *billed, HOME_CODE) if code not in new]
        single = len(memory.codes) < 2
        asked = f"can I bill {old[0]} and" if old and single else asked
        words = f"{' and '.join(new)} the same day" if old and single and not rest else words
    text = f"{asked.strip(' ?.!,')} {words}".strip()
    place = question.context.setting
    named = question.reading.named.get("setting")
    if place and place.origin == "question" and not named and not reader.read(text).named.get("setting"):
        text = f"{text} {library.settings[place.id].name}"
    reading = reader.read(text)
    context = gather(library, question.reading, question.plain, question.context, question.today)
    if kept and memory.discipline:
        # "what if the PT is in the room?" is still about the aide.
        context = context.with_value("discipline", Value(memory.discipline, "thread"))
    if memory.minutes and not reading.named.get("code"):
        text = f"{memory.asked} {question.plain}"
    return Follow(replace(question, text=text, plain=text, reading=reading, context=context), text)


def _swapped(
    library: Library, reader: Reader, question: Question, asked: str, kept: frozenset[str]
) -> tuple[str, str]:
    """The remembered words with the new names in the place of the old, and what is left to add.

    Names of the kinds `kept` stay; a name that has no place in the old words is left to add.
    """
    new, old = question.reading, reader.read(asked)
    words = LEAD.sub("", question.plain).strip(" ?")
    for code in _replaced(old, new, question.plain):
        asked = asked.replace(code, " ")
    for kind in CONTEXT_KINDS:
        if kind in kept or not old.named.get(kind):
            continue
        place = question.context.setting if kind == "setting" else None
        key = new.first(kind) or (place.id if place and place.origin == "question" else None)
        if key is None:
            continue
        row = library.table(kind).get(key)
        name = (getattr(row, "aliases", None) or [row.name])[0] if row is not None else ""
        asked = reader.without(asked, frozenset({kind}), name)
        words = reader.without(words, frozenset({kind})) if name else words
    bare = [word.text for word in split(words)]
    return asked, words if any(word not in FILLER for word in bare) else ""


def _replaced(old: Reading, new: Reading, text: str) -> tuple[str, ...]:
    """The codes of the old question that a new one stands in for."""
    if not new.named.get("code"):
        return ()
    if len(old.literal_codes) == 1:
        return () if ADDS.search(text) else old.literal_codes
    others = tuple(code for code in old.literal_codes if code != HOME_CODE)
    return others if len(others) == 1 else ()


def _modifier(
    reader: Reader, question: Question, memory: Memory, rest: list[str]
) -> Follow | None:
    """ "do I need 59 then?" after two codes: the modifier asked about for those codes."""
    if len(memory.codes) < 2:
        return None
    marks = {key.lower() for key in question.reading.named["modifier"]} | MODIFIER_WORDS
    if set(rest) - marks:
        return None
    text = f"{LEAD.sub('', question.plain).strip(' ?.!')} on {' and '.join(memory.codes)}"
    return Follow(replace(question, text=text, plain=text, reading=reader.read(text)), text)


def _other_activity(
    library: Library, reader: Reader, question: Question, memory: Memory
) -> Follow | None:
    """ "what about squats?" after an activity: the same question about another activity."""
    known = memory.entry in library.entry_ids
    kind = library.entry(memory.entry or "").kind if known else ""
    if not memory.minutes and kind not in CHOOSING_KINDS:
        return None
    code = memory.codes[0] if len(memory.codes) == 1 else HOME_CODE
    text = f"is {LEAD.sub('', question.plain).strip(' ?.!')} {code}"
    return Follow(replace(question, text=text, plain=text, reading=reader.read(text)), text)


def adds(text: str) -> bool:
    """Whether a text adds to what was said: "and 10 min of 97140", "plus", "with"."""
    return bool(ADDS.search(text) or re.match(r"\W*(?:ok |and |also )", text, re.I))


def fresh(text: str) -> str:
    """What follows "different question:", or nothing when a text does not begin so."""
    found = ANOTHER.match(text)
    return text[found.end() :].strip() if found else ""


def unled(text: str) -> str:
    """A text without "and", "what about" or "no, I meant" before it."""
    return LEAD.sub("", text).strip(" ?.!")


def bare_number(text: str) -> int | None:
    """The one number of "and if it was 22?", in minutes."""
    found = re.findall(r"\b\d{1,3}\b", text)
    return int(found[0]) if len(found) == 1 and LEAD.match(text) else None


def pointing(reader: Reader, question: Question) -> bool:
    """Whether a question of few words speaks of the last matter: "can a PTA write it?"."""
    names = question.reading.named
    own = names.get("code") or any(names.get(kind) for kind in ("payer", "setting"))
    rest = _rest(reader, question)[1]
    back = LEAD.match(question.plain) or BACK.search(question.plain) or PRONOUN.search(question.plain)
    few = not names and len(rest) == 1
    return bool(back or few) and not own and 1 <= len(rest) <= MAX_WORDS


def pronoun(question: Question) -> bool:
    """Whether a text speaks of "it" or "that", or says "there" or "then"."""
    return bool(PRONOUN.search(question.plain) or BACK.search(question.plain))


def saying(reader: Reader, text: str) -> list[str]:
    """The words of a text that say more than fillers, as the index reads them."""
    return [word for word in reader.read(text).content if word not in FILLER]


def only_minutes(reader: Reader, question: Question) -> bool:
    """Whether a text says nothing but how long something took."""
    rest = _rest(reader, question)[1]
    return all(word in TIME_WORDS or any(ch.isdigit() for ch in word) for word in rest)
