"""The hazards of Slack's libraries and of Slack itself, one test or more for each.

The numbers are those of the list of measured hazards the Slack side was designed from.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.desk import Desk
from bot.guidance.reply import Reply
from bot.privacy.logs import guard_logs
from bot.settings import Settings
from bot.slack.worker import METADATA
from bot.store.inbox import LEASE
from tests.scenarios import payloads
from tests.scenarios.fake_slack import FakeSlack
from tests.scenarios.live import Live, running
from tests.scenarios.test_questions import QUESTION

CANARY = "canary-Quimbleton-7781200"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything any handler gets to see, at the lowest level."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = logging.getLogRecordFactory(), root.level
    handler = logging.StreamHandler(stream)
    guard_logs()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    logging.setLogRecordFactory(before)


class BrokenDesk:
    """A desk that fails for one word."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def ask(self, text: str, **more: Any) -> Reply:
        if "explode" in text:
            raise RuntimeError(CANARY)
        return self._desk.ask(text, **more)


@pytest.fixture
async def broken(fake: FakeSlack, desk: Desk, settings: Settings) -> AsyncIterator[Live]:
    async with running(fake, BrokenDesk(desk), settings, poll=0.05) as bot:
        yield bot


async def test_1_no_log_handler_ever_sees_what_was_asked(live: Live, logged: io.StringIO) -> None:
    text = f"{CANARY} 97530?"
    await live.ask(payloads.mention(text))
    await live.ask_command(text)
    body, headers = payloads.as_json(payloads.mention(text))
    wrong = {**headers, "X-Slack-Signature": "v0=" + "0" * 64}
    assert (await live.post(body, wrong)).status_code == 401
    await live.event(payloads.event({"type": "unheard_of", "text": text}))
    await live.interact({"type": "block_suggestion", "value": text, "team": {"id": "T1"},
                         "user": {"id": "U1"}, "action_id": "x", "block_id": "y"})  # fmt: skip
    live.fake.plan("chat.postMessage", "invalid_blocks", "msg_too_long")
    await live.event(payloads.mention(text))
    await live.idle()
    seen = logged.getvalue()
    assert seen
    assert "canary" not in seen.lower()
    assert "Quimbleton" not in seen


async def test_1_nor_what_an_exception_says(broken: Live, logged: io.StringIO) -> None:
    await broken.ask_command(f"explode {CANARY}")
    await broken.ask(payloads.mention(f"explode {CANARY}"))
    assert "incident" in logged.getvalue()
    assert "canary" not in logged.getvalue()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Slack-Request-Timestamp": "yesterday"}, 401),
        ({"X-Slack-Request-Timestamp": "1e9"}, 401),
        ({"X-Slack-Signature": "v0=caf\u00e9".encode("latin-1").decode("latin-1")}, 401),
        ({"X-Slack-Signature": "v1=" + "0" * 64}, 401),
        ({"X-Slack-Signature": "v0=" + "0" * 64}, 401),
        ({"X-Slack-Signature": ""}, 401),
    ],
)
async def test_2_odd_headers_are_refused_not_an_error(
    live: Live, headers: dict[str, str], status: int
) -> None:
    body, good = payloads.as_json(payloads.mention(QUESTION))
    raw = [(k.encode(), v.encode("latin-1")) for k, v in {**good, **headers}.items()]
    response = await live.http.post("/slack/events", content=body, headers=raw)
    assert response.status_code == status


async def test_2_no_headers_at_all(live: Live) -> None:
    assert (await live.http.post("/slack/events", content="{}")).status_code == 401


async def test_2_an_old_request_is_a_replay(live: Live) -> None:
    body, headers = payloads.as_json(payloads.mention(QUESTION))
    old = payloads.signed(body, at=int(headers["X-Slack-Request-Timestamp"]) - 301)
    assert (await live.post(body, headers | old)).status_code == 401


