"""The web side: Slack's requests, OAuth, health, metrics."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt.adapter.starlette.async_handler import (
    AsyncSlackRequestHandler,
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.guard import Refused, read
from bot.slack.manifest import EVENTS, OAUTH_CALLBACK, OAUTH_INSTALL
from bot.slack.parts import Parts
from bot.store.errors import StoreError

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
Ready = Callable[[], Awaitable[dict[str, bool]]]


def web(app: AsyncApp, parts: Parts, lifespan: Lifespan, ready: Ready, *, slack: bool) -> Starlette:
    """The web application. `slack` False: health and metrics only (Socket Mode)."""

    async def events(request: Request) -> Response:
        try:
            body = await read(request)
            bolt = _parsed(request, body)
        except Refused as refused:
            parts.metrics.refused.labels(refused.why).inc()
            return PlainTextResponse("", status_code=refused.status)
        return to_starlette_response(await app.async_dispatch(bolt))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        found = await ready()
        return JSONResponse(found, status_code=200 if all(found.values()) else 503)

    async def metrics(_: Request) -> Response:
        return Response(parts.metrics.page(), media_type=CONTENT_TYPE_LATEST)

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]
    if slack:
        routes.append(Route(EVENTS, events, methods=["POST"]))
    if slack and app.oauth_flow is not None:
        oauth = AsyncSlackRequestHandler(app)
        routes += [Route(path, oauth.handle) for path in (OAUTH_INSTALL, OAUTH_CALLBACK)]
    return Starlette(routes=routes, lifespan=lifespan)


def _parsed(request: Request, body: bytes) -> Any:
    """Bolt's request. A body that is neither JSON nor a form is refused, not a server error."""
    try:
        return to_async_bolt_request(request, body)
    except (json.JSONDecodeError, ValueError, AttributeError, KeyError, TypeError):
        raise Refused(400, "body") from None


async def store_ready(parts: Parts) -> bool:
    """The store can be read and written."""
    try:
        await parts.store.check()
    except StoreError:
        return False
    return True
