"""From which side a question asks: whether "yes" or "no" may stand in front of the answer.

"Do I need GP", "is it fine without GP" and "can GP and CQ share a line" are one matter with three
verdicts. The answer's sentence is right for all; its first word is not, and a wrong first word is the
costliest mistake there is. So the word is only said when the question turns the way the matched asks
do: the same turning words (lexicon, `turn`), a clear lead over sides with another verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.phrases import angle_of, entry_of
from bot.question.parse import Reading

if TYPE_CHECKING:
    from bot.knowledge.load import Library
    from bot.matching import Match

NAMES = ("turned", "untold", "foreign", "lead", "nearest", "opposed", "coverage", "certainty", "codes", "yes")
"""Turning words of the question no ask of the side has; turning words most asks have and the
question lacks; codes, people and modifiers of the question no ask of the side names; lead over the
best side with another verdict; similarity of the nearest ask; that of the nearest ask of the entry's
other word (no for a yes); share of the question the asks hold; certainty of the entry; codes named;
whether the word is a yes, which people hope for and more often ask in vain."""
NEAREST = 2  # of a match's features, the similarity of its nearest ask
CODE = "code:"
# In a profile, the share of asks that name this code and no other.
ALONE = "alone:"
# A side is about a code when at least this share of its asks names it.
CODE_SHARE = 0.3


def profile(asks: Sequence[Reading]) -> dict[str, float]:
    """How often each turning word, and each code ("code:97530", "alone:97530"), stands in a side's asks (0..1)."""
    counts = Counter(word for ask in asks for word in ask.turns)
    counts.update(name for ask in asks for name in names(ask))
    for ask in asks:
        codes = ask.named.get("code", ())
        counts.update(ALONE + code for code in codes if len(codes) == 1)
    return {word: round(n / len(asks), 3) for word, n in sorted(counts.items())}


def names(reading: Reading) -> list[str]:
    """What a text names that a side may be about: "code:97530", "discipline:ot", "modifier:59"."""
    kinds = ("code", "discipline", "modifier")
    return [f"{kind}:{key}" for kind in kinds for key in reading.named.get(kind, ())]


def other_code(known: Mapping[str, float], reading: Reading) -> bool:
    """Whether a side is about other codes than the question: "is X 97110" against "is X 97530"."""
    asked = reading.named.get("code", ())
    mine = {
        word.removeprefix(CODE)
        for word, share in known.items()
        if word.startswith(CODE) and share >= CODE_SHARE
    }
    return bool(asked and mine and not mine.intersection(asked))


def verdict_of(library: Library, key: str) -> str:
    """The verdict of the side a key stands for, "" for scope and vague rows."""
    entry_id, angle = entry_of(key), angle_of(key)
    if not entry_id:
        return ""
    entry = library.entry(entry_id)
    verdict: str = entry.verdict if angle is None else entry.angles[angle].verdict
    return verdict


def contradicted(library: Library, key: str, known: Mapping[str, float], reading: Reading) -> bool:
    """Whether the side's word would contradict its own sentence for the codes asked about.

    "Can I bill 97140 for scar massage" must not get "No. ... is manual therapy, 97140": the "no" is
    meant of the codes the answer turns down. Nor may "can I bill 97110 for transfers" get "Yes. Bill
    97530 ...". A side that is itself asked with that code alone means it.
    """
    asked = set(reading.named.get("code", ()))
    verdict = verdict_of(library, key)
    if not asked or verdict not in ("yes", "no"):
        return False
    if all(known.get(ALONE + code, 0.0) >= CODE_SHARE for code in asked):
        return False
    entry, angle = library.entry(entry_of(key)), angle_of(key)
    used = set(entry.use_codes)
    if verdict == "no":
        return asked <= used and not {*entry.compares} <= used
    answer = (entry.angles[angle].answer if angle is not None else None) or entry.answer
    return bool(used) and not asked & used and not any(code in answer for code in asked)


def features(
    library: Library,
    profiles: Mapping[str, Mapping[str, float]],
    ranked: Sequence[Match],
    reading: Reading,
    certainty: float,
) -> tuple[float, ...]:
    """The features of the first match's side."""
    top = ranked[0]
    known = profiles.get(top.key, {})
    turned = sum(1.0 - min(1.0, known.get(word, 0.0) * 8) for word in reading.turns)
    untold = sum(
        share
        for word, share in known.items()
        if word not in reading.turns and ":" not in word
    )
    asked = reading.named.get("code", ())
    foreign = float(sum(name not in known for name in names(reading)))
    own = verdict_of(library, top.key)
    rival = next((m.score for m in ranked[1:] if verdict_of(library, m.key) != own), 0.0)
    _, _, nearest, _, coverage, _ = top.features
    opposed = max(
        (
            match.features[NEAREST]
            for match in ranked[1:]
            if entry_of(match.key) == entry_of(top.key) and {own, verdict_of(library, match.key)} == {"yes", "no"}
        ),
        default=0.0,
    )
    codes = float(min(3, len(asked)))
    lead = top.score - rival
    return (turned, untold, foreign, lead, nearest, opposed, coverage, certainty, codes, float(own == "yes"))
