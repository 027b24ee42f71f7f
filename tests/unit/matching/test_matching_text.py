"""Words, stems and the general word list."""

from __future__ import annotations

import pytest

from bot.matching.general import common_words
from bot.matching.text import MAX_WORDS, all_words, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What’s the PT's re-eval?", "what is the pt re eval"),
        ("whats this, I can't", "what is this i can not"),
        ("15min of group", "15 min of group"),
        ("2nd visit, mod 59", "2nd visit mod 59"),
        ("CAFÉ straße", "cafe strasse"),
        ("İSTANBUL", "istanbul"),
        ("hey, quick q: bill it? thx", "bill it"),
        ("pls bill it", "bill it"),
        ("thanks so much!", "thanks so much"),
        ("hello, how are you", "hello how are you"),
        ("hi", "hi"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_courtesy_inside_a_question_stays() -> None:
    assert "question" in words("can i bill a question about parking")


@pytest.mark.parametrize(
    "group",
    [
        "bill bills billed billing", "therapy therapies", "code codes coded coding",
        "plan plans planned planning", "class classes", "charge charges charged charging",
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(group: str) -> None:
    assert len({stem(word) for word in group.split()}) == 1


def test_different_words_keep_different_stems() -> None:
    assert len({stem(word) for word in ("note", "not", "bus", "care", "car", "97530")}) == 6


def test_a_long_text_is_cut() -> None:
    assert len(all_words("word " * 5000)) == MAX_WORDS


def test_the_word_list_holds_common_words_only() -> None:
    assert {"their", "sweat", "balance"} <= common_words()
    assert not {"teh", "recieve", "#"} & common_words()
