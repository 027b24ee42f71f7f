"""Profiles with their change record, thread memory, questions and feedback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.profiles import Change
from bot.store.store import Store
from tests.unit.store.conftest import Clock
from tests.unit.store.test_store import ASKED


async def test_a_channel_without_profile_has_no_values(store: Store) -> None:
    assert await store.profiles.get("T1", "C1") == {}


async def test_profiles_are_replaced_and_cleared_and_changes_recorded(
    store: Store, clock: Clock
) -> None:
    start = clock.now
    await store.profiles.set("T1", "C1", {"payer": "humana", "state": "TX"}, "U1")
    clock.now += 60
    await store.profiles.set("T1", "C1", {"setting": "cah", "oddity": "x"}, "U2")
    assert await store.profiles.get("T1", "C1") == {"setting": "cah"}
    assert await store.profiles.get("T1", "C2") == {}
    assert await store.profiles.get("T2", "C1") == {}
    clock.now += 60
    await store.profiles.set("T1", "C1", {}, "U1")
    assert await store.profiles.get("T1", "C1") == {}
    assert await store.profiles.changes("T1", "C1") == [
        Change("U1", start + 120, {"setting": "cah"}, {}),
        Change("U2", start + 60, {"payer": "humana", "state": "TX"}, {"setting": "cah"}),
        Change("U1", start, {}, {"payer": "humana", "state": "TX"}),
    ]


async def test_memory_is_per_thread_and_ends(store: Store, clock: Clock) -> None:
    await store.threads.put("T1", "D1", "U1", {"entry": "one"}, 30)
    await store.threads.put("T1", "D1", "U1", {"entry": "two"}, 30)
    assert await store.threads.get("T1", "D1", "U1") == {"entry": "two"}
    assert await store.threads.get("T1", "D1", "U2") is None
    clock.now += 30 * 60
    assert await store.threads.get("T1", "D1", "U1") is None


async def test_memory_can_be_forgotten(store: Store) -> None:
    await store.threads.put("T1", "C1", "1.0", {"entry": "one"}, 30)
    await store.threads.forget("T1", "C1", "1.0")
    assert await store.threads.get("T1", "C1", "1.0") is None


async def test_the_last_feedback_of_a_person_counts(store: Store) -> None:
    await store.questions.rate("q1", "U1", "good")
    await store.questions.rate("q1", "U2", "good")
    await store.questions.rate("q1", "U1", "bad")
    assert await store.questions.ratings("q1") == {"U1": "bad", "U2": "good"}


async def test_questions_are_kept_and_replaced_by_id(store: Store) -> None:
    await store.questions.add(ASKED)
    await store.questions.add(replace(ASKED, status="clarify"))
    kept = await store.questions.get("q1")
    assert kept is not None
    assert kept.status == "clarify"
    assert kept.text is None
    assert kept.confidence == pytest.approx(0.9)


async def test_gaps_are_counted_from_kept_words_only(store: Store, clock: Clock) -> None:
    since = clock.now
    for number, (text, status) in enumerate(
        [("b", "no_match"), ("a", "no_match"), ("b", "clarify"), ("c", "answered"),
         (None, "no_match")]
    ):  # fmt: skip
        await store.questions.add(replace(ASKED, id=f"q{number}", text=text, status=status))
    assert await store.questions.gaps(since) == [("b", 2), ("a", 1)]
    assert await store.questions.gaps(since + 1) == []
