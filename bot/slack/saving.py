"""Into the inbox *before* Slack is told "received".

Bolt acknowledges an event before its listener runs, so saving is a listener middleware: when the
store cannot take the event, Slack gets a 500 and delivers again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.response import BoltResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy import redact
from bot.settings import Settings
from bot.slack.metrics import Metrics
from bot.slack.place import clean, is_outsider, of_event, team_of
from bot.slack.worker import Worker
from bot.store.store import Store

log = logging.getLogger(__name__)
Next = Callable[[], Awaitable[BoltResponse]]


class Saving:
    """Puts questions into the inbox and wakes the worker."""

    def __init__(self, store: Store, settings: Settings, metrics: Metrics, worker: Worker) -> None:
        self._store, self._settings, self._metrics = store, settings, metrics
        self._worker = worker

    async def save(self, body: dict[str, Any], surface: str) -> BoltResponse | None:
        """Keep a question once. Returns what to tell Slack instead of "received", if anything.

        Only the redacted text is written. A second delivery, or the other event that Slack sends
        for the same message, is known by event id or by channel and ts.
        """
        place, event = of_event(body), body["event"]
        found = redact(clean(event.get("text", "")))
        request = {
            "place": place.to_dict(),
            "text": found.text,
            "kinds": list(found.kinds),
            "surface": surface,
            "say": "" if self._settings.bot_allow_external or not is_outsider(body) else "EXTERNAL",
        }
        if request["say"]:
            request |= {"text": "", "kinds": []}
        event_id = body.get("event_id") or f"{place.channel}:{event['ts']}"
        try:
            new = await self._store.inbox.save(
                event_id, team_of(body), place.channel, event["ts"], request
            )
        except (SQLAlchemyError, OSError):
            log.exception("event %s could not be saved", event_id)
            self._metrics.events.labels("not-saved").inc()
            return BoltResponse(status=500, body="")
        self._metrics.events.labels("saved" if new else "known").inc()
        self._worker.wake()
        return None
