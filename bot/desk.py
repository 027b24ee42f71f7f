"""The one door every surface uses: text in, `Reply` out.

Pure and synchronous; imports no Slack, no database, no web server. A desk holds one immutable
library and the index built from it; reloading knowledge means opening a new desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance import asking, calculators, compound, followup
from bot.guidance.decide import Decision, Rules, decide
from bot.guidance.reply import Memory, Reply
from bot.guidance.resolve import reply_for
from bot.phrases import SCOPE, VAGUE, angle_of, entry_of
from bot.privacy.redact import readable, redact
from bot.question.context import NOWHERE, Context
from bot.question.gather import gather
from bot.question.parse import Question
from bot.snapshot import Parts, open_parts

if TYPE_CHECKING:
    from bot.matching import Match

MAX_CHARACTERS = 10_000
MAX_WORDS_MATCHED = 120
CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about, for `ask --explain`."""

    question: Question
    decision: Decision
    candidates: tuple[Match, ...]
    closed: tuple[tuple[str, str], ...]


class Desk:
    """Answers questions from one library.

    Args:
        parts: the library, the reader of texts, the gates and the index (`bot.snapshot`).
        who_to_ask: whom a reply names when the bot has no answer.
    """

    def __init__(self, parts: Parts, who_to_ask: str = "") -> None:
        self.library = parts.library
        self.reader = parts.reader
        self.index = parts.index
        self.gates = parts.gates
        self.profiles = parts.profiles
        self.rules = Rules.of(parts.library)
        self.calculators = calculators.Calculators(parts.library)
        self.who_to_ask = who_to_ask

    @classmethod
    def open(cls, folder: Path | None = None, who_to_ask: str = "") -> Desk:
        """Open the knowledge that ships with the program, or a folder of your own.

        Uses the compiled snapshot when it is fresh; raises KnowledgeError when the YAML is wrong.
        """
        return cls(open_parts(folder), who_to_ask)

    def question(
        self,
        text: str,
        *,
        today: date,
        known: Context = NOWHERE,
    ) -> Question:
        """Redact, read and place a text: the Question that `answer` takes."""
        redacted = redact(text[:MAX_CHARACTERS], allowed=self.reader.words)
        plain = readable(redacted.text) if redacted.kinds else redacted.text
        reading = self.reader.read(plain)
        context = gather(self.library, reading, plain, known, today)
        kinds = tuple(redacted.kinds)
        return Question(redacted.text, reading, context, today, kinds, plain)

    def ask(
        self,
        text: str,
        *,
        today: date,
        known: Context = NOWHERE,
        memory: Memory | None = None,
        entry: str | None = None,
    ) -> Reply:
        """Answer a text in a context.

        Args:
            text: what the person typed; command words ("units 97530 33") are understood too.
            today: the day the question is asked.
            known: context of thread, channel and workspace, already merged.
            memory: what the last reply in this thread left behind.
            entry: answer with this entry, whatever matches (a pressed choice).
        """
        if len(text) > MAX_CHARACTERS:
            return asking.too_long(MAX_CHARACTERS)
        if memory is not None:
            known = followup.thread_context(memory).over(known)
        question = self.question(text, today=today, known=known)
        if entry is not None:
            reply = self._entry(question, entry, None, True, 1.0)
        else:
            reply = self._routed(question, memory)
        return replace(reply, question=question.text, phi=question.phi)

    def context_from_words(self, text: str) -> tuple[Context, tuple[str, ...]]:
        """Context values named in "/cpt here medicare snf-part-b PT", and the words left over."""
        return gather_words(self, text)

    def answer(self, question: Question, memory: Memory | None = None) -> Reply:
        """Answer a question that was already read."""
        return self._routed(question, memory)

    def trace(self, question: Question) -> Trace:
        """The candidates, the gates and the decision behind the answer to a question."""
        decision, ranked = self._decide(question)
        everything = self.index.rank(question.reading.match, CANDIDATES)
        closed = []
        for match in everything:
            reason = self.gates.closed(entry_of(match.key), question.reading, question.context)
            if reason:
                closed.append((match.key, reason))
        return Trace(question, decision, tuple(ranked), tuple(closed))

    def _routed(self, question: Question, memory: Memory | None) -> Reply:
        if not question.reading.match:
            return asking.nothing_asked(question)
        command = self.calculators.command(question)
        if command:
            return command
        if memory is not None:
            follow = followup.follow(self.library, self.reader, question, memory)
            if follow is not None:
                return self._followed(follow)
        parts = compound.split(question.plain)
        if len(parts) > 1:
            both = self._both(question, parts)
            if both:
                return both
        return self._single(question)

    def _followed(self, follow: followup.Follow) -> Reply:
        if follow.entry and follow.entry in self.library.entry_ids:
            return self._entry(follow.question, follow.entry, None, True, 1.0)
        return self._single(follow.question)

    def _both(self, question: Question, parts: list[str]) -> Reply | None:
        """Two questions in one message: both answered, or none taken apart."""
        replies = []
        for part in parts:
            reading = self.reader.read(part)
            context = gather(self.library, reading, part, question.context, question.today)
            replies.append(self._single(replace(question, text=part, plain=part, reading=reading, context=context)))
        first, second = replies
        apart = first.entry != second.entry or first.kind != second.kind
        if all(r.status == "answered" for r in replies) and apart:
            return replace(first, also=(second,))
        return None

    def _single(self, question: Question) -> Reply:
        asked_back = asking.unknown_codes(self.library, question)
        if asked_back:
            return asked_back
        decision, ranked = self._decide(question)
        top = decision.key
        calculated = self.calculators.free_text(question, decision)
        if calculated:
            if calculated.also and decision.status == "answered" and entry_of(top):
                asked = self._entry(
                    question, entry_of(top), angle_of(top), decision.sure_side, decision.confidence
                )
                return replace(calculated, also=(asked,))
            return calculated
        if top.startswith(SCOPE):
            return asking.out_of_scope(self.library, question, top.removeprefix(SCOPE))
        if top.startswith(VAGUE):
            return asking.vague(self.library, question, top.removeprefix(VAGUE))
        if decision.status == "answered":
            reply = self._entry(
                question, entry_of(top), angle_of(top), decision.sure_side, decision.confidence
            )
            return replace(reply, alternatives=asking.alternatives(self.library, ranked, top))
        card = self.calculators.card(question)
        if card:
            return card
        if decision.status == "clarify":
            return asking.clarify(self.library, question, ranked, decision)
        return asking.no_match(self.library, question, ranked, decision, self.who_to_ask)

    def ranked(self, question: Question) -> list[Match]:
        """The candidates that pass the gates, best first."""
        words = question.reading.match.split()[:MAX_WORDS_MATCHED]
        passes = self.gates.passer(question.reading, question.context)
        return self.index.rank(" ".join(words), CANDIDATES, allowed=passes)

    def entry_reply(self, question: Question, key: str) -> Reply:
        """What the entry behind a phrase key replies, verdict word and all."""
        return self._entry(question, entry_of(key), angle_of(key), True, 1.0)

    def _decide(self, question: Question) -> tuple[Decision, list[Match]]:
        ranked = self.ranked(question)
        decision = decide(ranked, question.reading, self.library, self.rules, self.profiles)
        return decision, ranked

    def _entry(
        self, question: Question, key: str, angle: int | None, sure_side: bool, confidence: float
    ) -> Reply:
        entry = self.library.entry(key)
        row = None
        if entry.each:
            row = asking.row_of(self.library, entry.each, question.reading, question.context)
        reply = reply_for(
            self.library,
            entry,
            question=question.text,
            context=question.context,
            day=question.day,
            angle=angle,
            sure_side=sure_side,
            row=row,
            codes=question.reading.named.get("code", ()),
        )
        reply = replace(reply, confidence=confidence)
        return self.calculators.beside(reply, entry, question)


def gather_words(desk: Desk, text: str) -> tuple[Context, tuple[str, ...]]:
    """See `Desk.context_from_words`."""
    reading = desk.reader.read(text)
    context = gather(desk.library, reading, text, NOWHERE, date.today(), origin="channel")
    return context, reading.content
