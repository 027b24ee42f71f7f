"""The reply: what every surface shows. Plain immutable data, rendered by the surfaces.

`lead` is the first line a person reads: the verdict word, then the code to use or the fact.
`text` (see `bot.guidance.text.plain`) is the full reply as plain text; `to_json` in
`bot.guidance.contract` gives the JSON contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.question.context import NOWHERE, Context

Status = Literal["answered", "clarify", "no_match"]


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the reply; one line is a paragraph, several are a list."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as cited: who says it, where, how high it ranks and how fresh it is."""

    id: str
    title: str
    tier: str
    locator: str
    url: str
    dated: str
    checked: date


@dataclass(frozen=True, slots=True)
class ConflictRef:
    """A source that says otherwise."""

    says: str
    source: SourceRef
    ranks: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can press or type a number for.

    `action`: `ask` (value is a question to ask instead), `entry` (value is an entry id to answer
    with the same question), `context` (value is `field=id`, e.g. `payer=humana`: answer again
    under that context).
    """

    label: str
    action: Literal["ask", "entry", "context"]
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: claim lines, pair status, unit breakdown. All cells are plain text."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A candidate that did not win."""

    entry: str
    title: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Memory:
    """What the next question in the same thread may lean on. JSON-safe through `to_dict`.

    `earlier`: the matters before this one, latest first, for "back to the pool question".
    """

    entry: str | None = None
    asked: str = ""
    payer: str | None = None
    setting: str | None = None
    discipline: str | None = None
    state: str | None = None
    date_of_service: str | None = None
    codes: tuple[str, ...] = ()
    minutes: tuple[tuple[str, int], ...] = ()
    earlier: tuple[Memory, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A dict of JSON types."""
        made = {name: getattr(self, name) for name in self.__slots__}
        return {**made, "earlier": [matter.to_dict() for matter in self.earlier]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Memory:
        """The inverse of `to_dict`; unknown keys (of another version) are dropped."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        known["codes"] = tuple(known.get("codes", ()))
        known["minutes"] = tuple((str(c), int(m)) for c, m in known.get("minutes", ()))
        known["earlier"] = tuple(cls.from_dict(matter) for matter in known.get("earlier", ()))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to one message. `also` holds the answer to a second question in it."""

    question: str
    status: Status
    kind: str
    lead: str
    entry: str | None = None
    title: str = ""
    verdict: str | None = None
    sections: tuple[Section, ...] = ()
    codes: tuple[str, ...] = ()
    context: Context = NOWHERE
    context_line: str = ""
    units: dict[str, Any] | None = None
    pairs: list[dict[str, Any]] | None = None
    visit: dict[str, Any] | None = None
    tables: tuple[Table, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    conflicts: tuple[ConflictRef, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    choices: tuple[Choice, ...] = ()
    phi: tuple[str, ...] = ()
    also: tuple[Reply, ...] = ()
    memory: Memory = field(default_factory=Memory)
    reviewed_on: date | None = None
