"""What the sentences may look like."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.knowledge.errors import Problem
from bot.knowledge.lint.bench import Bench
from bot.question.words import phrase

if TYPE_CHECKING:
    from bot.knowledge.model import Entry

MAX_ANSWER = 300
MAX_WHY = 500
MAX_LINES = 8
MAX_SECTION = 2900
MAX_REPLY = 11_000
MAX_WORDS_A_SENTENCE = 38
SHINGLE = 7

_VERDICT_FIRST = re.compile(r"^(yes|no|depends|it depends)[.,:;]\s", re.I)
_MONEY = re.compile(r"\$\d[\d,]*(?:\.\d+)?")
_FIGURE = re.compile(r"\{\{\s*([^}]*?)\s*\}\}")
_ROW = re.compile(r"\{row\.([a-z_]+)[a-z_.]*\}")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


def texts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """(field, text) of everything an entry can say."""
    yield "answer", entry.answer
    yield "why", entry.why
    for name in ("document", "watch_for", "unconfirmed"):
        for line in getattr(entry, name):
            yield name, line
    for angle in entry.angles:
        if angle.answer:
            yield "angles", angle.answer
    for case in entry.cases.values():
        yield "cases", case.answer
    for variant in entry.when:
        for name in ("answer", "why"):
            if getattr(variant, name):
                yield "when", getattr(variant, name)
        for line in [*(variant.document or ()), *(variant.watch_for or ())]:
            yield "when", line


def check_prose(bench: Bench) -> Iterator[Problem]:
    """Length, verdict words, figures typed by hand, unknown figures, official wording."""
    library = bench.library
    amounts = {
        f"${float(row.value):,.0f}": key
        for key, figure in library.figures.items()
        if figure.unit == "usd"
        for row in figure.rows
        if isinstance(row.value, int | float) and float(row.value).is_integer() and row.value >= 1000
    }
    official = _official()
    for key in library.entry_ids:
        entry = library.entry(key)
        for field, text in texts_of(entry):
            for problem in _text_problems(text, field, amounts, set(library.figures), official):
                yield bench.problem("entries", key, f"{field}: {problem}", field)
        answers = [entry.answer, *(a.answer for a in entry.angles if a.answer)]
        answers += [v.answer for v in entry.when if v.answer]
        answers += [c.answer for c in entry.cases.values()]
        for answer in answers:
            if len(answer) > MAX_ANSWER:
                text = f"the answer has {len(answer)} characters; at most {MAX_ANSWER}: move the rest to why"
                yield bench.problem("entries", key, text, "answer")
            if _VERDICT_FIRST.match(answer):
                text = "the answer begins with the verdict; that word is put in front by itself"
                yield bench.problem("entries", key, text, "answer")
        if len(entry.why) > MAX_WHY:
            yield bench.problem("entries", key, f"why has {len(entry.why)} characters; at most {MAX_WHY}", "why")
        for name in ("document", "watch_for"):
            lines = getattr(entry, name)
            if len(lines) > MAX_LINES or sum(map(len, lines)) > MAX_SECTION:
                yield bench.problem("entries", key, f"{name} is too long for a phone; split the entry", name)
        if sum(len(text) for _, text in texts_of(entry)) > MAX_REPLY * 3:
            yield bench.problem("entries", key, "the entry is too long for a Slack reply; split it")


def _text_problems(
    text: str, field: str, amounts: dict[str, str], figures: set[str], official: frozenset[str]
) -> Iterator[str]:
    for name in _FIGURE.findall(text):
        if name not in figures:
            yield f'there is no figure "{name}" in figures.yaml'
    for money in _MONEY.findall(text):
        if money in amounts:
            yield f"{money} stands in figures.yaml; write {{{{{amounts[money]}}}}} so that it keeps its date"
    for sentence in _SENTENCE.split(text):
        words = len(sentence.split())
        if words > MAX_WORDS_A_SENTENCE:
            yield f"a sentence has {words} words (at most {MAX_WORDS_A_SENTENCE}): {sentence[:50]}..."
    if field != "conflicts" and _shingles(text) & official:
        yield "repeats the official descriptor of a code; say it in your own words"


def _shingles(text: str) -> set[str]:
    words = phrase(text)
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return {hashlib.sha256(run.encode()).hexdigest()[:16] for run in runs}


def _official() -> frozenset[str]:
    """Hashes of seven-word runs of official descriptors; the text itself is never shipped."""
    text = files("bot.knowledge.lint").joinpath("official.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def check_rows(bench: Bench) -> Iterator[Problem]:
    """Placeholders of parameterised entries name real fields; `cases` need `by`."""
    library = bench.library
    for key in library.entry_ids:
        entry = library.entry(key)
        fields = {name for _, text in texts_of(entry) for name in _ROW.findall(text)}
        if fields and not entry.each:
            yield bench.problem("entries", key, "uses {row...} but does not set `each`", "answer")
            continue
        if entry.cases and not (entry.each and entry.by):
            yield bench.problem("entries", key, "has cases but no `each`/`by`", "cases")
        if entry.each:
            sample = next(iter(library.table(entry.each).values()), None)
            for name in sorted(fields | ({entry.by.split(".")[0]} if entry.by else set())):
                if sample is not None and not hasattr(sample, name):
                    text = f'the table of {entry.each} has no field "{name}"'
                    yield bench.problem("entries", key, text, "each")
            marker = f"{{{entry.each}}}"
            asks = [*entry.asks, *(ask for angle in entry.angles for ask in angle.asks)]
            if not any(marker in ask for ask in asks):
                yield bench.problem("entries", key, f"no ask holds {marker}", "asks")
