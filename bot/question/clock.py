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
    "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
# At most three blanks: blanked numbers leave long runs that must not be searched again and again.
_B, _W = r"\s{0,3}", r"\s{1,3}"
_SPOKEN = "|".join([*_TENS, *sorted(_ONES, key=len, reverse=True)])
# "an hour and ten": said without "minutes", so nothing that is counted may follow.
_SAID = rf"(?:{_SPOKEN})(?:[\s-](?:{_SPOKEN}))?\b(?!{_B}(?:reps?|sets?|times|units?|lbs?|codes?|visits?))"
_QUARTERS = {"1/4": 15, "1/2": 30, "3/4": 45}
_MIN = r"(?:minutes?|mins?|mnts?|minuets?|mintues?|minuts?|mintes?|miutes?|minites?|minuites?|mims?|mnis?|mns|m)\b"
_HOUR = r"(?:hours?|hrs?|h)(?:\b|(?=\d))"
_TOKENS = re.compile(
    rf"""
    (?P<between>(?:at{_W}least|no{_W}more{_W}than|(?:less|more|fewer){_W}than|under|over|up{_W}to){_W}\d+{_B}-?{_B}{_MIN}
      |(?<!\d)\d{{1,3}}{_B}(?:-|to|or){_B}\d{{1,3}}{_B}-?{_B}{_MIN})
  | (?P<military>(?<!\d)(?P<mh1>[01]\d|2[0-3])(?P<mm1>[0-5]\d){_B}(?:-|to|until){_B}
        (?P<mh2>[01]\d|2[0-3])(?P<mm2>[0-5]\d)(?!\d))
  | (?P<range>(?P<h1>\d{{1,2}})(?::(?P<m1>\d{{2}}))?{_B}(?P<p1>[ap](?:\.?m)?\b\.?)?
        {_B}(?:-|to|until|till|thru){_B}
        (?P<h2>\d{{1,2}})(?::(?P<m2>\d{{2}}))?{_B}(?P<p2>[ap](?:\.?m)?\b\.?)?)(?=\D|$)
  | (?P<fraction>(?:(?P<fh>\d){_W})?(?P<fq>[123]/[24]){_B}-?{_B}(?:(?:of{_W})?an?{_W})?{_HOUR})
  | (?P<hour>(?:(?P<hn>\d+(?:\.\d+)?)|(?P<an>\b(?:an?|one|two|three)\b)|(?=\bhour{_W}and\b)){_B}-?{_B}{_HOUR}
        (?:{_B}(?:and|&|\+){_B}a{_B}(?P<part>half|quarter)\b
          |{_B}(?:and|&|\+)?{_B}(?:(?P<hm>\d{{1,2}})(?!\d|:|/)|(?P<hs>{_SAID}))(?:{_B}{_MIN})?)?)
  | (?P<halfhour>(?:a{_W})?half(?:{_B}-?{_B}(?:an?{_W})?)?{_B}-?{_B}{_HOUR}|\b(?:1/2|0?\.5){_B}{_HOUR})
  | (?P<quarter>(?:a{_W}|(?P<three>three)[\s-])?quarters?{_B}(?:of{_W}an?{_W})?{_HOUR})
  | (?P<min>(?:(?<!\d)(?P<times>[2-9]){_B}x{_B})?(?P<mn>\d+(?:\.\d+)?){_B}-?{_B}(?:(?:more|extra|additional){_W})?
        (?:{_MIN}(?!{_B}(?:a\b|ax\b|assist|guard))|'(?!\d|\w)))
  | (?P<spoken>\b(?P<sp>(?:{_SPOKEN})(?:[\s-](?:{_SPOKEN}))?){_B}-?{_B}{_MIN})
  | (?P<hm0>\b(?P<z>0?[0-2]):(?P<zm>[0-5]\d)\b(?!{_B}[ap]\.?m))
  | (?P<clocktime>\b\d{{1,2}}(?::\d{{2}})?{_B}[ap]\.?m\b|\b\d{{1,2}}:\d{{2}}\b)
  | (?P<equals>={_B}(?P<eq>-?\d+(?:\.\d+)?)(?:{_B}{_MIN})?)
  | (?P<units>(?<!\d)(?P<un>\d{{1,2}}){_B}-?{_B}(?:units?|u)\b
        |(?:\b|(?<=\d))x{_B}(?P<ux>\d{{1,3}})\b(?!\d|{_B}(?:{_MIN}|'|:)))
  | (?P<code>\b(?:\d{{5}}|[a-z]\d{{4}}|\d{{4}}[tf])(?:\b|(?=x\s?\d)))
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
# "HVAC tech": the patient's trade, nobody who treats.
TRADES = frozenset(
    {"hvac", "auto", "automotive", "vet", "veterinary", "pharmacy", "lab", "radiology", "xray", "nail",
     "surgical", "scrub", "computer", "elevator", "cable", "electrical", "maintenance", "service", "field", "medical"}
)  # fmt: skip
_TOTAL = frozenset({"total", "totals", "altogether", "overall", "combined", "session", "visit",
                    "treatment", "appointment", "appt", "slot", "seen", "timed"})  # fmt: skip
_NOT_THERAPY_MANUAL = frozenset({"medicare", "policy", "benefit", "processing", "provider", "ncci",
                                 "cms", "claims", "billing", "rai", "mds"})  # fmt: skip


# "gets us 2 units": behind a word of a sentence it is we, not ultrasound.
_PRONOUN = re.compile(
    r"(?<!\bmin)(?<!\bmins)(?<!\bminutes)(?<!\band)(?<!\bplus)(?<!\bthen)(?<!\bwith)(?<=[a-z])\s{1,3}us$"
)
# "97530 15 ot and 97110 15 pt": both beside minutes, so "pt" is the therapist, not the patient.
_BESIDE_MINUTES = re.compile(rf"\d{_B}(?:{_MIN})?{_B}(?:by\s{{1,3}})?\b(pt|ot)\b|\b(pt|ot)\b{_B}:?{_B}\d")


def plain(text: str) -> str:
    """Lower case, plain quotes and dashes, same length as the text."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SAME_LENGTH)


@lru_cache(maxsize=16)
def _alias_pattern(aliases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(aliases, key=lambda a: (-len(a), a))
    names = "|".join(map(re.escape, longest))
    # "25TA", "TA25" and "TA-25" are written too; "e-ta" and "ta-x" are other words.
    return re.compile(rf"(?<![^\W\d])(?<![a-z]-)(?:{names})(?![^\W\d]|-(?!\d))")


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
    if m["military"]:
        start, end = (int(m[f"mh{n}"]) * 60 + int(m[f"mm{n}"]) for n in (1, 2))
        return Token("time", text, end - start, True, start, end)
    if m["fraction"]:
        part = _QUARTERS.get(m["fq"])
        return Token("time", text, None if part is None else int(m["fh"] or 0) * 60 + part, True)
    if m["hour"]:
        hours = float(m["hn"]) if m["hn"] else float(_ONES.get(m["an"] or "", 1))
        part = {"half": 30, "quarter": 15}.get(m["part"] or "", 0)
        extra = _spoken(m["hs"]) if m["hs"] else int(m["hm"] or 0)
        return Token("time", text, round(hours * 60) + part + extra, True)
    if m["halfhour"] or m["quarter"]:
        return Token("time", text, 30 if m["halfhour"] else 45 if m["three"] else 15, True)
    if m["min"]:
        value = float(m["mn"]) * int(m["times"] or 1)
        return Token("time", text, int(value) if value.is_integer() else None, True)
    if m["spoken"]:
        return Token("time", text, _spoken(m["sp"]), True)
    if m["hm0"]:
        return Token("time", text, int(m["z"]) * 60 + int(m["zm"]), int(m["z"]) == 0)
    if m["equals"]:
        value = float(m["eq"])
        return Token("time", text, int(value) if value.is_integer() else None, True)
    if m["between"]:
        return Token("time", text, None, True)
    return Token("word", kind) if m["clocktime"] else None


def _other(m: re.Match[str], typed: str, team: bool, before: str) -> Token:
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
    trade = before in TRADES and PERSONS.get(text) == "aide"
    if text in PERSONS and not trade and (text not in ("pt", "ot") or team or typed == text.upper()):
        return Token("person", text, None)
    if len(text) == 1 and typed.isupper() and text in "abcdefgh":
        return Token("label", typed)
    return Token("word" if m["word"] else "mark", text)


def _a_book(before: list[Token], behind: str) -> bool:
    """ "the Medicare manual", "claims manual"; but "medicare manual 15" may be 15 minutes."""
    if not before or before[-1].text not in _NOT_THERAPY_MANUAL:
        return False
    timed = before[-1].text == "medicare" and re.match(r"\s{0,3}:?\s{0,3}\d{1,3}\b", behind[:12])
    return not timed or before[-2:-1] == [Token("word", "the")]


def lex(text: str, aliases: Mapping[str, str]) -> list[Token]:
    """Tokens of a text. `aliases` maps lower-case nicknames to codes."""
    low = blanked(plain(text))
    names = (
        [
            (m.start(), m.end())
            for m in _alias_pattern(tuple(aliases)).finditer(low)
            if not _PRONOUN.search(low[max(0, m.start() - 12) : m.end()]) or text[m.start() : m.end()].isupper()
        ]
        if aliases
        else []
    )
    shouting = text.isupper() and len(text) > 40
    both = {name or other for name, other in _BESIDE_MINUTES.findall(low)} >= {"pt", "ot"}
    team = both or bool(re.search(r"\b(?:pta|ota|cota)\b", low))
    out: list[Token] = []
    place = 0
    while place < len(low):
        while names and names[0][0] < place:
            names.pop(0)
        if names and names[0][0] == place:
            end = names.pop(0)[1]
            word = low[place:end]
            manual = word == "manual" and _a_book(out, low[end:])
            out.append(Token("word" if manual else "code", word if manual else aliases[word]))
            place = end
            continue
        m = _TOKENS.match(low, place)
        if m is None:
            place += 1
            continue
        if names and m.end() > names[0][0] and (m["word"] or m["sep"]):
            if low[place : names[0][0]].isdigit():
                out.append(Token("num", low[place : names[0][0]], int(low[place : names[0][0]])))
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
        typed = "" if shouting else text[m.start() : m.end()].strip()
        out.append(token or _other(m, typed, team, out[-1].text if out else ""))
        place = m.end()
    return out
