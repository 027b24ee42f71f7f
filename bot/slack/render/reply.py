"""A `Reply` as a Slack message: `text` with the whole answer, `blocks` for the eye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.guidance.reply import Reply, SourceRef
from bot.guidance.text import PHI_NOTE, beside, conflict_parts, dated
from bot.guidance.text import plain as whole
from bot.slack import words
from bot.slack.render import blocks as kit
from bot.slack.render.escape import cut, escape, inert, link, pieces
from bot.slack.render.limits import MESSAGE_TEXT, problems
from bot.slack.render.table import table_block, table_text
from bot.slack.ticket import Ticket

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the full answer as text, and blocks (none: plain text only)."""

    text: str
    blocks: list[Block]


def render(reply: Reply, answer: str, *, share: bool = False, buttons: bool = True) -> Message:
    """The message of a reply.

    Args:
        answer: id of the answer; buttons carry it.
        share: offer "Share with channel" (a reply only its asker sees).
        buttons: False for a copy that others only read.

    Always within Slack's limits: what is too long is sent as text pieces without tables and
    buttons, and what is longer still as plain text alone.
    """
    text = cut(escape(whole(reply)), MESSAGE_TEXT)
    foot = _foot(reply, answer, share) if buttons else []
    made = _body(reply) + foot
    if not problems(made):
        return Message(text, made)
    made = [kit.section(part) for part in pieces(inert(whole(reply)), 2900)] + foot
    return Message(text, made if not problems(made) else [])


def _body(reply: Reply) -> list[Block]:
    made = _one(reply, tables=1)
    for label, other in beside(reply):
        below = label.replace("Also:", "Below, also:", 1) if label.startswith("Also:") else f"Below: {label}"
        made.insert(1, kit.context([inert(below)]))
        made.append({"type": "divider"})
        made.append(kit.context([f"*{inert(label)}*"]))
        made += _one(other, tables=0)
    if reply.phi:
        made.append(kit.context([inert(PHI_NOTE)]))
    return made


def _one(reply: Reply, tables: int) -> list[Block]:
    """Verdict first, sources last. Slack takes one table a message; more are drawn as text."""
    made = [kit.section(f"*{inert(reply.lead)}*")]
    for part in reply.sections:
        if len(part.lines) == 1:
            body = f"*{inert(part.heading)}:* {inert(part.lines[0])}"
        else:
            body = "\n".join(
                [f"*{inert(part.heading)}*", *(f"\u2022 {inert(x)}" for x in part.lines)]
            )
        made += [kit.section(piece) for piece in pieces(body, 2900)]
    for number, table in enumerate(reply.tables):
        made.append(kit.section(f"*{inert(table.title)}*"))
        made.append(table_block(table) if number < tables else table_text(table))
    if reply.conflicts:
        told = [(conflict_parts(c), link(c.source.url, c.source.title)) for c in reply.conflicts]
        lines = [f"\u2022 {inert(says)} ({title}). {inert(ranks)}" for (says, ranks), title in told]
        made += [kit.section(p) for p in pieces("\n".join(["*Sources disagree*", *lines]), 2900)]
    if reply.context_line:
        made.append(kit.context([inert(reply.context_line)]))
    if reply.sources:
        lines = [_source(source) for source in reply.sources]
        made += [kit.context([p]) for p in pieces("\n".join(["Sources", *lines]), 2900)]
    if reply.reviewed_on:
        made.append(kit.context([f"Reviewed {reply.reviewed_on.isoformat()}"]))
    return made


def _source(source: SourceRef) -> str:
    place = f", {inert(source.locator)}" if source.locator else ""
    # The tier in one word: on a phone its explanation beside every source hides the sources.
    return f"\u2022 {link(source.url, source.title)}{place} ({source.tier}; {inert(dated(source))})"


def _foot(reply: Reply, answer: str, share: bool) -> list[Block]:
    """Choices, then what can be done with the answer."""
    ticket = Ticket.of(reply, answer)
    made = []
    if reply.choices:
        made.append(kit.actions("choices", [
            kit.button(f"choice_{n}", choice.label, ticket.choose(choice).to_value())
            for n, choice in enumerate(reply.choices[:3])
        ]))  # fmt: skip
    below = []
    if reply.status == "answered" or reply.context_line:
        below.append(kit.button("context_change", words.CHANGE_CONTEXT, ticket.to_value()))
    if share and reply.status == "answered":
        below.append(kit.button("share", words.SHARE, ticket.to_value()))
    if reply.status == "answered":
        below += [
            kit.button("feedback_good", words.HELPFUL, answer, spoken="This answer was helpful"),
            kit.button("feedback_bad", words.NOT_RIGHT, answer, spoken="This answer is not right"),
        ]
    return [*made, kit.actions("answer", below)] if below else made
