"""The one door every surface uses: text in, `Reply` out.

Pure and synchronous; imports no Slack, no database, no web server. A desk holds one immutable
library and the index built from it; reloading knowledge means opening a new desk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot import counting, nearby, thread, turns
from bot.guidance import asking, calculators, compound, followup, own_side
from bot.guidance.decide import Decision, Rules, asked_back, decide, too_thin
from bot.guidance.deferral import deferred
from bot.guidance.field import PLACES
from bot.guidance.reply import Memory, Reply
from bot.guidance.resolve import context_line, elsewhere, overruled, reply_for
from bot.phrases import SCOPE, VAGUE, angle_of, entry_of
from bot.privacy.redact import readable, redact
from bot.question.clean import clean, without_links
from bot.question.context import NOWHERE, Context
from bot.question.gather import gather
from bot.question.orders import Orders
from bot.question.parse import Question, Reading
from bot.question.vocabulary import MASKS, literal
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
        self.field = parts.field
        self.rules = Rules.of(parts.library)
        self.calculators = calculators.Calculators(parts.library)
        self.orders = Orders(parts.library.orders)
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
        """Clean, redact, read and place a text: the Question that `answer` takes."""
        redacted = redact(clean(text[:MAX_CHARACTERS]), allowed=self.reader.words)
        plain = without_links(readable(redacted.text) if redacted.kinds else redacted.text)
        reading = self.reader.read(plain)
        context = gather(self.library, reading, plain, known, today)
        reading = self._here(plain, reading, context)
        kinds = tuple(redacted.kinds)
        return Question(redacted.text, reading, context, today, kinds, plain)

    def _here(self, plain: str, reading: Reading, context: Context) -> Reading:
        """ "here" read as the place it stands for, where that place bills no CPT codes at all."""
        place = self.library.settings.get(context.get("setting") or "")
        if place is None or place.bills_cpt != "no" or "here" not in reading.roles:
            return reading
        if reading.named.get("setting") or not reading.content:
            return reading
        return self.reader.read(f"{plain} {(place.aliases or [place.name])[0]}")

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
        question = self.question(text, today=today, known=known)
        if entry is not None:
            reply = self.entry_for(question, entry)
        else:
            reply = self._threaded(question, known, memory)
        if reply.entry is None:
            reply = elsewhere(self.library, reply, {})
        return replace(
            reply,
            question=question.text,
            phi=question.phi,
            context_line=self._context_line(reply, question, known),
            memory=thread.kept(question, reply, memory),
        )

    def _threaded(self, question: Question, known: Context, memory: Memory | None) -> Reply:
        """The reply to a question in a thread: a follow-up, or a topic of its own."""
        if memory is None or self.calculators.command(question):
            return self.answer(question)
        fresh = followup.fresh(question.plain)
        if fresh:
            return self.answer(self._part(question, fresh))
        earlier = turns.returned(self, question, memory)
        if earlier is not None:
            text, memory = earlier
            question = self._part(question, text)
        said = followup.thread_context(memory, known if "here" in question.reading.roles else NOWHERE).over(known)
        placed = self.question(question.text, today=question.today, known=said)
        counted = counting.counted(self, placed, memory) or counting.by_whom(self, placed, memory)
        if counted is not None:
            return counted
        follow = followup.follow(self.library, self.reader, placed, memory)
        if follow is not None:
            return thread.answer(self, follow, memory)
        pointed = turns.of_codes(self, placed, memory) or nearby.pointed(self, placed, memory)
        if pointed is not None:
            return pointed
        topic = placed if followup.leans(self.reader, placed) else question
        reply = nearby.doubted(self, placed, memory, self.answer(topic))
        if reply.status != "clarify":
            return reply
        return thread.completed(self, placed, memory) or self._unled(topic) or reply

    def _unled(self, question: Question) -> Reply | None:
        """The answer to "and setup time?" as "setup time", when "and" was all that made it vague."""
        text = followup.unled(question.plain)
        if not text or text == question.plain.strip(" ?.!"):
            return None
        reply = self.answer(self._part(question, text))
        return reply if reply.status == "answered" else None

    def _context_line(self, reply: Reply, question: Question, known: Context) -> str:
        """The reply's context in one line, and what of the place's it overruled."""
        if reply.status == "no_match":
            return reply.context_line
        line = reply.context_line or context_line(self.library, reply.context, question.day)
        return f"{line} {overruled(self.library, reply.context, known)}".strip()

    def context_from_words(self, text: str) -> tuple[Context, tuple[str, ...]]:
        """Context values named in "/cpt here medicare snf-part-b PT", and the words left over."""
        return gather_words(self, text)

    def entry_for(self, question: Question, key: str) -> Reply:
        """What an entry says to a question, whatever else matches; from the side it is asked."""
        decision, _ = self._decide(question)
        if entry_of(decision.key) == key:
            return self._entry(question, key, angle_of(decision.key), decision.sure_side, 1.0)
        return self._entry(question, key, None, True, 1.0)

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

    def answer(self, question: Question) -> Reply:
        """Answer a question that was already read, by itself."""
        unasked = self.unasked(question)
        if unasked:
            return unasked
        command = self.calculators.command(question)
        if command:
            return command
        parts = compound.split(question.plain)
        if len(parts) > 1:
            both = self._both(question, parts)
            if both:
                return both
        return self.single(question)

    def unasked(self, question: Question) -> Reply | None:
        """The reply to a text that asks nothing: no word in it, or an order to the bot."""
        if self.field.says_nothing(question.reading):
            return asking.nothing_asked(question)
        ordered = self.orders.scope(question.plain, question.reading.corrections)
        return asking.out_of_scope(self.library, question, ordered) if ordered else None

    def _both(self, question: Question, parts: list[str]) -> Reply | None:
        """Two questions in one message: both answered, or none taken apart.

        The second may lean on the first ("and how many units is that?"); one that is too vague is
        asked back beside the answer to the first.
        """
        first = self.single(self._part(question, parts[0]))
        if first.status != "answered":
            return None
        matter = replace(first.memory, asked=parts[0], entry=first.entry)
        second = self._second(self._part(question, parts[1]), matter)
        apart = first.entry != second.entry or first.kind != second.kind or second.lead != first.lead
        if second.status == "no_match" or not apart:
            return None
        return replace(first, also=(second,), memory=replace(first.memory, asked=question.plain))

    def _part(self, question: Question, text: str) -> Question:
        reading = self.reader.read(text)
        context = gather(self.library, reading, text, question.context, question.today)
        return replace(question, text=text, plain=text, reading=reading, context=context)

    def _second(self, question: Question, memory: Memory) -> Reply:
        """The reply to the second question of a message; `memory` is what the first is about."""
        counted = counting.counted(self, question, memory)
        if counted is not None:
            return counted
        follow = followup.follow(self.library, self.reader, question, memory)
        if follow is not None:
            return thread.answer(self, follow, memory)
        near = nearby.pointed(self, question, memory)
        if near is None and len(question.plain.split()) < compound.MIN_WORDS:
            return asking.nothing_asked(question)
        return near or self.single(question)

    def single(self, question: Question) -> Reply:
        """The reply to one question that follows nothing."""
        asked_back = asking.unknown_codes(self.library, question)
        if asked_back:
            return self.calculators.in_pair_table(question) or asked_back
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
            decision = self._deferred(question, decision)
            top = decision.key
            reply = self._entry(
                question, entry_of(top), angle_of(top), decision.sure_side, decision.confidence
            )
            reply = self.calculators.with_units(reply, question, decision)
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
        named = question.reading.named.items()
        places = ((kind, key) for kind, keys in named if kind in PLACES for key in keys)
        aside = {word for kind, key in places for word in (MASKS[kind], literal(kind, key))}
        found = self.index.rank(" ".join(words), CANDIDATES, allowed=passes, aside=aside)
        return own_side.first(found, question.reading, self.profiles)

    def _deferred(self, question: Question, decision: Decision) -> Decision:
        """The decision, or the same for the entry that knows the payer at hand."""
        entry = self.library.entry(entry_of(decision.key))
        target = deferred(self.library, entry, question.context)
        if target is None:
            return decision
        words = " ".join(question.reading.match.split()[:MAX_WORDS_MATCHED])
        own = self.index.rank(words, CANDIDATES, allowed=lambda key: entry_of(key) == target)
        if not own:
            return replace(decision, key=target, sure_side=False)
        side = decide(own, question.reading, self.library, self.rules, self.profiles, self.field)
        return replace(decision, key=own[0].key, sure_side=side.sure_side)

    def entry_reply(self, question: Question, key: str) -> Reply:
        """What the entry behind a phrase key replies, verdict word and all."""
        return self._entry(question, entry_of(key), angle_of(key), True, 1.0)

    def decision(self, question: Question) -> Decision:
        """Which record answers a question, and how surely; calculators left aside."""
        found, _ = self._decide(question)
        return self._deferred(question, found) if found.status == "answered" else found

    def _decide(self, question: Question) -> tuple[Decision, list[Match]]:
        ranked = self.ranked(question)
        if too_thin(ranked, question.reading, self.field):
            words = " ".join(question.reading.match.split()[:MAX_WORDS_MATCHED])
            vague = self.index.rank(words, 1, allowed=lambda key: key.startswith(VAGUE))
            back = asked_back(vague, self.library)
            if back:
                return back, ranked
        decision = decide(ranked, question.reading, self.library, self.rules, self.profiles, self.field)
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
            open_form=question.reading.form != "",
            row=row,
            codes=question.reading.named.get("code", ()),
        )
        reply = replace(reply, confidence=confidence)
        reply = elsewhere(self.library, reply, self.gates.names(key))
        return self.calculators.beside(reply, entry, question)


def gather_words(desk: Desk, text: str) -> tuple[Context, tuple[str, ...]]:
    """See `Desk.context_from_words`."""
    reading = desk.reader.read(text)
    context = gather(desk.library, reading, text, NOWHERE, date.today(), origin="channel")
    return context, reading.content
