"""The words of a text that speak of time: durations and clock ranges.

`lex` turns a text into a flat list of tokens for `bot.question.minutes`. Numbers that count
something else are blanked first (`bot.question.notime`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.question.notime import blanked

_SAME_LENGTH = str.maketrans("’‘′´`“”–—−×✕\u00a0\t", "'''''\"\"---xx  ")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
_ONES = {
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_SPOKEN = "|".join([*_TENS, *_ONES])
# At most three blanks: blanked numbers leave long runs that must not be searched again and again.
_B = r"\s{0,3}"
_MIN = r"(?:minutes?|mins?|mnts?|minuets?|m)\b"
_HOUR = r"(?:hours?|hrs?|h)\b"
_TOKENS = re.compile(
    rf"""
    (?P<between>\d+{_B}(?:-|to|or){_B}\d+{_B}-?{_B}{_MIN})
  | (?P<range>(?P<h1>\d{{1,2}})(?::(?P<m1>\d{{2}}))?{_B}(?P<p1>[ap]\.?m\b\.?)?
        {_B}(?:-|to|until|till|thru){_B}
        (?P<h2>\d{{1,2}})(?::(?P<m2>\d{{2}}))?{_B}(?P<p2>[ap]\.?m\b\.?)?)(?=\D|$)
  | (?P<hour>(?:(?P<hn>\d+(?:\.\d+)?)|(?P<an>an?|one)){_B}-?{_B}{_HOUR}
        (?:(?P<half>{_B}(?:and|&|\+){_B}a{_B}half)|{_B}(?:and|&|,|\+)?{_B}(?P<hm>\d{{1,2}})(?!\d|:){_B}(?:{_MIN})?)?)
  | (?P<hourhalf>hour\s+and\s+a\s+half\b)
  | (?P<halfhour>(?:a\s+)?half(?:{_B}-?{_B}(?:an?\s+)?)?{_B}-?{_B}{_HOUR}|\b(?:1/2|0?\.5){_B}{_HOUR})
  | (?P<quarter>(?:a\s+)?quarter{_B}(?:of\s+an?\s+)?{_HOUR})
  | (?P<min>(?P<mn>\d+(?:\.\d+)?){_B}-?{_B}(?:(?:more|extra|additional)\s+)?
        (?:{_MIN}(?!{_B}(?:a\b|ax\b|assist|guard))|'(?!\d|\w)))
  | (?P<spoken>\b(?P<sp>(?:{_SPOKEN})(?:[\s-](?:{_SPOKEN}))?){_B}-?{_B}{_MIN})
  | (?P<hm0>\b(?P<z>[0-2]):(?P<zm>[0-5]\d)\b(?!{_B}[ap]\.?m))
  | (?P<clocktime>\b\d{{1,2}}(?::\d{{2}})?{_B}[ap]\.?m\b|\b\d{{1,2}}:\d{{2}}\b)
  | (?P<equals>={_B}(?P<eq>-?\d+(?:\.\d+)?)(?:{_B}{_MIN})?)
  | (?P<units>(?<!\d)(?P<un>\d{{1,2}}){_B}-?{_B}(?:units?|u)\b
        |\bx{_B}(?P<ux>\d{{1,3}})\b(?!\d|{_B}(?:{_MIN}|'|:)))
  | (?P<code>\b(?:\d{{5}}|[a-z]\d{{4}}|\d{{4}}[tf])\b)
  | (?P<num>\d+(?:\.\d+)?(?!\w))
  | (?P<stop>[.?!](?=\s|$)|[\r\n]+)
  | (?P<sep>[,;/+&|]|\b(?:and|then|plus|with|w|n)\b)
  | (?P<word>[^\W\d_][\w'-]*|\d\w+)
  | (?P<mark>[=:()\[\]@~-])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `kind`: time, num, units, code, person, sep, stop, word, each, total, or, label.

    A `time` token with `value` None speaks of time that is not one length ("8-10 min").
    `firm` is True when a unit of time, a clock or `=` was written.
    """

    kind: str
    text: str
    value: int | None = None
    firm: bool = False
    start: int | None = None
    end: int | None = None


PERSONS = {
    "pt": "pt", "dpt": "pt", "pta": "pta", "ptas": "pta", "ot": "ot", "otr": "ot", "ota": "ota",
    "cota": "ota", "slp": "slp", "aide": "aide", "tech": "aide", "technician": "aide",
    "student": "student", "spt": "student",
}  # fmt: skip
_TOTAL = frozenset({"total", "totals", "altogether", "overall", "combined", "session", "visit",
                    "treatment", "appointment", "appt", "slot", "seen", "timed"})  # fmt: skip
_NOT_THERAPY_MANUAL = frozenset({"medicare", "policy", "benefit", "processing", "provider", "ncci",
                                 "cms", "claims", "billing", "rai", "mds"})  # fmt: skip


def plain(text: str) -> str:
    """Lower case, plain quotes and dashes, same length as the text."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SAME_LENGTH)


@lru_cache(maxsize=16)
def _alias_pattern(aliases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(aliases, key=lambda a: (-len(a), a))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])")


def _spoken(text: str) -> int:
    parts = re.split(r"[\s-]+", text.strip())
    return sum(_TENS.get(p, _ONES.get(p, 0)) for p in parts)


def _range(m: re.Match[str]) -> Token | None:
    """A clock range, when it looks like one: a colon or am/pm stands in it."""
    if not (m["m1"] or m["m2"] or m["p1"] or m["p2"]):
        return None
    start = int(m["h1"]) * 60 + int(m["m1"] or 0)
    end = int(m["h2"]) * 60 + int(m["m2"] or 0)
    first, last = (m["p1"] or m["p2"] or "")[:1], (m["p2"] or m["p1"] or "")[:1]
    start += 720 if first == "p" and start < 720 else 0
    end += 720 if last == "p" and end < 720 else 0
    if end <= start and not (m["p1"] and m["p2"]):
        # 12:50-1:20 runs past noon; 9:38-9:00 runs nowhere and is left to the caller to refuse.
        end += 720 if end + 720 - start <= 360 else 0
    if start >= 1440 or end >= 1440:
        return Token("time", m[0].strip(), None, True)
    return Token("time", m[0].strip(), end - start, True, start, end)


def _time(m: re.Match[str]) -> Token | None:
    kind, text = m.lastgroup or "", m[0].strip()
    if m["range"]:
        return _range(m)
    if m["hour"]:
        hours = float(m["hn"]) if m["hn"] else 1.0
        extra = 30 if m["half"] else int(m["hm"] or 0)
        return Token("time", text, round(hours * 60) + extra, True)
    if m["hourhalf"]:
        return Token("time", text, 90, True)
    if m["halfhour"] or m["quarter"]:
        return Token("time", text, 30 if m["halfhour"] else 15, True)
    if m["min"]:
        value = float(m["mn"])
        return Token("time", text, int(value) if value.is_integer() else None, True)
    if m["spoken"]:
        return Token("time", text, _spoken(m["sp"]), True)
    if m["hm0"]:
        return Token("time", text, int(m["z"]) * 60 + int(m["zm"]), m["z"] == "0")
    if m["equals"]:
        value = float(m["eq"])
        return Token("time", text, int(value) if value.is_integer() else None, True)
    if m["between"]:
        return Token("time", text, None, True)
    return Token("word", kind) if m["clocktime"] else None


def _other(m: re.Match[str], typed: str, team: bool) -> Token:
    text = m[0].strip()
    if m["units"]:
        return Token("units", text, int(m["un"] or m["ux"]), bool(m["un"]))
    if m["num"]:
        value = float(text)
        return Token("num", text, int(value) if value.is_integer() else None)
    if m["stop"] or m["sep"]:
        return Token("stop" if m["stop"] else "sep", text)
    if text in ("each", "apiece", "ea"):
        return Token("each", text)
    if text in _TOTAL:
        return Token("total", text)
    if text in ("or", "vs", "versus"):
        return Token("or", text)
    if text in PERSONS and (text not in ("pt", "ot") or team or typed == text.upper()):
        return Token("person", text, None)
    if len(text) == 1 and typed.isupper() and text in "abcdefgh":
        return Token("label", typed)
    return Token("word" if m["word"] else "mark", text)


def lex(text: str, aliases: Mapping[str, str]) -> list[Token]:
    """Tokens of a text. `aliases` maps lower-case nicknames to codes."""
    low = blanked(plain(text))
    names = (
        [(m.start(), m.end()) for m in _alias_pattern(tuple(aliases)).finditer(low)]
        if aliases
        else []
    )
    shouting = text.isupper() and len(text) > 40
    team = bool(re.search(r"\b(?:pta|ota|cota)\b", low))
    out: list[Token] = []
    place = 0
    while place < len(low):
        while names and names[0][0] < place:
            names.pop(0)
        if names and names[0][0] == place:
            end = names.pop(0)[1]
            word = low[place:end]
            manual = word == "manual" and out and out[-1].text in _NOT_THERAPY_MANUAL
            out.append(Token("word" if manual else "code", word if manual else aliases[word]))
            place = end
            continue
        m = _TOKENS.match(low, place)
        if m is None:
            place += 1
            continue
        if names and m.end() > names[0][0] and (m["word"] or m["sep"]):
            place = names[0][0]
            continue
        token = _time(m)
        if token is None and m["range"]:
            digits = re.compile(r"\d+").match(low, place)
            end = digits.end() if digits else place + 1
            out.append(Token("num", low[place:end], int(low[place:end])))
            place = end
            continue
        if token is None and m["code"]:
            token = Token("code", m[0].upper())
        out.append(token or _other(m, "" if shouting else text[m.start() : m.end()].strip(), team))
        place = m.end()
    return out
