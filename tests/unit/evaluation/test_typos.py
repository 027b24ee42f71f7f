"""Seeded typing errors: one slip at most in a long word, none in codes and short words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.evaluation.noise import with_typos

TEXTS = ["can I bill therapeutic activities with 97530", "KX and GP on 97140?", "supervision of the assistant"] * 40


def test_a_seed_gives_the_same_errors_again() -> None:
    assert with_typos(TEXTS, 7) == with_typos(TEXTS, 7)
    assert with_typos(TEXTS, 7) != with_typos(TEXTS, 8)
    assert with_typos(TEXTS, 7) != TEXTS


def test_the_share_of_words_that_slip() -> None:
    before, after = " ".join(TEXTS).split(), " ".join(with_typos(TEXTS, 7)).split()
    long = [(a, b) for a, b in zip(before, after, strict=True) if sum(map(str.isalpha, a)) >= 4]
    slipped = sum(a != b for a, b in long) / len(long)
    assert 0.2 < slipped < 0.35


def test_no_share_no_error() -> None:
    assert with_typos(TEXTS, 7, share=0.0) == TEXTS


@given(st.text(max_size=60), st.integers(0, 99))
def test_only_long_words_change_and_by_one_slip(text: str, seed: int) -> None:
    (after,) = with_typos([text], seed, share=1.0)
    assert [w for w in after if not w.isalpha()] == [w for w in text if not w.isalpha()]
    assert OSA.distance(text, after) <= len(text) // 4
    if not any(len(word) >= 4 for word in text.split()):
        assert after == text


@given(st.from_regex(r"[a-z]{4,12}", fullmatch=True), st.integers(0, 999))
def test_one_word_one_slip(word: str, seed: int) -> None:
    (after,) = with_typos([word], seed, share=1.0)
    assert OSA.distance(word, after) <= 1
