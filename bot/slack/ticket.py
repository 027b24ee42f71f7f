"""What a button carries, so that pressing it needs no stored question text.

The value of a Slack button holds 2,000 characters and comes back in a signed payload: it holds the
redacted question, the entry that answered it and the context that was *said* (not assumed).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.guidance.reply import Choice, Reply
from bot.question.context import FIELDS, Context, Value

VALUE_LIMIT = 2000
_SAID = ("question", "flag", "thread")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question to ask again. `answer` is the id of the reply it came with."""

    answer: str
    question: str
    entry: str | None = None
    said: dict[str, str] = field(default_factory=dict)
    day: str | None = None

    @classmethod
    def of(cls, reply: Reply, answer: str) -> Ticket:
        """The ticket of a reply. A reply to two questions is asked again as a whole."""
        context = reply.context
        said = {}
        for name in FIELDS:
            value = getattr(context, name)
            if value and value.origin in _SAID:
                said[name] = value.id
        known_day = context.date_of_service if context.date_origin in _SAID else None
        return cls(
            answer=answer,
            question=reply.question if reply.also else (reply.memory.asked or reply.question),
            entry=None if reply.also else reply.entry,
            said=said,
            day=known_day.isoformat() if known_day else None,
        )

    def choose(self, choice: Choice) -> Ticket:
        """This ticket with a choice taken."""
        if choice.action == "ask":
            return replace(self, question=choice.value, entry=None)
        if choice.action == "entry":
            return replace(self, entry=choice.value)
        name, _, value = choice.value.partition("=")
        return replace(self, said=self.said | {name: value})

    def context(self) -> Context:
        """What was said, as context of the thread."""
        values = {n: Value(v, "thread") for n, v in self.said.items() if n in FIELDS and v}
        day = date.fromisoformat(self.day) if self.day else None
        return Context(**values, date_of_service=day, date_origin="thread" if day else "default")

    def to_value(self, limit: int = VALUE_LIMIT) -> str:
        """JSON within the limit; of a very long question the end is left out."""
        question = self.question
        while True:
            text = json.dumps(
                {"a": self.answer, "q": question, "e": self.entry, "c": self.said, "d": self.day},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            if len(text) <= limit:
                return text
            question = question[: len(question) - max(1, (len(text) - limit) // 2 + 1)]

    @classmethod
    def from_value(cls, value: str) -> Ticket | None:
        """The inverse of `to_value`; None for anything else (a button of an older version)."""
        try:
            data: Any = json.loads(value)
            said = {str(k): str(v) for k, v in data["c"].items() if k in FIELDS}
            day = date.fromisoformat(data["d"]).isoformat() if data["d"] else None
            entry = str(data["e"]) if data["e"] else None
            return cls(str(data["a"]), str(data["q"]), entry, said, day)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
