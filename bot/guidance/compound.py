"""Two questions in one message, taken apart only where the text itself shows the seam."""

from __future__ import annotations

import re

_HEAD = (
    r"(?:do|does|did|can|could|is|are|how|what|whats|which|who|when|where|should|will|would|may|must)"
)
_SEAM = re.compile(rf"\? (?=\S)|(?: ?[;,])? and (?:also )?(?={_HEAD}\b)|; (?={_HEAD}\b)", re.I)
MIN_WORDS = 4


def split(text: str) -> list[str]:
    """The two questions of a text, or the text alone.

    A seam is a question mark with more text behind it, or "and" before a question word; both
    sides need `MIN_WORDS` words, and more than one seam means the text is left whole.
    """
    text = " ".join(text.split())
    seams = list(_SEAM.finditer(text))
    if len(seams) != 1:
        return [text]
    parts = [text[: seams[0].start()].strip(), text[seams[0].end() :].strip()]
    head = re.compile(rf"^(?:and\s+)?{_HEAD}\b", re.I)
    if any(len(part.split()) < MIN_WORDS for part in parts) or not head.search(parts[1]):
        return [text]
    return parts
