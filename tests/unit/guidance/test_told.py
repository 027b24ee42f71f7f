"""People ask in the words of the answer; and a count is no answer to what was described."""

from __future__ import annotations

from datetime import date

from bot.desk import Desk
from bot.phrases import entry_of, told


def test_every_answer_is_told_and_no_placeholder_is(desk: Desk) -> None:
    texts = dict(told(desk.library))
    plain = [key for key in desk.library.entry_ids if not desk.library.entry(key).each]
    assert set(plain) <= set(texts)
    assert not any("{" in text or "}" in text for text in texts.values())
    assert {entry_of(key) for key in texts} == set(plain)


def test_what_was_described_is_not_simply_counted(desk: Desk) -> None:
    """Fifteen minutes of talk billed as 97530 must not get "1 unit: 97530"."""
    text = "went over his x-ray results, pathology and pain handouts for 15 min while he sat. one unit of TA?"
    reply = desk.ask(text, today=date(2026, 11, 28))
    assert reply.kind != "units"
    assert "97530 × 1" not in reply.lead


def test_minutes_with_little_beside_them_are_counted(desk: Desk) -> None:
    reply = desk.ask("23 minutes of ther act today, how many units", today=date(2026, 11, 28))
    assert reply.units is not None
    assert reply.units["total"] == 2
