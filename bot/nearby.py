"""A short question about the last matter that names nothing: "what if it is late?", "who signs it?".

It is answered from the entries near the last one; when none of them, and no other entry, knows its
words, it is asked back instead of answered with something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.guidance import asking, followup
from bot.guidance.decide import Decision
from bot.guidance.leads import EVEN, FILLER
from bot.guidance.reply import Memory, Reply
from bot.phrases import entry_of
from bot.question.parse import Question
from bot.question.words import split

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.knowledge.model import Entry
    from bot.matching import Match

# Entries of one kind are near each other unless the kind is as wide as "activity" or "payer".
WIDEST_KIND = 40
# How much a rank with the last title counts beside one without: it says mostly the title.
TITLED = 0.5
# Entries whose titles share so many words are of one subject ("progress report").
SHARED = 2
# What each of them counts beside a rank.
SUBJECT = 0.15
# What this share of an entry's asks hold it knows: in many asks any word turns up once.
USED = 0.04
# Kinds of names that say what a question is about, as a word does.
MARKS = ("modifier", "denial")
# Words of a title that are in every other title.
COMMON = frozenset(
    """97530 pt ot slp pta ota therapy therapist therapists medicare code codes
    physician doctor np npp assistant aide student patient billing bill may can""".split()
)


def pointed(desk: Desk, question: Question, memory: Memory) -> Reply | None:
    """The answer from the entries near the last one, or None when the question is not such a one.

    A question with "it" or "that" is about the last matter first; one that only begins with "and"
    or "what if" is, when by itself it gets no answer that knows its words.
    """
    if memory.entry not in desk.library.entry_ids:
        return None
    if not followup.pointing(desk.reader, question):
        return None
    marks = _marks(desk, question.plain)
    if marks or not followup.pronoun(question):
        alone = desk.answer(question)
        own = desk.gates.names(alone.entry or "")
        about = not marks or any(marks & own.get(kind, frozenset()) for kind in MARKS)
        if alone.status == "answered" and about and (not alone.entry or _answers(desk, question, alone)):
            return None
    key = _nearest(desk, question, desk.library.entry(memory.entry or ""))
    if key is None:
        return None
    reply = desk.entry_for(question, key)
    return replace(reply, memory=replace(reply.memory, asked=question.plain))


def akin(entry: Entry, other: Entry) -> bool:
    """Whether two entries are of one subject, by their titles."""
    return bool(_subject(entry) & _subject(other))


def doubted(desk: Desk, question: Question, memory: Memory, reply: Reply) -> Reply:
    """The reply to a question that points back; asked back when it knows none of its words.

    "what if I miss it?" after a progress report: an entry without "miss" answers something else.
    """
    if not reply.entry or memory.entry not in desk.library.entry_ids:
        return reply
    if not followup.pointing(desk.reader, question):
        return reply
    last, found = desk.library.entry(memory.entry or ""), desk.library.entry(reply.entry)
    own = question.reading.named.keys() & {"modifier", "denial"}
    near = akin(last, found) or bool(own) or not followup.pronoun(question)
    if near and _answers(desk, question, reply):
        return reply
    both = desk.question(
        f"{last.title}: {question.plain}", today=question.today, known=question.context
    )
    ranked = [match for match in desk.ranked(both) if entry_of(match.key) in _near(desk, last)]
    unsure = Decision("clarify", "", 0.0, True, "the answer knows no word of the question")
    if not ranked:
        return asking.no_match(desk.library, question, (), unsure, desk.who_to_ask)
    asked = asking.clarify(desk.library, both, ranked, unsure)
    only = [entry_of(choice.value) for choice in asked.choices] == [last.id]
    if only and EVEN.match(question.plain):
        # Nothing near knows the circumstance: what was said still stands, and is said again.
        return desk.entry_for(desk.question(memory.asked, today=question.today, known=question.context), last.id)
    return asked


def best_that_knows(desk: Desk, question: Question, text: str) -> Reply | None:
    """The best candidate for a question that knows the words of another text."""
    key = _first(desk, desk.ranked(question), text)
    return desk.entry_for(question, key) if key else None


def knows(desk: Desk, text: str, entry: Entry) -> bool:
    """Whether an entry speaks of what a text says: half of its words, and is asked of its modifiers."""
    wanted, marks = set(followup.saying(desk.reader, text)), _marks(desk, text)
    told = (entry.title, entry.answer, entry.why)
    known = {word for text in told for word in desk.reader.read(text).content}
    named = _marks(desk, entry.title)
    least = USED * len(entry.asks)
    asked = Counter(word for ask in entry.asks for word in set(desk.reader.read(ask).content))
    known |= {word for word, times in asked.items() if times >= least}
    spoken = Counter(mark for ask in entry.asks for mark in _marks(desk, ask))
    named |= {mark for mark, times in spoken.items() if times >= least}
    return marks <= named and (not wanted or 2 * len(wanted & known) >= len(wanted))


def _marks(desk: Desk, text: str) -> set[str]:
    """The modifiers and denial codes a text names."""
    named = desk.reader.read(text).named
    return {key for kind in MARKS for key in named.get(kind, ())}


def _answers(desk: Desk, question: Question, reply: Reply) -> bool:
    return bool(reply.entry) and knows(desk, question.plain, desk.library.entry(reply.entry or ""))


def _first(desk: Desk, ranked: Iterable[Match], text: str) -> str | None:
    for match in ranked:
        key = entry_of(match.key)
        sure = match.confidence >= desk.rules.clarify
        if key and sure and knows(desk, text, desk.library.entry(key)):
            return key
    return None


def _nearest(desk: Desk, question: Question, last: Entry) -> str | None:
    """The entry near the last one, or that one, which knows the question.

    Ranked for the question alone, with the person of the thread in the place of "they", and with
    the last title before it; words its title shares with the last one count too.
    """
    if not followup.saying(desk.reader, question.plain) and not _marks(desk, question.plain):
        return None
    # "even if I'm right there" doubts the last answer; only what that entry itself points to may change it
    near = frozenset({last.id, *last.related}) if EVEN.match(question.plain) else _near(desk, last)
    passes = desk.gates.passer(question.reading, question.context)
    person = desk.library.disciplines.get(question.context.get("discipline") or "")
    texts = {
        question.plain: 1.0,
        f"{question.plain} {person.name if person else ''}": 1.0,
        f"{last.title}: {question.plain}": TITLED,
    }
    rated: dict[str, dict[float, float]] = {}
    for text, weight in texts.items():
        for match in desk.index.rank(
            desk.reader.read(text).match,
            WIDEST_KIND,
            allowed=lambda key: entry_of(key) in near and passes(key),
        ):
            if entry_of(match.key) == last.id and weight == TITLED:
                continue
            rates = rated.setdefault(entry_of(match.key), {})
            rates[weight] = max(rates.get(weight, 0.0), match.confidence)
    able = []
    for key, rates in rated.items():
        entry = desk.library.entry(key)
        alike = min(len(_subject(last) & _subject(entry)), SHARED)
        likely = max(rates.values()) >= desk.rules.clarify or alike == SHARED
        if likely and knows(desk, question.plain, entry):
            rate = sum(weight * rate for weight, rate in rates.items())
            able.append((rate + SUBJECT * alike, key))
    return max(able)[1] if able else None


def _subject(entry: Entry) -> frozenset[str]:
    """The words of a title that say what it is about."""
    words = (word.text for word in split(entry.title))
    return frozenset(word for word in words if word not in FILLER and word not in COMMON)


def _near(desk: Desk, entry: Entry) -> frozenset[str]:
    """An entry, those it is related to or that are to it, those of its kind and of its subject."""
    library = desk.library
    entries = [library.entry(other) for other in library.entry_ids]
    kind = [e.id for e in entries if e.kind == entry.kind]
    subject = _subject(entry)
    near = {entry.id, *entry.related, *(e.id for e in entries if entry.id in e.related)}
    near |= {e.id for e in entries if len(subject & _subject(e)) >= SHARED}
    return frozenset(near | set(kind) if len(kind) <= WIDEST_KIND else near)
