"""Small makers of Block Kit pieces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.slack.render.escape import cut

Block = dict[str, Any]


def mrkdwn(text: str, limit: int = 3000) -> Block:
    """A text object of already escaped text; nothing in it is auto-linked."""
    return {"type": "mrkdwn", "text": cut(text, limit), "verbatim": True}


def plain(text: str, limit: int) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": False}


def section(text: str) -> Block:
    """A section of already escaped text."""
    return {"type": "section", "text": mrkdwn(text)}


def context(texts: Iterable[str]) -> Block:
    """Small print; at most ten texts."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts][:10]}


def button(action_id: str, label: str, value: str, *, spoken: str = "") -> Block:
    """A button. `spoken` is what a screen reader says when the label alone is not enough."""
    made: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label, 75),
        "value": value[:2000],
    }
    if spoken:
        made["accessibility_label"] = cut(spoken, 75)
    return made


def actions(block_id: str, elements: list[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": elements}


def select(action_id: str, options: list[tuple[str, str]], chosen: str, empty: str) -> Block:
    """A select menu of (id, name) pairs, at most 100."""
    made = [{"text": plain(name, 75), "value": key} for key, name in options[:100]]
    menu: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(empty, 150),
        "options": made,
    }
    picked = next((option for option in made if option["value"] == chosen), None)
    if picked:
        menu["initial_option"] = picked
    return menu
