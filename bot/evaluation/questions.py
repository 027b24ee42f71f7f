"""Graded questions: the YAML of knowledge/questions/ and the JSON-lines format, one shape."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.reader import read_items

STATUSES = {"no_match": "no_match", "clarify": "clarify"}


class QuestionFileError(ValueError):
    """A question file cannot be used; the text says file, line and what to mend."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One question with what a right reply shows.

    status: answered, clarify or no_match; verdict None when it does not matter.
    must: patterns the reply text has to hold; must_not: patterns it must not hold.
    """

    id: str
    q: str
    group: str
    status: str
    verdict: str | None
    must: tuple[re.Pattern[str], ...]
    must_not: tuple[re.Pattern[str], ...]
    codes: tuple[str, ...]
    payer: str | None = None
    setting: str | None = None


def load(path: Path) -> list[Graded]:
    """The questions of one file; raises QuestionFileError."""
    if path.suffix == ".yaml":
        items, problems = read_items(path, path.name)
        if problems:
            raise QuestionFileError(str(problems[0]))
        return [_graded(item.data, f"{path.name}:{item.line}") for item in items]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path}: cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionFileError(f"{path.name}:{number}: not JSON: {error.msg}") from error
        found.append(_graded(data, f"{path.name}:{number}"))
    return found


def _graded(data: Any, where: str) -> Graded:
    if not isinstance(data, dict) or not isinstance(data.get("q"), str):
        raise QuestionFileError(f'{where}: needs a field "q" with the question')
    verdict = data.get("verdict")
    status = data.get("status") or STATUSES.get(verdict or "", "answered")
    try:
        must = tuple(re.compile(p, re.I) for p in data.get("must") or ())
        must_not = tuple(re.compile(p, re.I) for p in data.get("must_not") or ())
    except re.error as error:
        raise QuestionFileError(f"{where}: a pattern is not a regular expression: {error}") from error
    return Graded(
        id=str(data.get("id", where)),
        q=data["q"],
        group=str(data.get("group", "all")),
        status=status,
        verdict=None if verdict in (None, *STATUSES) else str(verdict),
        must=must,
        must_not=must_not,
        codes=tuple(str(code) for code in data.get("codes") or ()),
        payer=data.get("payer"),
        setting=data.get("setting"),
    )


def load_all(paths: list[Path]) -> list[Graded]:
    """The questions of several files or folders, in order."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return [graded for file in files for graded in load(file)]
