"""Blocks of one day: "12 min in the morning, 11 in the afternoon of TA" are 23 minutes of one code.

Added only when each length has a part of the day of its own and the text names one code; else the
lengths stay where they are and are asked back. "am" and "pm" may be clock times and are asked about.
"""

from __future__ import annotations

from itertools import pairwise

from bot.question.clock import Token
from bot.question.draft import MAY_BE_UNITS, Draft, place_of, timeish

_EARLY = frozenset({"morning", "earlier"})
_LATE = frozenset({"afternoon", "evening", "later"})
# "5 of that was setup": the number goes on about time, it is no count.
THAT = frozenset({"it", "that", "this", "them", "which", "those", "these"})
_MORE = frozenset({"more", "additional", "extra"})


def add_blocks(tokens: list[Token], draft: Draft) -> bool:
    """Give every length of a text with parts of the day to its one code; False when that is unsure."""
    codes = {t.text for t in tokens if t.kind == "code"}
    left = [*draft.loose, *draft.stray]
    parts = [t.text for t in tokens if t.text in _EARLY | _LATE]
    lengths = [t for t in tokens if timeish(t)]
    if len(codes) != 1 or not left or draft.totals or draft.reason or any(t.kind in ("or", "person") for t in tokens):
        return False
    if not (_EARLY & set(parts) and _LATE & set(parts)) or len(parts) != len(lengths):
        return False
    if len(draft.placed) + len(left) != len(lengths) or not _one_each(tokens):
        return False
    if any(not t.firm and (t.value is None or t.value <= MAY_BE_UNITS) and not _more(tokens, t) for t in left):
        return False
    code = next(iter(codes))
    for token in left:
        draft.put(token, code, None, None)
    draft.loose, draft.stray = [], []
    return True


def _one_each(tokens: list[Token]) -> bool:
    """True when lengths and parts of the day take turns."""
    kinds = ["length" if timeish(t) else "part" for t in tokens if timeish(t) or t.text in _EARLY | _LATE]
    return all(a != b for a, b in pairwise(kinds))


def _more(tokens: list[Token], token: Token) -> bool:
    """True for "7 more"."""
    behind = tokens[place_of(tokens, token) + 1 :][:1]
    return bool(behind) and behind[0].text in _MORE


def goes_on(tokens: list[Token], token: Token) -> bool:
    """True for "7 more", "5 of that", "4 in the afternoon": said of minutes, not of units."""
    i = place_of(tokens, token)
    behind = [t.text for t in tokens[i + 1 : i + 4]]
    part = behind[:1] == ["of"] and bool({*behind[1:2]} & THAT)
    return part or bool({*behind[:1]} & _MORE or {*behind} & (_EARLY | _LATE))
