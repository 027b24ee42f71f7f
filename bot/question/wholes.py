"""Lengths that stand for the whole visit ("45 min session", "total 35", "= 28"), and leftovers."""

from __future__ import annotations

from itertools import pairwise

from bot.question.blocks import add_blocks, goes_on
from bot.question.clock import Token
from bot.question.draft import (
    ASKED,
    FILLERS,
    MAY_BE_UNITS,
    MODIFIER_NUMBERS,
    WHICH_CODE,
    WHO,
    Draft,
    place_of,
    solid,
    timeish,
)

_UNTIMED = frozenset({"eval", "evaluation", "evals", "reeval", "re-eval", "re-evaluation"})
_VISIT = frozenset({"session", "visit", "treatment", "appointment", "appt", "slot", "seen"})
_COUNTED = frozenset({"unit", "units", "bill", "billable", "charge", "many"})


def take_totals(tokens: list[Token], draft: Draft) -> list[Token]:
    """Set numbers aside that are named as the whole: "45 min session", "total 35"."""
    numbers = [t for t in tokens if timeish(t) and t.value is not None]
    taken = [t for t, colon in pairwise(tokens) if t.kind == "time" and t.value is not None and colon.text == ":"]
    draft.totals += [t.value for t in taken if t.value is not None]
    listed = _one_each(tokens)
    for i, token in enumerate(tokens):
        if token.kind != "total":
            continue
        after = None if listed and token.text in _VISIT else _next(tokens, i, 1)
        before = _next(tokens, i, -1)
        named = before is not None and timeish(before)
        if after is not None and not named and _opens_list(tokens, after, numbers):
            # "OT visit 97535 30 min", "visit: 20 min TA, 18 min TE": only what the list is of
            taken.append(token)
            continue
        if after is not None and timeish(after) and after not in taken:
            found = after
        elif before is not None and timeish(before) and before not in taken:
            behind = _next(tokens, place_of(tokens, before), -1)
            rest = sum(t.value or 0 for t in numbers if t is not before and t not in taken)
            if behind is not None and behind.kind == "code" and before.value != rest:
                continue
            found = before
        else:
            continue
        if found.value is not None:
            taken.append(found)
            draft.totals.append(found.value)
    return [t for t in tokens if not any(t is other for other in taken)]


def _opens_list(tokens: list[Token], first: Token, numbers: list[Token]) -> bool:
    """True when a list of codes with their own minutes begins at `first`, its own whole unnamed."""
    if first.kind == "code":
        return True
    if not timeish(first) or first.value is None:
        return False
    i = place_of(tokens, first)
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    rest = sum(t.value or 0 for t in numbers if t is not first)
    return behind is not None and behind.kind == "code" and rest not in (0, first.value)


def _one_each(tokens: list[Token]) -> bool:
    """ "visit: 20 min TA, 18 min TE": a length right beside each code, so none is the whole."""
    core = [t for t in tokens if t.kind == "code" or (timeish(t) and t.value is not None)]
    before = [a.kind != "code" for a, b in pairwise(core) if b.kind == "code"]
    return len(before) > 1 and all(before) and core[0].kind != "code"


def _next(tokens: list[Token], i: int, step: int) -> Token | None:
    """The next token that is not a filler, in either direction."""
    i += step
    while 0 <= i < len(tokens):
        token = tokens[i]
        if not (token.kind in ("word", "mark") and token.text in FILLERS | {"time", "tx"}):
            return token
        i += step
    return None


def settle_totals(tokens: list[Token], draft: Draft) -> None:
    """Tell totals from lengths that could not be placed."""
    _give_held(tokens, draft)
    placed = sum(s.minutes for s, _ in draft.placed)
    named = {t.text for t in tokens if t.kind == "code"}
    settled = bool(draft.placed) and named <= {s.code for s, _ in draft.placed}
    # Once every code has its minutes, a small bare number is the count asked about ("does that get
    # me 2?", "nothing hit 8"), and a number said before is that length again ("does the 7 earn").
    known = {s.minutes for s, _ in draft.placed}
    left = [
        t
        for t in [*draft.loose, *draft.stray]
        if t.firm
        or not settled
        or t.value is None
        or (t.value > MAY_BE_UNITS and t.value not in known)
        or goes_on(tokens, t)
    ]
    if add_blocks(tokens, draft):
        return
    if draft.placed:
        for token in left:
            if len(draft.placed) > 1 and token.value == placed:
                draft.totals.append(placed)
            elif not _is_modifier(tokens, token):
                draft.ask(f"Where does “{token.text.lstrip('= ')}” belong?")
        if any(total < placed for total in draft.totals):
            small = min(draft.totals)
            draft.ask(f"The parts add up to {placed}, but the total is given as {small}.")
        return
    codes = any(t.kind == "code" for t in tokens)
    firm = [t for t in left if t.firm]
    if len(named) == 1 and len(firm) == 1 and firm[0].value is not None and not draft.totals:
        # One code and one length in the whole text belong together, whatever stands between.
        others = [t for t in left if t is not firm[0] and t.value != firm[0].value]
        doubt = [t for t in others if t.value is None or t.value > MAY_BE_UNITS or goes_on(tokens, t)]
        if doubt:
            several = sum(t.kind == "person" for t in tokens) > 1
            draft.ask(WHO if several else f"Where does “{doubt[0].text}” belong?")
            return
        clock = firm[0].start is not None
        if clock or about_units(tokens) or any(t.kind == "num" for t in left):
            draft.put(firm[0], next(iter(named)), None, None)
            return
    if codes and any(t.firm for t in draft.stray):
        draft.ask(WHICH_CODE)
    elif len(left) == 1 and left[0].firm and left[0].value is not None and not draft.totals:
        counted = about_units(tokens) or len(solid(tokens)) == 1
        counted = counted and not any(t.kind == "each" for t in tokens)
        if counted and not codes and not {t.text for t in tokens} & _UNTIMED:
            draft.totals.append(left[0].value)


def _give_held(tokens: list[Token], draft: Draft) -> None:
    """ "OTA 20 min, OT 7 min, all 97530": the one code of the text is what everybody gave."""
    codes = {t.text for t in tokens if t.kind == "code"}
    if len(codes) != 1 or draft.placed or not draft.held or any(not t.firm for t, _ in draft.held):
        return
    for time, by in draft.held:
        draft.put(time, next(iter(codes)), by, None)
    given = [time for time, _ in draft.held]
    draft.loose = [t for t in draft.loose if not any(t is other for other in given)]


def _is_modifier(tokens: list[Token], token: Token) -> bool:
    """True for the number of a modifier that is asked about: "59 needed?"."""
    i = place_of(tokens, token)
    near = {t.text for t in tokens[max(0, i - 2) : i + 3]}
    return token.kind == "num" and token.value in MODIFIER_NUMBERS and bool(near & ASKED)


def about_units(tokens: list[Token]) -> bool:
    return any(t.kind == "units" or t.text in _COUNTED for t in tokens)
