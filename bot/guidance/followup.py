"""Follow-ups: "what about UHC?", "and if a PTA did it?", "why?", "source?"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.guidance.reply import Memory
from bot.knowledge.load import Library
from bot.question.context import FIELDS, Context, Value
from bot.question.gather import gather
from bot.question.parse import Question, Reader, Reading

# A follow-up says little by itself: at most this many words beyond the names in it.
MAX_WORDS = 3
CONTEXT_KINDS = ("payer", "setting", "discipline", "state")
_FILLER = frozenset(
    ["what", "about", "how", "if", "and", "for", "in", "a", "an", "the", "is", "it", "that", "this", "then", "ok", "so", "same", "thing", "with", "under", "at", "did", "does", "do", "by", "was", "were", "on", "to", "of", "they", "she", "he", "we", "i", "can", "pt", "or", "but", "would", "be", "when"]
)
_AGAIN = frozenset({"why", "source", "sources", "says who", "whats the source"})


@dataclass(frozen=True, slots=True)
class Follow:
    """The question to answer instead; `entry` set when the same matter is meant."""

    question: Question
    entry: str | None


def thread_context(memory: Memory) -> Context:
    """What was said earlier in the thread, as context."""
    values = {
        name: Value(getattr(memory, name), "thread") for name in FIELDS if getattr(memory, name)
    }
    day = date.fromisoformat(memory.date_of_service) if memory.date_of_service else None
    return Context(**values, date_of_service=day, date_origin="thread")


def follow(
    library: Library, reader: Reader, question: Question, memory: Memory
) -> Follow | None:
    """The follow-up a question is, or None when it starts a new matter."""
    if not memory.entry and not memory.asked:
        return None
    reading = question.reading
    rest = [word for word in " ".join(reading.content).split() if word not in _FILLER]
    again = question.text.lower().strip(" ?!.") in _AGAIN
    if again:
        return Follow(question, memory.entry)
    named = [kind for kind in CONTEXT_KINDS if reading.named.get(kind)]
    other_date = question.context.date_of_service is not None and reading.year is not None
    new_codes = set(reading.named.get("code", ())) - set(memory.codes)
    if len(rest) > MAX_WORDS or (not named and not other_date and not new_codes):
        return None
    if not rest and (named or other_date) and not new_codes and _still_fits(library, memory, named):
        return Follow(question, memory.entry)
    return _again_with(library, reader, question, memory)


def _still_fits(library: Library, memory: Memory, named: list[str]) -> bool:
    """The remembered entry covers other payers and settings itself; other people are a new ask."""
    if not memory.entry or memory.entry not in library.entry_ids:
        return False
    entry = library.entry(memory.entry)
    if "discipline" in named:
        return any(variant.discipline for variant in entry.when)
    return not (entry.requires.payer or entry.requires.setting)


def _again_with(
    library: Library, reader: Reader, question: Question, memory: Memory
) -> Follow:
    """Ask the remembered question again with the new words added; new names replace old ones."""
    old = reader.read(memory.asked)
    text = f"{_without(memory.asked, old, question.reading)} {question.text}"
    reading = reader.read(text)
    context = gather(library, reading, question.text, question.context, question.today)
    return Follow(replace(question, reading=reading, context=question.context.over(context)), None)


def _without(asked: str, old: Reading, new: Reading) -> str:
    """The remembered text less the codes the new one replaces."""
    if new.literal_codes and len(old.literal_codes) == 1:
        return asked.replace(old.literal_codes[0], "")
    return asked
