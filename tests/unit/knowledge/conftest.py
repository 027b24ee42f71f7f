"""Changing a copy of the small folder and seeing what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.lint import check

Change = Callable[[str, str, str], None]
Findings = Callable[[], list[str]]


@pytest.fixture
def change(folder: Path) -> Change:
    """Replace a passage of one file; the passage must be there exactly once."""

    def apply(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return apply


@pytest.fixture
def findings(folder: Path, today: date) -> Findings:
    """What lint says about the folder, less what it says about missing review stamps."""

    def run() -> list[str]:
        found = map(str, check(folder, today, fast=True))
        return [text for text in found if "was never reviewed" not in text]

    return run
