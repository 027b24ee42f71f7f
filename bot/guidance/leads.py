"""The words by which a follow-up is known: fillers, leads, words that point back, aspects."""

from __future__ import annotations

import re
from typing import Literal

Aspect = Literal["", "same", "why", "source", "since", "note", "units"]
_FILLER_WORDS = """a about actual actually advantage again all also am an and answer any anyone anything anyway applies
apply are arent as ask asking at be being bill billed bills but by can case change changes client
correction could couldnt covered did didnt differ different do does doesnt doing done dont either
else even every exactly first for from gave get gets give given giving go goes going had has have
he here how i if im in instead insurance is isnt it its ive just kind know let like maybe me mean
meaning meant mention mentioned mine my nah no nope not now of oh ok okay on one only oops or our
ours part patient patients pays plan plans please provide provider pt pts question questions quick
quickly rather really rule said same say says second see seen send share she should shouldnt so
someone sorry still such sure talk talking tell than that thats the their theirs them then there
these they thing think this those though thought to too treat treated treats true under us use
versus vs wait want wanted was wasnt way we well were weren what whatever whats when where which
while who whole with wonder wondering wont work works would wouldnt yeah year yep yes you your thank thanks
"""
FILLER = frozenset(_FILLER_WORDS.split())
# ... and words that only ask whether the same holds: "does Humana pay for it", "which code then".
SAME_WORDS = frozenset(
    """accept accepts allow allowed allows code codes cover covers cpt matter matters need needed needs okay paid
    pay permit permits permitted require required requires""".split()
)
# "no I meant Medicaid": the last question put right.
_MENDED = (
    r"(?:no|nope|nah|oops|sorry|wait|actually|correction|scratch that|hold on)\W+"
    r"(?=(?:no|sorry|wait|actually|i|it|its|it's|the|for|in|under|with|make|not|that)\b)"
    r"|(?:sorry|oops|actually|correction|scratch that)\b"
    r"|(?:i|we)\s+(?:meant?|was asking about|am asking about|meant to say)\b|i'm asking about|make (?:it|that)\b"
)
LEAD = re.compile(
    r"^\W*(?:(?:" + _MENDED + r"|ok|okay|and|or|but|so|also|then|now|hmm|thanks|thank you|got it|great|cool|"
    r"what about|how about|what if|even (?:if|when|though|with)|"
    r"same for|same in|same with|same|is it the same for|is that the same for|"
    r"(?:is|does|would) (?:that|it|this) (?:also |still )?"
    r"(?:true|apply|the case)(?: (?:in|for|with|under|at))?)"
    r"(?:\b|(?<=\W))[\s,.!]*)+",
    re.I,
)
SWAP = re.compile(r"\b(?:what about|how about|same for|same with|same)\b|^\W*(?:and|or)\b", re.I)
ADDS = re.compile(r"\b(?:with|plus|together|same day|same visit|same session|along)\b", re.I)
# "this year" points at the calendar, not at what was said.
_CALENDAR = r"(?! (?:calendar )?(?:year|month|week|quarter|time|morning|afternoon)\b)"
# Words that point back at what was said.
BACK = re.compile(
    r"\b(?:there|same|as well|then|those|them|they)\b" + _CALENDAR +
    r"|\b(?:do|does|did|bill|bills|for|of|with|on|about|under|by|code|in|doing|billing"
    r"|write|writes|sign|signs|use|give|gives|need|needs)"
    r" (?:it|that|this|these)\b" + _CALENDAR + r"(?! (?:ok|okay|allowed|legal|fine|possible|true|better)\b)"
    r"|\b(?:is|does|was|would|will|can|could|should) (?:that|it|this)\b"
    r"(?! (?:ok|okay|allowed|legal|fine|possible|true|better|necessary|required)\b)"
    r"|\b(?:that|this|the same) (?:plan|payer|insurance|patient|setting|code|case|visit)\b",
    re.I,
)
# "it" and "that", save where they stand for nothing ("is it ok to").
PRONOUN = re.compile(
    r"\b(?:it|its|that|this|they|them|those|these)\b" + _CALENDAR +
    r"(?! (?:ok|okay|allowed|legal|fine|possible|true|better|necessary|required)\b)",
    re.I,
)
# The two codes of the thread: "can I bill both the same day".
BOTH = re.compile(
    r"\b(?:both(?: of (?:them|those|these|the codes))?|(?:them|those|these) (?:both|two|together)"
    r"|the two(?: of them)?)\b",
    re.I,
)
_OPENING = r"^\W*(?:(?:ok|okay|so|and|now|thanks|thank you|great|alright|hmm)\b\W*)*"
# "even if I'm right there?": a circumstance that may change nothing.
EVEN = re.compile(_OPENING + r"(?:but |or )?(?:not )?even (?:if|when|though|with)\b", re.I)
# "different question: ...": what follows has nothing to do with what was said.
ANOTHER = re.compile(
    _OPENING + r"(?:i have |i've got |got )?(?:an? |one )?(?:more )?(?:(?:completely |totally )?"
    r"(?:different|another|new|other|unrelated|separate|next) (?:question|topic|thing|subject|case|one)"
    r"|switching (?:topics?|gears)|changing (?:the )?(?:topic|subject)|unrelated)\b[\s:,.;!-]*",
    re.I,
)
# "back to the pool one, is it timed": an earlier matter, and what is asked of it.
RETURN = re.compile(
    _OPENING + r"(?:(?:can we |let's |lets |let me )?(?:go |get |going )?back to|returning to|about the earlier)\s+"
    r"(?P<what>[^,;:.?]+)[,;:.?]?\s*(?P<rest>.*)$",
    re.I | re.S,
)
# Modifiers that take two lines apart: asked about after two codes, they are asked about those.
PAIR_MODIFIERS = frozenset({"59", "XE", "XS", "XP", "XU"})
TIME_WORDS = frozenset(
    """min mins minute minutes m hr hrs hour hours total took spent did was it timed units unit top extra
    more another additional plus""".split()
)
# Words of "do I need 59 then?" that say no more than the modifier does.
MODIFIER_WORDS = frozenset("need needs needed require required modifier modifiers mod append add put still 59".split())
# "what do I do?", "so can I?": asks again for what was answered, and for nothing else.
ONCE_MORE = re.compile(
    r"\b(?:what|which|how|can|should|may|do|does|is|are|could) (?:can |should |do |does |would )?"
    r"(?:i|we|it|that|this)\b"
    r"|\byes or no\b|\bwhat now\b",
    re.I,
)
ASPECTS: tuple[tuple[Aspect, frozenset[str], frozenset[str]], ...] = (
    (
        "source",
        frozenset(
            """source sources reference references citation citations cite cited link links proof
            prove proves written says say basis based according""".split()
        ),
        frozenset("official manual policy cms medicare backs back up anywhere printed show read find who".split()),
    ),
    (
        "why",
        frozenset("why reason reasons reasoning rationale explain because come".split()),
        frozenset("really not mean behind more further".split()),
    ),
    (
        "since",
        frozenset("since start started began begin effective changed current updated dated".split()),
        frozenset("when what did rule date long been new".split()),
    ),
    (
        "note",
        frozenset(
            """document documents documented documentation documenting note notes chart charting
            write wording example examples sample samples template""".split()
        ),
        frozenset(
            """need needs must show put look good line lines daily support
            required have include included weak strong model proper audit proof""".split()
        ),
    ),
    (
        "units",
        frozenset("unit units".split()),
        frozenset("many much come total works out".split()),
    ),
)
