"""Running all checks over one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bot.knowledge.errors import Problem
from bot.knowledge.folder import read_folder
from bot.knowledge.lint.bench import Bench
from bot.knowledge.lint.dates import check_dates, check_reviews
from bot.knowledge.lint.ids import check_frames, check_ids, check_sources
from bot.knowledge.lint.prose import check_prose, check_rows
from bot.knowledge.load import Library

CHECKS: tuple[Callable[[Bench], Iterator[Problem]], ...] = (
    check_ids,
    check_frames,
    check_sources,
    check_prose,
    check_rows,
    check_dates,
    check_reviews,
)


def check(folder: Path, today: date, fast: bool = False) -> list[Problem]:
    """Every problem of a folder, sorted by place.

    Args:
        fast: leave out the checks that need the compiled index.
    """
    raw = read_folder(folder)
    library = Library(raw.tables, lambda: raw.pair_rows, raw.version)
    bench = Bench(library, raw.places, today)
    problems = list(raw.problems)
    if not raw.problems:
        for one in CHECKS:
            problems += one(bench)
        if not fast:
            from bot.knowledge.lint.asks import check_retrieval, check_same_asks
            from bot.snapshot import open_parts

            parts = open_parts(folder)
            problems += check_same_asks(bench, parts)
            problems += check_retrieval(bench, parts)
    return sorted(set(problems))
