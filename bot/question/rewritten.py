"""Ways of writing minutes that mean the same as a plainer one, rewritten before anything is read.

"in 1:02pm out 1:41pm" is the range 1:02pm-1:41pm; "ten TA" is 10 TA; "one on one" says nothing of
time; "35 min, resting about 10 of it" is 25 minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_B = r"\s{0,3}"
_CLOCK = rf"\d{{1,2}}:\d{{2}}{_B}(?:[ap]\.?{_B}m\.?)?"
_IN_OUT = re.compile(
    rf"\b(?:clocked{_B}|time{_B})?(?:in|start(?:ed|s)?|began|begin)\b{_B}(?:time{_B})?(?:at|@|:)?{_B}(?P<start>{_CLOCK})"
    rf"[\s,;/&-]{{0,4}}(?:and{_B})?(?:clocked{_B}|time{_B})?(?:out|end(?:ed|s)?|stop(?:ped|s)?|finish(?:ed)?|done)\b"
    rf"{_B}(?:time{_B})?(?:at|@|:)?{_B}(?P<end>{_CLOCK})",
    re.I,
)
_ONE_ON_ONE = re.compile(r"\bone[\s-]{1,3}(?:on|to)[\s-]{1,3}one\b|\b1on1\b", re.I)
_TENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_SAID = {word: n for n, word in enumerate(_TENS, start=10)} | {"thirty": 30, "forty": 40}
_SAID_NUMBER = re.compile(rf"\b(?:{'|'.join(_SAID)})\b", re.I)
_LENGTH = r"\d{1,3}(?:\s{0,3}-?\s{0,3}(?:minutes?|mins?|m)\b)?"
# "about 10 of it", "10 of that was", "10 of those minutes": the stretch lies within the one before.
_OF_IT = r"\s{1,3}(?:min\w*\s{1,3})?of\s{1,3}(?:it|that|this|them|which|those|these)\b"
_INSIDE = (
    rf"\b(?P<word>WORDS)\b[^.?!;\d]{{0,40}}?(?P<part>{_LENGTH}){_OF_IT}"
    rf"|(?P<first>{_LENGTH}){_OF_IT}[^.?!;\d]{{0,30}}?\b(?P<later>WORDS)\b"
)


def plainer(text: str, codes: Iterable[str] = (), corrected: Iterable[tuple[str, str]] = ()) -> str:
    """The text with those ways of writing replaced; the rest stays as typed.

    Args:
        codes: lower-case nicknames and codes; a number word beside one of them is a number.
        corrected: (misspelt word, the word it was taken for).
    """
    for typed, meant in corrected:
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", meant, text, flags=re.I)
    text = _IN_OUT.sub(lambda m: f"{m['start'].strip()}-{m['end'].strip()}", text)
    text = _ONE_ON_ONE.sub(" ", text)
    return _numbers(text, tuple(codes))


def without_rest(text: str, resting: Iterable[str]) -> tuple[str, str]:
    """Take the minutes out of a text's one length that the text says were no treatment.

    "35 min in the gym, rested about 10 of it" becomes "25 min in the gym"; the second value says
    what was taken out ("10 of 35 min (rested)"), "" when nothing was.

    Args:
        resting: words that say a stretch is no treatment.
    """
    words = "|".join(sorted(map(re.escape, resting), key=len, reverse=True))
    found = re.search(_INSIDE.replace("WORDS", words), text, re.I) if words else None
    if found is None:
        return text, ""
    rest = text[: found.start()] + " " + text[found.end() :]
    whole = re.search(r"(?<![\d:.])(\d{1,3})\s{0,3}-?\s{0,3}(?:min\w*|m\b)", rest)
    part = int(re.match(r"\d+", found["part"] or found["first"])[0])  # type: ignore[index]
    if whole is None or len(re.findall(r"\d{1,3}\s{0,3}-?\s{0,3}(?:min|m\b)", rest)) > 1 or part >= int(whole[1]):
        return text, ""
    left = int(whole[1]) - part
    said = found["word"] or found["later"]
    return f"{rest[: whole.start()]}{left} min{rest[whole.end() :]}", f"{part} of {whole[1]} min ({said.lower()})"


def _numbers(text: str, codes: tuple[str, ...]) -> str:
    """Number words of ten and more that stand right beside a code, as digits."""
    low = text.lower()

    def said(found: re.Match[str]) -> str:
        before = low[max(0, found.start() - 40) : found.start()].rstrip()
        behind = low[found.end() : found.end() + 40].lstrip()
        beside = any(
            re.match(rf"{re.escape(code)}(?!\w)", behind) or re.search(rf"(?<!\w){re.escape(code)}$", before)
            for code in codes
        )
        return str(_SAID[found[0].lower()]) if beside else found[0]

    return _SAID_NUMBER.sub(said, text)
