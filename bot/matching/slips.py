"""How a word was mistyped: what fingers do often weighs more than what they do seldom.

Two neighbors swapped, a letter struck twice, one left out, or the key beside it: these are slips. A far
key or a stray letter is more likely another word.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from .text import stem

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SWAPPED, DOUBLED, LEFT_OUT, BESIDE, OTHER = 4.0, 4.0, 3.0, 2.0, 1.0


def weight(typed: str, meant: str) -> float:
    """How likely a hand that means one word types the other, one slip apart; `OTHER` for what is no slip."""
    if len(typed) == len(meant):
        wrong = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and typed[wrong[0]] == meant[wrong[1]]:
            return SWAPPED if typed[wrong[1]] == meant[wrong[0]] else OTHER
        return BESIDE if len(wrong) == 1 and beside(typed[wrong[0]], meant[wrong[0]]) else OTHER
    if len(typed) == len(meant) + 1:
        twice = (typed[:i] + typed[i + 1 :] == meant for i in range(1, len(typed)) if typed[i] == typed[i - 1])
        return DOUBLED if any(twice) else OTHER
    if len(typed) == len(meant) - 1:
        return LEFT_OUT if any(meant[:i] + meant[i + 1 :] == typed for i in range(len(meant))) else OTHER
    return OTHER


def likeliest(typed: str, candidates: Iterable[tuple[str, float]]) -> tuple[str, float] | None:
    """(word, share of the candidates' trust) best meant; forms of one word ("code", "codes") count together."""
    weighed = [(share * weight(typed, word), word) for word, share in candidates]
    if not weighed:
        return None
    together: dict[str, float] = {}
    for value, word in weighed:
        together[stem(word)] = together.get(stem(word), 0.0) + value
    best = max(sorted(together), key=together.__getitem__)
    word = max((value, word) for value, word in weighed if stem(word) == best)[1]
    return word, together[best] / sum(together.values())


def beside(one: str, other: str) -> bool:
    """Whether two keys touch."""
    return other in _around().get(one, "")


@cache
def _around() -> dict[str, str]:
    found = {}
    for r, row in enumerate(_ROWS):
        for c, key in enumerate(row):
            near = (part[max(0, c - 1) : c + 2] for part in _ROWS[max(0, r - 1) : r + 2])
            found[key] = "".join(near).replace(key, "")
    return found
