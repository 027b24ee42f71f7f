"""The real bot on a real port, talked to as Slack talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from bot.settings import Settings
from bot.slack.answers import AnyDesk
from bot.slack.serve import application
from bot.store.store import Store
from tests.scenarios import payloads
from tests.scenarios.fake_slack import FakeSlack

Node = dict[str, Any]


@dataclass
class Live:
    """A running bot and the fake Slack it talks to."""

    fake: FakeSlack
    store: Store
    http: httpx.AsyncClient
    settings: Settings
    hooks: int = field(default=0)

    def hook(self) -> str:
        """A fresh response URL."""
        self.hooks += 1
        return f"{self.fake.url}/hook/{self.hooks}"

    async def post(self, body: str | bytes, headers: dict[str, str]) -> httpx.Response:
        """A raw request to the events address."""
        return await self.http.post("/slack/events", content=body, headers=headers)

    async def event(self, body: Node, **headers: str) -> httpx.Response:
        """Deliver an event."""
        text, signed = payloads.as_json(body)
        return await self.post(text, signed | headers)

    async def ask_command(self, text: str, **more: str) -> Node:
        """Type a slash command; the answer in the acknowledgment."""
        body, headers = payloads.as_form(payloads.command(text, self.hook(), **more))
        response = await self.post(body, headers)
        assert response.status_code == 200
        return dict(response.json())

    async def ask(self, body: Node) -> Node:
        """Deliver a message and wait for the next posted answer."""
        channel = body["event"]["channel"]
        before = len(self.fake.messages[channel])
        assert (await self.event(body)).status_code == 200
        await self.fake.until(lambda: len(self.fake.messages[channel]) > before)
        return self.fake.messages[channel][-1]

    async def interact(self, body: Node) -> httpx.Response:
        """Deliver a button press or a submitted modal."""
        return await self.post(*payloads.as_form(body))

    async def press(self, button: Node, at: Node | None = None, user: str = "U1") -> Node:
        """Press a button of a message (None: of a reply only its asker sees) and wait for what
        comes of it: the updated message, or what went to the response URL."""
        fake, hooks, updates = self.fake, len(self.fake.hooks), self.fake.count("chat.update")
        response = await self.interact(payloads.pressed(button, self.hook(), at, user))
        assert response.status_code == 200
        await fake.until(lambda: len(fake.hooks) > hooks or fake.count("chat.update") > updates)
        if at is not None and fake.count("chat.update") > updates:
            return next(m for m in fake.messages[at["channel"]] if m["ts"] == at["ts"])
        return fake.hooks[-1]

    async def idle(self) -> None:
        """Wait until the inbox is worked off."""
        for _ in range(2000):
            states = await self.store.inbox.states()
            if not states.keys() - {"done", "failed"}:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"the inbox still holds {states}")


def settings_for(fake: FakeSlack, database: str, **more: str) -> Settings:
    """Settings of a bot that talks to the fake."""
    return Settings.read({
        "SLACK_BOT_TOKEN": "xoxb-1-test", "SLACK_SIGNING_SECRET": payloads.SECRET,
        "SLACK_APP_TOKEN": "xapp-1-test", "SLACK_API_URL": fake.api,
        "BOT_DATABASE_URL": database, **more,
    })  # fmt: skip


@asynccontextmanager
async def running(
    fake: FakeSlack, desk: AnyDesk, settings: Settings, mode: str = "http", **more: float
) -> AsyncIterator[Live]:
    """The bot under uvicorn on a free port of this machine."""
    store = await Store.open(settings.bot_database_url)
    web = await application(settings, desk, store, mode, **{"grace": 0.2, **more})
    server = uvicorn.Server(uvicorn.Config(web, port=0, log_config=None, access_log=False))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    loop = asyncio.create_task(server.main_loop())
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            yield Live(fake, store, http, settings)
    finally:
        server.should_exit = True
        await loop
        await server.shutdown()
        await store.close()
