"""Seeded typing errors: with probability 0.3 a word of four letters or more gets one slip."""

from __future__ import annotations

import random
import re

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG = re.compile(r"[A-Za-z]{4,}")
SHARE = 0.3


def _neighbors() -> dict[str, str]:
    near: dict[str, str] = {}
    for r, row in enumerate(_ROWS):
        for c, key in enumerate(row):
            around = {
                other[k]
                for other in _ROWS[max(0, r - 1) : r + 2]
                for k in range(c - 1, c + 2)
                if 0 <= k < len(other)
            }
            near[key] = "".join(sorted(around - {key}))
    return near


_NEAR = _neighbors()


def _slip(word: str, rng: random.Random) -> str:
    kind = rng.choice(("swap", "drop", "double", "near"))
    i = rng.randrange(len(word))
    if kind == "swap":
        i = min(i, len(word) - 2)
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if kind == "drop":
        return word[:i] + word[i + 1 :]
    if kind == "double":
        return word[:i] + word[i] + word[i:]
    return word[:i] + rng.choice(_NEAR.get(word[i].lower(), word[i])) + word[i + 1 :]


def with_typos(texts: list[str], seed: int, share: float = SHARE) -> list[str]:
    """The texts with typing errors; the same seed gives the same errors."""
    rng = random.Random(seed)

    def maybe(found: re.Match[str]) -> str:
        return _slip(found.group(), rng) if rng.random() < share else found.group()

    return [_LONG.sub(maybe, text) for text in texts]
