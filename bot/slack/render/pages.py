"""What is not an answer: help, App Home, a channel's profile, the context modal, short notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.slack import words
from bot.slack.render import blocks as kit
from bot.slack.render.blocks import Block
from bot.slack.render.escape import escape, inert
from bot.slack.render.reply import Message

_MEMBER = re.compile(r"\bmember ([UW][A-Z0-9]{1,20})\b")
LABELS = {"payer": "Payer", "setting": "Setting", "discipline": "Discipline", "state": "State"}
Options = Mapping[str, list[tuple[str, str]]]


def note(text: str) -> Message:
    """One sentence."""
    return Message(escape(text), [kit.section(inert(text))])


def help_page(command: str, who: str) -> Message:
    """What the bot can do, by example."""
    parts = words.help_text(command, who)
    text = "\n\n".join("\n".join([head, *(f"- {line}" for line in lines)]) for head, lines in parts)
    made = [
        kit.section("\n".join([f"*{head}*", *(f"\u2022 {inert(line)}" for line in lines)]))
        for head, lines in parts
    ]
    return Message(escape(text), made)


def home(command: str, who: str, missing_scopes: Sequence[str] = ()) -> Block:
    """The App Home view."""
    made: list[Block] = [{"type": "header", "text": kit.plain("Before you bill 97530, ask", 150)}]
    if missing_scopes:
        made.append(kit.section(
            "*This installation lacks rights:* " + inert(", ".join(missing_scopes))
            + ". Please reinstall the app."
        ))  # fmt: skip
    return {"type": "home", "blocks": [*made, *help_page(command, who).blocks]}


def profile_page(
    values: Mapping[str, str], options: Options, changed: str, said: str, *, editable: bool
) -> Message:
    """A channel's profile: what was done, what holds, who changed it last."""
    lines = [
        f"{LABELS[name]}: {dict(options[name]).get(value, value)}" for name, value in values.items()
    ]
    held = [words.PROFILE_HOLDS, *lines] if lines else [words.PROFILE_NONE]
    parts = [part for part in (said, *held, changed) if part]
    # Slack shows a member by name; the text that screen readers and exports get has the id.
    shown = _MEMBER.sub(r"<@\1>", inert("\n".join(parts)))
    made = [kit.section(shown)]
    if editable:
        made.append(kit.actions("profile", [kit.button("profile_edit", "Change", "profile")]))
    return Message(escape("\n".join(parts)), made)


def context_modal(
    callback: str, private: str, options: Options, chosen: Mapping[str, str], title: str
) -> Block:
    """Select menus for payer, setting, discipline and state. `private` comes back on submit."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": private,
        "title": kit.plain(title, 24),
        "submit": kit.plain("Save", 24),
        "close": kit.plain("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": name,
                "optional": True,
                "label": kit.plain(label, 2000),
                "element": kit.select(name, options[name], chosen.get(name, ""), "Not set"),
            }
            for name, label in LABELS.items()
        ],
    }
