"""What every billing reply needs: the tables, the context, the day, and the sources to cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.billing.errors import BillingError, MissingFigure, NoTableForDate, UnknownCode
from bot.billing.rows import PayerInfo
from bot.billing.tables import Tables
from bot.guidance.reply import Choice, Reply, Section, SourceRef
from bot.question.context import NOWHERE, Context

_TIERS = ("primary", "payer", "association", "trade")

Cited = tuple[str, str]

# The manual's list of what a treatment note holds, and the one-on-one rule of the local policies.
NOTE = ("cms-bpm-15", "§220.3.E, treatment note")
ONE_ON_ONE = ("ngs-lcd-l33631-outpatient-physical-and-occupatio", "one-on-one minutes")
NOTE_MUSTS = (
    "Total timed-code minutes and total treatment minutes (timed and untimed).",
    "Each intervention given, billed or not, in words that match its code.",
    "Only skilled one-on-one minutes; rest, set-up and charting do not count.",
    "Signature and credentials of whoever treated.",
)
ASSISTANT_MUST = "Which minutes the therapist gave, the assistant gave, and both gave together."
SEPARATE_MUST = "For two codes with an edit: separate times for each, so that 59 or X is honest."


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to the billing desk.

    `today` is the day it is asked; the date of service is the context's, or today.
    """

    tables: Tables
    today: date
    context: Context = NOWHERE
    question: str = ""

    @property
    def day(self) -> date:
        """The date of service."""
        return self.context.date_of_service or self.today

    @property
    def payer(self) -> str | None:
        """The payer's id when the table knows it."""
        key = self.context.get("payer")
        return key if key in self.tables.payers else None

    @property
    def payer_info(self) -> PayerInfo | None:
        """The payer's row."""
        return self.tables.payer(self.payer)

    @property
    def setting(self) -> str | None:
        """The setting's id."""
        return self.context.get("setting")

    @property
    def dated(self) -> str:
        """` on 2019-06-01` when the date of service is not today, else nothing."""
        return "" if self.day == self.today else f" on {self.day.isoformat()}"

    def sources(self, cited: Iterable[Cited]) -> tuple[SourceRef, ...]:
        """The sources of (id, where in it) pairs, each once, highest tier first; unknown ids are skipped."""
        out: dict[str, SourceRef] = {}
        for key, at in cited:
            source = self.tables.sources.get(key)
            if source is not None and key not in out:
                out[key] = replace(source, locator=at)
        return tuple(sorted(out.values(), key=lambda source: _TIERS.index(source.tier)))


def sections(*pairs: tuple[str, Iterable[str]]) -> tuple[Section, ...]:
    """Sections that have something to say."""
    made = (Section(heading, tuple(lines)) for heading, lines in pairs)
    return tuple(section for section in made if section.lines)


def error_reply(inquiry: Inquiry, error: BillingError) -> Reply:
    """A calculator's refusal as a reply.

    An unknown code offers its neighbors as choices; a date no table covers is an honest no answer;
    everything else asks for what is missing.
    """
    choices: tuple[Choice, ...] = ()
    if isinstance(error, UnknownCode) and inquiry.question:
        choices = tuple(
            Choice(f"{code}: {name}", "ask", inquiry.question.replace(error.code, code))
            for code, name in error.nearest
        )
    gone = isinstance(error, NoTableForDate | MissingFigure)
    return Reply(
        question=inquiry.question,
        status="no_match" if gone else "clarify",
        kind=error.kind,
        lead=error.message,
        context=inquiry.context,
        choices=choices,
        confidence=1.0,
    )
