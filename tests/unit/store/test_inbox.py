"""The inbox hands every message to exactly one worker, and loses none."""

from __future__ import annotations

import asyncio

from bot.store.inbox import LEASE
from bot.store.store import Store
from tests.unit.store.conftest import Clock


async def _save(store: Store, event: str, ts: str = "") -> bool:
    return await store.inbox.save(event, "T1", "C1", ts or event, {"text": f"q {event}"})


async def test_an_event_is_kept_once(store: Store) -> None:
    assert await _save(store, "Ev1")
    assert not await _save(store, "Ev1")


async def test_a_message_is_kept_once_whatever_event_brings_it(store: Store) -> None:
    assert await _save(store, "Ev1", ts="1.0")
    assert not await _save(store, "Ev2", ts="1.0")


async def test_claim_answer_done(store: Store) -> None:
    await _save(store, "Ev1")
    row = await store.inbox.claim()
    assert row is not None
    assert (row.event_id, row.request, row.attempts, row.maybe_posted) == (
        "Ev1", {"text": "q Ev1"}, 1, False,
    )  # fmt: skip
    assert await store.inbox.claim() is None
    await store.inbox.done("Ev1", "2.0")
    assert await store.inbox.claim() is None
    assert await store.inbox.states() == {"done": 1}


async def test_a_dead_holder_loses_its_claim(store: Store, clock: Clock) -> None:
    await _save(store, "Ev1")
    await store.inbox.claim()
    clock.now += LEASE - 1
    assert await store.inbox.claim() is None
    clock.now += 2
    row = await store.inbox.claim()
    assert row is not None
    assert (row.attempts, row.maybe_posted) == (2, False)


async def test_a_holder_that_died_while_posting_is_marked(store: Store, clock: Clock) -> None:
    await _save(store, "Ev1")
    await store.inbox.claim()
    await store.inbox.posting("Ev1")
    clock.now += LEASE + 1
    row = await store.inbox.claim()
    assert row is not None
    assert row.maybe_posted
    clock.now += LEASE + 1
    again = await store.inbox.claim()
    assert again is not None
    assert again.maybe_posted


async def test_later_and_never(store: Store, clock: Clock) -> None:
    await _save(store, "Ev1")
    await store.inbox.claim()
    await store.inbox.later("Ev1", 5)
    assert await store.inbox.claim() is None
    clock.now += 5
    assert await store.inbox.claim() is not None
    await store.inbox.give_up("Ev1")
    clock.now += LEASE + 1
    assert await store.inbox.claim() is None
    assert await store.inbox.states() == {"failed": 1}


async def test_oldest_first(store: Store, clock: Clock) -> None:
    for name in ("Ev3", "Ev1", "Ev2"):
        await _save(store, name)
        clock.now += 1
    got = [await store.inbox.claim() for _ in range(3)]
    assert [row.event_id for row in got if row] == ["Ev3", "Ev1", "Ev2"]


async def test_many_workers_on_two_replicas_never_share_a_row(
    store: Store, url: str, clock: Clock
) -> None:
    other = await Store.open(url, clock)
    for n in range(30):
        await _save(store, f"Ev{n:02}")

    async def work(place: Store) -> list[str]:
        mine = []
        while row := await place.inbox.claim():
            mine.append(row.event_id)
        return mine

    taken = await asyncio.gather(*(work(s) for s in (store, other, store, other)))
    assert sorted(event for mine in taken for event in mine) == [f"Ev{n:02}" for n in range(30)]
    await other.close()
