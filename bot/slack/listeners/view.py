"""Submitted modals: another context for one answer, or a channel's profile."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack.apology import careful
from bot.slack.change import Spot, answer_in_place, replace
from bot.slack.parts import Parts
from bot.slack.render.reply import Message

Body = dict[str, Any]


def register(app: AsyncApp, parts: Parts) -> None:
    """The two modals."""

    async def context(ack: AsyncAck, view: Body, client: Any) -> None:
        await ack()
        spot, ticket = Spot.from_private(view["private_metadata"])
        if ticket is not None:
            ticket = changed(ticket, said=picked(view))
            await answer_in_place(parts.answers, client, spot, ticket)

    async def profile(ack: AsyncAck, body: Body, view: Body, client: Any) -> None:
        spot, _ = Spot.from_private(view["private_metadata"])
        place = changed(spot.place, user=body["user"]["id"])
        if not await parts.profiles.may_edit(place, client):
            await ack(response_action="errors", errors={"payer": parts.profiles.refusal()})
            return
        await ack()
        await replace(client, spot, await parts.profiles.save(place, picked(view)))

    app.view("context")(careful(parts, context, tell_viewer))
    app.view("profile")(careful(parts, profile, tell_viewer))


async def tell_viewer(given: Body, text: str) -> None:
    """A modal has no response URL of its own: speak where its button was pressed."""
    spot, _ = Spot.from_private(given["view"]["private_metadata"])
    if spot.response_url:
        await replace(given["client"], spot, Message(text, []))
        return
    await given["client"].chat_postEphemeral(
        channel=spot.place.channel, user=spot.place.user, text=text
    )


def picked(view: Body) -> dict[str, str]:
    """Field -> id of every menu in which something is chosen."""
    values = view["state"]["values"]
    found = {name: block[name].get("selected_option") for name, block in values.items()}
    return {name: option["value"] for name, option in found.items() if option}
