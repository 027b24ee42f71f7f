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
from typing import Literal

from bot.guidance.reply import Memory
from bot.knowledge.load import Library
from bot.question.context import FIELDS, Context, Value
from bot.question.gather import gather
from bot.question.parse import Question, Reader, Reading
from bot.question.words import split

Aspect = Literal["", "why", "source", "note", "units"]
# A follow-up says little by itself: at most this many words beyond the names and fillers in it.
MAX_WORDS = 3
# ... and a question about one side of the last answer ("where does it say that") this many in all.
MAX_ASIDE = 12
CONTEXT_KINDS = ("payer", "setting", "discipline", "state", "contractor")
NAMED_KINDS = frozenset({*CONTEXT_KINDS, "code"})
HOME_CODE = "97530"
_FILLERS = """a about advantage also am an and answer applies apply are as at be being bill billed bills but
by can case change changes client could covered did differ different do does doing done either
even first for from gave get gets give given giving go goes going had has have he here how i if
in instead insurance is it its just kind know let like me my no not now of ok okay on one only
or our part patient patients pays plan plans please provider pt pts rule same say says second
see seen she should so someone still such than that thats the their them then there these they
thing this those though to too treat treated treats true under us use versus vs was we well were
what whatever whats when where which while who with work works would year yes you your
"""
_FILLER = frozenset(_FILLERS.split())
_LEAD = re.compile(
    r"^\W*(?:(?:ok|okay|and|or|but|so|also|then|now|hmm|thanks|thank you|got it|great|cool|"
    r"what about|how about|what if|same for|same in|same with|same|is it the same for|is that the same for)"
    r"\b[\s,.!]*)+",
    re.I,
)
_SWAP = re.compile(r"\b(?:what about|how about|same for|same with|same)\b|^\W*(?:and|or)\b", re.I)
_ADDS = re.compile(r"\b(?:with|plus|together|same day|same visit|same session|along)\b", re.I)
# Words that point back at what was said.
_BACK = re.compile(
    r"\b(?:there|same|as well|then|those|them|they)\b"
    r"|\b(?:do|does|did|bill|bills|for|of|with|on|about|under|by|code|in|doing|billing"
    r"|write|writes|sign|signs|use|give|gives|need|needs)"
    r" (?:it|that|this|these)\b(?! (?:ok|okay|allowed|legal|fine|possible|true|better)\b)"
    r"|\b(?:is|does|was|would|will|can|could|should) (?:that|it|this)\b"
    r"(?! (?:ok|okay|allowed|legal|fine|possible|true|better|necessary|required)\b)"
    r"|\b(?:that|this|the same) (?:plan|payer|insurance|patient|setting|code|case|visit)\b",
    re.I,
)
_TIME_WORDS = frozenset(
    "min mins minute minutes m hr hrs hour hours total took spent did was it timed units unit".split()
)
_ASPECTS: tuple[tuple[Aspect, frozenset[str], frozenset[str]], ...] = (
    (
        "source",
        frozenset(
            """source sources reference references citation citations cite cited link links proof
            prove proves written says say""".split()
        ),
        frozenset("official manual policy cms medicare backs back up anywhere printed".split()),
    ),
    (
        "why",
        frozenset("why reason reasons reasoning rationale explain because come".split()),
        frozenset("really not mean".split()),
    ),
    (
        "note",
        frozenset(
            """document documents documented documentation documenting note notes chart charting
            write wording""".split()
        ),
        frozenset(
            """need needs must show put look good example examples sample line lines daily support
            required have include included weak strong""".split()
        ),
    ),
    (
        "units",
        frozenset("unit units".split()),
        frozenset("many much come total works out".split()),
    ),
)


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


def thread_context(memory: Memory) -> Context:
    """What was said earlier in the thread, as context."""
    values = {
        name: Value(getattr(memory, name), "thread") for name in FIELDS if getattr(memory, name)
    }
    day = date.fromisoformat(memory.date_of_service) if memory.date_of_service else None
    return Context(**values, date_of_service=day, date_origin="thread")


def leans(reader: Reader, question: Question) -> bool:
    """Whether a new question still points back ("do I need GP there?") and keeps the context."""
    named = question.reading.named.keys() & NAMED_KINDS
    if "here" in question.reading.roles and not _LEAD.match(question.plain):
        return False
    short = not named and len(_rest(reader, question)[1]) <= 1
    return short or bool(_LEAD.match(question.plain) or _BACK.search(question.plain))


