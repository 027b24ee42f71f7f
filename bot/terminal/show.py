"""Printing replies: colors on a terminal, plain text elsewhere."""

from __future__ import annotations

import sys

from bot.guidance.reply import Reply
from bot.guidance.text import plain
from bot.terminal.colors import paint

_HEADS = ("Why", "The note must show", "Watch for", "Sources", "Sources disagree", "Unconfirmed")


def show(reply: Reply) -> None:
    """Print a reply; the first line stands out on a terminal."""
    text = printable(plain(reply))
    if not sys.stdout.isatty():
        print(text)
        return
    first, _, rest = text.partition("\n")
    color = {"yes": "green", "no": "red", "depends": "yellow"}.get(reply.verdict or "", "cyan")
    print(paint(first, color, bold=True))
    for line in rest.split("\n"):
        head = line.partition(":")[0]
        print(paint(line, "", bold=True) if head in _HEADS and line.endswith(":") else line)


def printable(text: str) -> str:
    """Text without control characters that could move a terminal's cursor or change its state."""
    return "".join(ch if ch in "\n\t" or ch.isprintable() else "\ufffd" for ch in text)
