"""Names of people, found by the words around them.

Without a language model a name is told by four signs: a title ("Mrs"), a patient word ("pt",
"client", "named"), a given name before a surname, or two words in title case that are no words of
the clinic. What speaks against it: assessments, techniques and payers named after people
("Berg Balance", "Epley", "Blue Cross"), and plain misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.privacy.vocabulary import (
    given_names,
    is_known,
    is_name_word,
    is_strange,
    is_term,
    surnames,
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_TITLE = re.compile(r"(?:mr|mrs|mx)|Ms|Miss", re.IGNORECASE)
_PATIENT = _set(
    "pt pt's patient patient's patients client client's resident resident's member "
    "beneficiary name named called"
)
_TESTS = _set(
    "test tests scale scales score sign stretch exercise exercises exs maneuver manoeuvre balance "
    "assessment questionnaire technique method level levels fracture disease syndrome palsy "
    "protocol cognitive walk index flexion cuff hand"
)
_NOT_PEOPLE = _set(
    "act law clinic hospital health healthcare center centre plan plans insurance group foundation "
    "medical rehab therapy university program app"
)
_ALSO_WORDS = _set(
    "amber angel bobby carol christian crystal daisy dale dawn don earnest ed frank glen harry "
    "hazel heather holly homer iris israel jack jay jean jerry jo jordan kay ken kent lance logan "
    "max mercedes misty nick noel norman olive opal pearl pete robin roman rosemary ruby sally "
    "sandy victor violet viola willie"
)
"""Given names that also begin a sentence as plain words: on their own they are no sign."""
_EPONYM_PAIRS = frozenset({("roland", "morris"), ("hawkins", "kennedy"), ("jebsen", "taylor")})
_INITIALS = re.compile(r"(?<=[\s:])(?:[A-Z]\.\s?){2,3}(?=[\s,;)]|$)")
_SMALL = 2
"""Words of one or two letters are shorthand (PT, OT, TA, UE), never a name on their own."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    raw: str
    low: str
    gap: str  # what stands between the previous word and this one

    @property
    def titled(self) -> bool:
        """Written like a name: first letter a capital, not all of them."""
        return self.raw[0].isupper() and not self.raw.isupper()


def find_names(
    text: str, *, shielded: Callable[[str], bool], suspicious: bool
) -> list[tuple[int, int]]:
    """Spans of names in `text`.

    `shielded` says of a lower-case word that it is no name (payers and tools of the library).
    `suspicious`: another identifier stands in the text, so one odd word in title case is enough.
    """
    words = _split(text)
    shouting = not any(c.islower() for c in text)
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        size = _name_at(words, at, shouting, suspicious, shielded)
        if size:
            spans.append((words[at].start, words[at + size - 1].end))
        at += size or 1
    spans.extend(_initials(text, words))
    return spans


def _split(text: str) -> list[_Word]:
    words: list[_Word] = []
    last = 0
    for match in _TOKEN.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        if raw[-2:].lower() in ("'s", "\u2019s"):
            raw, end = raw[:-2], end - 2
        words.append(_Word(start, end, raw, raw.lower(), text[last:start]))
        last = match.end()
    return words


def _name_at(
    words: list[_Word],
    at: int,
    shouting: bool,
    suspicious: bool,
    shielded: Callable[[str], bool],
) -> int:
    """How many words from `at` on are one name; 0 when none begins here."""
    word = words[at]
    if shielded(word.low) or (len(word.raw) <= _SMALL and word.low not in given_names()):
        return 0
    led = _lead(words, at)
    follower = words[at + 1].low if _adjacent(words, at + 1) else ""
    if led == "title":
        return _titled_person(words, at, shouting, shielded)
    if _all_terms(word.low) or (word.low, follower) in _EPONYM_PAIRS:
        return 0
    if is_term(word.low) and follower in _TESTS:
        return 0
    if word.titled and not shouting:
        size = _written_as_name(words, at, led, suspicious, shielded)
    else:
        size = _typed_small(words, at, led, suspicious, shielded)
    ends = words[at + size].low if size and _adjacent(words, at + size) else ""
    return 0 if ends in _NOT_PEOPLE and not led else size


def _all_terms(word: str) -> bool:
    """A word of the clinic that is no name as well; of a hyphenated word, every part."""
    parts = word.split("-")
    return all(is_term(p) for p in parts) and (len(parts) > 1 or not is_name_word(word))


