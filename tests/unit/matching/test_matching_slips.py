"""What a mistyped word was meant to be: slips of the hand weigh more than other words."""

from __future__ import annotations

import pytest

from bot.matching.slips import BESIDE, DOUBLED, LEFT_OUT, OTHER, SWAPPED, beside, likeliest, weight


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("waht", "what", SWAPPED),
        ("noote", "note", DOUBLED),
        ("nte", "note", LEFT_OUT),
        ("notq", "note", OTHER),
        ("nore", "note", BESIDE),
        ("noxte", "note", OTHER),
        ("etno", "note", OTHER),
        ("note", "note", OTHER),
        ("no", "note", OTHER),
    ],
)
def test_a_slip_weighs_by_its_kind(typed: str, meant: str, expected: float) -> None:
    assert weight(typed, meant) == expected


def test_a_swap_outweighs_a_far_key_of_equal_share() -> None:
    found = likeliest("waht", [("wait", 0.45), ("what", 0.45)])
    assert found is not None
    assert found[0] == "what"
    assert found[1] > 0.5


def test_forms_of_one_word_count_together() -> None:
    found = likeliest("codse", [("code", 0.3), ("codes", 0.3), ("coarse", 0.3)])
    assert found is not None
    assert found[0] == "codes"
    assert found[1] > 0.8


def test_no_candidate_no_word() -> None:
    assert likeliest("zzzz", []) is None


def test_keys_that_touch() -> None:
    assert beside("g", "t")
    assert beside("g", "b")
    assert not beside("g", "p")
    assert not beside("g", "g")
