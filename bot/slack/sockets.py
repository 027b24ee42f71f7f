"""Socket Mode: the connection, and a watchdog over it.

The SDK's client has been seen to die in silence (slackapi/bolt-python#1529, #445, #417): so its
state is looked at from outside, shown by /readyz, and a dead connection is made anew.
"""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.settings import Settings
from bot.slack.clients import make_client
from bot.slack.metrics import Metrics

log = logging.getLogger(__name__)
WATCH_SECONDS = 15.0


class Socket:
    """One Socket Mode connection."""

    def __init__(
        self, app: AsyncApp, settings: Settings, metrics: Metrics, *, watch: float = WATCH_SECONDS
    ) -> None:
        self._metrics, self._watch = metrics, watch
        self._handler = AsyncSocketModeHandler(
            app,
            settings.slack_app_token.get_secret_value(),
            logger=logging.getLogger("slack_bolt.Socket"),
            web_client=make_client(settings),
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and keep connected, in the background: Slack may be unreachable for a while."""
        self._task = asyncio.create_task(self._keep())

    async def connected(self) -> bool:
        """The connection is up and its pings are answered."""
        up = bool(await self._handler.client.is_connected())
        self._metrics.connected.set(up)
        return up

    async def close(self) -> None:
        """Leave in good order, so that Slack sends nothing more down this connection."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _keep(self) -> None:
        await self._handler.connect_async()  # type: ignore[no-untyped-call]
        while True:
            await asyncio.sleep(self._watch)
            try:
                if not await self.connected():
                    log.warning("the socket is down: connecting again")
                    self._metrics.errors.labels("socket").inc()
                    await self._handler.client.connect_to_new_endpoint(force=True)
            except Exception:
                log.exception("the socket could not be connected again")
