"""Keys that are sides of one matter: the matter is found first, then the side."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.matching import Index

SIDES = {
    "fee~yes": ["can i get the fee back", "is the fee refunded", "will you return my fee"],
    "fee~no": ["can i skip the fee", "is the fee optional", "do without the fee"],
    "fee": ["what is the fee", "how much is the fee", "fee amount"],
    "hours": ["when are you open", "opening hours", "are you open on sunday"],
    "parking": ["where do i park", "parking garage", "is parking free"],
    "badge": ["visitor badge", "who prints a badge", "lost my badge"],
    "menu": ["lunch menu", "what is for lunch", "vegan lunch"],
}
PAIRS = [(key, phrase) for key, phrases in SIDES.items() for phrase in phrases]


def matter(key: str) -> str:
    return key.partition("~")[0]


@cache
def grouped() -> Index:
    return Index.build(PAIRS, group=matter)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("do i get my fee back", "fee~yes"),
        ("can the fee be skipped", "fee~no"),
        ("amount of the fee", "fee"),
        ("is the garage for parking", "parking"),
    ],
)
def test_the_matter_and_its_side(question: str, key: str) -> None:
    assert grouped().rank(question)[0].key == key


def test_all_sides_of_the_best_matters_are_ranked() -> None:
    found = [match.key for match in grouped().rank("skip the fee on sunday", limit=2)]
    assert {"fee", "fee~yes", "fee~no"} <= set(found)
    assert len({matter(key) for key in found}) == 2


def test_a_side_that_is_shut_leaves_the_matter_open() -> None:
    found = grouped().rank("can the fee be skipped", allowed=lambda key: key != "fee~no")
    assert matter(found[0].key) == "fee"
    assert "fee~no" not in [match.key for match in found]


def test_a_rival_is_another_matter_not_another_side() -> None:
    sure = grouped().rank("how much is the fee")[0]
    alone = Index.build([(key, phrase) for key, phrase in PAIRS if key in ("fee", "hours", "parking", "badge", "menu")])
    assert sure.features[1] > 0
    assert alone.rank("how much is the fee")[0].key == "fee"


def test_a_snapshot_keeps_the_sides(tmp_path: Path) -> None:
    grouped().save(tmp_path / "index")
    again = Index.load(tmp_path / "index")
    for question in ("do i get my fee back", "can the fee be skipped", "lost badge"):
        assert again.rank(question) == grouped().rank(question)


def test_words_aside_speak_for_but_not_against() -> None:
    index = grouped()
    text = "sunday fee"
    plain = {match.key: match.features[4] for match in index.rank(text)}
    aside = {match.key: match.features[4] for match in index.rank(text, aside={"sunday"})}
    assert plain["fee"] < 1
    assert aside["fee"] == 1
    assert index.rank("open on sunday", aside={"sunday"})[0].key == "hours"
