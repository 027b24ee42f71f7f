"""Where free text and commands meet the billing calculators.

Commands ("units 97530 33, 97140 7 medicare", "pair 97530 97116", "KX", "CO-97", "97530") always
calculate or show a card. Free text is calculated only when counting is what it asks: a question
about whether minutes may be counted at all belongs to an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.guidance import counting
from bot.guidance.counting import CONCURRENT, COUNTING, UNCOUNTED
from bot.guidance.decide import Decision, said
from bot.guidance.gates import HOME_CODE
from bot.guidance.reply import Reply, Section
from bot.knowledge.load import Library
from bot.knowledge.view import bare
from bot.phrases import entry_of
from bot.question.parse import CODE, Question, Reading

if TYPE_CHECKING:
    from bot.billing.inquiry import Inquiry
    from bot.billing.tables import Tables
    from bot.billing.typed import Typed
    from bot.knowledge.model import Entry
    from bot.question.minutes import Minutes

COMMANDS = ("units", "pair", "pairs", "visit", "card", "threshold", "thresholds")
# Entries of these kinds carry the pair table's rows for the two codes asked about.
PAIR_MODIFIERS = frozenset({"59", "XE", "XP", "XS", "XU"})
PAIR_KINDS = frozenset({"pairs", "compare"})


# A text without a number in it (codes aside, "half an hour" counted in) has no minutes to read.
_NUMBERS = re.compile(r"\d|HOUR|HALF|TEEN|TWENTY|THIRTY|FORTY|FIFTY|SIXTY|MINUTE|\bTEN\b|SEVEN|EIGHT|NINE")


class Calculators:
    """The calculators over one library's tables."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def tables(self) -> Tables:
        """The billing tables, built when first needed."""
        from bot.billing.tables import build

        names = ("codes", "figures", "payers", "sources", "modifiers", "denials")
        rows = {name: bare(self._library.raw(name)) for name in names}
        book = bare(self._library.tables["pairs"][0])
        return build(**rows, pairs=self._library.pair_rows, pair_book=book)

    def inquiry(self, question: Question) -> Inquiry:
        """The question as the billing desk takes it."""
        from bot.billing.inquiry import Inquiry

        return Inquiry(self.tables, question.today, question.context, question.text)

    def minutes(self, text: str, corrected: Iterable[tuple[str, str]] = ()) -> Minutes:
        """The minutes a text names; `corrected` are its misspelt words and what they were taken for."""
        from bot.question.minutes import parse
        from bot.question.rewritten import plainer, without_rest

        text, rest = without_rest(plainer(text, self._aliases, corrected), self._uncounted)
        found = parse(text, self._aliases, self._uncounted, self._untimed)
        return replace(found, left_out=(*found.left_out, rest)) if rest else found

    @cached_property
    def _untimed(self) -> frozenset[str]:
        return frozenset(code for code, info in self.tables.codes.items() if not info.timed)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        own = {
            name.lower(): row["code"]
            for row in self._library.tables["codes"]
            for name in row["beside_minutes"]
        }
        return {**own, **self.tables.aliases()}

    @cached_property
    def _uncounted(self) -> frozenset[str]:
        """Single words that take a stretch out of the timed count: no treatment, or an evaluation."""
        return frozenset(
            word.lower()
            for row in self._library.lexicon.values()
            if row.role == UNCOUNTED or row.contrast == "eval"
            for word in row.say
            if " " not in word
        )

    def typed(self, question: Question, text: str) -> Typed:
        """A command's arguments, for `bot.billing.typed`."""
        from bot.billing.typed import Typed

        return Typed(text, question.reading.named, self._library.disciplines, self.minutes)

    def command(self, question: Question) -> Reply | None:
        """A command word, or a bare code, modifier or denial; None for anything else.

        A bare name with a question mark ("KX?") asks something that was not said: no card for it.
        """
        word, _, rest = question.text.strip().lstrip("/").partition(" ")
        word = word.lower()
        if word in COMMANDS:
            commanded = self._commanded(word, rest.strip(), question)
            if commanded is not None:
                return commanded
        reading = question.reading
        named = reading.named
        arguments = self.typed(question, question.text) if "=" in word else None
        if arguments and len(arguments.exact) == len(question.text.split()):
            from bot.billing import typed

            make = typed.visit if "@" in question.text else typed.units
            return make(self.inquiry(question), arguments)
        exact = reading.literal_codes or named.get("modifier") or named.get("denial")
        bare = said(reading) == 1 and not question.text.rstrip().endswith("?")
        return self.card(question) if bare and exact else None

    def _commanded(self, word: str, rest: str, question: Question) -> Reply | None:
        """The reply to a command; None when the words behind it are a sentence ("units a day?")."""
        from bot.billing import card_reply, typed

        inquiry, arguments = self.inquiry(question), self.typed(question, rest)
        if word in ("units", "visit"):
            if not arguments.exact and not arguments.minutes():
                return None
            make = typed.units if word == "units" else typed.visit
            return make(inquiry, arguments)
        if word in ("pair", "pairs"):
            return typed.pair(inquiry, arguments) if len(arguments.codes) > 1 else None
        if word.startswith("threshold"):
            dated = set(re.findall(r"[a-z]+", rest.lower())) <= {"for", "in", "year", "dos"}
            return card_reply.threshold_reply(inquiry) if dated else None
        if word == "card":
            return typed.card(inquiry, arguments) if rest else None
        return self.card(question)

    def free_text(self, question: Question, decision: Decision) -> Reply | None:
        """Minutes or two codes in free text, when no entry answers the question better."""
        reading = question.reading
        codes = reading.named.get("code", ())
        mixed = self._mixed(question)
        if mixed is not None:
            return mixed
        weighed = self._weighed(question)
        if weighed is not None:
            return weighed
        counted = self._counted(question, decision)
        if counted is not None:
            return counted
        paired = len(codes) == 2 and (
            "pair" in reading.roles
            or {"edit", "bundle", "modifier"} & reading.turns
            or PAIR_MODIFIERS.intersection(reading.named.get("modifier", ()))
        )
        if paired and (decision.status != "answered" or self._general(decision)):
            from bot.billing.pair_reply import pair_reply

            return pair_reply(self.inquiry(question), codes)
        return None

    def in_pair_table(self, question: Question) -> Reply | None:
        """97530 asked beside a code of another field (an injection, say) that CMS pairs with it.

        The pair table is all the bot knows of such a code, so nothing else is said of it.
        """
        named = question.reading.named.get("code", ())
        other = question.reading.unknown_codes[0]
        paired = {row["column_1"] for row in self._library.pair_rows if row["column_2"] == HOME_CODE}
        paired |= {row["column_2"] for row in self._library.pair_rows if row["column_1"] == HOME_CODE}
        if HOME_CODE not in named or other not in paired:
            return None
        from bot.billing.pair_reply import pair_reply

        return pair_reply(self.inquiry(question), (HOME_CODE, other))

    def _general(self, decision: Decision) -> bool:
        """Whether the entry speaks of a modifier at large: of two codes the pair table knows more."""
        key = entry_of(decision.key)
        return key in self._library.entry_ids and self._library.entry(key).kind == "modifier"

    def _mixed(self, question: Question) -> Reply | None:
        """Minutes and "together with" in one text: the claim lines, with the pairs beside them."""
        reading = question.reading
        codes = reading.named.get("code", ())
        marked = bool({"edit", "modifier"} & reading.turns)
        together = "pair" in reading.roles or marked
        if not together or len(codes) < 2 or not re.search(r"\d", question.text):
            return None
        minutes = self.minutes(question.plain, question.reading.corrections)
        for lone in reversed(reading.literal_codes):
            if minutes.by_code or re.search(rf"\b\d{{1,3}}\W*{lone}|{lone}\W*\d", question.text):
                break
            minutes = self.minutes(question.text.replace(lone, " "))
        if not minutes.by_code or minutes.patients or self._doubtful(reading, minutes):
            return None
        from bot.billing import typed
        from bot.billing.pair_reply import pair_reply

        inquiry = self.inquiry(question)
        return replace(typed.mixed(inquiry, minutes, codes), also=(pair_reply(inquiry, codes),))

    def _weighed(self, question: Question) -> Reply | None:
        """ "37 or 38 min for 3 units?": what either length makes."""
        if COUNTING not in question.reading.roles:
            return None
        from bot.question.either import either

        lengths = either(question.plain)
        if lengths is None or self._doubtful(question.reading, self.minutes(question.plain)):
            return None
        from bot.billing.reply import either_reply

        codes = question.reading.named.get("code", ())
        return either_reply(self.inquiry(question), *lengths, code=codes[0] if len(codes) == 1 else "")

    def _doubtful(self, reading: Reading, minutes: Minutes) -> bool:
        """Whether the minutes themselves are in question: at once, alone, by who may not treat."""
        if CONCURRENT in reading.roles:
            return True
        people = [self._library.disciplines[key] for key in reading.named.get("discipline", ())]
        barred = {row.id for row in people if row.may_furnish != "yes"}
        if not minutes.by_code or any(s.by in barred for s in minutes.segments):
            return bool(barred) or UNCOUNTED in reading.roles
        return False

    def _read(self, question: Question) -> Minutes | None:
        """The minutes of a text that has numbers in it and does not itself doubt them."""
        if not _NUMBERS.search(CODE.sub("", question.plain.upper())):
            return None
        minutes = self.minutes(question.plain, question.reading.corrections)
        return None if not minutes or self._doubtful(question.reading, minutes) else minutes

    def _wanted(self, question: Question, minutes: Minutes, decision: Decision) -> counting.Wanted:
        key = entry_of(decision.key)
        known = self._library.entry(key) if key in self._library.entry_ids else None
        kind = known.kind if known else ""
        codes = {*known.use_codes, *known.compares} if known else set()
        found = counting.Answer(decision.status == "answered", decision.confidence, kind)
        doubted = UNCOUNTED in question.reading.roles and self._doubts(question.plain)
        return counting.wanted(question.reading, minutes, found, codes, doubted=doubted)

    def _doubts(self, text: str) -> bool:
        """Whether the words that take time out of the count stand outside the names of codes."""
        rest = text.lower()
        for name in sorted(self._aliases, key=len, reverse=True):
            rest = rest.replace(name, " ") if " " in name else rest
        says = [s for r in self._library.lexicon.values() if r.role == UNCOUNTED for s in r.say]
        return bool(re.search(rf"\b(?:{'|'.join(map(re.escape, says))})\b", rest, re.I))

    def _counted(self, question: Question, decision: Decision) -> Reply | None:
        minutes = self._read(question)
        if minutes is None or self._wanted(question, minutes, decision) != "count":
            return None
        return self.count(question, minutes)

    def count(self, question: Question, minutes: Minutes) -> Reply | None:
        """The units of minutes that were read, or the question back."""
        from bot.billing.spoken import minutes_reply

        bare = [code for code in minutes.codes if code not in dict(minutes.by_code)]
        untimed = tuple(code for code in bare if code in self._untimed)
        missing = tuple(code for code in bare if code not in untimed)
        return minutes_reply(
            self.inquiry(question),
            minutes,
            untimed=untimed,
            missing=missing,
            nothing_else=not counting.beyond(question.reading),
            method=counting.method_of(question.plain),
            asked=COUNTING in question.reading.roles or bool(minutes.units),
        )

    def with_units(self, reply: Reply, question: Question, decision: Decision) -> Reply:
        """An entry's reply with the count of the minutes in the question beside it."""
        minutes = self._read(question)
        if minutes is None or minutes.ambiguous or reply.units is not None:
            return reply
        if self._wanted(question, minutes, decision) != "beside":
            return reply
        counted = self.count(question, minutes)
        if counted is None or counted.status != "answered" or counted.units is None:
            return reply
        section = Section("Your minutes", (counted.lead,))
        merged = replace(reply, sections=(*reply.sections, section), units=counted.units)
        known = {source.id for source in reply.sources}
        more = tuple(source for source in counted.sources[:1] if source.id not in known)
        return replace(merged, sources=(*reply.sources, *more))

    def card(self, question: Question) -> Reply | None:
        """A card for the one code (by number), modifier or denial that was named."""
        named, codes = question.reading.named, question.reading.literal_codes
        exact = codes or named.get("modifier") or named.get("denial")
        if said(question.reading) > 2 or not exact:
            return None
        from bot.billing import card_reply

        inquiry = self.inquiry(question)
        if len(codes) == 1:
            return card_reply.code_reply(inquiry, codes[0])
        if named.get("modifier"):
            return card_reply.modifier_reply(inquiry, named["modifier"][0])
        if named.get("denial"):
            return card_reply.denial_reply(inquiry, named["denial"][0])
        return None

    def beside(self, reply: Reply, entry: Entry, question: Question) -> Reply:
        """What the pair table adds to an entry about two codes."""
        codes = question.reading.named.get("code", ())
        if entry.kind not in PAIR_KINDS or len(codes) != 2:
            return reply
        dated = any(variant.from_ or variant.to for variant in entry.when)
        if question.day != question.today and not dated:
            # The entry speaks of today; the table knows the day that was asked about.
            from bot.billing.pair_reply import pair_reply

            return pair_reply(self.inquiry(question), codes)
        from bot.billing.errors import BillingError
        from bot.billing.pairs import pair_status

        try:
            found = pair_status(
                *codes, self.tables, day=question.day, setting=question.context.get("setting")
            )
        except BillingError as error:
            return replace(
                reply, sections=(*reply.sections, Section("Medicare pair table", (error.message,)))
            )
        lines = tuple(dict.fromkeys(_table_line(status) for status in found))
        section = Section("Medicare pair table", lines)
        data: list[dict[str, Any]] = [status.to_json() for status in found]
        return replace(reply, sections=(*reply.sections, section), pairs=data)


def _table_line(status: Any) -> str:
    data = status.to_json()
    where = "" if data.get("setting", "both") == "both" else f", {data['setting']}"
    until = f" until {data['until']}" if data.get("until") else ""
    indicator = data.get("modifier_indicator")
    mark = f", modifier indicator {indicator}" if indicator else ""
    return (
        f"{data['column_1']} / {data['column_2']}: {data['status']}{until}{mark}{where} "
        f"(CMS release {data.get('release') or 'read'})"
    )
