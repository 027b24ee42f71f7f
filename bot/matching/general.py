"""The general word list (``common_words.txt``; origin and licence at its head)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def common_words() -> frozenset[str]:
    """Some 28,000 common English words, lower case. Read on first use."""
    text = files(__package__).joinpath("common_words.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
