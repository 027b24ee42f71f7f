"""Placing lengths of time beside codes, people and patients, clause by clause.

Works on the tokens of `bot.question.clock`. What stands side by side is placed; what does not is
kept as loose (no code in its clause) or stray (a code is there, but not beside it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from bot.question.clock import PERSONS, Token

# A bare number this small beside a code may just as well be units.
MAY_BE_UNITS = 8
# ... unless they add up to more than anybody bills in a day.
MAY_BE_UNITS_TOGETHER = 12
# "billed 8 of 97530": after such a word a bare number up to this many is a count of units.
MOST_UNITS = 20
_BILLED = frozenset(
    {"bill", "billed", "billing", "charge", "charged", "code", "coded", "submit", "submitted"}
)
# Modifiers people write behind a code without a hyphen.
MODIFIER_NUMBERS = frozenset({59, 76, 77, 95, 96, 97})
_FILLER_WORDS = """of for on the a an at was were is are did do does doing done got gave had have
has in by just only about approx approximately around roughly ~ spent worked min mins minutes
minute more another additional direct skilled my our i we he she they himself herself alone = : (
) [ ] @ - ~ x to also ran took all today gp go gn cq co kx xe xs xp xu"""
FILLERS = frozenset(_FILLER_WORDS.split())
WHICH_CODE = "Which minutes went to which code?"
WHO = "Who gave which minutes?"
ASSISTANTS = frozenset({"pta", "ota"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One stretch of time: what, how long, by whom, on which patient, on which clock minutes."""

    minutes: int
    code: str | None = None
    by: str | None = None
    patient: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Draft:
    """What has been placed so far; `firm` beside a stretch says a unit of time was written."""

    placed: list[tuple[Spoken, bool]] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)
    units: list[tuple[str | None, int]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    uncounted: frozenset[str] = frozenset()
    reason: str = ""

    def ask(self, reason: str) -> None:
        """Remember the first question to ask back."""
        self.reason = self.reason or reason

    def put(self, time: Token, code: str | None, by: str | None, label: str | None) -> None:
        """Place a length; one that is not a whole number of minutes becomes a question."""
        if time.value is None:
            self.ask(f"How many whole minutes exactly? I read “{time.text.lstrip('= ')}”.")
            return
        self.placed.append((Spoken(time.value, code, by, label, time.start, time.end), time.firm))


def timeish(token: Token) -> bool:
    """A length of time or a bare number."""
    return token.kind in ("time", "num")


def place_of(tokens: list[Token], token: Token) -> int:
    """Where this very token stands."""
    return next(i for i, t in enumerate(tokens) if t is token)


def solid(tokens: list[Token]) -> list[Token]:
    """Without fillers and marks."""
    return [t for t in tokens if not (t.kind in ("word", "mark") and t.text in FILLERS)]


def _parts(tokens: list[Token], kind: str) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == kind:
            out.append([])
        else:
            out[-1].append(token)
    return [part for part in out if part]


def place(tokens: list[Token], draft: Draft) -> None:
    """Place every length of a text, sentence by sentence."""
    for sentence in _parts(tokens, "stop"):
        if not (_each(sentence, draft) or _listed(sentence, draft)):
            _sentence(sentence, draft)


def _person(tokens: list[Token]) -> str | None:
    found = [PERSONS[t.text] for t in tokens if t.kind == "person"]
    return found[0] if found else None


def _people(items: list[Token], count: int) -> list[str | None] | None:
    """Who gave each of a clause's stretches: one person for all, or one beside each.

    None when several people are named and it is not plain who gave which.
    """
    named = {PERSONS[t.text] for t in items if t.kind == "person"}
    if count == 1 or len(named) < 2:
        return [_person(items)] * count
    core = [t for t in items if t.kind in ("code", "person") or timeish(t)]
    groups = [core[i : i + 3] for i in range(0, len(core), 3)]
    shape = [[t.kind if t.kind != "num" else "time" for t in group] for group in groups]
    regular = len(groups) == count and len(set(shape[0])) == 3
    if not regular or any(kinds != shape[0] for kinds in shape):
        return None
    return [_person(group) for group in groups]


def _each(sentence: list[Token], draft: Draft) -> bool:
    """ "20 min each of TA and TE": one length for every code of the sentence."""
    times = [t for t in sentence if timeish(t)]
    codes = list(dict.fromkeys(t.text for t in sentence if t.kind == "code"))
    if not any(t.kind == "each" for t in sentence) or len(times) != 1 or len(codes) < 2:
        return False
    for code in codes:
        draft.put(times[0], code, _person(sentence), None)
    return True


def _sentence(tokens: list[Token], draft: Draft) -> None:
    clauses = []
    for clause in _parts(tokens, "sep"):
        kept = _without_modifiers(_with_units(solid(clause), draft))
        if kept:
            clauses.append(kept)
    numbered = [any(timeish(t) for t in c) for c in clauses]
    if len({t.text for c in clauses for t in c if t.kind == "code"}) > 1:
        for i, clause in enumerate(clauses):
            beside = numbered[i - 1 : i] + numbered[i + 1 : i + 2]
            if len(clause) == 1 and clause[0].kind == "code" and any(beside):
                draft.ask(WHICH_CODE)
    named: str | None = None
    for clause in clauses:
        codes = [t.text for t in clause if t.kind == "code"]
        who = [t for t in clause if t.kind == "person"]
        if not codes and who and named and any(timeish(t) for t in clause):
            clause = [Token("code", named), *clause]
        _clause(clause, draft)
        named = codes[-1] if codes else named
        helper = {PERSONS[t.text] for t in who} & ASSISTANTS
        if helper and len(who) == len(clause) and {s.by for s, _ in draft.placed} - {None, *helper}:
            draft.ask(WHO)


def _clause(items: list[Token], draft: Draft) -> None:
    """Pair the codes and lengths of one clause when they stand side by side."""
    items = _without_echo(_without_sum(items, draft))
    if _not_counted(items, draft):
        return
    core = [t for t in items if t.kind == "code" or timeish(t)]
    codes = [t for t in core if t.kind == "code"]
    times = [t for t in core if timeish(t)]
    if not times:
        return
    if any(t.kind == "or" for t in items) and len(times) > 1:
        draft.stray += times
        return
    people = [t for t in items if t.kind == "person"]
    labels = [t.text for t in items if t.kind == "label"]
    label = labels[0] if labels else None
    if len(codes) == 1 and len(times) > 1 and len(people) == len(times):
        for who, time in zip(people, times, strict=True):
            draft.put(time, codes[0].text, PERSONS[who.text], None)
        return
    if codes and len(codes) == len(times) and _alternate(core):
        pairs = list(zip(codes, times, strict=True))
        if all(_beside(items, code, time) for code, time in pairs):
            givers = _people(items, len(pairs))
            if givers is None:
                draft.ask(WHO)
                return
            for (code, time), by in zip(pairs, givers, strict=True):
                draft.put(time, code.text, by, label)
            return
    if not codes and len(times) == 1 and label:
        draft.put(times[0], None, _person(items), label)
        return
    if len(codes) > 1 and len(times) == 1:
        draft.ask(WHICH_CODE)
    (draft.stray if codes else draft.loose).extend(times)


def _not_counted(items: list[Token], draft: Draft) -> bool:
    """Set a stretch without a code aside when its own words say that it is no treatment."""
    said = [t.text for t in items if t.text in draft.uncounted]
    if not said or any(t.kind == "code" for t in items):
        return False
    draft.left_out += [f"{t.text} ({said[0]})" for t in items if timeish(t) and t.firm]
    return True


def _listed(sentence: list[Token], draft: Draft) -> bool:
    """ "14/14/14 TA TE NMR": as many equal lengths in a row as codes in a row."""
    core = [t for t in sentence if t.kind == "code" or timeish(t)]
    times = [t for t in core if timeish(t)]
    codes = list(dict.fromkeys(t.text for t in core if t.kind == "code"))
    rows = sum(1 for a, b in pairwise(core) if (a.kind == "code") != (b.kind == "code"))
    alike = len({t.value for t in times}) == 1
    if len(codes) < 2 or rows != 1 or not alike or not 1 < len(times) == len(codes):
        return False
    for code, time in zip(codes, times, strict=True):
        draft.put(time, code, _person(sentence), None)
    return True


def _without_sum(items: list[Token], draft: Draft) -> list[Token]:
    """Set "=28" aside when its clause already has a length for its code."""
    times = [t for t in items if timeish(t)]
    codes = [t for t in items if t.kind == "code"]
    if len(times) == len(codes) + 1 and times[-1].text.startswith("="):
        draft.loose.append(times[-1])
        return [t for t in items if t is not times[-1]]
    return items


def _without_echo(items: list[Token]) -> list[Token]:
    """Drop a code named again without a length of its own ("7 min 97140 - lose the manual?")."""
    codes = [t for t in items if t.kind == "code"]
    if len(codes) <= sum(1 for t in items if timeish(t)):
        return items
    seen: set[str] = set()
    out = []
    for token in items:
        if token.kind == "code" and token.text in seen:
            continue
        seen.update({token.text} if token.kind == "code" else ())
        out.append(token)
    return out


def _alternate(core: list[Token]) -> bool:
    return all((a.kind == "code") != (b.kind == "code") for a, b in pairwise(core))


def _beside(items: list[Token], code: Token, time: Token) -> bool:
    """True when only people, labels or "each" stand between the two."""
    i, j = sorted((place_of(items, code), place_of(items, time)))
    return all(t.kind in ("person", "label", "each", "total") for t in items[i + 1 : j])


def _with_units(clause: list[Token], draft: Draft) -> list[Token]:
    """Take out "2u", "x2", "2 units" and "billed 8", and remember what was claimed."""
    out: list[Token] = []
    for i, token in enumerate(clause):
        billed = i and clause[i - 1].text in _BILLED and (token.value or 0) <= MOST_UNITS
        if token.kind == "num" and billed:
            code = next((t.text for t in clause[i + 1 : i + 2] if t.kind == "code"), None)
            draft.units.append((code, token.value or 0))
            continue
        if token.kind != "units":
            out.append(token)
            continue
        near = clause[max(0, i - 1) : i + 2]
        code = next((t.text for t in near if t.kind == "code"), None)
        if token.firm or code:
            value = token.value or 0
            if not token.firm and value > MAY_BE_UNITS:
                draft.ask(f"{code} {token.text}: units or minutes?")
            draft.units.append((code, value))
    return out


def _without_modifiers(clause: list[Token]) -> list[Token]:
    """Drop a modifier number that stands right behind a code number ("97530 59")."""
    out: list[Token] = []
    for i, token in enumerate(clause):
        before = clause[i - 1] if i else None
        bare = token.kind == "num" and token.value in MODIFIER_NUMBERS
        if not (bare and before is not None and before.kind == "code"):
            out.append(token)
    return out
