"""Identifiers with a shape: record numbers, dates of birth, phones, Medicare ids and the like.

Each pattern names the kind it finds. What a biller types all day is never one of these: codes
(97530, G0283, L33631), minutes, units, dates of service, an NPI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.privacy.vocabulary import is_term

_I = re.IGNORECASE
_SEP = r"\s{0,3}(?:#|no\.?|num(?:ber)?|id)?\s{0,2}[:#=]?\s{0,2}(?:is\s)?"
_DATE = (
    r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{8}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|\d{1,2}\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s\d{4}"
    r"|(?:19|20)\d\d|\d{1,2}[/\-]\d{1,2}|\d{6})"
)
_MBI = (
    r"[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d[\s-]?[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d"
    r"[\s-]?[ac-hjkmnp-rt-y]{2}\d\d"
)
_CODE = r"(?:9[0-9]{4}|[A-Z]\d{4}|\d{4}[FT])"
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way"
    r"|terrace|ter|circle|cir|parkway|pkwy|highway|hwy|trail|trl)"
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    regex: re.Pattern[str]


def _p(kind: str, pattern: str, flags: re.RegexFlag = _I) -> _Pattern:
    """A pattern; its group `v`, when it has one, is what is taken out."""
    return _Pattern(kind, re.compile(pattern, flags))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Compiled when a text first holds a digit or an @: without one, none of them can match."""
    return (
        _p("email", r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
        _p("medicare id", rf"(?<![\w-]){_MBI}(?![\w-])"),
        _p("medicare id", r"(?<![\w-])\d{3}-?\d{2}-?\d{4}[-\s]?"
           r"(?:[a-f][0-9]?|h[abc]|[jkmtw][a-d0-9]?)(?![\w-])"),
        _p("medicare id", r"\b(?:mbi|hicn?|medicare (?:id|number|no\.?|#))" + _SEP
           + r"(?P<v>(?=[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{3,14})(?![\w-])"),
        _p("ssn", r"(?<![\d-])\d{3}[-\s]\d{2}[-\s]\d{4}(?![\d-])"),
        _p("ssn", r"\b(?:ssn|social security|social|last four|last 4)" + _SEP
           + r"(?:ends? in |ending |of )?(?P<v>\d{9}|\d{4})\b(?!\s?min)"),
        _p("birth date", r"\b(?:d\.?o\.?b\.?|date of birth|birth\s?date|birth\s?day|b-?day"
           rf"|born(?: on)?)\s{{0,2}}(?:[:=]|is|was)?\s{{0,2}}(?P<v>{_DATE})(?!\d)"),
        _p("birth date", r"(?<![\d/-])(?:(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-]19[0-8]\d"
           r"|19[0-8]\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01]))(?![\d/-])"),
        _p("record number", r"\b(?:mrn|mr\s?#|m\.r\.n\.|medical record(?:\snumber|\sno\.?|\s?#)?"
           r"|emr\s?(?:#|id|number)|chart\s?(?:#|no\.|id|number)|record\s?(?:#|no\.|number))"
           + _SEP + r"(?P<v>(?=[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{2,19})(?![\w-])"),
        _p("member id", r"\b(?:(?:member|subscriber|policy|group|claim|case|account|acct"
           r"|auth(?:orization)?|insurance|medicaid|patient|pt|referral|ref|encounter|visit)\s?(?:id|#|no\.|num(?:ber)?)"
           rf"|icn|dcn|tcn)\s{{0,2}}[:#=]?\s{{0,2}}(?:is\s)?(?P<v>(?!{_CODE}\b)"
           r"(?=[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d)"
           r"[a-z0-9][a-z0-9-]{3,24})(?![\w-])"),
        _p("member id", r"\b(?:id|acct|account|chart|room|rm)\s?[:#=]{0,2}\s?"
           rf"(?P<v>(?!{_CODE}\b)(?=\d{2,}[a-z]\b|[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d)"
           r"[a-z0-9][a-z0-9-]{2,24})(?![\w-])"),
        _p("phone", r"(?<![\w-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w-])"),
        _p("phone", r"(?<![\w.$-])\d{3}-\d{4}(?![\w-])"),
        _p("phone", r"\b(?:cell|phone|tel|mobile|call|fax|ph)" + _SEP
           + r"(?:at )?(?P<v>\+?\d{7,11})(?!\d)"),
        _p("age over 89", r"(?<![\w.$-])(?P<v>9\d|1[01]\d)(?=\s?-?\s?(?:y\.?\s?/?\.?o\b|y/o|yrs?\b"
           r"|years?\b|year-old))(?!\s?-?\s?(?:yrs?|years?) (?:ago|of experience|later))"),
        _p("age over 89", r"\b(?:age|aged)\s?[:=]?\s?(?P<v>9\d|1[01]\d)(?![\d.%])"),
        _p("address", r"\bp\.?\s?o\.?\s?box\s\d{1,6}\b"),
        _p("address", r"\bzip(?: code)?\s?[:=#]?\s?(?P<v>\d{5}(?:-\d{4})?)\b"),
        _p("address", rf"(?<![\w.$-])\d{{1,5}}\s(?:[NSEW]\.?\s)?(?:[A-Z][a-z]+\s){{1,3}}"
           rf"(?i:{_STREET})\b\.?"
           r"(?:,?\s(?i:apt|unit|suite|ste|#)\.?\s?#?\w{1,5})?", re.RegexFlag(0)),
        _p("address", r"\b(?:lives (?:at|on)|address(?: is)?|addr)\s?:?\s?"
           rf"(?P<v>\d{{1,5}}\s(?:[a-z]+\s){{0,3}}{_STREET})\b"),
        _p("id", r"(?<![\w.$,/-])[a-z]{1,4}\d{8,14}(?![\w-])"),
        _p("id", r"(?<![\w.$,/-])(?=[a-z]{0,6}\d+[a-z])(?=(?:[a-z]*\d){6})"
           r"[a-z0-9]{9,20}(?<!\d{9}x)(?![\w-])"),
        _p("id", r"(?<![\w.$,/+-])\d{7,19}(?![\w,]|\.\d|-\d)"),
    )  # fmt: skip

_LABELLED_NPI = re.compile(r"\b(?:npi|taxonomy|tin|ein)\b[\s:#=]*$", _I)
_COMPACT_DAY = re.compile(r"20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_CODES_GLUED = re.compile(r"(?:9[278]\d{3}){2,3}")


def find_identifiers(text: str) -> list[tuple[int, int, str]]:
    """Spans and kinds; earlier patterns win where two overlap."""
    found: list[tuple[int, int, str]] = []
    if "@" not in text and not any(c.isdecimal() for c in text):
        return found
    for pattern in _patterns():
        for match in pattern.regex.finditer(text):
            start, end = match.span("v" if "v" in pattern.regex.groupindex else 0)
            if pattern.kind == "id" and _innocent(text, start, end):
                continue
            if pattern.kind == "address" and _of_the_clinic(text[start:end]):
                continue
            if all(end <= s or start >= e for s, e, _ in found):
                found.append((start, end, pattern.kind))
    return found


def _of_the_clinic(address: str) -> bool:
    """ "5 Wii Fit Dr order": a number and clinic words, no street."""
    return any(map(is_term, address.lower().split()[1:-1]))


def _innocent(text: str, start: int, end: int) -> bool:
    """A long number that is no identifier of a patient."""
    number = text[start:end]
    return bool(
        _COMPACT_DAY.fullmatch(number)
        or _CODES_GLUED.fullmatch(number)
        or _LABELLED_NPI.search(text[max(0, start - 20) : start])
    )
