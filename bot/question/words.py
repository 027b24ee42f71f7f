"""Text to words: one normalization for questions and for the phrases of the knowledge base."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"[\u2018\u2019\u02bc\u0060\u00b4]")
_POSSESSIVE = re.compile(r"(?<=[a-z0-9])'s\b")
_INNER = re.compile(r"(?<=[a-z])'(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: normalized, and as typed (for the case of "PT" against "pt")."""

    text: str
    typed: str


def fold(text: str) -> str:
    """Lower case, accents dropped, curly apostrophes straight, "can't" joined to "cant"."""
    plain = _APOSTROPHE.sub("'", text)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    plain = plain.lower()
    plain = _POSSESSIVE.sub("", plain)
    return _INNER.sub("", plain)


def split(text: str) -> list[Word]:
    """The words of a text in order.

    Words are runs of letters and digits; "9:00" and "d/c" fall apart, which is harmless since
    the lexicon's own phrases fall apart the same way.
    """
    words = []
    for chunk in re.split(r"(\s+)", _APOSTROPHE.sub("'", text)):
        folded = fold(chunk)
        same = len(folded) == len(chunk)
        for found in _WORD.finditer(folded):
            typed = chunk[found.start() : found.end()] if same else found.group()
            words.append(Word(found.group(), typed))
    return words


def phrase(text: str) -> tuple[str, ...]:
    """The normalized words of a phrase, as a key."""
    return tuple(_WORD.findall(fold(text)))
