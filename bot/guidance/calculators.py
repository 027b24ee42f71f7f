"""Where free text and commands meet the billing calculators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.guidance.decide import Decision
from bot.guidance.reply import Reply
from bot.knowledge.load import Library
from bot.question.parse import Question

if TYPE_CHECKING:
    from bot.knowledge.model import Entry


class Calculators:
    """The calculators over one library's tables."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def command(self, question: Question) -> Reply | None:
        """A command word: units, pair, visit, a bare code, modifier or denial."""
        return None

    def free_text(self, question: Question, decision: Decision) -> Reply | None:
        """Minutes or two codes in free text, when no entry answers the question better."""
        return None

    def card(self, question: Question) -> Reply | None:
        """A card for the one code, modifier or denial that was named, as a last resort."""
        return None

    def beside(self, reply: Reply, entry: Entry, question: Question) -> Reply:
        """What the tables add to an entry's reply."""
        return reply
