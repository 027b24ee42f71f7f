"""Blocks of one day: "12 min in the morning, 11 in the afternoon of TA" are 23 minutes of one code.

Added only when each length has a part of the day of its own and the text names one code; else the
lengths stay where they are and are asked back. "am" and "pm" may be clock times and are asked about.
"""

from __future__ import annotations

from itertools import pairwise

from bot.question.clock import Token
from bot.question.draft import MAY_BE_UNITS, Draft, place_of, timeish

EARLY = frozenset({"morning", "earlier"})
LATE = frozenset({"afternoon", "evening", "later"})
MORE = frozenset({"more", "additional", "extra"})


def add_blocks(tokens: list[Token], draft: Draft) -> bool:
    """Give every length of a text with parts of the day to its one code; False when that is unsure."""
    codes = {t.text for t in tokens if t.kind == "code"}
    left = [*draft.loose, *draft.stray]
    parts = [t.text for t in tokens if t.text in EARLY | LATE]
    lengths = [t for t in tokens if timeish(t)]
    if len(codes) != 1 or not left or draft.totals or draft.reason or any(t.kind in ("or", "person") for t in tokens):
        return False
    if not (EARLY & set(parts) and LATE & set(parts)) or len(parts) != len(lengths):
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
    kinds = ["length" if timeish(t) else "part" for t in tokens if timeish(t) or t.text in EARLY | LATE]
    return all(a != b for a, b in pairwise(kinds))


def _more(tokens: list[Token], token: Token) -> bool:
    """True for "7 more"."""
    behind = tokens[place_of(tokens, token) + 1 :][:1]
    return bool(behind) and behind[0].text in MORE
