"""The general word list (``common_words.txt``; origin and licence at its head)."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def common_words() -> frozenset[str]:
    """Some 28,000 common English words, lower case. Read on first use."""
    text = Path(__file__).with_name("common_words.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
