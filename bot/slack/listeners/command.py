"""/cpt: answered inside the acknowledgment, seen by the asker alone."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import words
from bot.slack.parts import Parts
from bot.slack.place import clean, is_outsider, of_command
from bot.slack.render.pages import help_page, note
from bot.slack.render.reply import Message, render

CODE_ALIAS = re.compile(r"/(\d{5})")


def register(app: AsyncApp, parts: Parts) -> None:
    """The configured command, and code aliases such as /97530."""

    async def answer(body: dict[str, Any], client: Any) -> Message:
        text, settings = clean(body.get("text", "")), parts.settings
        alias = CODE_ALIAS.fullmatch(body.get("command", ""))
        text = f"{alias.group(1)} {text}".strip() if alias else text
        word, _, rest = text.partition(" ")
        if word.lower() in ("", "help", "?"):
            return help_page(settings.bot_command, settings.bot_who_to_ask)
        if word.lower() == "here" and not rest.strip().endswith("?"):
            return await parts.profiles.command(of_command(body), rest.strip(), client)
        made = await parts.answers.ask(of_command(body), text, "command")
        return render(made.reply, made.id, share=True)

    async def command(ack: AsyncAck, body: dict[str, Any], client: Any) -> None:
        outsider = is_outsider(body) and not parts.settings.bot_allow_external
        message = note(words.EXTERNAL) if outsider else await answer(body, client)
        await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    app.command(parts.settings.bot_command)(command)
    app.command(CODE_ALIAS)(command)
