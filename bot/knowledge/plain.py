"""Validation errors in the words of the person who wrote the YAML."""

from __future__ import annotations

from pydantic import ValidationError

from bot.knowledge.errors import Problem
from bot.knowledge.reader import Item


def plain_errors(item: Item, error: ValidationError) -> list[Problem]:
    """One problem per finding, at the line of the field it is about."""
    name = ""
    if isinstance(item.data, dict):
        name = str(item.data.get("id") or item.data.get("code") or "")
    found = []
    for detail in error.errors():
        path = [str(part) for part in detail["loc"]]
        line = item.fields.get(path[0], item.line) if path else item.line
        where = ".".join(path) or "record"
        said = f"{where}: {_say(detail['type'], detail)}"
        text = f"{name}: {said}" if name else said
        found.append(Problem(item.file, line, text))
    return found


def _say(kind: str, detail: object) -> str:
    info = detail if isinstance(detail, dict) else {}
    context = info.get("ctx", {})
    value = info.get("input")
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        return "is not a field of this record; check the spelling (see CONTRIBUTING.md)"
    if kind == "literal_error":
        hint = "; put the value in quotes" if isinstance(value, bool) else ""
        return f"must be one of {context.get('expected')}, not {value!r}{hint}"
    if kind == "string_type" and isinstance(value, int | float):
        return f"must be text; write it in quotes: \"{value}\""
    if kind == "string_too_long":
        return f"is too long ({len(str(value))} characters; at most {context.get('max_length')})"
    if kind == "too_short":
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        return f"{value!r} does not have the right form (pattern {context.get('pattern')})"
    if kind in ("list_type", "tuple_type"):
        return "must be a list: one item a line, each after '- '"
    if kind.startswith("date"):
        return f"must be a date such as 2026-01-31, not {value!r}"
    return str(info.get("msg", kind)).removeprefix("Value error, ")
