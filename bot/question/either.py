"""Two neighboring lengths held against each other: "is it 37 or 38 min for 3 units"."""

from __future__ import annotations

import re

_EITHER = re.compile(
    r"(?<![\d/:.$-])(?P<one>\d{1,3})\s{0,3}(?:min\w*)?\s{0,3}(?:or|vs\.?|versus)\s{0,3}(?P<two>\d{1,3})(?![\d/:%-])"
    r"(?!\s{0,3}-?\s{0,3}(?:units?|u|visits?|x|times|days?|weeks?|reps?|patients?|codes?|years?|yo)\b)",
    re.I,
)
_OF_TIME = re.compile(r"\bmin|\bunits?\b", re.I)
# Lengths further apart than this are not told apart by a minute or two of the unit table.
_NEAR = 3
_LEAST, _MOST = 5, 240


def either(text: str) -> tuple[int, int] | None:
    """The two lengths in minutes, smaller first; None when the text weighs no such pair."""
    found = _EITHER.search(text)
    if found is None or not _OF_TIME.search(text):
        return None
    small, large = sorted((int(found["one"]), int(found["two"])))
    if small == large or large - small > _NEAR or not _LEAST <= small <= large <= _MOST:
        return None
    return small, large
