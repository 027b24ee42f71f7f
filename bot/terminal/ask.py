"""`ask` and `chat`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from typing import IO, Any

from bot.desk import Desk
from bot.guidance.contract import to_json
from bot.guidance.reply import Choice, Memory, Reply
from bot.question.context import NOWHERE, Context, Value
from bot.terminal import exits
from bot.terminal.explain import explain
from bot.terminal.show import printable, show


def ask_one(
    desk: Desk, text: str, context: Context, today: date, as_json: bool, why: bool
) -> int:
    """Answer one question on standard output; returns the exit status."""
    if not text.strip():
        print('There is no question. Try: bot97530 ask "can I bill aquatic therapy here?"', file=sys.stderr)
        return exits.BAD_INPUT
    reply = desk.ask(text, today=today, known=context)
    if as_json:
        print(json.dumps(to_json(reply), ensure_ascii=False))
    else:
        show(reply)
    if why:
        print()
        print(printable(explain(desk, text, context, today)))
    return exits.BAD_INPUT if reply.kind == "error" else exits.BY_STATUS[reply.status]


def ask_lines(desk: Desk, lines: IO[bytes], context: Context, today: date) -> int:
    """One question a line in, one JSON object a line out; a bad line gives an `error` object.

    Returns ANSWERED, whatever the replies say, or BAD_INPUT when a line could not be read.
    """
    worst = exits.ANSWERED
    for raw in lines:
        data: dict[str, Any]
        try:
            text = raw.decode("utf-8").strip()
            if not text:
                data = {"error": "empty line; write one question a line"}
            else:
                reply = desk.ask(text, today=today, known=context)
                data = {"error": reply.lead} if reply.kind == "error" else to_json(reply)
        except UnicodeDecodeError:
            data = {"error": "this line is not UTF-8 text; save the file as UTF-8"}
        if "error" in data:
            worst = exits.BAD_INPUT
        print(json.dumps(data, ensure_ascii=False), flush=True)
    return worst


def chat(desk: Desk, context: Context, today: date) -> None:
    """A conversation: follow-ups, numbered choices, `here ...`, `clear`, `quit`."""
    print("Ask about billing or documenting therapy. A number picks a choice; 'help', 'quit'.")
    memory: Memory | None = None
    last: Reply | None = None
    while True:
        try:
            text = input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if not text:
            continue
        if text.lower() in ("quit", "exit", "bye"):
            return
        if text.lower() == "clear":
            memory, last, context = None, None, Context()
            print("Forgotten: the thread and the context.")
            continue
        if text.lower().startswith("here"):
            context = _here(desk, text[4:].strip(), context)
            continue
        if text.isdigit() and last and 0 < int(text) <= len(last.choices):
            reply, context = press(desk, last, last.choices[int(text) - 1], context, today)
        else:
            reply = desk.ask(text, today=today, known=context, memory=memory)
        show(reply)
        memory, last = reply.memory or memory, reply


def press(
    desk: Desk, last: Reply, choice: Choice, context: Context, today: date
) -> tuple[Reply, Context]:
    """What pressing a choice answers, and the context afterwards."""
    if choice.action == "ask":
        return desk.ask(choice.value, today=today, known=context), context
    if choice.action == "entry":
        return desk.ask(last.question, today=today, known=context, entry=choice.value), context
    name, _, value = choice.value.partition("=")
    context = context.with_value(name, Value(value, "thread"))
    return desk.ask(last.question, today=today, known=context, entry=last.entry), context


def _here(desk: Desk, words: str, context: Context) -> Context:
    """ "here medicare snf-part-b PT", "here clear", "here": the context set, forgotten or shown."""
    if words.lower() in ("clear", "reset", "none"):
        context = NOWHERE
    elif words:
        found, left = desk.context_from_words(words)
        context = replace(found, date_of_service=None).over(context)
        if left:
            print(f"Not understood: {' '.join(left)}")
    values = []
    for name in ("payer", "setting", "discipline", "state"):
        row = desk.library.table(name).get(context.get(name) or "")
        if row is not None:
            values.append(f"{name} {row.name}")
    print("Here: " + (", ".join(values) if values else "nothing set. Try: here medicare snf-part-b PT"))
    return context
