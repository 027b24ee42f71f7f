"""Dates: validity, overlaps, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.knowledge.errors import Problem
from bot.knowledge.lint.bench import Bench
from bot.knowledge.stamps import content_hash, due


def check_dates(bench: Bench) -> Iterator[Problem]:
    """From after to, expired entries, overlapping figure rows."""
    library = bench.library
    for key in library.entry_ids:
        entry = library.entry(key)
        start, end = entry.effective_from, entry.effective_to
        if start and end and start > end:
            yield bench.problem("entries", key, "effective_from lies after effective_to", "effective_to")
        if end and end < bench.today:
            text = f"ended on {end}; delete it or move the rule of that time into a variant"
            yield bench.problem("entries", key, text, "effective_to")
        for variant in entry.when:
            if variant.from_ and variant.to and variant.from_ > variant.to:
                yield bench.problem("entries", key, "a variant's from lies after its to", "when")
    for key, figure in library.figures.items():
        rows = sorted(figure.rows, key=lambda row: row.from_)
        for row in rows:
            if row.to and row.to < row.from_:
                yield bench.problem("figures", key, f"from {row.from_} lies after to {row.to}", "rows")
        for one, two in pairwise(rows):
            if one.to is None or one.to >= two.from_:
                text = f"the rows from {one.from_} and {two.from_} overlap; set `to`"
                yield bench.problem("figures", key, text, "rows")


def check_reviews(bench: Bench) -> Iterator[Problem]:
    """Entries without a stamp, changed since their stamp, or overdue."""
    library = bench.library
    rows = {row["id"]: row for row in library.tables["entries"]}
    for key, row in rows.items():
        stamp = library.reviews.get(key)
        if stamp is None:
            text = f"was never reviewed; when it is right: bot97530 review {key}"
            yield bench.problem("entries", key, text)
        elif stamp.hash != content_hash(row):
            text = f"changed after its review of {stamp.on}; review it: bot97530 review {key}"
            yield bench.problem("entries", key, text)
        elif due(stamp.on, library.entry(key).review_every) < bench.today:
            text = f"review overdue since {due(stamp.on, library.entry(key).review_every)}"
            yield bench.problem("entries", key, text)
    for key in sorted(set(library.reviews) - set(rows)):
        yield bench.problem("reviews", key, "stamps an entry that does not exist; delete the stamp")
