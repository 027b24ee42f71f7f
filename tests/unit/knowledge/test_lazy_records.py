"""Records that are decoded when they are looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.records import Made, pack, unpack
from bot.knowledge.view import DATE, encode_date

TEXT = st.text(st.characters(exclude_characters="\x7f", exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(TEXT, st.dictionaries(TEXT, TEXT)), st.dictionaries(TEXT, st.integers()))
def test_what_was_packed_is_unpacked(first: dict[str, Any], second: dict[str, Any]) -> None:
    data = bytearray()
    tables = [pack(records.items(), data, encode_date) for records in (first, second)]
    assert [dict(unpack(bytes(data), table)) for table in tables] == [first, second]


def test_a_date_stays_marked_for_the_view() -> None:
    data = bytearray()
    table = pack([("one", {"on": date(2026, 1, 2)})], data, encode_date)
    assert unpack(bytes(data), table)["one"] == {"on": f"{DATE}2026-01-02"}


def test_records_that_were_cut_short_are_refused() -> None:
    data = bytearray()
    table = pack([("one", 1), ("two", [1, 2, 3])], data, encode_date)
    with pytest.raises(ValueError, match="cut short"):
        unpack(bytes(data[:-1]), table)


def test_only_what_is_looked_at_is_made() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    records = Made({"a": 1, "b": 2}, make)
    assert (records["a"], records["a"], "b" in records, len(records)) == ("A", "A", True, 2)
    assert (made, records.get("c")) == (["a"], None)
