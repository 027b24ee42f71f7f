"""The words that tell a person's name from a word of the clinic.

Three lists beside this file (given names, surnames, clinic terms) and the common English words
of `bot.matching`; each is read once, when the first candidate for a name turns up.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def _words(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.lower().split())


@cache
def given_names() -> frozenset[str]:
    """Given names, lower case."""
    return _words(_HERE / "given_names.txt")


@cache
def surnames() -> frozenset[str]:
    """Surnames, lower case."""
    return _words(_HERE / "surnames.txt")


@cache
def terms() -> frozenset[str]:
    """Words of the clinic that look like names, lower case."""
    return _words(_HERE / "terms.txt")


@cache
def common_words() -> frozenset[str]:
    """Common English words, lower case."""
    return _words(_HERE.parent / "matching" / "common_words.txt")


def is_name_word(word: str) -> bool:
    """A given name or a surname of the lists."""
    return word in given_names() or word in surnames()


def is_term(word: str) -> bool:
    """A word of the clinic."""
    return word in terms()


def is_known(word: str) -> bool:
    """A word of the clinic or of common English, as written or without a plural s; shorthand of
    one or two letters (A, x, UE) counts as known."""
    if len(word) <= 2 or is_term(word) or word in common_words():
        return True
    return word.endswith("s") and (is_term(word[:-1]) or word[:-1] in common_words())


@cache
def _spellings() -> list[str]:
    """Sorted, so that the same word always gets the same verdict."""
    return sorted(w for w in common_words() | terms() if len(w) >= 4)


@cache
def is_misspelling(word: str) -> bool:
    """One slip (two in a long word) away from a known word: more likely a typo than a name."""
    if len(word) < 4:
        return False
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= 8 else 1
    near = [w for w in _spellings() if w[0] == word[0] and abs(len(w) - len(word)) <= slips]
    return process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips) is not None


def is_strange(word: str) -> bool:
    """Neither a known word, nor a list name, nor a likely misspelling of a known word."""
    return not is_known(word) and not is_name_word(word) and not is_misspelling(word)
