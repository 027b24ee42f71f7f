"""Buttons: a choice, another context, sharing, feedback, editing a profile."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.slack import words
from bot.slack.apology import careful
from bot.slack.change import Spot, answer_in_place
from bot.slack.parts import Parts
from bot.slack.place import of_action
from bot.slack.render.escape import escape
from bot.slack.render.pages import context_modal
from bot.slack.render.reply import render
from bot.slack.ticket import Ticket

Body = dict[str, Any]


def register(app: AsyncApp, parts: Parts) -> None:
    """One listener for each button."""
    who = parts.settings.bot_who_to_ask

    async def choice(
        ack: AsyncAck, body: Body, action: Body, client: Any, respond: AsyncRespond
    ) -> None:
        await ack()
        ticket, place = Ticket.from_value(action["value"]), of_action(body)
        if ticket is None:
            await _whisper(respond, words.STALE)
            return
        await answer_in_place(parts.answers, client, Spot.of(body, place), ticket)

    async def change(
        ack: AsyncAck, body: Body, action: Body, client: Any, respond: AsyncRespond
    ) -> None:
        await ack()
        ticket, place = Ticket.from_value(action["value"]), of_action(body)
        if ticket is None:
            await _whisper(respond, words.STALE)
            return
        known = ticket.context().over(await parts.answers.known(place))
        chosen = {name: known.get(name) or "" for name in parts.profiles.options()}
        private = Spot.of(body, place).with_ticket(ticket)
        modal = context_modal(
            "context", private, parts.profiles.options(), chosen, "For this answer"
        )
        await client.views_open(trigger_id=body["trigger_id"], view=modal)

    async def share(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        await ack()
        ticket, place = Ticket.from_value(action["value"]), of_action(body)
        if ticket is None:
            await _whisper(respond, words.STALE)
            return
        made = await parts.answers.again(place, ticket, "share")
        message = render(made.reply, made.id, buttons=False)
        by = words.SHARED.format(user=place.user)
        blocks = [
            {"type": "context", "elements": [{"type": "mrkdwn", "text": by}]},
            *message.blocks,
        ]
        await respond(
            text=f"{message.text}\n\n{by}", blocks=blocks, response_type="in_channel",
            replace_original=False, unfurl_links=False, unfurl_media=False,
        )  # fmt: skip

    async def feedback(ack: AsyncAck, body: Body, action: Body, respond: AsyncRespond) -> None:
        await ack()
        value = action["action_id"].removeprefix("feedback_")
        await parts.store.questions.rate(action["value"][:16], of_action(body).user, value)
        parts.metrics.feedback.labels(value).inc()
        await _whisper(
            respond, words.THANKS if value == "good" else words.THANKS_BAD.format(who=who)
        )

    async def edit(ack: AsyncAck, body: Body, client: Any, respond: AsyncRespond) -> None:
        await ack()
        place = of_action(body)
        if not await parts.profiles.may_edit(place, client):
            await _whisper(respond, parts.profiles.refusal())
            return
        private = Spot.of(body, place).with_ticket(Ticket("", ""))
        values = await parts.profiles.values(place)
        modal = context_modal("profile", private, parts.profiles.options(), values, "This channel")
        await client.views_open(trigger_id=body["trigger_id"], view=modal)

    for name, listener in (
        (re.compile(r"^choice_\d$"), choice),
        ("context_change", change),
        ("share", share),
        (re.compile("^feedback_(good|bad)$"), feedback),
        ("profile_edit", edit),
    ):
        app.action(name)(careful(parts, listener))


async def _whisper(respond: AsyncRespond, text: str) -> None:
    """Said to the one who pressed, beside the message."""
    await respond(text=escape(text), response_type="ephemeral", replace_original=False)
