"""Placing lengths of time beside codes, people and patients, clause by clause.

Works on the tokens of `bot.question.clock`. What stands side by side is placed; what does not is
kept as loose (no code in its clause) or stray (a code is there, but not beside it).
"""

from __future__ import annotations

from itertools import pairwise

from bot.question.blocks import THAT
from bot.question.claimed import with_units, without_modifiers
from bot.question.clock import PERSONS, Token
from bot.question.draft import WHICH_CODE, WHO, Draft, place_of, solid, timeish
from bot.question.givers import check_clause, headed, people, person

_AS = frozenset({"as", "("})
_IN_ORDER = frozenset({"respectively", "resp"})


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


def _each(sentence: list[Token], draft: Draft) -> bool:
    """ "20 min each of TA and TE": one length for every code of the sentence."""
    times = [t for t in sentence if timeish(t)]
    codes = list(dict.fromkeys(t.text for t in sentence if t.kind == "code"))
    each = draft.alike or any(t.kind == "each" for t in sentence)
    if not each or len(times) != 1 or len(codes) < 2:
        return False
    for code in codes:
        draft.put(times[0], code, person(sentence), None)
    return True


def _sentence(tokens: list[Token], draft: Draft) -> None:
    clauses = []
    for clause in _joined(_parts(tokens, "sep")):
        if _linked(clause):
            clause = [t for t in clause if t.kind != "word"]
        kept = without_modifiers(with_units(solid(clause), draft))
        if kept:
            clauses.append(kept)
    numbered = [any(timeish(t) for t in c) for c in clauses]
    if len({t.text for c in clauses for t in c if t.kind == "code"}) > 1:
        for i, clause in enumerate(clauses):
            beside = numbered[i - 1 : i] + numbered[i + 1 : i + 2]
            lone = len(clause) == 1 and clause[0].kind == "code"
            if lone and clause[0].text not in draft.untimed and any(beside):
                draft.ask(WHICH_CODE)
    named: str | None = None
    by: Token | None = None
    for clause in clauses:
        codes = [t.text for t in clause if t.kind == "code"]
        who = [t for t in clause if t.kind == "person"]
        only = all(timeish(t) or t.kind == "person" for t in clause)
        if who and named and only and len(who) < len(clause):
            clause = [Token("code", named), *clause]
        by = by if not who else who[0] if headed(who[0], tokens) else None
        if by and not who:
            clause = [by, *clause]
        _clause(clause, draft)
        named = codes[-1] if codes else named
        check_clause(clause, draft)


def _joined(clauses: list[list[Token]]) -> list[list[Token]]:
    """ "35 min lifting and reaching as 97530": a task of two words is one clause with its code."""
    out: list[list[Token]] = []
    for clause in clauses:
        before = out[-1] if out else []
        linked = _linked(clause) and not any(timeish(t) for t in clause)
        alone = any(timeish(t) for t in before) and not any(t.kind == "code" for t in before)
        if linked and alone:
            out[-1] = [*before, *clause]
        else:
            out.append(clause)
    return out


def _linked(clause: list[Token]) -> bool:
    """ "... as 97530", "... (TA)": what stands before is the code's."""
    return any(a.text in _AS and b.kind == "code" for a, b in pairwise(clause))


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
    who = [t for t in items if t.kind == "person"]
    labels = [t.text for t in items if t.kind == "label"]
    label = labels[0] if labels else None
    if len(codes) == 1 and len(times) > 1 and len(who) == len(times):
        for giver, time in zip(who, times, strict=True):
            draft.put(time, codes[0].text, PERSONS[giver.text], None)
        return
    if codes and len(codes) == len(times) and _alternate(core):
        pairs = list(zip(codes, times, strict=True))
        if all(_beside(items, code, time) for code, time in pairs):
            givers = people(items, len(pairs))
            if givers is None:
                draft.ask(WHO)
                return
            for (code, time), by in zip(pairs, givers, strict=True):
                draft.put(time, code.text, by, label)
            return
    if not codes and not label and len(times) == 1 and len(who) == 1:
        draft.held.append((times[0], PERSONS[who[0].text]))
    if not codes and len(times) == 1 and label:
        draft.put(times[0], None, person(items), label)
        return
    if len(codes) > 1 and len(times) == 1:
        draft.ask(WHICH_CODE)
    (draft.stray if codes else draft.loose).extend(times)


def _not_counted(items: list[Token], draft: Draft) -> bool:
    """Set a stretch without a code aside when its own words say that it is no treatment."""
    said = [t.text for t in items if t.text in draft.uncounted or PERSONS.get(t.text) == "aide"]
    if not said or any(t.kind == "code" for t in items):
        return False
    for token, behind in pairwise(items):
        if timeish(token) and behind.text in THAT:
            draft.ask(f"Are those {token.value} minutes inside the length before them?")
    draft.left_out += [f"{t.text} ({said[0]})" for t in items if timeish(t) and t.firm]
    return True


def _listed(sentence: list[Token], draft: Draft) -> bool:
    """ "14/14/14 TA TE NMR": as many equal lengths in a row as codes in a row."""
    core = [t for t in sentence if t.kind == "code" or timeish(t)]
    times = [t for t in core if timeish(t)]
    codes = list(dict.fromkeys(t.text for t in core if t.kind == "code"))
    rows = sum(1 for a, b in pairwise(core) if (a.kind == "code") != (b.kind == "code"))
    alike = len({t.value for t in times}) == 1 or any(t.text in _IN_ORDER for t in sentence)
    if len(codes) < 2 or rows != 1 or not alike or not 1 < len(times) == len(codes):
        return False
    for code, time in zip(codes, times, strict=True):
        draft.put(time, code, person(sentence), None)
    return True


def _without_sum(items: list[Token], draft: Draft) -> list[Token]:
    """Set "=28" aside when its clause already has a length for its code."""
    times = [t for t in items if timeish(t)]
    codes = {t.text for t in items if t.kind == "code"}
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
