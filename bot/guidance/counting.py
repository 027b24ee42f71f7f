"""Whether a free text with minutes in it asks to count them, or asks something else.

Counting wins when the text says nothing but minutes, asks for units, or when no entry answers it.
A question about something else keeps its entry, with the count beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.question.minutes import Minutes

Wanted = Literal["count", "beside", "nothing"]
# Lexicon roles that mean: counting is asked for / the minutes themselves are in question.
COUNTING, CONCURRENT, UNCOUNTED = "units", "concurrent", "uncounted"
# Role of words that ask about what is done visit after visit: a sum of one visit is no answer to that.
HABIT = "habit"
# From these certainties on an entry is about what was asked, however the minutes are put.
SURE, LIKELY = 0.9, 0.65
# A sum of minutes with more words than these beside it is told for the sake of the words.
FEW = 3
# One code's minutes with more words than these beside them come with a description of what was done:
# whether that is the code at all is asked too, and a count would answer yes.
DESCRIBED = 5

# Words that add nothing to "these minutes, please".
_PLAIN = frozenset(
    """a an the and or of for in on with at to from by is are was were be it its that this these
    those i we me my our us you she he they them did do does done doing got get gets gave give make
    makes made have has had can could should may would will how many much what which count bill
    charge billed unit units minute minutes min mins hour hours hr half quarter quarters total
    session visit today each all only just both right ok enough so then plus n w per long about
    around time timed treatment tx patient pt spent ran took need needs if say says lasted lasting
    max maximum most least out under cms appt appointment appointments slot thats right any straight
    nonstop issue issues allowed ok okay method thing morning afternoon am pm again later more another
    direct skilled one two three not no yes x into goes go split each hello hi please pls thanks"""
    .split()
)  # fmt: skip
_NUMBER = re.compile(
    r"x?\d+[a-z']{0,4}|(?:twen|thir|for|four|fif|six|seven|eigh|nine)(?:ty|teen)|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|four|x\d+"
)
# Entries of these kinds speak of minutes only when the text names their own matter.
_ASIDE = frozenset({"rule", "jurisdiction", "threshold", "definition", "payer"})
# Entries of these kinds judge whether minutes count at all: no count stands beside them.
_JUDGES = frozenset({"activity", "group", "supervision", "population"})
_AMA = re.compile(r"\b(?:ama|mid-?point|spm|substantial portion)\b", re.I)
_CMS = re.compile(r"\b(?:8|eight)[ -]?min\w*[ -]rule\b|\bcms\b", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an entry would say: whether it would answer, how surely, and its kind ("" for none)."""

    answered: bool
    confidence: float
    kind: str


def beyond(reading: Reading) -> frozenset[str]:
    """The content words of a text that are neither numbers nor words of counting time."""
    words = {word for part in reading.content for word in part.split()}
    return frozenset(w for w in words if w not in _PLAIN and not _NUMBER.fullmatch(w))


def method_of(text: str) -> Literal["cms", "ama"] | None:
    """The counting method a text names itself."""
    ama, cms = _AMA.search(text), _CMS.search(text)
    if bool(ama) == bool(cms):
        return None
    return "ama" if ama else "cms"


def wanted(
    reading: Reading,
    minutes: Minutes,
    entry: Answer,
    codes: Collection[str] = (),
    *,
    doubted: bool = False,
) -> Wanted:
    """What to do with the minutes of a text: count them, show the count beside an entry, or nothing.

    Args:
        codes: the codes the entry speaks of.
        doubted: the text itself says of some time that it is no treatment ("alone", "charting").
    """
    more = beyond(reading)
    if minutes.ambiguous and minutes.numbers < 2:
        # "14 min x 4 codes": "codes" says no more than the question asked back does.
        more -= {"codes", "different", "diff", "dif"}
    other = _asks_modifier(reading) or bool(reading.named.get("denial"))
    if not more and not other and not doubted:
        return "count"
    if CONCURRENT in reading.roles:
        return "nothing"
    asks = COUNTING in reading.roles
    sure = entry.answered and entry.confidence >= SURE
    if HABIT in reading.roles and sure and not minutes.by_person and len(minutes.by_code) < 2:
        return "nothing"
    if minutes.total is not None and len(minutes.units) > 1 and not minutes.by_code:
        return "count"
    if minutes.ambiguous:
        return "nothing" if other and entry.answered else _unclear(asks, entry, minutes, more)
    if other and not asks and not minutes.by_person:
        return "beside" if entry.answered else "nothing"
    if minutes.patients:
        return "count"
    if len(minutes.by_code) == 1 and not minutes.by_person and len(more) > DESCRIBED:
        return "nothing" if not entry.answered or entry.kind in _JUDGES else "beside"
    unsettled = doubted and not minutes.left_out and not minutes.by_person
    if unsettled and entry.answered and (sure or not asks):
        return "nothing"
    if sure and entry.kind in _JUDGES and not other:
        return "nothing"
    if minutes.by_person or len(minutes.by_code) > 1 or (asks and minutes.by_code):
        return "count"
    if not minutes.by_code and entry.answered and entry.kind != "units" and len(more) > FEW:
        return "nothing"
    if asks:
        return "count"
    if minutes.by_code and entry.confidence < LIKELY:
        return "count"
    if not entry.answered or entry.kind in ("units", "modifier", "denial"):
        # An entry about a modifier or a denial that nobody named is about something else.
        return "count"
    if minutes.by_code and entry.kind in _ASIDE and not {c for c, _ in minutes.by_code} & {*codes}:
        return "count"
    return "nothing" if entry.kind in _JUDGES else "beside"


def _unclear(asks: bool, entry: Answer, minutes: Minutes, more: frozenset[str]) -> Wanted:
    """Minutes that could not be placed: ask back only when counting is what is asked."""
    numbers = minutes.numbers
    likely = entry.answered and entry.confidence >= LIKELY
    if entry.answered and entry.kind in _JUDGES | {"definition"}:
        return "nothing"
    if numbers > 1 and len(more) <= numbers and not likely:
        return "count"
    if not asks:
        return "nothing"
    return "nothing" if likely and (len(minutes.codes) < 2 or entry.confidence >= SURE) else "count"


def _asks_modifier(reading: Reading) -> bool:
    """Whether a modifier is asked about."""
    return bool(reading.named.get("modifier")) or "edit" in reading.turns
