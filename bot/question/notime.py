"""Numbers of a text that are not minutes: ages, dates, weights, repetitions, visits, money, rules.

`blanked` turns them to spaces before anything is read as time, so that "82 yo", "3x10", "15 lb",
"5x/wk", "$3000", "modifier 59" or "the 8 minute rule" can never become minutes.
"""

from __future__ import annotations

import re

_COUNTED = (
    r"lbs?|pounds?|#|kgs?|oz|ft|feet|foot|meters?|miles?|inch(?:es)?|steps?|stairs?|deg(?:rees)?|°"
    r"|reps?|repetitions?|sets?|trials?|times|rounds?|laps?|visits?|sessions?|weeks?|wks?|days?"
    r"|months?|mos?|years?|yrs?|codes?|patients?|pts|people|persons?|clients?|residents?|kids"
    r"|therapists?|ptas|ots|otas|aides?|techs?|students?|goals?|claims?|charges?|diagnos\w+"
    r"|muscles?|regions?|areas?|dollars|bucks|cues|calls?|lines?|services?|procedures?|modalities"
    r"|secs?|seconds?|hrs?/wk|hours?\s*(?:/|per|a)\s*(?:wk|week)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
# Each pattern covers numbers that must never be taken for minutes.
_NOT_MINUTES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\$\s?\d[\d,]*(?:\.\d+)?\s?k?",
        r"\d+(?:\.\d+)?\s?%",
        r"\b\d{1,3}\s*-?\s*(?:y\s?/?\s?o\b|y\.o\.?|(?:yrs?|years?|mos?|months?)[- ]olds?)",
        r"\bage[ds]?\s*:?\s*\d{1,3}\b",
        r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b",
        r"\b(?:on|dos|date|dob|bday|since|until|by)\s*:?\s*\d{1,2}/\d{1,2}\b",
        rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s*\d{{4}})?",
        r"\b\d{1,3}(?:st|nd|rd|th)\b",
        r"\b[0-5][+-]?\s?/\s?5\b|\b\d{1,2}\s?/\s?10\b",
        r"\b(?:19|20)\d{2}\b(?!\s*=)",
        r"\b\d+\s*x\s*/?\s*(?:a|per|each|/)?\s*(?:wk|week|day|d|month|mo|yr|year)\b",
        r"\b\d{1,2}\s*x\s*\d{1,3}\b(?!\s*min)",
        r"\b\d+\s*sets?\s*(?:of|x|@)?\s*\d{1,3}\b",
        r"\bx\s*\d+\s*(?:reps?|repetitions?|sets?|trials?|people|persons?)\b",
        r"\b(?:min|mod|max|cg|sb|total|contact guard|standby)\.?"
        r"\s*(?:a|ax|assist\w*)\b\s*(?:x\s*\d)?",
        rf"\b\d+(?:\.\d+)?\s*(?:-|to)\s*\d+(?:\.\d+)?\s*-?\s*(?:{_COUNTED})(?!\w)",
        rf"\b\d+(?:\.\d+)?\s*-?\s*(?:{_COUNTED})(?!\w)",
        r"\b\d\s*(?::|on|-on-|-)\s*1\b(?!\d|:)",
        r"\b8\s*-?\s*min(?:ute)?s?\.?\s*-?\s*(?:rule|minimum|threshold|mark|chart|method|thing)\b",
        r"\brule of (?:8|eight)'?s\b",
        r"\b\d+\s*-?\s*(?:hrs?|hours?)\s*-?\s*(?:rule|standard|requirement)\b",
        r"\bbp\s*:?\s*\d{2,3}\s?/\s?\d{2,3}\b|\bhr\s*:?\s*\d{2,3}\b",
        r"\b(?:same|that|those|this|these|per|every|full)\s+15(?:\s*-?\s*min(?:ute)?s?)?\b",
        r"\beach\s+15\b(?:\s*-?\s*min(?:ute)?s?)?",
        r"\b15\s*-?\s*min(?:ute)?s?\s*-?\s*"
        r"(?:units?|blocks?|increments?|codes?|intervals?|periods?|segments?|timed)\b",
        r"\bmod(?:ifier)?s?\s*#?-?\s*\d{2}\b",
        r"(?<=\d{5})-(?:22|25|50|51|52|59|76|77|93|95|96|97|x[epsu]|g[anopxyz]|c[oq]|kx)\b",
        r"\b(?:co|pr|oa|pi|carc|rarc)\s?-?\s?\d{1,3}\b",
        r"\b(?:pos|tob|bill type|rev(?:enue)? code|ch|chapter|section|level|grade|week|wk|day|visit"
        r"|stage|phase|pod|post[- ]?op day|unit|room|rm|bed|mrn|zip|box|floor|option|example)"
        r"\s*#?\s*\d{1,7}\b",
        r"\b[a-z]\d{1,2}\s?-\s?[a-z]?\d{1,2}\b",
        r"#\s?\d+",
        r"\b24\s?/\s?7\b",
    )
)


def blanked(text: str) -> str:
    """The text with every number that is not minutes turned to blanks; same length."""
    for pattern in _NOT_MINUTES:
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text
