"""What the real knowledge folder holds: clean, sourced, dated, and measured for every entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.desk import Desk
from bot.evaluation.questions import Graded, load_all
from bot.knowledge.lint import check
from bot.knowledge.load import Library, default_folder
from bot.knowledge.model import Entry

FOLDER = default_folder()
ANSWER = 300
"""Characters of an answer's first sentences."""


@pytest.fixture(scope="module")
def library(desk: Desk) -> Library:
    return desk.library


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    return load_all([FOLDER / "questions"])


def rows() -> Iterator[dict[str, Any]]:
    """The graded questions as they stand in the files."""
    for file in sorted((FOLDER / "questions").glob("*.yaml")):
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))


def entries(library: Library) -> Iterator[Entry]:
    yield from (library.entry(key) for key in library.entry_ids)


def asks(entry: Entry) -> set[str]:
    """Everything an entry claims to be asked, without the marks people leave out."""
    every = [*entry.asks, *(ask for angle in entry.angles for ask in angle.asks)]
    return {bare(ask) for ask in every}


def bare(text: str) -> str:
    return text.lower().strip(" ?.!")


def answers(entry: Entry) -> Iterator[str]:
    """Every first sentence an entry may give."""
    yield entry.answer
    yield from (angle.answer for angle in entry.angles if angle.answer)
    yield from (variant.answer for variant in entry.when if variant.answer)


def test_lint_finds_no_error(today: date) -> None:
    assert [str(problem) for problem in check(FOLDER, today) if problem.level == "error"] == []


def test_there_is_enough_to_measure_with(graded: list[Graded]) -> None:
    counts = Counter(one.status for one in graded)
    assert len(graded) >= 500
    assert counts["no_match"] >= 60
    assert counts["clarify"] >= 30
    assert len({one.id for one in graded}) == len(graded)


def test_every_entry_is_measured_by_two_questions_it_does_not_hold(library: Library) -> None:
    held = {entry.id: asks(entry) for entry in entries(library)}
    named = [(row["entry"], bare(row["q"])) for row in rows() if "entry" in row]
    assert {entry for entry, _ in named} <= set(held)
    found = Counter(entry for entry, q in named if q not in held[entry])
    assert [key for key in held if found[key] < 2] == []


def test_questions_named_for_an_entry_are_none_of_its_asks(library: Library) -> None:
    copied = [row["q"] for row in rows() if "entry" in row and bare(row["q"]) in asks(library.entry(row["entry"]))]
    assert copied == []


def test_every_source_says_when_it_is_of_and_when_it_was_checked(library: Library, today: date) -> None:
    for source in library.sources.values():
        assert source.dated, source.id
        assert date(2026, 1, 1) <= source.checked <= today, source.id


def test_every_entry_has_a_source_and_every_number_a_date(library: Library) -> None:
    assert [entry.id for entry in entries(library) if not entry.sources] == []
    assert [key for key, figure in library.figures.items() if not figure.rows] == []


def test_answers_are_short_and_leave_the_first_word_to_the_verdict(library: Library) -> None:
    for entry in entries(library):
        for text in answers(entry):
            assert len(text) <= ANSWER, entry.id
            assert not text.lower().startswith(("yes", "depends", "no.", "no,")), entry.id


def test_an_owner_finds_no_file_too_long_to_read() -> None:
    long = [p.name for p in Path(FOLDER, "entries").rglob("*.yaml") if p.read_text("utf-8").count("\n") > 1700]
    assert long == []
