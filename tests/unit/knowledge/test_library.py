"""The library: figures by date, lineage, read-only records, the same whatever the file order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.knowledge.load import Library, folder_version
from bot.knowledge.view import bare, mark


@pytest.fixture(scope="module")
def library(small_desk: Desk) -> Library:
    return small_desk.library


def test_a_figure_holds_from_its_first_to_its_last_day(library: Library) -> None:
    def value(day: str) -> object:
        row = library.figure("kx-pt-slp", date.fromisoformat(day))
        return row and row.value

    assert value("2024-12-31") is None
    assert value("2025-01-01") == 2410
    assert value("2025-12-31") == 2410
    assert value("2026-01-01") == 2480
    assert value("2026-12-31") == 2480
    assert value("2027-01-01") is None


def test_a_standing_figure_has_no_end(library: Library) -> None:
    row = library.figure("share", date(2099, 1, 1))
    assert row is not None
    assert row.value == 85


def test_ancestors_lead_to_the_general_row(library: Library) -> None:
    assert library.ancestors("payer", "humana-ma") == ("humana-ma", "medicare-advantage")
    assert library.ancestors("setting", "snf-part-a") == ("snf-part-a", "snf")
    assert library.ancestors("payer", "nobody") == ()


def test_choices_are_sorted_by_name(library: Library) -> None:
    names = [name for _, name in library.choices("payer")]
    assert names == sorted(names)
    assert ("uhc", "UnitedHealthcare") in library.choices("payer")


def test_records_are_read_only_and_complete(library: Library) -> None:
    entry = library.entry("act-groceries")
    assert entry.watch_for == []
    assert entry.requires.payer == []
    assert library.entry("rule-counting").cases["cms"].verdict == "yes"
    with pytest.raises(AttributeError, match="read-only"):
        entry.title = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="no_such_field"):
        _ = entry.no_such_field  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        library.entry("nobody")


def test_marks_of_mapping_fields_come_off_again() -> None:
    assert bare({"a": mark({"b": {"c": 1}})}) == {"a": {"b": {"c": 1}}}


def test_the_version_follows_names_and_bytes_but_not_questions(folder: Path) -> None:
    before = folder_version(folder)
    (folder / "questions").mkdir()
    (folder / "questions" / "more.yaml").write_text("- {id: q, q: hello}\n", encoding="utf-8")
    assert folder_version(folder) == before
    path = folder / "entries" / "rules" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = folder_version(folder)
    assert changed != before
    path.rename(path.with_name("renamed.yaml"))
    assert folder_version(folder) not in (before, changed)