async def test_2_a_huge_body_is_refused(live: Live) -> None:
    body = b"x" * (256 * 1024 + 1)
    assert (await live.post(body, payloads.signed(body))).status_code == 413

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 1024

    response = await live.http.post("/slack/events", content=parts(), headers=payloads.signed(body))
    assert response.status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{not json", b"[1, 2]", b"payload=nothing"])
async def test_2_a_body_that_is_nothing_is_refused(live: Live, body: bytes) -> None:
    kind = "application/json" if body[:1] in b"{[\xff" else "application/x-www-form-urlencoded"
    response = await live.post(body, {"Content-Type": kind, **payloads.signed(body)})
    assert 400 <= response.status_code < 500


async def test_3_whatever_comes_is_acknowledged(live: Live) -> None:
    events: list[dict[str, Any]] = [
        {"type": "unheard_of"},
        {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1.1",
         "message": {"text": "x"}},
        {"type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "1.2"},
        {"type": "message", "subtype": "bot_message", "channel": "D1", "channel_type": "im",
         "bot_id": "B9", "text": QUESTION, "ts": "1.3"},
        {"type": "message", "channel": "D1", "channel_type": "im", "bot_id": "BBOT",
         "user": "UBOT", "text": QUESTION, "ts": "1.4"},
        {"type": "message", "channel": "D1", "channel_type": "im", "bot_id": "B9", "user": "U9",
         "text": QUESTION, "ts": "1.5"},
        {"type": "app_home_opened", "user": "U1", "tab": "messages", "channel": "D1"},
    ]  # fmt: skip
    for inner in events:
        assert (await live.event(payloads.event(inner))).status_code == 200
    button = {"type": "button", "action_id": "of_another_age", "value": "x"}
    assert (await live.interact(payloads.pressed(button, live.hook()))).status_code == 200
    for kind in ("view_closed", "view_submission", "shortcut", "message_action"):
        body = {"type": kind, "team": {"id": "T1"}, "user": {"id": "U1"}, "callback_id": "x",
                "trigger_id": "t", "view": {"callback_id": "x", "type": "modal"}}  # fmt: skip
        assert (await live.interact(body)).status_code == 200
    await live.idle()
    assert live.fake.count("chat.postMessage") == 0


async def test_3_url_verification(live: Live) -> None:
    text, headers = payloads.as_json({"type": "url_verification", "challenge": "abc", "token": "x"})
    response = await live.post(text, headers)
    assert response.json() == {"challenge": "abc"}


async def test_4_slow_posting_holds_up_no_command(live: Live) -> None:
    live.fake.plan("chat.postMessage", *["hang"] * 4)
    for _ in range(4):
        await live.event(payloads.mention(QUESTION))
    await live.fake.until(lambda: live.fake.count("chat.postMessage") == 4)
    answers = await asyncio.gather(*(live.ask_command(QUESTION) for _ in range(6)))
    assert all(answer["text"] for answer in answers)
    live.fake.hanging.set()


async def test_4_commands_are_answered_while_slacks_api_is_down(live: Live) -> None:
    live.fake.plan("auth.test", "hang", "500", "invalid_auth")
    for _ in range(3):
        assert (await live.ask_command(QUESTION))["text"]
    live.fake.hanging.set()


async def test_5_an_event_delivered_again_is_answered_once(live: Live) -> None:
    body = payloads.mention(QUESTION)
    await live.ask(body)
    for number in (1, 2, 3):
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        assert (await live.event(body, **retry)).status_code == 200
    await live.idle()
    assert len(live.fake.messages["C1"]) == 1


async def test_5_a_retry_whose_first_attempt_never_arrived_is_answered(live: Live) -> None:
    body = payloads.mention(QUESTION)
    await live.event(body, **{"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_error"})
    await live.fake.until(lambda: live.fake.messages["C1"])


class TestTwoEventsOfOneMessage:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_LISTEN_CHANNELS": "yes"}

    async def test_5_a_mention_also_seen_as_a_message_is_answered_once(self, live: Live) -> None:
        first = await live.ask(payloads.mention(QUESTION))
        again = payloads.mention("source?", thread_ts=first["thread_ts"])
        twin = {**again["event"], "type": "message", "channel_type": "channel"}
        await live.event(payloads.event(twin))
        await live.event(again)
        await live.idle()
        assert len(live.fake.messages["C1"]) == 2


async def test_6_a_line_dropped_after_posting_gives_no_second_post(live: Live) -> None:
    live.fake.scopes += ",channels:history"
    live.fake.plan("chat.postMessage", "drop")
    await live.event(payloads.mention(QUESTION))
    await live.fake.until(lambda: live.fake.count("conversations.replies"))
    await live.idle()
    assert len(live.fake.messages["C1"]) == 1
    assert await live.store.inbox.states() == {"done": 1}


async def test_6_the_same_in_a_direct_message(live: Live) -> None:
    live.fake.plan("chat.postMessage", "drop")
    await live.event(payloads.message(QUESTION))
    await live.fake.until(lambda: live.fake.count("conversations.history"))
    await live.idle()
    assert len(live.fake.messages["D1"]) == 1


async def test_6_where_slack_does_not_let_us_look_nothing_is_lost(live: Live) -> None:
    live.fake.plan("chat.postMessage", "drop")
    await live.event(payloads.mention(QUESTION))
    await live.fake.until(lambda: live.fake.count("chat.postMessage") == 2)
    await live.idle()
    assert await live.store.inbox.states() == {"done": 1}


async def test_6_a_rate_limit_is_waited_out(live: Live) -> None:
    live.fake.plan("chat.postMessage", "429")
    posted = await live.ask(payloads.mention(QUESTION))
    assert posted["text"]
    assert live.fake.count("chat.postMessage") == 2


async def test_6_a_server_error_is_tried_again_after_a_look(live: Live) -> None:
    live.fake.scopes += ",channels:history"
    live.fake.plan("chat.postMessage", "500")
    await live.ask(payloads.mention(QUESTION))
    assert live.fake.count("conversations.replies") == 1


async def test_6_a_refusal_is_not_repeated(live: Live) -> None:
    live.fake.plan("chat.postMessage", "is_archived")
    await live.event(payloads.mention(QUESTION))
    await live.idle()
    assert live.fake.count("chat.postMessage") == 1
    assert await live.store.inbox.states() == {"failed": 1}


async def test_7_a_person_gets_an_apology_with_a_number(broken: Live) -> None:
    answer = await broken.ask_command("explode please")
    assert "report the number" in answer["text"]
    assert "the billing lead" in answer["text"]
    posted = await broken.ask(payloads.mention("explode please"))
    assert "report the number" in posted["text"]
    assert "canary" not in posted["text"]


async def test_7_a_failed_button_apologizes_too(broken: Live) -> None:
    value = '{"a":"x","q":"explode","e":null,"c":{},"d":null}'
    button = {"type": "button", "action_id": "choice_0", "value": value}
    said = await broken.press(button)
    assert "report the number" in said["text"]


async def test_7_a_failed_modal_apologizes_too(live: Live) -> None:
    posted = dict(await live.ask(payloads.mention(QUESTION)))
    change = payloads.buttons(posted)["context_change"]
    await live.interact(payloads.pressed(change, live.hook(), posted))
    await live.fake.until(lambda: live.fake.views)
    live.fake.plan("chat.update", "message_not_found")
    await live.interact(payloads.submitted(live.fake.views[-1][1], {"payer": "humana"}))
    await live.fake.until(lambda: live.fake.hooks)
    assert "report the number" in live.fake.hooks[-1]["text"]


async def test_8_a_command_needs_no_further_request(live: Live) -> None:
    await live.ask_command("here")
    before = len(live.fake.calls)
    assert (await live.ask_command(QUESTION))["text"]
    assert len(live.fake.calls) == before
    assert live.fake.hooks == []


async def test_9_a_crash_before_posting_loses_nothing(
    fake: FakeSlack, desk: Desk, settings: Settings
) -> None:
    body = payloads.mention(QUESTION)
    fake.plan("chat.postMessage", "hang")
    async with running(fake, desk, settings, poll=0.05) as bot:
        await bot.event(body)
        await fake.until(lambda: fake.count("chat.postMessage"))
    assert fake.messages["C1"] == []
    async with running(fake, desk, settings, poll=0.05) as bot:
        bot.store.inbox._clock = lambda: bot.store.clock() + LEASE + 1
        await fake.until(lambda: fake.messages["C1"])
        await bot.idle()
        assert len(fake.messages["C1"]) == 1
    fake.hanging.set()


async def test_9_a_crash_after_posting_answers_nothing_twice(
    fake: FakeSlack, desk: Desk, settings: Settings
) -> None:
    fake.scopes += ",channels:history"
    body = payloads.mention(QUESTION)
    async with running(fake, desk, settings, poll=0.05) as bot:
        posted = await bot.ask(body)
        assert posted["metadata"] == {
            "event_type": METADATA, "event_payload": {"event_id": body["event_id"]}
        }  # fmt: skip
        await bot.idle()
        await bot.store.inbox._set(  # as if the process had died before saying "done"
            body["event_id"], state="posting", due=0.0,
            request='{"place": {"team": "T1", "channel": "C1", "user": "U1", "thread": "x",'
            f' "reply_to": "{body["event"]["ts"]}"}}, "text": "x", "kinds": [],'
            ' "surface": "mention"}',
        )  # fmt: skip
        await fake.until(lambda: fake.count("conversations.replies"))
        await bot.idle()
    assert len(fake.messages["C1"]) == 1


async def test_9_what_cannot_be_saved_is_not_acknowledged(live: Live) -> None:
    async with live.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    body = payloads.mention(QUESTION)
    assert (await live.event(body)).status_code == 500
    async with live.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")
    assert (await live.ask(body))["text"]


async def test_9_a_message_that_always_fails_is_given_up(live: Live) -> None:
    live.fake.scopes += ",channels:history"
    live.fake.plan("chat.postMessage", *["500"] * 9)
    await live.event(payloads.mention(QUESTION))
    await live.fake.until(lambda: live.fake.count("chat.postMessage") == 5)
    await live.idle()
    assert await live.store.inbox.states() == {"failed": 1}


async def test_blocks_slack_refuses_are_sent_as_plain_text(live: Live) -> None:
    live.fake.plan("chat.postMessage", "invalid_blocks")
    posted = await live.ask(payloads.mention(QUESTION))
    assert "blocks" not in posted
    assert "Sources:" in posted["text"]


async def test_people_of_another_company_are_not_answered(live: Live) -> None:
    body = payloads.mention(QUESTION, team="T9", user_team="T9")
    body["is_ext_shared_channel"] = True
    posted = await live.ask(body)
    assert "only answer people of the workspace" in posted["text"]
    unknown = payloads.mention(QUESTION)
    del unknown["event"]["team"]
    unknown["is_ext_shared_channel"] = True
    assert "only answer people" in (await live.ask(unknown))["text"]
    ours = payloads.mention(QUESTION)
    ours["is_ext_shared_channel"] = True
    assert "Sources:" in (await live.ask(ours))["text"]


class TestAllowingOthers:
    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        return {"BOT_ALLOW_EXTERNAL": "yes"}

    async def test_unless_the_operator_allows_it(self, live: Live) -> None:
        body = payloads.mention(QUESTION, team="T9")
        body["is_ext_shared_channel"] = True
        assert "Sources:" in (await live.ask(body))["text"]


async def test_health_readiness_and_metrics(live: Live) -> None:
    assert (await live.http.get("/healthz")).text == "ok"
    assert (await live.http.get("/readyz")).json() == {"store": True, "knowledge": True}
    await live.ask_command(QUESTION)
    figures = (await live.http.get("/metrics")).text
    assert 'bot_answers_total{status="answered",surface="command"} 1.0' in figures
    async with live.store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE threads RENAME TO elsewhere")
    broken = await live.http.get("/readyz")
    assert broken.status_code == 503
    assert broken.json()["store"] is False
    assert (await live.ask_command(QUESTION))["text"]  # an answer needs no store
