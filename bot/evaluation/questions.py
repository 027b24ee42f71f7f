"""Graded questions: the YAML of knowledge/questions/ and the JSON-lines format, one shape."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.reader import read_items

STATUSES = {"no_match": "no_match", "clarify": "clarify"}
_STATUS = ("answered", "clarify", "no_match")
_VERDICT = ("yes", "no", "depends", "info", "calc", *STATUSES)


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
    if not path.is_file():
        raise QuestionFileError(f"{path}: there is no such file")
    if path.suffix == ".yaml":
        items, problems = read_items(path, path.name)
        if problems:
            raise QuestionFileError(str(problems[0]))
        return [_graded(item.data, f"{path.name}:{item.line}") for item in items]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path.name}:1: cannot be read as UTF-8 text: {error}") from error
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
    verdict = _one_of(data, "verdict", _VERDICT, where)
    status = _one_of(data, "status", _STATUS, where) or STATUSES.get(verdict or "", "answered")
    return Graded(
        id=str(data.get("id", where)),
        q=data["q"],
        group=str(data.get("group", "all")),
        status=status,
        verdict=None if verdict in STATUSES else verdict,
        must=_patterns(data, "must", where),
        must_not=_patterns(data, "must_not", where),
        codes=tuple(_texts(data, "codes", where)),
        payer=data.get("payer"),
        setting=data.get("setting"),
    )


def _one_of(data: dict[str, Any], name: str, known: tuple[str, ...], where: str) -> str | None:
    value = data.get(name)
    if value is None or value in known:
        return value
    quoted = " (in quotes)" if isinstance(value, bool) else ""
    raise QuestionFileError(f"{where}: {name}: must be one of {', '.join(known)}{quoted}, not {value!r}")


def _texts(data: dict[str, Any], name: str, where: str) -> list[str]:
    """A list of texts; a text alone would be taken apart letter by letter, so it is refused."""
    values = data.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise QuestionFileError(f"{where}: {name}: must be a list of texts in quotes")
    return values


def _patterns(data: dict[str, Any], name: str, where: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(pattern, re.I) for pattern in _texts(data, name, where))
    except re.error as error:
        said = f"{where}: {name}: not a regular expression: {error}"
        raise QuestionFileError(said) from error


def load_all(paths: list[Path]) -> list[Graded]:
    """The questions of several files or folders, in order."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return [graded for file in files for graded in load(file)]
