"""What was asked (as figures, with words only if the operator wants), and how people liked it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import feedback, questions
from bot.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Asked:
    """One answered question. `text` is redacted, and None unless storing is turned on."""

    id: str
    surface: str
    team: str
    channel: str
    text: str | None
    status: str
    kind: str
    entry: str | None
    confidence: float
    latency_ms: float
    identifiers: bool
    library: str


class Questions:
    """Rows of tables questions and feedback."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float]) -> None:
        self._engine, self._clock = engine, clock

    async def add(self, asked: Asked) -> None:
        """Keep one question; the same id again replaces it (an answer in place)."""
        values = asdict(asked)
        key = {"id": values.pop("id")}
        async with self._engine.begin() as connection:
            await connection.execute(
                upsert(connection, questions, key, values | {"asked": self._clock()})
            )

    async def rate(self, question: str, who: str, value: str) -> None:
        """Keep a person's feedback on an answer; the last one counts."""
        key = {"question": question, "who": who}
        async with self._engine.begin() as connection:
            await connection.execute(
                upsert(connection, feedback, key, {"value": value, "given": self._clock()})
            )

    async def ratings(self, question: str) -> dict[str, str]:
        """Feedback by person."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(feedback).filter_by(question=question))
            return {row.who: row.value for row in rows}

    async def get(self, question: str) -> Asked | None:
        """One question by its id."""
        async with self._engine.connect() as connection:
            found = await connection.execute(select(questions).filter_by(id=question))
            row = found.mappings().first()
        if row is None:
            return None
        return Asked(**{name: row[name] for name in Asked.__dataclass_fields__})

    async def gaps(self, since: float) -> list[tuple[str, int]]:
        """Redacted texts without an answer since a time, most frequent first."""
        count = func.count()
        query = (
            select(questions.c.text, count)
            .where(
                questions.c.status != "answered",
                questions.c.text.is_not(None),
                questions.c.asked >= since,
            )
            .group_by(questions.c.text)
            .order_by(count.desc(), questions.c.text)
        )
        async with self._engine.connect() as connection:
            return [(str(text), int(n)) for text, n in await connection.execute(query)]
