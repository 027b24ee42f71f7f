"""CQ and CO by the de-minimis arithmetic, KX by the year's figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.billing.errors import MissingFigure
from bot.billing.modifiers import (
    assistant_modifier_needed,
    kx,
    over_de_minimis,
    plan_modifier_needed,
    split_timed,
    split_untimed,
)
from bot.billing.tables import Tables
from bot.billing.thresholds import figure

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("therapist", "assistant", "units", "plain", "marked"),
    [
        (13, 23, 2, 1, 1),  # CMS example: assistant's full 15, therapist 13 takes the last unit
        (5, 10, 1, 0, 1),  # assistant 8 or more, therapist under 8
        (6, 5, 1, 0, 1),  # both under 8, assistant over 10 percent
        (10, 19, 2, 1, 1),
        (12, 14, 2, 1, 1),  # two units left, each 9 to 14
        (20, 25, 3, 1, 2),
        (8, 7, 1, 1, 0),  # therapist's own 8 minutes: no modifier
        (30, 0, 2, 2, 0),
        (0, 30, 2, 0, 2),
        (15, 7, 1, 1, 0),
        (7, 1, 1, 0, 1),
    ],
)
def test_splits(therapist: int, assistant: int, units: int, plain: int, marked: int) -> None:
    found = split_timed(therapist, assistant, units, "CQ")
    assert (found.plain, found.marked) == (plain, marked)


def test_two_left_outside_the_published_range_is_flagged() -> None:
    assert split_timed(12, 14, 2, "CQ").settled
    assert not split_timed(14, 8, 2, "CQ").settled


def test_de_minimis_is_more_than_ten_percent() -> None:
    assert not over_de_minimis(1, 10)
    assert over_de_minimis(2, 15)
    assert not over_de_minimis(3, 30)
    assert over_de_minimis(4, 30)


def test_untimed_service_by_share() -> None:
    assert split_untimed(45, 5, "CQ").marked == 0
    assert split_untimed(40, 5, "CQ").marked == 1


@given(st.integers(0, 90), st.integers(0, 90), st.integers(0, 1))
def test_split_adds_up(therapist: int, assistant: int, extra: int) -> None:
    together = therapist + assistant
    units = min(together // 15 + extra, -(-together // 15))
    found = split_timed(therapist, assistant, units, "CQ")
    assert found.plain + found.marked == units
    assert found.plain >= min(units, therapist // 15)
    if not assistant:
        assert found.marked == 0
    if not therapist:
        assert found.plain == 0


def test_payers_that_want_modifiers(tables: Tables) -> None:
    medicare = tables.payer("medicare-b")
    assert plan_modifier_needed(medicare) == "yes"
    assert assistant_modifier_needed(medicare, None) == "yes"
    assert assistant_modifier_needed(medicare, "cah") == "no"
    assert plan_modifier_needed(None) == "unknown"


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2019, 1, 1), "$2,040"), (date(2020, 6, 1), "$2,080"), (date(2021, 6, 1), "$2,110"),
        (date(2022, 6, 1), "$2,150"), (date(2023, 6, 1), "$2,230"), (date(2024, 6, 1), "$2,330"),
        (date(2025, 12, 31), "$2,410"), (date(2026, 12, 31), "$2,480"),
    ],
)  # fmt: skip
def test_kx_thresholds(tables: Tables, day: date, amount: str) -> None:
    assert figure("kx-pt-slp", day, tables).text == amount
    assert figure("kx-ot", day, tables).text == amount


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2027, 1, 1)])
def test_no_threshold_is_stretched(tables: Tables, day: date) -> None:
    with pytest.raises(MissingFigure, match=str(day)):
        figure("kx-pt-slp", day, tables)


def test_missing_figure_names_the_last_one_held(tables: Tables) -> None:
    with pytest.raises(MissingFigure, match=r"\$2,480, 2026-01-01 to 2026-12-31; do not use it"):
        figure("kx-ot", date(2027, 3, 1), tables)
    with pytest.raises(MissingFigure):
        figure("no-such-figure", TODAY, tables)


def test_review_threshold_is_known_through_2027(tables: Tables) -> None:
    assert figure("medical-review-threshold", date(2027, 12, 31), tables).text == "$3,000"
    with pytest.raises(MissingFigure):
        figure("medical-review-threshold", date(2028, 1, 1), tables)


def test_kx_answer(tables: Tables) -> None:
    assert kx("pt", TODAY, 2480.01, tables).need == "yes"
    assert kx("pt", TODAY, 2480.00, tables).need == "no"
    assert kx("ot", TODAY, None, tables).need == "unknown"
    late = kx("pt", date(2027, 2, 1), 9999, tables)
    assert late.need == "unknown"
    assert "do not use it" in late.text


def test_figure_texts(tables: Tables) -> None:
    assert figure("conversion-factor", TODAY, tables).text == "$33.4009"
    assert figure("pay-97530-national", TODAY, tables).text == "$35.07"
    assert figure("assistant-pay-percent", TODAY, tables).text == "85%"
    assert figure("telehealth-end", TODAY, tables).text == "2027-12-31"
