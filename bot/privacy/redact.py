"""Taking patient data out of a text.

What may be kept for the knowledge owner, shown back or logged is only ever the redacted text.
Kinds follow the identifiers of 45 CFR 164.514(b)(2): names, dates of birth, record and member
numbers, contact data, addresses, ages over 89.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.privacy.identifiers import find_identifiers
from bot.privacy.names import find_names
from bot.privacy.vocabulary import is_name_word

MAX_CHARS = 12_000
"""Text beyond this is cut before it is searched; no question is that long."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text free of patient data, and the kinds of data that were in it (sorted)."""

    text: str
    kinds: tuple[str, ...] = ()


def redact(text: str, *, allowed: Collection[str] = ()) -> Redacted:
    """`text` with each identifier replaced by its kind in brackets ("[name]").

    `allowed` are lower-case words that are no names (payers and tools of the knowledge folder);
    a word that is also a common person's name is not protected by it. Same text, same result;
    a redacted text stays as it is.
    """
    text = text[:MAX_CHARS]

    def shielded(word: str) -> bool:
        return word in allowed and not is_name_word(word)

    spans = find_identifiers(text)
    hard = any(kind != "age over 89" for _, _, kind in spans)
    masked = _mask(text, spans)
    names = find_names(masked, shielded=shielded, suspicious=hard)
    spans = sorted(spans + [(start, end, "name") for start, end in names])
    out: list[str] = []
    last = 0
    for start, end, kind in spans:
        if start < last:
            continue
        out += [text[last:start], f"[{kind}]"]
        last = end
    out.append(text[last:])
    return Redacted("".join(out), tuple(sorted({kind for _, _, kind in spans})))


def _mask(text: str, spans: list[tuple[int, int, str]]) -> str:
    """`text` with what is already found blanked, so that no name runs across it."""
    chars = list(text)
    for start, end, _ in spans:
        chars[start:end] = "\u0000" * (end - start)
    return "".join(chars)


_MARKS = re.compile(
    r"(?:\b(?:mrn|mbi|hic|hicn|ssn|dob|bday|birthday|born|cell|phone|ph|tel|email|chart|acct|account|"
    r"member|policy|claim|id|pt name|name)\b[\s#:.]*)?\[[a-z][a-z0-9 ]{1,20}\]",
    re.I,
)

_BLANKS = re.compile(r"[^\S\n]{2,}")


def readable(text: str) -> str:
    """A redacted text without the marks of what was removed, for reading the question in it."""
    return _BLANKS.sub(" ", _MARKS.sub(" ", text))
