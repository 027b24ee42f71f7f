"""The first misspelt words are looked up by a scan, later ones through deletions: same result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.matching.repair import SCANS, Repairer

WORDS = st.lists(st.text("abcde", min_size=4, max_size=8), min_size=1, max_size=12)


@given(WORDS, st.text("abcde", min_size=4, max_size=9))
def test_the_scan_and_the_deletions_find_the_same(words: list[str], typed: str) -> None:
    counts = {word: n for n, word in enumerate(words, start=1)}
    fresh, used = Repairer(counts), Repairer(counts)
    for n in range(SCANS + 1):
        used.candidates("xyz" + "w" * (n + 1))
    assert fresh.candidates(typed) == used.candidates(typed)
    assert all(word in counts for word, _ in fresh.candidates(typed))