def _rest(reader: Reader, question: Question) -> tuple[list[str], list[str]]:
    """The words of a question that name no row of a table: all of them, and those that say more."""
    bare = [word.text for word in split(reader.without(question.plain, NAMED_KINDS))]
    return bare, [word for word in bare if word not in _FILLER]


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
    aspect = _aspect(bare, rest)
    if aspect in ("note", "units") and reading.named.get("discipline"):
        aspect = ""
    if aspect and not codes:
        return Follow(question, memory.asked, memory.entry, aspect)
    other_date = question.context.date_origin == "question" and bool(
        question.context.date_of_service
    )
    rest = [word for word in rest if not word.isdigit()] if other_date else rest
    if len(rest) > MAX_WORDS or reading.unknown_codes:
        return None
    if named or other_date:
        if rest and not _LEAD.match(question.plain):
            return None
        if not rest and not new_codes:
            return _elsewhere(library, reader, question, memory, named)
        return _again(library, reader, question, memory)
    if not rest and not reading.named and _BACK.search(question.plain):
        return Follow(question, memory.asked, memory.entry)
    short = len(bare) <= 2 and not rest
    if new_codes and (short or _LEAD.match(question.plain)) and memory.asked:
        return _again(library, reader, question, memory)
    if rest and _SWAP.search(question.plain) and not codes and not reading.named:
        return _other_activity(library, reader, question, memory)
    return None


def _aspect(bare: list[str], rest: list[str]) -> Aspect:
    """The side of the last answer that is asked for, when a text asks for nothing else."""
    if len(bare) > MAX_ASIDE:
        return ""
    for name, core, around in _ASPECTS:
        timed = _TIME_WORDS if name == "units" else frozenset()
        left = {word for word in rest if not (word in timed or (timed and word.isdigit()))}
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
    asked = _without(reader, memory.asked, question)
    if question.reading.named.get("code") and _ADDS.search(question.plain):
        old = memory.codes or (HOME_CODE,)
        asked = f"can I bill {old[0]} and" if len(old) == 1 else asked
    text = f"{asked.strip(' ?.!,')} {_LEAD.sub('', question.plain)}".strip()
    place = question.context.setting
    if place and place.origin == "question" and not question.reading.named.get("setting"):
        text = f"{text} {library.settings[place.id].name}"
    reading = reader.read(text)
    context = gather(library, question.reading, question.plain, question.context, question.today)
    if memory.minutes and not reading.named.get("code"):
        text = f"{memory.asked} {question.plain}"
    return Follow(replace(question, text=text, plain=text, reading=reading, context=context), text)


def _without(reader: Reader, asked: str, question: Question) -> str:
    """The remembered words less what the new ones replace."""
    new, old = question.reading, reader.read(asked)
    kinds = {kind for kind in CONTEXT_KINDS if new.named.get(kind) and old.named.get(kind)}
    place = question.context.setting
    if place and place.origin == "question" and old.named.get("setting"):
        kinds.add("setting")
    for code in _replaced(old, new, question.plain):
        asked = asked.replace(code, " ")
    return reader.without(asked, frozenset(kinds)) if kinds else asked


def _replaced(old: Reading, new: Reading, text: str) -> tuple[str, ...]:
    """The codes of the old question that a new one stands in for."""
    if not new.named.get("code"):
        return ()
    if len(old.literal_codes) == 1:
        return () if _ADDS.search(text) else old.literal_codes
    others = tuple(code for code in old.literal_codes if code != HOME_CODE)
    return others if len(others) == 1 else ()


def _other_activity(
    library: Library, reader: Reader, question: Question, memory: Memory
) -> Follow | None:
    """ "what about squats?" after an activity: the same question about another activity."""
    known = memory.entry in library.entry_ids
    if not memory.minutes and not (known and library.entry(memory.entry or "").kind == "activity"):
        return None
    code = memory.codes[0] if len(memory.codes) == 1 else HOME_CODE
    text = f"is {_LEAD.sub('', question.plain).strip(' ?.!')} {code}"
    return Follow(replace(question, text=text, plain=text, reading=reader.read(text)), text)


def bare_number(text: str) -> int | None:
    """The one number of "and if it was 22?", in minutes."""
    found = re.findall(r"\d+", text)
    return int(found[0]) if len(found) == 1 and len(found[0]) <= 3 and _LEAD.match(text) else None


def pointing(reader: Reader, question: Question) -> bool:
    """Whether a question of few words speaks of the last matter: "can a PTA write it?"."""
    names = question.reading.named
    own = names.get("code") or any(names.get(kind) for kind in ("payer", "setting"))
    rest = _rest(reader, question)[1]
    back = _LEAD.match(question.plain) or _BACK.search(question.plain)
    return bool(back) and not own and 1 <= len(rest) <= MAX_WORDS


def saying(reader: Reader, text: str) -> list[str]:
    """The words of a text that say more than fillers, as the index reads them."""
    return [word for word in reader.read(text).content if word not in _FILLER]


def only_minutes(reader: Reader, question: Question) -> bool:
    """Whether a text says nothing but how long something took."""
    rest = _rest(reader, question)[1]
    return all(word in _TIME_WORDS or any(ch.isdigit() for ch in word) for word in rest)
