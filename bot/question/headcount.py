"""How many patients, and how many therapists, a text speaks of at once.

"3 kids", "four stroke patients" and "2 residents" are said the one way the lexicon knows: "two
patients" or "several patients"; "2 PTs treating one patient" is two therapists. A count of a day's
visits ("9 patients a day") is no headcount.
"""

from __future__ import annotations

import re
from functools import cache

_NUMBERS = {
    word: count
    for count, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"several": 3, "multiple": 3, "a few": 3, "both": 2, "a couple": 2, "a couple of": 2}
_PATIENTS = (
    r"patients|pts|people|persons|residents|kids|kiddos|children|clients|seniors|adults|boys|girls|teens|teenagers"
    r"|veterans|vets|women|men|ladies|athletes|babies|infants|toddlers|preschoolers"
)
_THERAPISTS = r"therapists|physical therapists|occupational therapists|clinicians|providers|ots|ptas|otas|pts"
_SAID_WORDS = frozenset(_NUMBERS) | {"few", "couple"}
_PLAIN = frozenset({"patients", "pts", "people", "persons", "clients", *_THERAPISTS.split("|")})
# A word between the number and the people that makes it another count.
_OTHER = (
    r"(?:min|mins|minutes?|units?|hours?|hrs?|visits?|days?|weeks?|months?|yo|y/o|years?|yrs?|x|for|with|of|in|to"
    r"|the|my|and|or|from|per|on|at|by|codes?|times?|sessions?)\b"
)
_COUNT = rf"(?P<count>\b\d{{1,2}}|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
_BETWEEN = rf"(?P<between>(?:(?!{_OTHER})[A-Za-z][\w'/-]*\s+){{0,2}}?)"
_NOT_A_DAY = r"(?!\s*(?:/|a\b|an\b|per\b|each\b|every\b)\s*(?:day|hour|hr|week|wk|month|shift)\b)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Therapists and patients; compiled when a text first holds a number."""
    therapists = re.compile(
        rf"\b{_COUNT}\s+{_BETWEEN}(?P<who>{_THERAPISTS})\b(?=(?:\W+\w+){{0,4}}?\W+(?:1|one|same|a single)\s+"
        r"(?:[\w-]+\s+)?(?:patient|pt|kid|child|resident|client|person)\b)",
        re.I,
    )
    patients = re.compile(
        rf"(?<![\w.$/-])(?<!\ba of )(?<!assist of ){_COUNT}\s+{_BETWEEN}(?P<who>{_PATIENTS})\b"
        rf"{_NOT_A_DAY}(?!\s+assist)",
        re.I,
    )
    return therapists, patients


def counted(text: str) -> str:
    """The text with every headcount of two or more written as the lexicon says it."""
    if not any(c.isdigit() for c in text) and not _SAID_WORDS.intersection(text.lower().split()):
        return text
    therapists, patients = _patterns()
    text = therapists.sub(lambda found: _said(found, "two therapists", "two therapists"), text)
    return patients.sub(lambda found: _said(found, "two patients", "several patients"), text)


def _said(found: re.Match[str], two: str, more: str) -> str:
    count = found["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    if number < 2:
        return found[0]
    kind = "" if found["who"].lower() in _PLAIN else found["who"]
    return " ".join([two if number == 2 else more, *found["between"].split(), kind]).strip()
