"""A Slack to test against: a real HTTP and WebSocket server on this machine that checks payloads.

It keeps the messages of its channels, refuses what Slack would refuse, and can be told to answer
429 or 500, to hang, or to drop the line after it has accepted a message.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.scenarios.slack_rules import check_message, check_view

Node = dict[str, Any]
BOT_USER, BOT_ID, TEAM = "UBOT", "BBOT", "T1"
SCOPES = "app_mentions:read,assistant:write,chat:write,commands,im:history"
PATIENCE = 20.0


class FakeSlack:
    """Start with `async with`. Attributes hold what happened."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Node]] = []
        self.messages: dict[str, list[Node]] = defaultdict(list)
        self.hooks: list[Node] = []
        self.views: list[tuple[str, Node]] = []
        self.acks: list[Node] = []
        self.violations: list[str] = []
        self.scopes = SCOPES
        self.admins: set[str] = set()
        self.channels: set[str] = {"C1", "C2", "D1", "D2"}
        self.hanging = asyncio.Event()
        self._plans: dict[str, deque[str]] = defaultdict(deque)
        self._changed = asyncio.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._opened = 0
        self._ts = 1_800_000_000
        self.url = ""

    async def __aenter__(self) -> FakeSlack:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hook/{name}", self._hook)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hanging.set()
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """For SLACK_API_URL."""
        return f"{self.url}/api/"

    def plan(self, method: str, *what: str) -> None:
        """What to do with the next calls of a method: `429`, `500`, `hang`, `drop`, `ok` or an
        error code of Slack's. `drop` accepts the message and then cuts the line."""
        self._plans[method].extend(what)

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for a condition on what happened."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: bool(true())), PATIENCE)

    def count(self, method: str) -> int:
        """Calls of a method."""
        return sum(name == method for name, _ in self.calls)

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = await _payload(request)
        self.calls.append((method, data))
        plan = self._plans[method].popleft() if self._plans[method] else "ok"
        if plan == "hang":
            await self._note()
            await self.hanging.wait()
            return web.json_response({"ok": False, "error": "gave_up"})
        if plan == "429":
            await self._note()
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": "0"})
        if plan == "500":
            await self._note()
            return web.Response(status=500, text="down")
        if plan not in ("ok", "drop"):
            await self._note()
            return web.json_response({"ok": False, "error": plan})
        result = self._answer(method, data)
        await self._note()
        if plan == "drop" and request.transport is not None:
            request.transport.close()
            return web.Response(status=500)
        return web.json_response(result, headers={"x-oauth-scopes": self.scopes})

    def _answer(self, method: str, data: Node) -> Node:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        result: Node = handler(data)
        return result

    def _auth_test(self, _: Node) -> Node:
        return {"ok": True, "url": self.url, "team": "Clinic", "user": "desk", "team_id": TEAM,
                "user_id": BOT_USER, "bot_id": BOT_ID}  # fmt: skip

    def _chat_postMessage(self, data: Node) -> Node:  # noqa: N802 (Slack's name)
        if data.get("channel") not in self.channels:
            return {"ok": False, "error": "channel_not_found"}
        broken = check_message(data)
        if data.get("unfurl_links") not in (False, "0", "false") or data.get("link_names"):
            broken.append("unfurls")
        if broken:
            self.violations += broken
            return {"ok": False, "error": "invalid_blocks"}
        self._ts += 1
        message = {**data, "ts": f"{self._ts}.000100", "user": BOT_USER, "bot_id": BOT_ID}
        self.messages[data["channel"]].append(message)
        return {"ok": True, "channel": data["channel"], "ts": message["ts"], "message": message}

    def _chat_update(self, data: Node) -> Node:
        broken = check_message(data)
        self.violations += broken
        for message in self.messages.get(data.get("channel", ""), []):
            if message["ts"] == data.get("ts") and not broken:
                message.update(data)
                return {"ok": True, "ts": message["ts"]}
        return {"ok": False, "error": "invalid_blocks" if broken else "message_not_found"}

    def _chat_postEphemeral(self, data: Node) -> Node:  # noqa: N802 (Slack's name)
        self.violations += check_message(data)
        self.hooks.append({"hook": "", **data})
        return {"ok": True, "message_ts": "1.0"}

    def _views_open(self, data: Node) -> Node:
        broken = check_view(data["view"])
        self.violations += broken
        if not data.get("trigger_id"):
            return {"ok": False, "error": "invalid_trigger_id"}
        self.views.append(("open", data["view"]))
        return {"ok": not broken, "error": "invalid_arguments", "view": data["view"]}

    def _views_publish(self, data: Node) -> Node:
        broken = check_view(data["view"])
        self.violations += broken
        self.views.append((data["user_id"], data["view"]))
        return {"ok": not broken, "error": "invalid_arguments", "view": data["view"]}

    def _conversations_replies(self, data: Node) -> Node:
        if "channels:history" not in self.scopes:
            return {"ok": False, "error": "missing_scope"}
        found = [m for m in self.messages[data["channel"]] if m.get("thread_ts") == data["ts"]]
        return {"ok": True, "messages": found}

    def _conversations_history(self, data: Node) -> Node:
        return {"ok": True, "messages": list(self.messages[data["channel"]])}

    def _users_info(self, data: Node) -> Node:
        return {"ok": True, "user": {"id": data["user"], "is_admin": data["user"] in self.admins}}

    def _apps_connections_open(self, _: Node) -> Node:
        self._opened += 1
        return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/socket?n={self._opened}"}

    async def _hook(self, request: web.Request) -> web.Response:
        data = await _payload(request)
        if data.get("text") or data.get("blocks"):
            self.violations += check_message(data)
        self.hooks.append({"hook": request.match_info["name"], **data})
        await self._note()
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self._sockets)})
        await self._note()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.acks.append(json.loads(message.data))
                await self._note()
        self._sockets.remove(socket)
        await self._note()
        return socket

    @property
    def connections(self) -> int:
        """Open sockets."""
        return len(self._sockets)

    @property
    def opened(self) -> int:
        """Socket addresses given out so far."""
        return self._opened

    async def send(self, envelope: Node) -> None:
        """Send an envelope down the newest socket."""
        await self._sockets[-1].send_json(envelope)

    async def hang_up(self) -> None:
        """Close every socket without a word."""
        for socket in list(self._sockets):
            await socket.close()


async def _payload(request: web.Request) -> Node:
    if request.content_type == "application/json":
        data: Node = await request.json()
    else:
        data = dict(await request.post()) | dict(request.query)
    for key in ("blocks", "view", "metadata"):
        if isinstance(data.get(key), str):
            data[key] = json.loads(data[key])
    return data
