"""A typed or pasted text as a person sees it, before anything looks at it.

Copied text carries characters nobody sees: zero-width spaces, direction marks, terminal escapes.
A name with one inside is still that name, and an escape must not reach another terminal, so they
go before patient data is looked for and before a word is read.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
_KEPT = frozenset("\n\t")
# Patterns look for a blank or two between words; thousands of them would take minutes to search.
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_BLANKS = re.compile(r"\s{2,}")


def clean(text: str) -> str:
    """The text without terminal escapes, control, zero-width and direction characters.

    Line breaks and tabs stay; other kinds of space become a plain one, half a character (a lone
    surrogate) becomes U+FFFD, and several blanks become one. Same text, same result.
    """
    if not text.isprintable():
        text = "".join(map(_seen, _ESCAPE.sub("", text)))
    return _BLANKS.sub(_blank, text)


def _seen(character: str) -> str:
    if character in _KEPT or character.isprintable():
        return character
    kind = unicodedata.category(character)
    if kind == "Cf":
        return ""
    if kind == "Cs":
        return "\ufffd"
    return " " if kind[0] in "CZ" and kind not in ("Co", "Cn") else character


def _blank(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def without_links(text: str) -> str:
    """The text less the addresses of pages: what stands in one is nothing a person asks."""
    return _LINK.sub(" ", text) if "://" in text or "www." in text.lower() else text
