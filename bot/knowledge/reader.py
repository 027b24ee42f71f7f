"""YAML files to plain data with line numbers, refusing what a knowledge file must not hold.

Uses the safe C loader only: tags such as `!!python/object` are refused, duplicate keys are an
error (YAML would silently keep the last), and a file over `MAX_BYTES` is not read.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.errors import Problem

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a file: its data, its line and the line of each of its fields."""

    file: str
    line: int
    data: Any
    fields: dict[str, int]


class _Loader(yaml.CSafeLoader):
    """The safe C loader, with duplicate keys refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f'the field "{name}" is given twice; keep one', key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def read_items(
    path: Path, shown: str, single: bool = False
) -> tuple[list[Item], list[Problem]]:
    """The records of a YAML list file.

    Args:
        path: the file.
        shown: the name to use in messages.
        single: the file holds one record instead of a list.

    Returns:
        The items and the problems found; with a problem there may be fewer items.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return [], [Problem(shown, 1, f"file is over {MAX_BYTES:,} bytes; split it")]
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(shown, 1, f"cannot be read as UTF-8 text: {error}")]
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return [], []
        if single and isinstance(root, yaml.MappingNode):
            fields = {str(k.value): k.start_mark.line + 1 for k, _ in root.value}
            return [Item(shown, 1, loader.construct_document(root), fields)], []
        if not isinstance(root, yaml.SequenceNode):
            return [], [Problem(shown, 1, "must be a list: start each record with '- '")]
        items = []
        for node in root.value:
            try:
                data = loader.construct_document(node)
            except ValueError as error:
                return [], [Problem(shown, node.start_mark.line + 1, f"YAML: {error}")]
            fields = {}
            if isinstance(node, yaml.MappingNode):
                fields = {str(k.value): k.start_mark.line + 1 for k, _ in node.value}
            items.append(Item(shown, node.start_mark.line + 1, data, fields))
        return items, []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or "is not valid YAML"
        if "could not determine a constructor" in problem:
            problem = "tags such as !!python/object are not allowed; write plain text"
        return [], [Problem(shown, line, f"YAML: {problem}")]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return [], [Problem(shown, 1, f"YAML: {error}")]
    finally:
        loader.dispose()
