"""Lengths that stand for the whole visit ("45 min session", "total 35", "= 28"), and leftovers."""

from __future__ import annotations

from itertools import pairwise

from bot.question.clock import Token
from bot.question.placing import (
    FILLERS,
    MODIFIER_NUMBERS,
    WHICH_CODE,
    Draft,
    place_of,
    solid,
    timeish,
)

_UNTIMED = frozenset({"eval", "evaluation", "evals", "reeval", "re-eval", "re-evaluation"})
_COUNTED = frozenset({"unit", "units", "bill", "billable", "charge"})
_ASKED = frozenset(
    {"need", "needed", "needs", "required", "modifier", "append", "add", "use", "xu"}
)


def take_totals(tokens: list[Token], draft: Draft) -> list[Token]:
    """Set numbers aside that are named as the whole: "45 min session", "total 35"."""
    numbers = [t for t in tokens if timeish(t) and t.value is not None]
    taken = [
        t
        for t, colon in pairwise(tokens)
        if t.kind == "time" and t.value is not None and colon.text == ":"
    ]
    draft.totals += [t.value for t in taken if t.value is not None]
    for i, token in enumerate(tokens):
        if token.kind != "total":
            continue
        after = _next(tokens, i, 1)
        before = _next(tokens, i, -1)
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
    placed = sum(s.minutes for s, _ in draft.placed)
    left = [*draft.loose, *draft.stray]
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
    if codes and any(t.firm for t in draft.stray):
        draft.ask(WHICH_CODE)
    elif len(left) == 1 and left[0].firm and left[0].value is not None and not draft.totals:
        counted = about_units(tokens) or len(solid(tokens)) == 1
        if counted and not codes and not {t.text for t in tokens} & _UNTIMED:
            draft.totals.append(left[0].value)


def _is_modifier(tokens: list[Token], token: Token) -> bool:
    """True for the number of a modifier that is asked about: "59 needed?"."""
    i = place_of(tokens, token)
    near = {t.text for t in tokens[max(0, i - 2) : i + 3]}
    return token.kind == "num" and token.value in MODIFIER_NUMBERS and bool(near & _ASKED)


def about_units(tokens: list[Token]) -> bool:
    return any(t.kind == "units" or t.text in _COUNTED for t in tokens)
