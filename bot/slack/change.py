"""Answering in place: a message already in Slack gets a new answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.answers import Answers
from bot.slack.place import Place
from bot.slack.render.reply import Message, render
from bot.slack.ticket import Ticket

PRIVATE_LIMIT = 3000


@dataclass(frozen=True, slots=True)
class Spot:
    """The message to replace: by its ts, or by a response URL when only one person sees it."""

    place: Place
    ts: str
    response_url: str

    @classmethod
    def of(cls, body: dict[str, Any], place: Place) -> Spot:
        """The message a pressed button belongs to."""
        container = body.get("container", {})
        hidden = container.get("is_ephemeral") or not container.get("message_ts")
        url = body.get("response_url", "") if hidden else ""
        return cls(place, str(container.get("message_ts", "")), url)

    def with_ticket(self, ticket: Ticket) -> str:
        """JSON for a modal's private metadata; the question is cut when it is very long."""
        room = PRIVATE_LIMIT - 200 - len(self.response_url)
        data = {
            "p": self.place.to_dict(), "ts": self.ts, "u": self.response_url,
            "t": ticket.to_value(min(1500, room)),
        }  # fmt: skip
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_private(cls, private: str) -> tuple[Spot, Ticket | None]:
        """The inverse of `with_ticket`."""
        data = json.loads(private)
        return cls(Place(**data["p"]), data["ts"], data["u"]), Ticket.from_value(data["t"])


async def answer_in_place(answers: Answers, client: Any, spot: Spot, ticket: Ticket) -> None:
    """Ask again and put the answer where the old one stands."""
    surface = "command" if spot.response_url else "button"
    answer = await answers.again(spot.place, ticket, surface)
    await replace(client, spot, render(answer.reply, answer.id, share=bool(spot.response_url)))


async def replace(client: Any, spot: Spot, message: Message) -> None:
    """Put a message where another one stands."""
    if spot.response_url:
        await AsyncWebhookClient(spot.response_url).send(
            text=message.text, blocks=message.blocks or None, replace_original=True
        )
        return
    await client.chat_update(
        channel=spot.place.channel, ts=spot.ts, text=message.text, blocks=message.blocks
    )
