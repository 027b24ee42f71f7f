"""A `Table` as Slack's table block, or as aligned text where a table cannot go."""

from __future__ import annotations

from bot.guidance.reply import Table
from bot.slack.render.blocks import Block, mrkdwn
from bot.slack.render.escape import cut, escape

ROWS, COLUMNS, CELL = 100, 20, 1000


def table_block(table: Table) -> Block:
    """The table block; what exceeds Slack's size is left out (the message text has it all)."""
    rows = [table.header, *table.rows][:ROWS]
    return {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": cut(cell, CELL) or "\u2013"} for cell in row[:COLUMNS]]
            for row in rows
        ],
        "column_settings": [{"is_wrapped": True} for _ in table.header[:COLUMNS]],
    }


def table_text(table: Table) -> Block:
    """A section with the table in fixed width; long tables are cut."""
    rows = [table.header, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.header))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    body = cut(escape("\n".join(lines)).replace("`", "\u02cb"), 2900)
    return {"type": "section", "text": mrkdwn(f"```{body}```")}
