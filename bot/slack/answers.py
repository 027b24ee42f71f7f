"""Between Slack and the desk: what is known at this place goes in, what is learned is kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from bot.guidance.reply import Memory, Reply
from bot.privacy import redact
from bot.question.context import FIELDS, NOWHERE, Context, Origin, Value
from bot.settings import Settings
from bot.slack.metrics import Metrics
from bot.slack.place import Place
from bot.slack.ticket import Ticket
from bot.store.questions import Asked
from bot.store.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")


class _Library(Protocol):
    version: str

    def choices(self, field: str) -> list[tuple[str, str]]:
        """(id, name) pairs of a table, for select menus."""


class AnyDesk(Protocol):
    """What the Slack side needs of the desk."""

    @property
    def library(self) -> _Library:
        """The knowledge in use."""

    def ask(
        self,
        text: str,
        *,
        today: date,
        known: Context = NOWHERE,
        memory: Memory | None = None,
        entry: str | None = None,
    ) -> Reply:
        """Answer a text."""

    def context_from_words(self, text: str) -> tuple[Context, Sequence[str]]:
        """Context named in words, and the words that name none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply and its id."""

    id: str
    reply: Reply


class Answers:
    """Answers questions asked in Slack."""

    def __init__(
        self,
        desk: AnyDesk,
        store: Store,
        settings: Settings,
        metrics: Metrics,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.desk, self.store, self.settings, self.metrics = desk, store, settings, metrics
        self._today = today
        defaults = {name: getattr(settings, f"bot_default_{name}") for name in FIELDS}
        self._workspace = as_context(defaults, "workspace")

    async def ask(self, place: Place, text: str, surface: str, kinds: Sequence[str] = ()) -> Answer:
        """Answer what a person wrote. `kinds`: patient data already taken out of `text`."""
        found = redact(text)
        memory = await self._memory(place)
        started = time.perf_counter()
        reply = self.desk.ask(
            found.text, today=self._today(), known=await self.known(place), memory=memory
        )
        kinds = sorted({*kinds, *found.kinds, *reply.phi})
        answer = Answer(uuid4().hex[:12], replace(reply, phi=tuple(kinds)))
        await self._keep(place, answer, surface, time.perf_counter() - started)
        return answer

    async def again(self, place: Place, ticket: Ticket, surface: str) -> Answer:
        """Answer a pressed button: the same question with a choice taken. It keeps its id."""
        started = time.perf_counter()
        known = ticket.context().over(await self.known(place))
        reply = self.desk.ask(ticket.question, today=self._today(), known=known, entry=ticket.entry)
        answer = Answer(ticket.answer, reply)
        await self._keep(place, answer, surface, time.perf_counter() - started)
        return answer

    async def known(self, place: Place) -> Context:
        """The channel's profile over the workspace's defaults."""
        values = await self._or_none("profile", self.store.profiles.get(place.team, place.channel))
        return as_context(values or {}, "channel").over(self._workspace)

    async def remembers(self, place: Place) -> bool:
        """There is a conversation going on in this thread."""
        return await self._memory(place) is not None

    async def _memory(self, place: Place) -> Memory | None:
        data = await self._or_none(
            "memory", self.store.threads.get(place.team, place.channel, place.thread)
        )
        return Memory.from_dict(data) if data else None

    async def _keep(self, place: Place, answer: Answer, surface: str, seconds: float) -> None:
        reply, settings = answer.reply, self.settings
        self.metrics.answers.labels(surface, reply.status).inc()
        self.metrics.latency.observe(seconds)
        log.info("answer %s: %s %s in %.1f ms", answer.id, surface, reply.status, seconds * 1000)
        asked = Asked(
            id=answer.id,
            surface=surface,
            team=place.team,
            channel=place.channel,
            text=redact(reply.question).text if settings.bot_store_questions else None,
            status=reply.status,
            kind=reply.kind,
            entry=reply.entry,
            confidence=reply.confidence,
            latency_ms=seconds * 1000,
            identifiers=bool(reply.phi),
            library=self.desk.library.version,
        )
        await self._or_none("question", self.store.questions.add(asked))
        memory = reply.memory
        if memory != Memory():
            kept = replace(memory, asked=redact(memory.asked).text).to_dict()
            await self._or_none("memory", self.store.threads.put(
                place.team, place.channel, place.thread, kept, settings.bot_memory_minutes
            ))  # fmt: skip

    async def _or_none(self, what: str, work: Awaitable[T]) -> T | None:
        """A store that is down costs memory and figures, never the answer."""
        try:
            return await work
        except (SQLAlchemyError, OSError):
            self.metrics.errors.labels(f"store-{what}").inc()
            log.exception("the store did not give or take a %s", what)
            return None


def as_context(values: dict[str, str], origin: Origin) -> Context:
    """Ids by field as a context of one origin."""
    found: dict[str, Any] = {n: Value(values[n], origin) for n in FIELDS if values.get(n)}
    return Context(**found)
