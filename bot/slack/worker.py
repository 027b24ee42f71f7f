"""Answers what is in the inbox. A crash at any point loses nothing and answers nothing twice."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import uuid4

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.slack import words
from bot.slack.answers import Answers
from bot.slack.clients import Clients, reason_of, status_of
from bot.slack.place import Place
from bot.slack.render.pages import help_page, note
from bot.slack.render.reply import Message, render
from bot.store.inbox import ATTEMPTS, Waiting

log = logging.getLogger(__name__)

METADATA = "bot97530_answer"
"""Event type of the message metadata by which a posted answer is found again."""
_BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_LOOK_AGAIN = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class Worker:
    """Takes rows from the inbox and posts their answers.

    Args:
        hands: rows worked on at once (a rate limit in one channel must not hold up others).
        poll: seconds between looks for rows that other replicas left behind.
        grace: seconds that `stop` gives to what is being worked on.
    """

    def __init__(
        self,
        answers: Answers,
        clients: Clients,
        *,
        hands: int = 4,
        poll: float = 5.0,
        grace: float = 3.0,
    ) -> None:
        self._answers, self._clients, self._poll = answers, clients, poll
        self._inbox, self._metrics = answers.store.inbox, answers.metrics
        self._hands, self._grace = hands, grace
        self._stopping = False
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to work, in tasks of the running loop."""
        self._tasks = [asyncio.create_task(self._work()) for _ in range(self._hands)]

    async def stop(self) -> None:
        """Finish what is at hand, take nothing new. What hangs is cut off after the grace: its
        row is handed out again when the lease ends."""
        self._stopping = True
        self._news.set()
        if self._tasks:
            _, hanging = await asyncio.wait(self._tasks, timeout=self._grace)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._news.set()

    async def _work(self) -> None:
        while not self._stopping:
            try:
                while not self._stopping and (row := await self._inbox.claim()):
                    await self.handle(row)
            except (SQLAlchemyError, OSError):
                self._metrics.errors.labels("store-inbox").inc()
                log.exception("the inbox cannot be read")
            try:
                await asyncio.wait_for(self._news.wait(), self._poll)
            except TimeoutError:
                continue
            self._news.clear()

    async def handle(self, row: Waiting) -> None:
        """Answer one row and mark what became of it."""
        if row.attempts > ATTEMPTS:
            await self._inbox.give_up(row.event_id)
            self._metrics.posts.labels("given-up").inc()
            return
        place = Place(**row.request["place"])
        client = await self._clients.posting(place.team, place.enterprise)
        if client is None:
            await self._inbox.give_up(row.event_id)
            return
        if row.maybe_posted:
            try:
                posted = await self._find(client, place, row)
            except _LOOK_AGAIN:
                await self._inbox.later(row.event_id, self._poll)
                return
            if posted:
                await self._inbox.done(row.event_id, posted)
                self._metrics.posts.labels("found").inc()
                return
        await self._post(client, place, row, await self._message(place, row))

    async def _message(self, place: Place, row: Waiting) -> Message:
        """The answer, or an apology with a number: a person is never left without a word."""
        request, who = row.request, self._answers.settings.bot_who_to_ask
        if request.get("say"):
            return note(getattr(words, request["say"]))
        if not request["text"].strip():
            return help_page(self._answers.settings.bot_command, who)
        try:
            answer = await self._answers.ask(
                place, request["text"], request["surface"], request["kinds"]
            )
            return render(answer.reply, answer.id)
        except Exception:
            incident = uuid4().hex[:6]
            self._metrics.errors.labels("answer").inc()
            log.exception("incident %s: event %s could not be answered", incident, row.event_id)
            return note(words.apology(incident, who))

    async def _post(self, client: Any, place: Place, row: Waiting, message: Message) -> None:
        await self._inbox.posting(row.event_id)
        try:
            posted = await self._send(client, place, row.event_id, message)
        except SlackApiError as error:
            await self._refused(row, error)
        except _LOOK_AGAIN as error:
            # it may stand there all the same: the row stays in `posting`, the next holder looks
            log.warning("event %s: posting broke off (%s)", row.event_id, type(error).__name__)
            self._metrics.posts.labels("broken-off").inc()
            await self._inbox.later(row.event_id, self._poll)
        else:
            await self._inbox.done(row.event_id, posted)
            self._metrics.posts.labels("posted").inc()

    async def _send(self, client: Any, place: Place, event_id: str, message: Message) -> str:
        call = {
            "channel": place.channel,
            "thread_ts": place.reply_to,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": METADATA, "event_payload": {"event_id": event_id}},
        }
        try:
            done = await client.chat_postMessage(
                text=message.text, blocks=message.blocks or None, **call
            )
        except SlackApiError as error:
            if reason_of(error) not in _BAD_BLOCKS or not message.blocks:
                raise
            self._metrics.errors.labels("blocks").inc()
            done = await client.chat_postMessage(text=message.text, **call)
        return str(done["ts"])

    async def _refused(self, row: Waiting, error: SlackApiError) -> None:
        """Slack said no, so nothing stands there: try later, or never."""
        status, why = status_of(error), reason_of(error)
        log.warning("event %s: Slack refused the post (%s %s)", row.event_id, status, why)
        if status == 429:
            wait = float(error.response.headers.get("Retry-After", 30))
            await self._inbox.release(row.event_id, wait)
            self._metrics.posts.labels("rate-limited").inc()
        elif status >= 500:
            await self._inbox.later(row.event_id, self._poll)
            self._metrics.posts.labels("broken-off").inc()
        else:
            await self._inbox.give_up(row.event_id)
            self._metrics.posts.labels("refused").inc()

    async def _find(self, client: Any, place: Place, row: Waiting) -> str | None:
        """The ts of our answer to this event, if it can be seen in Slack.

        Reading a channel needs an optional scope; where Slack does not let us look we post again,
        because a doubled answer harms less than a missing one.
        """
        try:
            if place.reply_to:
                page = await client.conversations_replies(
                    channel=place.channel,
                    ts=place.reply_to,
                    oldest=row.ts,
                    limit=100,
                    include_all_metadata=True,
                )
            else:
                page = await client.conversations_history(
                    channel=place.channel, oldest=row.ts, limit=100, include_all_metadata=True
                )
        except SlackApiError as error:
            why = reason_of(error)
            log.warning("event %s: Slack does not let us look (%s)", row.event_id, why)
            return None
        for message in page.get("messages") or []:
            metadata = message.get("metadata") or {}
            if (
                metadata.get("event_type") == METADATA
                and metadata.get("event_payload", {}).get("event_id") == row.event_id
            ):
                return str(message["ts"])
        return None
