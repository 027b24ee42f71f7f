"""Everything else. What nobody answers gets a 404, and over the socket no acknowledgment at all,
so that Slack delivers it again and again; here it is acknowledged."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import words
from bot.slack.parts import Parts
from bot.slack.render.escape import escape

_ANY = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, parts: Parts) -> None:
    """Registered last."""

    async def command(ack: AsyncAck) -> None:
        await ack(escape(words.ANOTHER_COMMAND.format(command=parts.settings.bot_command)))

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app.command(_ANY)(command)
    app.event(_ANY)(nothing)
    for kind in (app.action, app.options, app.shortcut, app.view, app.view_closed):
        kind(_ANY)(nothing)
