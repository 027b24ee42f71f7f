"""The form of a question: what a yes or a no would answer, and what it would not.

"Which code for stairs" and "97530 or 97110 for stairs" want a code; "No." in front of it would
answer something nobody asked.
"""

from __future__ import annotations

import re
from typing import Literal

Form = Literal["which", "either", ""]

_CLAUSE = re.compile(r"[.?!;:,\n()]+|\s-+\s|\b(?:and|so|but|then)\b")
_LEAD = re.compile(r"^(?:hi|hey|hello|ok|okay|um|also|quick q(?:uestion)?|q|just|please|pls|wondering)\b\W*", re.I)
# "When does it reset" wants a date, "when the PTA treats" sets a scene.
_WHEN = r"(?:until |till |by |since |from )?when(?:'?s| (?:is|are|was|were|do|does|did|can|could|must|should|will))"
_WHICH = re.compile(
    rf"^(?!(?:what|how) (?:if|about|come)\b)"
    rf"(?:{_WHEN}|what(?:'?s|s)?|which|who|whom|how|why|where|wh?at code|wut|wats)\b"
    r"|\b(?:what|which|wat) (?:cpt|codes?)\b|^(?:cpt|codes?) for\b|\b(?:cpt|codes?)$"
    r"|\b(?:max(?:imum)?(?: \w+)?|limits?|deadlines?|rules?|requirements?|meaning|definition|examples?|difference)$",
    re.I,
)
_YES_NO = re.compile(
    r"^(?:is|isn'?t|are|aren'?t|can|cant|can't|could|do|does|doesn'?t|don'?t|did|should|shouldn'?t|will|would|may"
    r"|must|has|have|need|am|was|were|ok to|okay to|allowed to)\b",
    re.I,
)
# "They can't be simulated, right?": a yes would agree with what was said, or with its opposite.
_DENIED = re.compile(r"\b(?:not|never|no|cannot|\w+n'?t)\b.*\b(?:right|correct|true|yeah|yes)\W*$", re.I)
_OR = re.compile(r"\b(?:or|vs\.?|versus)\b(?!\s+(?:not|no|nah)\b)", re.I)


def form(text: str, codes: int) -> Form:
    """The form of a text that names so many codes; "" when a yes or a no may answer it.

    Of several clauses the last that opens like a question decides. A denial with "right?" after it is no
    yes-or-no question either, since nobody can tell what its yes agrees with.
    """
    found: Form = ""
    for clause in _CLAUSE.split(text):
        words = _LEAD.sub("", clause.strip())
        if _YES_NO.search(words):
            found = ""
        elif _WHICH.search(words):
            found = "which"
    if not found and codes > 1 and _OR.search(text):
        return "either"
    if not found and _DENIED.search(text) and not _YES_NO.search(_LEAD.sub("", text.strip())):
        return "which"
    return found
