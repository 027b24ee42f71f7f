"""Socket Mode, against a fake socket server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.desk import Desk
from bot.settings import Settings
from tests.scenarios import payloads
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running
from tests.scenarios.test_questions import QUESTION

Node = dict[str, Any]


@pytest.fixture
async def live(fake: FakeSlack, desk: Desk, settings: Settings) -> AsyncIterator[Live]:
    async with running(fake, desk, settings, "socket", poll=0.05, watch=0.05) as bot:
        await fake.until(lambda: fake.connections)
        yield bot


def envelope(kind: str, body: Node, number: str = "e1", **more: Any) -> Node:
    return {"type": kind, "envelope_id": number, "payload": body,
            "accepts_response_payload": True, **more}  # fmt: skip


async def test_the_token_of_the_socket_opens_it_at_the_configured_address(live: Live) -> None:
    opened = [data for name, data in live.fake.calls if name == "apps.connections.open"]
    assert len(opened) == 1


async def test_a_mention_is_acknowledged_and_answered(live: Live) -> None:
    await live.fake.send(envelope("events_api", payloads.mention(QUESTION)))
    await live.fake.until(lambda: live.fake.acks and live.fake.messages["C1"])
    assert live.fake.acks[0]["envelope_id"] == "e1"


async def test_a_command_is_answered_in_the_acknowledgment(live: Live) -> None:
    await live.fake.send(envelope("slash_commands", payloads.command(QUESTION, live.hook())))
    await live.fake.until(lambda: live.fake.acks)
    assert "Sources:" in live.fake.acks[0]["payload"]["text"]
    assert live.fake.acks[0]["payload"]["response_type"] == "ephemeral"


async def test_a_button_is_answered(live: Live) -> None:
    button = {"type": "button", "action_id": "feedback_good", "value": "abc"}
    await live.fake.send(envelope("interactive", payloads.pressed(button, live.hook())))
    await live.fake.until(lambda: live.fake.acks and live.fake.hooks)
    assert await live.store.questions.ratings("abc") == {"U1": "good"}


@pytest.mark.parametrize(
    "body",
    [
        payloads.event({"type": "unheard_of"}),
        payloads.event({"type": "message", "subtype": "message_changed", "channel": "C1"}),
        {"type": "view_closed", "view": {"callback_id": "x"}, "user": {"id": "U1"}},
    ],
)
async def test_what_is_not_for_us_is_acknowledged_all_the_same(live: Live, body: Node) -> None:
    await live.fake.send(envelope("events_api", body))
    await live.fake.until(lambda: live.fake.acks)


async def test_a_redelivered_envelope_is_answered_once(live: Live) -> None:
    body = payloads.mention(QUESTION)
    for number in range(3):
        await live.fake.send(envelope("events_api", body, f"e{number}", retry_attempt=number))
    await live.fake.until(lambda: len(live.fake.acks) == 3)
    await live.idle()
    assert len(live.fake.messages["C1"]) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_when_slack_asks_the_connection_is_made_anew(live: Live, reason: str) -> None:
    await live.fake.send({"type": "disconnect", "reason": reason})
    await live.fake.until(lambda: live.fake.opened == 2 and live.fake.connections)
    await live.fake.send(envelope("slash_commands", payloads.command("help", live.hook())))
    await live.fake.until(lambda: live.fake.acks)


async def test_a_connection_that_died_is_made_anew(live: Live) -> None:
    await live.fake.hang_up()
    await live.fake.until(lambda: live.fake.opened >= 2 and live.fake.connections)
    await live.fake.send(envelope("slash_commands", payloads.command("help", live.hook())))
    await live.fake.until(lambda: live.fake.acks)


async def test_readiness_tells_of_the_socket(live: Live) -> None:
    assert (await live.http.get("/readyz")).json()["socket"] is True
    assert (await live.http.post("/slack/events", content="{}")).status_code == 404


async def test_it_leaves_in_good_order(fake: FakeSlack, desk: Desk, settings: Settings) -> None:
    async with running(fake, desk, settings, "socket", poll=0.05, watch=0.05):
        await fake.until(lambda: fake.connections)
    await fake.until(lambda: fake.connections == 0)
