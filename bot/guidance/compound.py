"""Two questions in one message, taken apart only where the text itself shows the seam."""

from __future__ import annotations

import re

_HEAD = (
    r"(?:do|does|did|don't|can|could|is|isn't|are|how|how's|what|what's|whats|which|who|why|when|where|should|will"
    r"|would|may|must)"
)
_JOIN = r"(?:and|also|plus|&)\s+(?:also\s+|then\s+|if so,?\s+)?"
_SEAM = re.compile(
    rf"\?\s+(?=\S)|\s*(?:;|,)?\s+{_JOIN}(?={_HEAD}\b)|[;\n]\s*(?={_HEAD}\b)", re.I
)
_STARTS = re.compile(rf"^(?:{_JOIN})?{_HEAD}\b", re.I)
MIN_WORDS = 4
# "is 97530 timed": a code is what the question is about, so that fewer words say it.
MIN_WORDS_WITH_CODE = 3
_CODE = re.compile(r"\b\d{5}\b")


def split(text: str) -> list[str]:
    """The two questions of a text, or the text alone.

    A seam is a question mark with more text behind it, or "and" before a question word; the first
    side needs `MIN_WORDS` words, with a code in it fewer (the second may be "why?"), and more than one
    seam means the text is left whole.
    """
    seams = list(_SEAM.finditer(text))
    if len(seams) != 1:
        return [text]
    parts = [text[: seams[0].start()].strip(), text[seams[0].end() :].strip()]
    least = MIN_WORDS_WITH_CODE if _CODE.search(parts[0]) else MIN_WORDS
    short = len(parts[0].split()) < least
    return [text] if short or not _STARTS.search(parts[1]) else parts
