"""Running the bot: HTTP or Socket Mode, until SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.privacy.logs import set_up_logging
from bot.settings import BadSettings, Settings
from bot.slack.answers import AnyDesk
from bot.slack.app import build
from bot.slack.http import store_ready, web
from bot.slack.parts import Parts
from bot.slack.sockets import Socket
from bot.store.store import Store

log = logging.getLogger(__name__)
PURGE_SECONDS = 3600.0
GRACE = 5
"""Seconds that running requests get at shutdown."""


def serve(
    settings: Settings,
    desk: AnyDesk,
    mode: str | None = None,
    host: str | None = None,
    port: int | None = None,
) -> None:
    """Run until SIGTERM or Ctrl-C. Arguments left out come from the settings.

    Raises `BadSettings` when the mode's tokens are missing, `StoreError` when the store cannot be
    used, and `OSError` when the port cannot be listened on.
    """
    set_up_logging(settings.bot_log_level)
    asyncio.run(run(settings, desk, mode, host, port))


async def run(
    settings: Settings,
    desk: AnyDesk,
    mode: str | None = None,
    host: str | None = None,
    port: int | None = None,
) -> None:
    """`serve` inside a running loop."""
    mode = mode or settings.bot_mode
    missing = settings.missing(mode)
    if missing:
        raise BadSettings([f"{name} is not set; {mode} mode needs it." for name in missing])
    listener = _listen(host or settings.bot_host, settings.bot_port if port is None else port)
    log.info("listening on %s port %d", *listener.getsockname()[:2])
    try:
        store = await Store.open(settings.bot_database_url)
    except BaseException:
        listener.close()
        raise
    server = _Server(uvicorn.Config(
        await application(settings, desk, store, mode),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    ))  # fmt: skip
    try:
        await server.serve(sockets=[listener])
    finally:
        await store.close()


def _listen(host: str, port: int) -> socket.socket:
    """The listening socket, opened here because uvicorn ends the process when it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


async def application(
    settings: Settings,
    desk: AnyDesk,
    store: Store,
    mode: str,
    *,
    poll: float = 5.0,
    grace: float = 3.0,
    watch: float = 15.0,
) -> Starlette:
    """The web application of a mode. Its lifespan runs the worker, the purge and the socket."""
    app, parts = build(settings, desk, store, poll=poll, grace=grace)
    link = Socket(app, settings, parts.metrics, watch=watch) if mode == "socket" else None

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        parts.worker.start()
        ending = asyncio.Event()
        purge = asyncio.create_task(_purge(parts, ending))
        if link:
            await link.start()
        log.info("ready in %s mode, knowledge %s", mode, desk.library.version)
        try:
            yield
        finally:
            if link:
                await link.close()
            ending.set()
            await purge
            await parts.worker.stop()
            log.info("stopped")

    async def ready() -> dict[str, bool]:
        found = {"store": await store_ready(parts), "knowledge": bool(desk.library.version)}
        if link:
            found["socket"] = await link.connected()
        return found

    return web(app, parts, lifespan, ready, slack=link is None)


async def _purge(parts: Parts, ending: asyncio.Event) -> None:
    """Obey the retention, now and every hour, until the end."""
    while not ending.is_set():
        try:
            gone = await parts.store.purge(parts.settings.bot_retention_days)
            log.info("purged %d old records", gone)
        except Exception:
            parts.metrics.errors.labels("purge").inc()
            log.exception("old records could not be purged")
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ending.wait(), PURGE_SECONDS)


class _Server(uvicorn.Server):
    """uvicorn raises a caught signal again at its end, which would kill us before the store is
    closed; here a signal only asks it to end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(sign, self._end)
        yield

    def _end(self) -> None:
        self.should_exit = True
