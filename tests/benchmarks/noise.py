"""Seeded typing slips: each word of four letters or more, with a given chance, gets one edit.

The edit is one of: swap two neighbours, drop a letter, double one, or hit a key beside it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[A-Za-z]{4,}")


def _neighbours() -> dict[str, list[str]]:
    place = {key: (r, c) for r, row in enumerate(_ROWS) for c, key in enumerate(row)}
    return {
        key: sorted(
            other
            for other, (r2, c2) in place.items()
            if other != key and abs(r - r2) <= 1 and abs(c - c2) <= 1
        )
        for key, (r, c) in place.items()
    }


_BESIDE = _neighbours()


def slip(word: str, rng: random.Random) -> str:
    """The word with one typing slip."""
    kind = rng.choice(("swap", "drop", "double", "near"))
    at = rng.randrange(len(word))
    if kind == "swap":
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(_BESIDE[word[at].lower()]) + word[at + 1 :]


def noisy(texts: Iterable[str], seed: int, chance: float = 0.3) -> list[str]:
    """The texts with slips; the same for the same seed."""
    rng = random.Random(seed)

    def maybe(match: re.Match[str]) -> str:
        return slip(match.group(), rng) if rng.random() < chance else match.group()

    return [_WORD.sub(maybe, text) for text in texts]
