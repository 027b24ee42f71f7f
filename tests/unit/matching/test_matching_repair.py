"""Typing repair against a naive search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.matching import Repairer

WORDS = {
    "therapy": 9, "therapist": 3, "billing": 20, "balance": 4, "gait": 2, "exercise": 7,
    "minutes": 12, "group": 5, "grouped": 1, "97530": 30, "unit8": 2, "documentation": 3,
}  # fmt: skip
REPAIRER = Repairer(WORDS, {"bills", "there"})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("therpay", "therapy"),  # swapped
        ("billng", "billing"),  # dropped
        ("gaiit", "gait"),  # doubled
        ("excercise", "exercise"),
        ("nalance", "balance"),  # the key beside it
        ("documenattoin", "documentation"),  # two slips in a long word
    ],
)
def test_a_slip_is_mended(word: str, meant: str) -> None:
    assert REPAIRER.candidates(word)[0][0] == meant


@pytest.mark.parametrize(
    "word", ["therapy", "bills", "there", "gat", "97350", "unit9", "unti8", "", "gxxt", "é" * 5]
)
def test_what_stands_as_it_is(word: str) -> None:
    assert REPAIRER.candidates(word) == ()


def test_shares_sum_to_the_trust_in_the_repair() -> None:
    one = REPAIRER.candidates("groupd")
    assert {word for word, _ in one} == {"group", "grouped"}
    assert sum(share for _, share in one) == pytest.approx(0.9)
    assert one[0][0] == "group"  # the more frequent
    two = REPAIRER.candidates("exrecisse")
    assert sum(share for _, share in two) == pytest.approx(0.75)


def test_the_first_letter_weighs() -> None:
    mended = Repairer({"cable": 1, "table": 1}).candidates("tabble")
    assert mended[0][0] == "table"
    assert Repairer({"cable": 1, "table": 1}).candidates("fable")[0][1] == pytest.approx(0.45)


@given(st.text("abcd", min_size=4, max_size=6), st.sets(st.text("abcd", min_size=4, max_size=7)))
def test_one_edit_is_found_exactly(word: str, vocabulary: set[str]) -> None:
    found = {w for w, _ in Repairer(dict.fromkeys(vocabulary, 1)).candidates(word)}
    near = {w for w in vocabulary if OSA.distance(word, w) == 1} - {word}
    expected = set() if word in vocabulary else near
    assert found <= expected
    assert len(found) == min(3, len(expected))


@given(st.text(max_size=60))
def test_any_word_is_answered_the_same_twice(word: str) -> None:
    assert REPAIRER.candidates(word) == REPAIRER.candidates(word)