def _lead(words: list[_Word], at: int) -> str:
    """What stands right before: a title, a patient word, or nothing of the kind."""
    if at == 0 or words[at].gap.strip(" .:-#\"'(*_") or "\n" in words[at].gap:
        return ""
    before = words[at - 1]
    if _TITLE.fullmatch(before.raw) and not (before.low in ("ms", "miss") and not before.titled):
        return "title"
    if before.low == "is" and at > 1 and words[at - 2].low == "name":
        return "patient"
    return "patient" if before.low in _PATIENT and "." not in words[at].gap else ""


def _adjacent(words: list[_Word], at: int) -> bool:
    return at < len(words) and words[at].gap in (" ", "  ", ", ")


def _titled_person(
    words: list[_Word], at: int, shouting: bool, shielded: Callable[[str], bool]
) -> int:
    """After Mr, Mrs, Ms: whatever is written like a name, then what may go on as one."""
    word = words[at]
    if (shouting or not word.titled) and not is_name_word(word.low) and is_known(word.low):
        return 0
    if is_term(word.low) and not is_name_word(word.low):
        return 0
    return 1 + _rest(words, at, shouting, shielded)


def _rest(words: list[_Word], at: int, shouting: bool, shielded: Callable[[str], bool]) -> int:
    """How many more words after `at` belong to the name (at most two)."""
    more = 0
    while more < 2 and _adjacent(words, at + more + 1):
        word = words[at + more + 1]
        if word.gap == ", " or shielded(word.low):
            break
        if is_term(word.low) and word.low not in surnames():
            break
        if words[at].titled and not shouting:
            fits = word.titled and not _sentence(word.low)
        else:
            fits = word.low in surnames() or is_strange(word.low)
        if not fits:
            break
        more += 1
    return more


def _sentence(word: str) -> bool:
    """Common words that never end a name, so that "Mr Young Can I" stops in time."""
    return is_known(word) and word not in surnames()


def _written_as_name(
    words: list[_Word], at: int, led: str, suspicious: bool, shielded: Callable[[str], bool]
) -> int:
    """A word in title case in a text of mixed case."""
    word = words[at]
    given, strange = word.low in given_names(), is_strange(word.low)
    eponym = is_term(word.low)
    if led == "patient" and (given or strange or word.low in surnames()):
        return 1 + _rest(words, at, False, shielded)
    if suspicious and (given or strange) and not eponym:
        return 1 + _rest(words, at, False, shielded)
    lone = 1 if given and not eponym and word.low not in _ALSO_WORDS else 0
    if not _adjacent(words, at + 1) or not words[at + 1].titled:
        return lone
    after = words[at + 1]
    if shielded(after.low) or (is_term(after.low) and after.low not in surnames()):
        return lone
    surname = after.low in surnames() or is_strange(after.low)
    if after.gap == ", ":  # "Smith, John"
        return 2 if (word.low in surnames() or strange) and after.low in given_names() else 0
    first = given or not is_known(word.low) or (_mid_sentence(words, at) and is_strange(after.low))
    if (given and after.low in given_names()) or (first and surname):
        return 1 + max(1, _rest(words, at, False, shielded))
    return lone


def _mid_sentence(words: list[_Word], at: int) -> bool:
    """A capital here is no sentence's start: the word before is in lower case, on the same line."""
    return at > 0 and words[at].gap == " " and words[at - 1].raw.islower()


def _typed_small(
    words: list[_Word], at: int, led: str, suspicious: bool, shielded: Callable[[str], bool]
) -> int:
    """A word in lower case, or in a text all in capitals: only list names can be trusted."""
    word = words[at]
    follows = words[at + 1] if _adjacent(words, at + 1) and words[at + 1].gap != ", " else None
    surname = (
        follows is not None
        and not shielded(follows.low)
        and (follows.low in surnames() or is_strange(follows.low))
    )
    given = word.low in given_names()
    sure = word.low not in _ALSO_WORDS and (led == "patient" or suspicious)
    if given and (surname or sure):
        return 2 if surname else 1
    if led == "patient" and surname and is_strange(word.low):
        return 2
    return 0


def _initials(text: str, words: list[_Word]) -> list[tuple[int, int]]:
    """ "pt J.S." and "initials J. D."."""
    leads = {w.end for w in words if w.low in _PATIENT or w.low == "initials"}
    return [
        (m.start(), m.end())
        for m in _INITIALS.finditer(text)
        if any(text[end : m.start()].strip(" :") == "" for end in leads if end <= m.start())
    ]
