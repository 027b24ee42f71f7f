"""Slack's rules on what may be sent, written down from its own pages and not from our code.

`check_message` and `check_view` give the rules a payload breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]
_TOKEN = re.compile(r"<(?:!(?:channel|here|everyone|subteam)[^>]*|@[UW][A-Z0-9]*[^>]*)>")
_LOOSE = re.compile(r"<(?![@#!]|https?://|mailto:)|&(?!amp;|lt;|gt;)")
# Where a person's name is meant to show: who shared an answer, who changed a profile.
_SHARED_BY = re.compile(r"(?:Shared by|Last changed [0-9-]+ [0-9:]+ UTC by) <@[UW][A-Z0-9]+>")
ELEMENTS = {"button": ("text", 75)}


def check_message(message: Node) -> list[str]:
    """Of chat.postMessage, chat.update, a command's answer or a response URL."""
    return list(_message(message))


def check_view(view: Node) -> list[str]:
    """Of views.open and views.publish."""
    return list(_view(view))


def _message(message: Node) -> Iterator[str]:
    text = message.get("text", "")
    blocks = message.get("blocks") or []
    if not text.strip():
        yield "no_text"
    if len(text) > 40_000:
        yield "msg_too_long"
    yield from _tokens(text)
    if len(blocks) > 50:
        yield "too many blocks"
    yield from _blocks(blocks)
    if sum(1 for block in blocks if block.get("type") == "table") > 1:
        yield "only_one_table_allowed"
    if _size(blocks) > 13_200:
        yield "msg_blocks_too_long"


def _view(view: Node) -> Iterator[str]:
    blocks = view.get("blocks", [])
    if not 1 <= len(blocks) <= 100:
        yield "view blocks"
    yield from _blocks(blocks)
    if view.get("type") == "modal":
        for part in ("title", "submit", "close"):
            if not 1 <= len(view.get(part, {}).get("text", "")) <= 24:
                yield f"modal {part}"
        if any(b["type"] == "input" for b in blocks) and "submit" not in view:
            yield "modal without submit"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata"
    if len(view.get("callback_id", "")) > 255:
        yield "callback_id"


def _blocks(blocks: list[Node]) -> Iterator[str]:
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(block_ids)) != len(block_ids):
        yield "block_id twice"
    actions: list[str] = []
    for block in blocks:
        kind = block.get("type")
        if kind == "section":
            if "text" not in block and "fields" not in block:
                yield "section without text"
            if "text" in block:
                yield from _text(block["text"], 3000)
        elif kind == "context":
            if not 1 <= len(block["elements"]) <= 10:
                yield "context elements"
            for element in block["elements"]:
                yield from _text(element, 3000)
        elif kind == "header":
            yield from _text(block["text"], 150, only="plain_text")
        elif kind == "actions":
            if not 1 <= len(block["elements"]) <= 25:
                yield "actions elements"
            for element in block["elements"]:
                actions.append(element["action_id"])
                yield from _element(element)
        elif kind == "input":
            yield from _text(block["label"], 2000, only="plain_text")
            actions.append(block["element"]["action_id"])
            yield from _element(block["element"])
        elif kind == "table":
            yield from _table(block)
        elif kind != "divider":
            yield f"unsupported block {kind}"
    if len(set(actions)) != len(actions):
        yield "action_id twice"


def _element(element: Node) -> Iterator[str]:
    if len(element["action_id"]) > 255 or not element["action_id"]:
        yield "action_id"
    if element["type"] == "button":
        yield from _text(element["text"], 75, only="plain_text")
        if len(element.get("value", "")) > 2000:
            yield "button value"
        if len(element.get("accessibility_label", "")) > 75:
            yield "accessibility_label"
    elif element["type"] == "static_select":
        yield from _text(element["placeholder"], 150, only="plain_text")
        options = element["options"]
        if not 1 <= len(options) <= 100:
            yield "options"
        for option in options:
            yield from _text(option["text"], 75, only="plain_text")
            if not 1 <= len(option["value"]) <= 150:
                yield "option value"
        if "initial_option" in element and element["initial_option"] not in options:
            yield "initial_option is none of the options"
    else:
        yield f"unsupported element {element['type']}"


def _table(block: Node) -> Iterator[str]:
    rows = block["rows"]
    if not 1 <= len(rows) <= 100 or len({len(row) for row in rows}) != 1 or len(rows[0]) > 20:
        yield "table shape"
    for row in rows:
        for cell in row:
            if cell.get("type") != "raw_text" or not cell.get("text"):
                yield "table cell"


def _text(item: Node, limit: int, only: str = "") -> Iterator[str]:
    if item.get("type") not in ("plain_text", "mrkdwn") or (only and item.get("type") != only):
        yield f"text object {item.get('type')}"
    if not 1 <= len(item.get("text", "")) <= limit:
        yield f"text of {len(item.get('text', ''))} of {limit}"
    if item.get("type") == "mrkdwn":
        yield from _tokens(item["text"])


def _tokens(text: str) -> Iterator[str]:
    """No token that pings anybody (but the one who shares), nothing left unescaped."""
    text = _SHARED_BY.sub("", text)
    if _TOKEN.search(text):
        yield "pings somebody"
    if _LOOSE.search(text):
        yield "unescaped"


def _size(node: object) -> int:
    if isinstance(node, dict):
        return sum(
            len(v) if k == "text" and isinstance(v, str) else _size(v) for k, v in node.items()
        )
    return sum(map(_size, node)) if isinstance(node, list) else 0
