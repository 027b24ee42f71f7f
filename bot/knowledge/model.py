"""What the knowledge folder may hold: strict, immutable models of every YAML record.

A knowledge owner writes YAML; nothing outside these models gets into a reply. Every model
refuses unknown fields, so a misspelt field is reported instead of being silently dropped.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Verdict = Literal["yes", "no", "depends", "info"]
Tier = Literal["primary", "payer", "association", "trade"]


def _text_date(value: object) -> object:
    """YAML gives a date for an unquoted 2026-01-01 and a string for a quoted one; take both."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"must be a date such as 2026-01-31, not {value!r}") from None
    return value


Day = Annotated[date, BeforeValidator(_text_date)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Code = Annotated[str, StringConstraints(pattern=r"^([0-9]{5}|[A-Z][0-9]{4}|[0-9]{4}[TF])$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]


class Record(BaseModel):
    """Base of every record: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Record):
    """A document a claim rests on. `dated` is the document's own date or revision."""

    id: Slug
    title: Line
    publisher: Line
    tier: Tier
    url: str
    dated: Line
    checked: Day
    read_at: list[str] = []


class Citation(Record):
    """Where in a source the support stands, and for what."""

    id: Slug
    at: str = ""
    supports: str = ""


class Conflict(Record):
    """A source that says otherwise, and why the reply does not follow it."""

    says: Line
    source: Slug
    ranks: Line


class Gate(Record):
    """A set of things a question may name. Values are ids of the tables in knowledge/."""

    codes: list[Code] = []
    payer: list[Slug] = []
    setting: list[Slug] = []
    discipline: list[Slug] = []
    modifier: list[str] = []
    denial: list[str] = []
    state: list[str] = []
    contractor: list[Slug] = []
    terms: list[str] = []


class Variant(Record):
    """What replaces the general answer in one context; the most specific variant wins.

    Lists of one condition are alternatives; several conditions must all hold.
    `from`/`to` bound the date of service, both ends included.
    """

    payer: list[Slug] = []
    setting: list[Slug] = []
    discipline: list[Slug] = []
    contractor: list[Slug] = []
    state: list[str] = []
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    verdict: Verdict | None = None
    answer: Line | None = None
    why: str | None = None
    use_codes: list[Code] | None = None
    document: list[Line] | None = None
    watch_for: list[Line] | None = None
    sources: list[Citation] = []


class Angle(Record):
    """The same matter asked the other way round: own wording, own verdict, own first sentence.

    `polarity`: how its yes stands to the yes of the asks. "same" or "opposite" lets a variant of
    `when` answer it with a yes or no; without it a variant's sentence is said without one.
    """

    asks: list[Line] = Field(min_length=1)
    verdict: Verdict
    answer: Line | None = None
    polarity: Literal["same", "opposite"] | None = None


class Case(Record):
    """What a parameterised entry says for the rows whose field has one value."""

    verdict: Verdict
    answer: Line
    why: str | None = None
    document: list[Line] | None = None
    watch_for: list[Line] | None = None


class Example(Record):
    """A note line of our own making, weak and strong."""

    weak: Line | None = None
    strong: Line


class Entry(Record):
    """One thing people ask, answered.

    `asks` are ways of saying it; `angles` are the same matter from another side;
    `when` replaces parts of the answer in a context; `requires`/`excludes` are hard gates on
    what the question (or the known context) names; `each` repeats the entry for every row of a
    table, with `{row.field}` in the text and `by`/`cases` choosing the answer by a row field.
    `rule_of` is the payer whose own rule this is: for a payer that does not follow it the reply
    says so instead of answering in its name. `defers` names the parameterised entry that answers
    instead when a payer (setting, discipline) of its table is known.
    """

    id: Slug
    title: Annotated[str, StringConstraints(min_length=3, max_length=90)]
    kind: Slug
    asks: list[Line] = Field(min_length=1)
    verdict: Verdict = "info"
    answer: Line
    why: str = ""
    use_codes: list[Code] = []
    compares: list[Code] = []
    document: list[Line] = []
    watch_for: list[Line] = []
    examples: list[Example] = []
    angles: list[Angle] = []
    when: list[Variant] = []
    requires: Gate = Gate()
    excludes: Gate = Gate()
    each: Literal["code", "payer", "setting", "discipline", "modifier", "denial", ""] = ""
    by: str = ""
    cases: dict[str, Case] = {}
    rule_of: Slug | None = None
    defers: dict[Literal["payer", "setting", "discipline"], Slug] = {}
    sources: list[Citation] = Field(min_length=1)
    conflicts: list[Conflict] = []
    unconfirmed: list[Line] = []
    related: list[Slug] = []
    owner: Line = "compliance"
    review_every: Annotated[int, Field(ge=7, le=730)] = 180
    effective_from: Day | None = None
    effective_to: Day | None = None


class Limit(Record):
    """A units-per-day limit and the release it stands in."""

    practitioner: int | None = None
    hospital: int | None = None
    release: Line
    source: Slug


class CodeRow(Record):
    """One procedure code in our own words (never the AMA's descriptor).

    Codes of one `group` answer for each other (the three PT evaluations, the RTM family).
    `beside_minutes` are nicknames that are only safe beside a length of time ("US 8", "neuro 16").
    """

    code: Code
    name: Line
    plain: Line
    aliases: list[Line] = []
    beside_minutes: list[Line] = []
    family: Slug
    group: str = ""
    timed: bool
    minutes: int | None = None
    contact: Literal["one-on-one", "group", "supervised", "none", "without patient", "any"]
    therapy: Literal["always", "sometimes", "no"] = "always"
    disciplines: list[Slug] = []
    limit: Limit | None = None
    note: str = ""
    sources: list[Citation] = Field(min_length=1)


class Counting(Record):
    """How a payer turns minutes into units, and where that was read."""

    method: Literal["cms", "ama", "per-visit", "varies", "unconfirmed"]
    note: str = ""
    source: Slug | None = None


class PayerRow(Record):
    """A payer or programme.

    `parent` leads to the more general row (humana-ma -> medicare-advantage); `follows` are payers
    whose rules bind this one too (medicare-advantage -> medicare-b). A row with a `state` is what
    its parent means there ("comp in Texas" -> wc-texas).
    """

    id: Slug
    name: Line
    aliases: list[Line] = []
    parent: Slug | None = None
    follows: list[Slug] = []
    state: str = ""
    counting: Counting = Counting(method="unconfirmed")
    discipline_modifier: Literal["required", "not required", "varies", "unconfirmed"] = "unconfirmed"
    assistant_modifier: Literal["required", "not required", "varies", "unconfirmed"] = "unconfirmed"
    daily_limit: str = ""
    prior_auth: str = ""
    telehealth: str = ""
    edits: str = ""
    check: str = ""
    sources: list[Citation] = []


class Program(Record):
    """What one state calls a setting: "SHARS" is the school setting of Texas."""

    name: Line
    state: str


class SettingRow(Record):
    """Where care is given and under which benefit.

    programs: what single states call this setting.
    """

    id: Slug
    name: Line
    aliases: list[Line] = []
    programs: list[Program] = []
    parent: Slug | None = None
    payer: Slug | None = None
    bills_cpt: Literal["yes", "no", "depends"]
    counts: Line
    place_of_service: str = ""
    sources: list[Citation] = []


class DisciplineRow(Record):
    """Who gives the care. `plan` is the discipline whose plan of care governs."""

    id: Slug
    name: Line
    aliases: list[Line] = []
    plan: Literal["pt", "ot", "slp", ""] = ""
    assistant: bool = False
    therapist: bool = False
    may_furnish: Literal["yes", "no", "depends"]
    note: str = ""
    sources: list[Citation] = []


class ModifierRow(Record):
    """A modifier in our own words: when it is right and when it is not."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2}$")]
    name: Line
    aliases: list[Line] = []
    means: Line
    use_when: list[Line] = Field(min_length=1)
    not_when: list[Line] = []
    goes_on: str = ""
    sources: list[Citation] = Field(min_length=1)


class DenialRow(Record):
    """A claim adjustment or remark code, what causes it and what mends it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}-?[0-9A-Z]{1,4}$")]
    name: Line
    aliases: list[Line] = []
    means: Line
    causes: list[Line] = []
    fix: list[Line] = Field(min_length=1)
    sources: list[Citation] = Field(min_length=1)


class FigureRow(Record):
    """One value of a figure and the dates of service it holds for."""

    from_: Day = Field(alias="from")
    to: Day | None = None
    value: int | float | str
    source: Slug
    at: str = ""


class Figure(Record):
    """A number or date that changes with time. Texts name it as `{{id}}`."""

    id: Slug
    name: Line
    unit: Literal["usd", "percent", "days", "minutes", "units", "date", "text", "rvu"]
    rows: list[FigureRow] = Field(min_length=1)


class StateRow(Record):
    """A state and the Medicare contractor (A/B MAC) that writes its local coverage.

    aliases: how people write it, where that means nothing else in a clinic ("TX", never "MS").
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Line
    aliases: list[Line] = []
    contractor: Slug
    sources: list[Citation] = []


class ContractorRow(Record):
    """A Medicare contractor and the local coverage it has for outpatient therapy."""

    id: Slug
    name: Line
    aliases: list[Line] = []
    coverage: Line
    sources: list[Citation] = []


class ScopeRow(Record):
    """A kind of question the bot does not answer, and what it says instead."""

    id: Slug
    name: Line
    asks: list[Line] = Field(min_length=1)
    reply: Line


class FrameRow(Record):
    """Ways of asking with slots ("is it safe to {move}"): what teaches which questions are the bot's own.

    Never answered or matched; `SlotRow` holds the words that take a slot.
    """

    id: Slug
    side: Literal["inside", "outside"]
    asks: list[Line] = Field(min_length=1)


class SlotRow(Record):
    """Words that take a slot of a frame, in turn."""

    id: Slug
    words: list[Line] = Field(min_length=1)


class AskedRow(Record):
    """Words that tell what a question asks for, by kind."""

    id: Slug
    words: list[Line] = Field(min_length=1)


class OrderRow(Record):
    """How a line orders the bot about: one of `first`, then at most `within` words later one of `then`.

    With an empty `then` the first phrase is enough. `scope` is the row of scope.yaml that replies.
    """

    id: Slug
    scope: Slug
    first: list[Line] = Field(min_length=1)
    then: list[Line] = []
    within: Annotated[int, Field(ge=0, le=30)] = 0


class VagueRow(Record):
    """A question too short to answer: what it may be about and the one thing to ask back.

    The `general` row asks back when a question is like none of the others.
    """

    id: Slug
    asks: list[Line] = Field(min_length=1)
    ask_back: Line
    choices: list[Line] = Field(min_length=1, max_length=3)
    general: bool = False


class LexiconRow(Record):
    """Clinic language. `say` are the ways people write it; `mean` is what matching sees instead.

    `also` adds words beside the ones typed instead of replacing them; `contrast` names a set of
    meanings that must not be mixed up: a question that names one never gets an entry that is
    about another only. `turn` marks words that turn a yes/no question round ("need", "without",
    "edit"): a yes or no is only said when the question turns the way its asks do.
    """

    id: Slug
    say: list[Line] = Field(min_length=1)
    mean: str = ""
    also: str = ""
    contrast: str = ""
    turn: bool = False
    role: Literal[
        "", "courtesy", "units", "pair", "concurrent", "uncounted", "followup", "negation", "here", "habit"
    ] = ""


class Review(Record):
    """A review stamp: who looked at which wording of an entry, when. `hash` is of the entry's content."""

    id: Slug
    on: Day
    by: Line
    hash: Line


class Calibration(Record):
    """Thresholds found by `eval --calibrate`, with the date and the data they were found on."""

    id: Slug
    on: Day
    data: Line
    values: dict[str, float]


class PairRelease(Record):
    """A CMS release of the code-pair tables that was read."""

    id: Line
    settings: list[Literal["practitioner", "outpatient_hospital"]] = Field(min_length=1)
    holds: Line
    source: Slug


class PairRules(Record):
    """What stands beside the code-pair table: releases read, codes covered, sentences used.

    `coverage.every`: codes whose every record was read; `coverage.among`: codes between which
    every record was read. Outside both, "no edit found" may not be said.
    """

    releases: list[PairRelease] = Field(min_length=1)
    first_day: Day
    last_day: Day
    practitioner_read: Day
    hospital_read: Day
    coverage: dict[Literal["every", "among"], list[Code]]
    notes: dict[Slug, Line]
    sources: dict[Slug, Slug] = {}
