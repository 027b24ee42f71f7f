"""The public face: build, rank, repair, save, load."""

from __future__ import annotations

from pathlib import Path

from bot.matching import Index

PHRASES = [
    ("hours", "when are you open"),
    ("hours", "opening hours"),
    ("price", "what does it cost"),
    ("price", "how much is it"),
]


def test_a_misspelt_question_finds_its_key(tmp_path: Path) -> None:
    index = Index.build(PHRASES)
    assert index.rank("wehn are yuo opne?")[0].key == "hours"
    index.save(tmp_path / "index")
    assert Index.load(tmp_path / "index").rank("what cost") == index.rank("what cost")
