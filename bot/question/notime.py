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
    r"|secs?|seconds?|hrs?/wk|hours?\s{0,3}(?:/|per|a)\s{0,3}(?:wk|week)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
# Each pattern covers numbers that must never be taken for minutes. At most three blanks between words:
# what is blanked already must not be searched again and again.
_NOT_MINUTES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\$\s?\d[\d,]*(?:\.\d+)?\s?k?",
        r"(?<!\d)\d+(?:\.\d+)?\s?%",
        r"\b\d{1,3}\s{0,3}-?\s{0,3}(?:y\s?/?\s?o\b|y\.o\.?|(?:yrs?|years?|mos?|months?)[- ]olds?)",
        r"\bage[ds]?\s{0,3}:?\s{0,3}\d{1,3}\b",
        r"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/\d{2,4}\b(?!/)|\b\d{4}-\d{1,2}-\d{1,2}\b",
        r"\b(?:on|dos|date|dob|bday|since|until|by)\s{0,3}:?\s{0,3}\d{1,2}/\d{1,2}\b",
        rf"\b{_MONTH}\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s{{0,3}}\d{{4}})?",
        r"\b\d{1,3}(?:st|nd|rd|th)\b",
        r"\b[0-5][+-]?\s?/\s?5\b|\b(?:\d|10)\s?/\s?10\b",
        r"\b(?:19|20)\d{2}\b(?!\s{0,3}=)",
        r"\b\d+\s{0,3}x\s{0,3}/?\s{0,3}(?:a|per|each|/)?\s{0,3}(?:wk|week|day|d|month|mo|yr|year)\b",
        r"\b\d{1,2}\s{0,3}x\s{0,3}\d{1,3}\b(?!\s{0,3}min)",
        r"\b\d+\s{0,3}sets?\s{0,3}(?:of|x|@)?\s{0,3}\d{1,3}\b",
        r"\bx\s{0,3}\d+\s{0,3}(?:reps?|repetitions?|sets?|trials?|people|persons?)\b",
        r"\b(?:min|mod|max|cg|sb|total|contact guard|standby)\.?"
        r"\s{0,3}(?:a|ax|assist\w*)\b\s{0,3}(?:x\s{0,3}\d)?",
        rf"\b\d{{1,4}}(?:\.\d+)?\s{{0,3}}(?:-|to)\s{{0,3}}\d{{1,4}}(?:\.\d+)?\s{{0,3}}-?\s{{0,3}}(?:{_COUNTED})(?!\w)",
        rf"\b\d{{1,4}}(?:\.\d+)?\s{{0,3}}-?\s{{0,3}}(?:{_COUNTED})(?!\w)",
        r"\b\d\s{0,3}(?::|on|-on-|-)\s{0,3}1\b(?!\d|:)",
        r"\b(?:8|eight)\s{0,3}-?\s{0,3}min(?:ute)?s?\.?\s{0,3}-?\s{0,3}(?:rule|minimum|threshold|mark|chart|method|thing)\b",
        r"\brule of (?:8|eight)'?s\b",
        r"\b\d+\s{0,3}-?\s{0,3}(?:hrs?|hours?)\s{0,3}-?\s{0,3}(?:rule|standard|requirement)\b",
        r"\bbp\s{0,3}:?\s{0,3}\d{2,3}\s?/\s?\d{2,3}\b|(?<!\d)(?<!\d\s)(?<!an\s)(?<!one\s)\bhr\s{0,3}:?\s{0,3}\d{2,3}\b(?!\s{0,3}-?\s{0,3}min)",
        r"\b(?:same|that|those|this|these|per|every|full)\s{1,3}15(?:\s{0,3}-?\s{0,3}min(?:ute)?s?)?\b",
        r"\beach\s{1,3}15\b(?:\s{0,3}-?\s{0,3}min(?:ute)?s?)?",
        r"(?:^|\b(?:in|into|the|of|each|every|per|a|full|one|another|by|are|as|is|whole|for|only)\s{1,3})"
        r"15\s{0,3}-?\s{0,3}min(?:ute)?s?\s{0,3}-?\s{0,3}"
        r"(?:units?|blocks?|increments?|codes?|intervals?|periods?|segments?|timed)\b",
        r"\bmod(?:ifier)?s?\s{0,3}#?-?\s{0,3}\d{2}\b",
        r"(?<=\d{5})-(?:22|25|50|51|52|59|76|77|93|95|96|97|x[epsu]|g[anopxyz]|c[oq]|kx)\b",
        r"\b(?:co|pr|oa|pi|carc|rarc)\s?-?\s?\d{1,3}\b",
        r"\b(?:pos|tob|bill type|rev(?:enue)? code|ch|chapter|section|level|grade|week|wk|day"
        r"|stage|phase|pod|post[- ]?op day|unit|room|rm|bed|box|floor|option|example)"
        r"\s{0,3}#?\s{0,3}\d{1,3}\b",
        r"\b(?:mrn|zip|acct|account)\s{0,3}#?\s{0,3}\d{1,9}\b",
        # "visit 12" is a number of the plan; "visit 20 min TA" and "visit 97535" are not
        r"\bvisit\s{0,3}#?\s{0,3}\d{1,3}\b(?!\s{0,3}-?\s{0,3}min)",
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
