"""Slack's limits on a message or view, checked before sending.

The SDK's models miss some of them (empty text, alerts). Figures: Slack's Block Kit reference; the
total over all blocks is undocumented and was measured (about 13,200 characters).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TEXT, TOTAL = 3000, 13_000
MESSAGE_TEXT = 40_000
_BLOCKS = frozenset({"section", "context", "actions", "divider", "header", "table", "input"})

Block = dict[str, Any]


def problems(blocks: list[Block], *, view: bool = False) -> list[str]:
    """What Slack would refuse; empty when all is well."""
    found = list(_check(blocks, VIEW_BLOCKS if view else MESSAGE_BLOCKS))
    if total_characters(blocks) > TOTAL:
        found.append("all blocks together are too long")
    return found


def total_characters(node: object) -> int:
    """Characters of all texts in a block tree."""
    if isinstance(node, dict):
        own = len(node["text"]) if isinstance(node.get("text"), str) else 0
        return own + sum(total_characters(v) for v in node.values() if not isinstance(v, str))
    if isinstance(node, list):
        return sum(total_characters(item) for item in node)
    return 0


def _check(blocks: list[Block], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    actions: list[str] = []
    for block in blocks:
        kind = block.get("type", "")
        if kind not in _BLOCKS:
            yield f"unknown block {kind}"
        if len(block.get("block_id", "")) > 255:
            yield "block_id too long"
        if kind in _CHECKS:
            yield from _CHECKS[kind](block)
        elements = [
            *block.get("elements", []),
            block.get("accessory", {}),
            block.get("element", {}),
        ]
        actions += [e["action_id"] for e in elements if "action_id" in e]
    if len(set(actions)) < len(actions):
        yield "action_id used twice"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "two tables"


def _text(item: object, limit: int, where: str) -> Iterator[str]:
    text = item.get("text", "") if isinstance(item, dict) else ""
    if not text:
        yield f"empty {where}"
    elif len(text) > limit:
        yield f"{where} of {len(text)} characters"


def _section(block: Block) -> Iterator[str]:
    if "text" in block or not block.get("fields"):
        yield from _text(block.get("text"), TEXT, "section")
    if len(block.get("fields", [])) > 10:
        yield "too many fields"
    for item in block.get("fields", []):
        yield from _text(item, 2000, "field")


def _context(block: Block) -> Iterator[str]:
    if not 1 <= len(block.get("elements", [])) <= 10:
        yield "context elements"
    for item in block.get("elements", []):
        yield from _text(item, TEXT, "context")


def _actions(block: Block) -> Iterator[str]:
    if not 1 <= len(block.get("elements", [])) <= 25:
        yield "action elements"
    for item in block.get("elements", []):
        if len(item.get("action_id", "")) > 255 or len(item.get("value", "")) > 2000:
            yield "button id or value too long"
        if item.get("type") == "button":
            yield from _text(item.get("text"), 75, "button")


def _header(block: Block) -> Iterator[str]:
    yield from _text(block.get("text"), 150, "header")


def _table(block: Block) -> Iterator[str]:
    rows = block.get("rows", [])
    if not 1 <= len(rows) <= 100 or any(not 1 <= len(row) <= 20 for row in rows):
        yield "table size"
    if len({len(row) for row in rows}) > 1:
        yield "table rows of different length"
    for row in rows:
        for cell in row:
            yield from _text(cell, TEXT, "cell")


def _input(block: Block) -> Iterator[str]:
    yield from _text(block.get("label"), 2000, "label")
    options = block.get("element", {}).get("options", [])
    if block.get("element", {}).get("type") == "static_select" and not 1 <= len(options) <= 100:
        yield "options"
    for option in options:
        yield from _text(option.get("text"), 75, "option")
        if len(option.get("value", "")) > 150:
            yield "option value too long"


_CHECKS: dict[str, Callable[[Block], Iterator[str]]] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "header": _header,
    "table": _table,
    "input": _input,
}
