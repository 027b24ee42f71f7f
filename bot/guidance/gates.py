"""Hard gates: what an entry is about must agree with what the question names.

Similarity is never asked to tell PT from PTA, Medicare from Medicaid or 97530 from 97533. What an
entry is about is read from its own asks, title and `requires`; a question that names something of
the same kind, and nothing the entry is about, never gets that entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.guidance.side import other_code
from bot.knowledge.load import GATE_FIELDS, Library
from bot.question.context import Context
from bot.question.parse import CODE, Reader, Reading

if TYPE_CHECKING:
    from bot.knowledge.model import Entry, Gate

# An entry is about a kind of name when this share of its asks names one and the same value (or its title
# or `requires` does); it is then also about the values that the second, lesser share names.
SHARES = {"discipline": (0.15, 0.06), "payer": (0.34, 0.1)}
ABOUT_SHARE = 0.34
HOME_CODE = "97530"
# Kinds of entries that speak about a pair of codes, and those that speak of 97530 itself (a rule on
# notes or supervision holds for the other timed codes too).
PAIR_KINDS = frozenset({"pairs", "compare"})
HOME_KINDS = frozenset({"activity", "population", "setting", "payer", "code", "definition"})
# What is done with one patient, unless the entry itself speaks of several or of the group code.
HEADCOUNT, GROUP_CODE = "headcount", "97150"
ONE_PATIENT_KINDS = frozenset({"activity", "population"})
_PLURAL = {"codes": "code"}


@dataclass(frozen=True, slots=True)
class About:
    """What one entry is about, by kind of name ("payer", "code" ...) and by contrast set."""

    named: Mapping[str, frozenset[str]]
    contrasts: Mapping[str, frozenset[str]]
    codes: frozenset[str]
    kind: str
    each: str
    requires: Gate
    excludes: Gate


def about(entry: Entry, reader: Reader) -> About:
    """Read what an entry is about from its own words."""
    asks = [*entry.asks, *(ask for angle in entry.angles for ask in angle.asks)]
    readings = [reader.read(ask) for ask in asks]
    title = reader.read(entry.title)
    counts: dict[str, Counter[str]] = {}
    sets: dict[str, Counter[str]] = {}
    for reading in readings:
        for kind, keys in reading.named.items():
            counts.setdefault(kind, Counter()).update(set(keys))
        for name, ids in reading.contrasts.items():
            sets.setdefault(name, Counter()).update(ids)
    named: dict[str, frozenset[str]] = {}
    for kind, seen in counts.items():
        mine = set(title.named.get(kind, ()))
        share, also = SHARES.get(kind, (ABOUT_SHARE, ABOUT_SHARE))
        if mine or max(seen.values()) >= share * len(asks):
            mine |= {key for key, n in seen.items() if n >= also * len(asks)}
        named[kind] = frozenset(mine)
    for name in GATE_FIELDS:
        kind = _PLURAL.get(name, name)
        named[kind] = named.get(kind, frozenset()) | set(getattr(entry.requires, name))
    contrasts = {
        name: frozenset(i for i, n in seen.items() if n >= ABOUT_SHARE * len(asks))
        | title.contrasts.get(name, frozenset())
        for name, seen in sets.items()
    }
    spoken = {code for reading in readings for code in reading.named.get("code", ())}
    codes = frozenset(spoken | {*entry.use_codes, *entry.compares, *entry.requires.codes})
    told = " ".join([entry.answer, *(angle.answer or "" for angle in entry.angles)])
    codes |= reader.codes & {*CODE.findall(told)}
    return About(named, contrasts, codes, entry.kind, entry.each, entry.requires, entry.excludes)


def to_data(known: About) -> dict[str, Any]:
    """An `About` as JSON types, for the snapshot (gates stand in the entry itself)."""
    return {
        "named": {kind: sorted(keys) for kind, keys in known.named.items() if keys},
        "contrasts": {name: sorted(ids) for name, ids in known.contrasts.items() if ids},
        "codes": sorted(known.codes),
    }


def from_data(entry: Entry, data: Mapping[str, Any]) -> About:
    """The inverse of `to_data`."""
    return About(
        {kind: frozenset(keys) for kind, keys in data["named"].items()},
        {name: frozenset(ids) for name, ids in data["contrasts"].items()},
        frozenset(data["codes"]),
        entry.kind,
        entry.each,
        entry.requires,
        entry.excludes,
    )


class Gates:
    """Decides for one question which entries may answer it at all."""

    def __init__(
        self,
        library: Library,
        known: Mapping[str, About],
        profiles: Mapping[str, Mapping[str, float]],
    ) -> None:
        self._library = library
        self._about = known
        self._profiles = profiles
        self._kin = code_kin(library)

    def closed(self, key: str, reading: Reading, context: Context) -> str | None:
        """Why an entry may not answer, in plain words, or None when it may."""
        known = self._about.get(key)
        if known is None:
            return None
        for check in (self._requires, self._excludes, self._names, self._codes, self._contrast):
            reason = check(known, reading, context)
            if reason:
                return reason
        return None

    def names(self, key: str) -> Mapping[str, frozenset[str]]:
        """The rows an entry is about, by kind."""
        known = self._about.get(key)
        return known.named if known else {}

    def passer(self, reading: Reading, context: Context) -> Callable[[str], bool]:
        """`closed` as a filter for the index; a key like "entry~2" is one side of its entry.

        A side that is about other codes than the question is shut too: "is it 97110" never
        answers "is it 97530".
        """
        memo: dict[str, bool] = {}

        def passes(key: str) -> bool:
            entry, _, angle = key.partition("~")
            if entry not in memo:
                memo[entry] = self.closed(entry, reading, context) is None
            if not memo[entry]:
                return False
            profile = self._profiles.get(key, {})
            if HEADCOUNT in reading.contrasts and self._alone(entry) and GROUP_CODE not in profile:
                return False
            return not (angle and other_code(profile, reading))

        return passes

    def _alone(self, entry: str) -> bool:
        """Whether an entry is about what is done with one patient."""
        known = self._about.get(entry)
        if known is None or known.kind not in ONE_PATIENT_KINDS or known.contrasts.get(HEADCOUNT):
            return False
        return GROUP_CODE not in self._library.entry(entry).use_codes

    def _family(self, kind: str, key: str) -> frozenset[str]:
        if kind in ("payer", "setting"):
            return frozenset(self._library.ancestors(kind, key))
        if kind == "discipline":
            row = self._library.disciplines.get(key)
            if row and row.assistant:
                return frozenset(k for k, r in self._library.disciplines.items() if r.assistant)
            if row and row.therapist and key in ("pt", "ot"):
                return frozenset({"pt", "ot"})
        return frozenset({key})

    def _related(self, kind: str, one: str, other: str) -> bool:
        return one in self._family(kind, other) or other in self._family(kind, one)

    def _values(self, kind: str, reading: Reading, context: Context) -> tuple[str, ...]:
        asked = reading.named.get(kind, ())
        if asked or kind not in ("payer", "setting", "discipline", "state", "contractor"):
            return asked
        value = context.get(kind)
        if kind == "contractor" and value is None:
            # a state names its Medicare contractor
            known = self._library.states.get(context.get("state") or "")
            value = known.contractor if known else None
        return (value,) if value else ()

    def _requires(self, known: About, reading: Reading, context: Context) -> str | None:
        for name in GATE_FIELDS:
            wanted = getattr(known.requires, name)
            kind = _PLURAL.get(name, name)
            if not wanted:
                continue
            if kind == "terms":
                if not set(wanted) & set(" ".join(reading.content).split()):
                    return f"needs one of the words {', '.join(wanted)}"
                continue
            values = self._values(kind, reading, context)
            if not any(want in self._family(kind, v) for v in values for want in wanted):
                return f"is only for {kind} {', '.join(wanted)}"
        if known.each:
            rows = self._library.table(known.each)
            if not any(v in rows for v in self._values(known.each, reading, context)):
                return f"needs a {known.each} of the table to be named"
        return None

    def _excludes(self, known: About, reading: Reading, context: Context) -> str | None:
        for name in GATE_FIELDS:
            barred = getattr(known.excludes, name)
            kind = _PLURAL.get(name, name)
            if not barred:
                continue
            values = (
                " ".join(reading.content).split()
                if kind == "terms"
                else self._values(kind, reading, context)
            )
            hit = set(barred) & set(values)
            if hit:
                return f"is never for {kind} {', '.join(sorted(hit))}"
        return None

    def _names(self, known: About, reading: Reading, context: Context) -> str | None:
        for kind in ("payer", "setting", "discipline", "modifier", "denial", "state"):
            asked, mine = reading.named.get(kind, ()), known.named.get(kind, frozenset())
            if not asked or not mine or known.each == kind:
                continue
            if not any(self._related(kind, a, m) for a in asked for m in mine):
                return f"is about {kind} {', '.join(sorted(mine))}, not {', '.join(asked)}"
        return None

    def _codes(self, known: About, reading: Reading, context: Context) -> str | None:
        """Codes agree by number; in an entry about a pair of codes, by nickname too."""
        paired = known.kind in PAIR_KINDS
        asked = reading.named.get("code", ()) if paired else reading.literal_codes
        if not asked or known.each == "code" or not known.codes:
            return None
        mine = frozenset().union(*(self._kin.get(code, {code}) for code in known.codes))
        others = [code for code in asked if code != HOME_CODE]
        named = ", ".join(sorted(known.codes))
        if others and not mine & set(others):
            about_it_alone = known.kind in HOME_KINDS and HOME_CODE not in asked
            if mine - {HOME_CODE} or about_it_alone:
                return f"is about {named}, not {', '.join(others)}"
        spoken_of = known.named.get("code") or known.kind == "code"
        if not others and spoken_of and not mine & {HOME_CODE, *reading.named.get("code", ())}:
            return f"is about {named}, not {HOME_CODE}"
        return None

    def _contrast(self, known: About, reading: Reading, context: Context) -> str | None:
        for name, asked in reading.contrasts.items():
            if name == HEADCOUNT:  # see `_alone`: entries on groups and on two at once are near kin
                continue
            mine = known.contrasts.get(name, frozenset())
            if mine and not mine & asked:
                return f"is about {', '.join(sorted(mine))}, not {', '.join(sorted(asked))}"
        return None


def code_kin(library: Library) -> dict[str, frozenset[str]]:
    """Codes that answer for each other: the rows of one `group` in the code table."""
    groups: dict[str, set[str]] = {}
    for code, row in library.codes.items():
        if row.group:
            groups.setdefault(row.group, set()).add(code)
    return {code: frozenset(members) for members in groups.values() for code in members}
