"""Block Kit as HTML: what Slack shows of a message, near enough to judge how a reply reads."""

from __future__ import annotations

import html
import re
from typing import Any

Block = dict[str, Any]

STYLE = """
body{margin:0;background:#fff;color:#1d1c1d;font:15px/1.46668 Lato,Helvetica,Arial,sans-serif}
.message{display:flex;gap:8px;padding:8px 16px;overflow-wrap:anywhere}
.face{flex:none;width:36px;height:36px;border-radius:8px;background:#3b6fb5;color:#fff;text-align:center;
line-height:36px;font-weight:700}.face.person{background:#8a6d3b}
.body{flex:1;min-width:0}.who{font-weight:900}.app{background:#e8e8e8;color:#616061;font-size:10px;padding:1px 3px;
border-radius:2px;margin-left:4px}.time{color:#616061;font-size:12px;margin-left:6px}
.section{margin:4px 0 8px;white-space:pre-wrap}.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px}
.context{color:#616061;font-size:13px;margin:4px 0 8px;white-space:pre-wrap}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:4px 0 8px}
.button{border:1px solid #bbb;border-radius:4px;padding:5px 12px;font-weight:700;background:#fff;max-width:100%;
white-space:nowrap;overflow:hidden;text-overflow:ellipsis;box-sizing:border-box}
.select{border:1px solid #bbb;border-radius:4px;padding:5px 28px 5px 12px;margin:2px 0 10px;position:relative}
.select:after{content:"\\25BE";position:absolute;right:10px}
.header{font-size:18px;font-weight:900;margin:8px 0}hr{border:0;border-top:1px solid #ddd;margin:12px 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:4px 0 8px;font-size:14px}
td,th{overflow-wrap:normal;border:1px solid #ccc;padding:4px 8px;text-align:left;vertical-align:top}
th{background:#f4f4f4}
pre{background:#f6f6f6;border:1px solid #ddd;border-radius:4px;padding:8px;overflow-x:auto;
font-size:12px;margin:4px 0}
a{color:#1264a3;text-decoration:none}.note{color:#616061;font-size:12px;padding:0 16px}
"""
_LINK = re.compile(r"&lt;(https?://[^|&]*(?:&amp;[^|&]*)*)\|(.*?)&gt;")
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_CODE = re.compile(r"```(.+?)```", re.S)


def mrkdwn(text: str) -> str:
    """Slack's mrkdwn as HTML; what would still be an unescaped token is marked in red."""
    shown = html.escape(html.unescape(text).replace("\u0000", ""), quote=False)
    shown = _LINK.sub(r'<a href="\1">\2</a>', shown)
    shown = _CODE.sub(r"<pre>\1</pre>", shown)
    shown = _BOLD.sub(r"<b>\1</b>", shown)
    shown = re.sub(r"\bby &lt;@U\w+&gt;", "by <b>@Dana</b>", shown)
    return re.sub(r"&lt;([!@#][^&]*)&gt;", r'<b style="color:red">&lt;\1&gt;</b>', shown)


def text_of(item: Block) -> str:
    """A text object."""
    text = str(item.get("text", ""))
    return mrkdwn(text) if item.get("type") == "mrkdwn" else html.escape(text, quote=False)


def message(who: str, text: str, blocks: list[Block]) -> str:
    """One message of a channel; `who` is empty for the bot."""
    face = '<div class="face person">U</div>' if who else '<div class="face">97</div>'
    name = html.escape(who) if who else 'bot97530<span class="app">APP</span>'
    inner = "".join(map(block, blocks)) or f'<div class="section">{mrkdwn(text)}</div>'
    head = f'<span class="who">{name}</span><span class="time">9:41 AM</span>'
    return f'<div class="message">{face}<div class="body">{head}{inner}</div></div>'


def page(parts: list[str]) -> str:
    """A page of messages or views."""
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{"".join(parts)}'


def block(item: Block) -> str:
    """One block. Raises KeyError for a kind Slack has and this does not draw."""
    return _DRAW[item["type"]](item)


def _section(item: Block) -> str:
    shown = text_of(item["text"]) if "text" in item else ""
    fields = "".join(f"<div>{text_of(field)}</div>" for field in item.get("fields", []))
    grid = f'<div class="fields">{fields}</div>' if fields else ""
    return f'<div class="section">{shown}{grid}</div>'


def _context(item: Block) -> str:
    return f'<div class="context">{" ".join(text_of(part) for part in item["elements"])}</div>'


def _element(item: Block) -> str:
    if item["type"] == "button":
        return f'<span class="button">{text_of(item["text"])}</span>'
    shown = item.get("initial_option", {}).get("text") or item.get("placeholder", {})
    return f'<div class="select">{text_of(shown)}</div>'


def _table(item: Block) -> str:
    rows = []
    for number, row in enumerate(item["rows"]):
        tag = "td" if number else "th"
        rows.append("".join(f"<{tag}>{html.escape(cell['text'])}</{tag}>" for cell in row))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table>{body}</table></div>'


_DRAW = {
    "section": _section,
    "context": _context,
    "actions": lambda item: f'<div class="actions">{"".join(map(_element, item["elements"]))}</div>',
    "header": lambda item: f'<div class="header">{text_of(item["text"])}</div>',
    "divider": lambda _: "<hr>",
    "table": _table,
    "input": lambda item: f"<b>{text_of(item['label'])}</b>{_element(item['element'])}",
}
