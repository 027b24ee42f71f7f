"""The rows of the billing tables: frozen, plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Settings (ids of settings.yaml) whose Part B therapy claims run through the facility pair table
# (NCCI Policy Manual: outpatient hospital, SNF, CORF, rehab agency), and those under the hospital
# unit limits.
FACILITY_PAIRS = frozenset(
    {"hospital-outpatient", "observation", "snf", "snf-part-b", "rehab-agency", "corf"}
)
HOSPITAL_LIMITS = frozenset({"hospital-outpatient", "observation", "cah"})

# The second code of each couple counts the time after the first code's own 15 minutes.
LADDERS: dict[str, str] = {"97129": "97130", "90912": "90913"}


def as_day(value: object) -> date | None:
    """A date from a date, an ISO text or nothing."""
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


@dataclass(frozen=True, slots=True)
class Cite:
    """Where in which source."""

    id: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A procedure code. `pooled` codes share the visit's 15-minute table."""

    code: str
    name: str
    plain: str
    aliases: tuple[str, ...]
    family: str
    timed: bool
    minutes: int | None
    contact: str
    therapy: str
    disciplines: tuple[str, ...]
    practitioner_limit: int | None
    hospital_limit: int | None
    limit_release: str
    limit_source: str
    note: str
    cites: tuple[Cite, ...]

    @property
    def pooled(self) -> bool:
        """True for 15-minute codes of the visit itself (not caregiver, monthly or agency codes)."""
        own = self.family in ("home-health", "caregiver", "rtm")
        return self.timed and self.minutes == 15 and not own


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """One value and the days it holds, both ends included; no end = standing."""

    start: date
    end: date | None
    value: int | float | str
    source: str
    at: str


@dataclass(frozen=True, slots=True)
class FigureInfo:
    """A figure and its rows in order of start."""

    id: str
    name: str
    unit: str
    spans: tuple[FigureSpan, ...]


@dataclass(frozen=True, slots=True)
class PairRecord:
    """One record of the code-pair table. `start` None = not shown in the table.

    `indicator`: 0 no modifier, 1 a modifier may, 9 void, empty = looked for and not there.
    """

    column_1: str
    column_2: str
    indicator: str
    setting: str
    start: date | None
    end: date | None
    release: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class PairBook:
    """What the pair table covers and the sentences that go with it."""

    first_day: date
    last_day: date
    practitioner_read: date
    hospital_read: date
    every: frozenset[str]
    among: frozenset[str]
    notes: dict[str, str]
    note_sources: dict[str, str]
    releases: dict[str, str]


@dataclass(frozen=True, slots=True)
class PayerInfo:
    """What is known of a payer's way with units and modifiers."""

    id: str
    name: str
    parent: str | None
    method: str
    method_note: str
    method_source: str
    discipline_modifier: str
    assistant_modifier: str
    daily_limit: str
    edits: str
    check: str
