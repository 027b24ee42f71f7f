"""Where, for whom and by whom: the context of a question and where each value came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Origin = Literal["question", "flag", "thread", "channel", "workspace", "default"]
FIELDS = ("payer", "setting", "discipline", "state")


@dataclass(frozen=True, slots=True)
class Value:
    """One context value: the id of a table row (or a state's two letters) and its origin."""

    id: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Context:
    """Known context. A missing value is None; `date_of_service` None means today.

    `contractor` is only set when the question names one; else the state decides.
    """

    payer: Value | None = None
    setting: Value | None = None
    discipline: Value | None = None
    state: Value | None = None
    date_of_service: date | None = None
    date_origin: Origin = "default"
    contractor: Value | None = None

    def over(self, other: Context) -> Context:
        """This context, with gaps filled from a less specific one."""
        merged = {name: getattr(self, name) or getattr(other, name) for name in FIELDS}
        day, origin = self.date_of_service, self.date_origin
        if day is None:
            day, origin = other.date_of_service, other.date_origin
        return Context(
            **merged,
            date_of_service=day,
            date_origin=origin,
            contractor=self.contractor or other.contractor,
        )

    def with_value(self, name: str, value: Value | None) -> Context:
        """A copy with one field replaced."""
        return replace(self, **{name: value})  # type: ignore[arg-type]

    def get(self, name: str) -> str | None:
        """The id of one field, or None."""
        value: Value | None = getattr(self, name)
        return value.id if value else None


NOWHERE = Context()
