"""A listener failed: the log gets the incident, the person gets a sentence with its number."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import words
from bot.slack.parts import Parts
from bot.slack.render.escape import escape

log = logging.getLogger(__name__)
Listener = Callable[..., Awaitable[None]]
Tell = Callable[[dict[str, Any], str], Awaitable[None]]


def note_incident(parts: Parts, error: BaseException, place: str) -> str:
    """Log and count a failure. Returns what to say to the person (escaped)."""
    incident = uuid4().hex[:6]
    parts.metrics.errors.labels(place).inc()
    log.error("incident %s", incident, exc_info=error)
    return escape(words.apology(incident, parts.settings.bot_who_to_ask))


async def tell_presser(given: dict[str, Any], text: str) -> None:
    """Beside the message whose button was pressed, for the one who pressed it."""
    url = given["respond"].response_url if "respond" in given else ""
    if url:
        await given["respond"](text=text, response_type="ephemeral", replace_original=False)


def careful(parts: Parts, listener: Listener, tell: Tell = tell_presser) -> Listener:
    """A listener of buttons and modals that apologizes by itself.

    Bolt forgets the acknowledgment of a listener that fails right after it (the request then runs
    into its three seconds), so such a failure must not reach Bolt.
    """

    @functools.wraps(listener)
    async def run(**given: Any) -> None:
        try:
            await listener(**given)
        except Exception as error:
            text = note_incident(parts, error, "listener")
            await given["ack"]()
            await tell(given, text)

    return run


def on_error(parts: Parts) -> Any:
    """For `app.error`: commands, whose acknowledgment is the answer, and everything else."""

    async def failed(
        error: Exception, request: AsyncBoltRequest, response: BoltResponse | None
    ) -> BoltResponse | None:
        text = note_incident(parts, error, "listener")
        if response is None:
            return None
        if request.body.get("command"):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        return BoltResponse(status=500, body="")

    return failed
