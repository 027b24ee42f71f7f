"""`units`, `pair`, `visit` and `card` at a terminal: what was typed in, the reply out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.billing import typed
from bot.billing.inquiry import Inquiry
from bot.billing.typed import Typed
from bot.desk import Desk
from bot.guidance.contract import to_json
from bot.guidance.reply import Reply, Table
from bot.question.context import Context
from bot.terminal import exits
from bot.terminal.show import show

BAD = frozenset({"bad-minutes", "overlapping-times", "nothing-to-count", "unreadable", "same-code"})


def units(
    desk: Desk, words: Sequence[str], context: Context, today: date, method: str | None
) -> Reply:
    """Units of CODE=MINUTES arguments, or of a text such as "97530 33, 97140 7"."""
    return typed.units(*_read(desk, words, context, today), method)


def visit(
    desk: Desk,
    words: Sequence[str],
    context: Context,
    today: date,
    method: str | None,
    used: Mapping[str, float],
) -> Reply:
    """The claim table of a visit, from CODE=MINUTES@WHO arguments or one line of text."""
    return typed.visit(*_read(desk, words, context, today), method, used)


def pair(desk: Desk, words: Sequence[str], context: Context, today: date) -> Reply:
    """Every Medicare pair among the codes on the date."""
    return typed.pair(*_read(desk, words, context, today))


def card(desk: Desk, words: Sequence[str], context: Context, today: date) -> Reply:
    """The card of a code, a modifier or a denial code, or the thresholds of the date."""
    return typed.card(*_read(desk, words, context, today))


def _read(desk: Desk, words: Sequence[str], context: Context, today: date) -> tuple[Inquiry, Typed]:
    question = desk.question(" ".join(words), today=today, known=context)
    calculators = desk.calculators
    return calculators.inquiry(question), calculators.typed(question, question.text)


def finish(reply: Reply, as_json: bool) -> int:
    """Print a reply of the desk; returns the exit status."""
    bad = reply.kind in BAD
    if as_json:
        print(json.dumps(to_json(reply), ensure_ascii=False))
    elif bad:
        print(reply.lead, file=sys.stderr)
    elif sys.stdout.isatty() and reply.tables:
        show(replace(reply, tables=()))
        for table in reply.tables:
            _draw(table)
    else:
        show(reply)
    return exits.BAD_INPUT if bad else exits.BY_STATUS[reply.status]


def _draw(table: Table) -> None:
    """A table with lines around it, for a terminal."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as Drawn

    drawn = Drawn(title=table.title, title_justify="left", header_style="bold")
    for name in table.header:
        drawn.add_column(name, justify="right" if name in ("Units", "Minutes") else "left")
    for row in table.rows:
        drawn.add_row(*(escape(cell) for cell in row))
    Console().print(drawn)
