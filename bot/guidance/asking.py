"""Replies that are not answers: asking back, no match, out of scope, nothing asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.guidance.decide import Decision
from bot.guidance.fill import row_fields
from bot.guidance.reply import Alternative, Choice, Reply, Section
from bot.guidance.resolve import context_line
from bot.knowledge.load import Library
from bot.phrases import entry_of
from bot.question.context import Context
from bot.question.parse import Question, Reading, missing_one

if TYPE_CHECKING:
    from bot.matching import Match

CAN = (
    "which code fits an activity",
    "units from minutes",
    "code pairs and modifiers",
    "what the note must show",
    "who may treat, where, and which payer wants what",
)
# A choice must come this near to the best one: a button for what nobody meant is noise.
LIKELY = 0.5
SCOPE_LINE = "I only answer billing and documentation questions about CPT 97530 and nearby therapy codes."


def too_long(limit: int) -> Reply:
    """The text was over the limit; nothing was read."""
    return Reply(
        question="",
        status="no_match",
        kind="error",
        lead=f"That is too long to read (over {limit:,} characters). Ask it in one or two sentences.",
    )


def nothing_asked(question: Question) -> Reply:
    """Only emoji, punctuation or greetings."""
    return Reply(
        question=question.text,
        status="no_match",
        kind="help",
        lead=f"I found no question in that. {SCOPE_LINE}",
        sections=(Section("Ask me about", CAN),),
    )


def unknown_codes(library: Library, question: Question) -> Reply | None:
    """A number that looks like a code but is none of ours: asked back, never guessed."""
    unknown = question.reading.unknown_codes
    if not unknown:
        return None
    code = unknown[0]
    near = nearest_codes(code, library)
    if near:
        choices = tuple(
            Choice(f"{other}: {library.codes[other].name}", "ask", question.text.replace(code, other))
            for other in near
        )
        return Reply(
            question=question.text,
            status="clarify",
            kind="unknown_code",
            lead=f"I do not know the code {code}. Which code do you mean?",
            choices=choices,
            context=question.context,
        )
    return Reply(
        question=question.text,
        status="no_match",
        kind="unknown_code",
        lead=f"{code} is outside what I know. {SCOPE_LINE}",
        sections=(Section("Ask me about", CAN),),
        context=question.context,
    )


def nearest_codes(code: str, library: Library, limit: int = 3) -> list[str]:
    """Known codes one slip away (a digit left out or changed, two neighbors swapped), best first."""
    found = []
    for other in sorted(library.codes):
        if missing_one(code, other):
            found.append((0 if other.startswith(code) else 1, other != "97530", other))
        if len(other) != len(code):
            continue
        wrong = [i for i in range(len(code)) if code[i] != other[i]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and code[wrong[0]] == other[wrong[1]]
            and code[wrong[1]] == other[wrong[0]]
        )
        if swapped or len(wrong) == 1:
            found.append((0 if swapped else 1, other != "97530", other))
    return [other for _, _, other in sorted(found)[:limit]]


def out_of_scope(library: Library, question: Question, key: str) -> Reply:
    """A kind of question the bot does not answer."""
    row = library.scope[key]
    return Reply(
        question=question.text,
        status="no_match",
        kind="out_of_scope",
        lead=f"Outside my scope. {row.reply}",
        title=row.name,
        sections=(Section("I can help with", CAN),),
        context=question.context,
    )


def vague(library: Library, question: Question, key: str) -> Reply:
    """Too short to answer: ask for the one missing thing."""
    row = library.vague[key]
    return Reply(
        question=question.text,
        status="clarify",
        kind="vague",
        lead=row.ask_back,
        choices=tuple(Choice(text, "ask", text) for text in row.choices),
        context=question.context,
        context_line=context_line(library, question.context, question.day),
    )


def clarify(
    library: Library, question: Question, ranked: Sequence[Match], decision: Decision
) -> Reply:
    """Several things could be meant: at most three to choose from."""
    titles: dict[str, str] = {}
    likely = LIKELY * ranked[0].score
    for match in ranked:
        entry = entry_of(match.key)
        if entry and entry not in titles and match.score >= likely:
            titles[entry] = title_of(library, entry, question.reading, question.context)
    choices = tuple(Choice(title, "entry", key) for key, title in list(titles.items())[:3])
    return Reply(
        question=question.text,
        status="clarify",
        kind="clarify",
        lead="I am not sure what you are asking. Which of these is it?",
        choices=choices,
        context=question.context,
        confidence=decision.confidence,
        alternatives=alternatives(library, ranked, ""),
    )


def title_of(library: Library, key: str, reading: Reading, context: Context) -> str:
    """An entry's title; of a parameterized one, with the row the question names."""
    entry = library.entry(key)
    row = row_of(library, entry.each, reading, context) if entry.each else None
    return row_fields(entry.title, library.table(entry.each)[row]) if row else str(entry.title)


def row_of(library: Library, kind: str, reading: Reading, context: Context) -> str | None:
    """The table row a parameterized entry is about: the one named, or the one of the context."""
    named = [key for key in reading.named.get(kind, ()) if key in library.table(kind)]
    if not named and kind in ("payer", "setting", "discipline"):
        return context.get(kind)
    return named[0] if named else None


def no_match(
    library: Library,
    question: Question,
    ranked: Sequence[Match],
    decision: Decision,
    who_to_ask: str,
) -> Reply:
    """No answer beats a wrong answer: say so, say what can be asked, and whom to ask."""
    who = f" Ask {who_to_ask}." if who_to_ask else " Ask your compliance lead or the payer."
    return Reply(
        question=question.text,
        status="no_match",
        kind="no_match",
        lead=f"I have no sourced answer to that, so I give none. {SCOPE_LINE}{who}",
        sections=(Section("I can help with", CAN),),
        context=question.context,
        confidence=decision.confidence,
        alternatives=alternatives(library, ranked, ""),
    )


def alternatives(library: Library, ranked: Sequence[Match], won: str) -> tuple[Alternative, ...]:
    """The candidates that did not win, best first, one an entry."""
    seen = {entry_of(won)}
    found = []
    for match in ranked:
        entry = entry_of(match.key)
        if not entry or entry in seen:
            continue
        seen.add(entry)
        found.append(
            Alternative(entry, library.entry(entry).title, round(match.confidence, 4))
        )
    return tuple(found[:4])
