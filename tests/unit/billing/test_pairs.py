"""Code pairs on a date: statuses, both tables, coverage, refusals."""

from __future__ import annotations

from datetime import date

import pytest

from bot.billing.errors import NoTableForDate, SameCode, UnknownCode
from bot.billing.pairs import active_edits, pair_status, pairs_among
from bot.billing.tables import Tables

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("a", "b", "day", "status", "indicator", "on"),
    [
        ("97530", "97116", TODAY, "ended", "1", None),
        ("97116", "97530", date(2019, 12, 31), "active", "1", "97116"),
        ("97530", "97116", date(2020, 1, 1), "ended", "1", None),
        ("97530", "97116", date(2020, 10, 1), "ended", "1", None),
        ("97530", "97140", TODAY, "ended", "1", None),
        ("97530", "97140", date(2019, 6, 1), "active", "1", "97530"),
        ("97530", "97113", TODAY, "ended", "1", None),
        ("97530", "97535", TODAY, "ended", "1", None),
        ("97530", "97535", date(2021, 12, 31), "active", "1", "97535"),
        ("97530", "97535", date(2020, 5, 1), "ended", "1", None),
        ("97530", "97164", TODAY, "ended", "1", None),
        ("97530", "97161", TODAY, "never operative", "9", None),
        ("97530", "97110", TODAY, "never operative", "9", None),
        ("97530", "97150", TODAY, "active", "1", "97530"),
        ("97530", "97750", TODAY, "active", "1", "97750"),
        ("97530", "97537", TODAY, "active", "1", "97537"),
        ("97530", "97755", TODAY, "active", "1", "97530"),
        ("97530", "95851", TODAY, "active", "0", None),
        ("97530", "92507", TODAY, "active", "1", "97530"),
        ("97530", "97129", TODAY, "no edit found", None, None),
        ("97530", "98977", TODAY, "no edit found", None, None),
        ("97110", "97116", TODAY, "no edit found", None, None),
        ("97110", "97010", TODAY, "not covered", None, None),
    ],
)
def test_status(
    tables: Tables, a: str, b: str, day: date, status: str, indicator: str | None, on: str | None
) -> None:
    found = pair_status(a, b, tables, day=day, setting="practitioner")[0]
    assert (found.status, found.indicator, found.modifier_on) == (status, indicator, on)
    assert pair_status(b, a, tables, day=day, setting="practitioner")[0] == found


def test_ended_names_its_last_day(tables: Tables) -> None:
    found = pair_status("97530", "97116", tables, day=TODAY)[0]
    data = found.to_json()
    assert data["until"] == "2019-12-31"
    assert data["from"] is None
    assert data["release"] == "2024-07-01"
    assert data["checked_through"] == "2026-10-01"
    assert data["source"] == "cms-ncci-ptp-2024-07"


def test_column_order_is_the_tables(tables: Tables) -> None:
    found = pair_status("97530", "97150", tables, day=TODAY)[0]
    assert (found.column_1, found.column_2) == ("97150", "97530")


def test_tables_that_differ_give_two_answers(tables: Tables) -> None:
    office, facility = pair_status("97161", "97750", tables, day=TODAY)
    assert (office.setting, office.indicator) == ("practitioner", "0")
    assert (facility.setting, facility.indicator) == ("outpatient_hospital", "1")
    office, facility = pair_status("97530", "97153", tables, day=TODAY)
    assert office.column_1 == "97530"
    assert facility.column_1 == "97153"


def test_setting_chooses_the_table(tables: Tables) -> None:
    for setting, indicator in (("snf-part-b", "1"), ("private-practice", "0"), ("corf", "1")):
        found = pair_status("97161", "97750", tables, day=TODAY, setting=setting)
        assert [p.indicator for p in found] == [indicator]


def test_alike_tables_give_one_answer(tables: Tables) -> None:
    found = pair_status("97530", "97150", tables, day=TODAY)
    assert [p.setting for p in found] == ["both"]


def test_every_pair_among_three(tables: Tables) -> None:
    found = pairs_among(["97530", "97140", "97150", "97530"], tables, day=TODAY)
    assert len(found) == 3


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 6, 1), date(1995, 12, 31)])
def test_no_table_for_the_date(tables: Tables, day: date) -> None:
    with pytest.raises(NoTableForDate, match=day.isoformat()):
        pair_status("97530", "97116", tables, day=day)


def test_refusals(tables: Tables) -> None:
    with pytest.raises(UnknownCode):
        pair_status("97530", "97351", tables, day=TODAY)
    with pytest.raises(SameCode):
        pair_status("97530", "97530", tables, day=TODAY)


def test_older_dates_carry_59_on_column_2_only(tables: Tables) -> None:
    old = pair_status("97530", "97116", tables, day=date(2019, 6, 30))[0]
    new = pair_status("97530", "97116", tables, day=date(2019, 7, 1))[0]
    assert "either-column" not in old.notes
    assert "either-column" in new.notes


def test_practitioner_side_says_what_was_read(tables: Tables) -> None:
    seen = pair_status("97530", "97116", tables, day=TODAY, setting="practitioner")[0]
    unseen = pair_status("97110", "97116", tables, day=TODAY, setting="practitioner")[0]
    assert "practitioner-after" in seen.notes
    assert "practitioner-only" in unseen.notes


def test_active_edits_of_97530(tables: Tables) -> None:
    partners = {
        p.column_2 if p.column_1 == "97530" else p.column_1
        for p in active_edits("97530", tables, day=TODAY)
    }
    assert {"97150", "97537", "97542", "97750", "97755", "95851", "95992"} <= partners
    assert not partners & {"97110", "97112", "97116", "97140", "97535", "97161"}


def test_every_note_has_its_sentence(tables: Tables) -> None:
    keys = {
        key
        for pair in tables.pairs
        if len(pair) == 2
        for p in pair_status(*sorted(pair), tables, day=TODAY)
        for key in p.notes
    }
    assert keys <= set(tables.book.notes)
    assert {"hard", "honest", "ended", "void"} <= keys
