"""Whatever is pasted, up to the limit, is answered in bounded time.

Each text once took seconds to minutes: a list of dates or names, long runs of digits or blanks.
The limit is generous, since the machine may be busy; the slowest takes a tenth of it.
"""

from __future__ import annotations

import time
from datetime import date

import pytest

from bot.desk import MAX_CHARACTERS, Desk

SECONDS = 4.0
PASTED = (
    "1/2/1950 ", "John Smith ", "9", "97530", "3x10 ", "$9", "5%", "$9,", " ", "\t", "\n", "1-", "8:00-", "1. ",
    "and ", "; ", "? ", "mrn 12345 ", "555-123-4567 ", "pt J.S. ", "a.b@", "97530=33 ", "97530-59 ", "[name] ",
    "10 min ", "\u200b", "\x1b[31m", "A", "é", "#", "therapuetic ", "12 Main Street ", "can i bill 97530? ",
)  # fmt: skip


@pytest.mark.parametrize("pasted", PASTED, ids=repr)
@pytest.mark.parametrize("around", ["{}", "5 {} 97530 min", "how many units is 33 min {}?"])
def test_a_full_page_of_it(pasted: str, around: str, small_desk: Desk, today: date) -> None:
    room = MAX_CHARACTERS - len(around)
    text = around.format((pasted * MAX_CHARACTERS)[:room])
    began = time.perf_counter()
    reply = small_desk.ask(text, today=today)
    assert time.perf_counter() - began < SECONDS
    assert reply.kind != "error"
