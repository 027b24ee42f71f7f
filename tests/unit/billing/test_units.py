"""Counting with the real code table: untimed codes, ladders, methods by payer, limits, errors."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.billing.errors import (
    BadMinutes,
    NothingToCount,
    UnknownCode,
    UnknownMethod,
    UnknownPayer,
)
from bot.billing.tables import Tables
from bot.billing.units import UnitsResult, count

TODAY = date(2026, 11, 23)


def units(tables: Tables, *given: tuple[str, int | None], **how: str) -> UnitsResult:
    return count(given, tables, day=TODAY, **how)


def test_json_has_the_promised_shape(tables: Tables) -> None:
    data = units(tables, ("97530", 33), ("97140", 7), ("97161", None)).to_json()
    assert data["method"] == "cms"
    assert (data["timed_minutes"], data["total"]) == (40, 3)
    assert data["by_code"] == {"97530": 2, "97140": 1}
    assert data["alternatives"] == []
    assert data["untimed"] == {"97161": 1}
    assert data["explanation"][0] == "33 + 7 = 40 minutes timed: 3 units (38-52 minutes)."
    assert data["warnings"] == []


def test_last_unit_is_explained(tables: Tables) -> None:
    lines = " ".join(units(tables, ("97530", 33), ("97140", 7)).explanation)
    assert "97140 (7) before 97530 (3)" in lines


def test_tie_is_named(tables: Tables) -> None:
    found = units(tables, ("97530", 7), ("97110", 7), ("97140", 7))
    assert [dict(s) for s in found.units.alternatives] == [{"97140": 1}, {"97530": 1}]
    assert any("the therapist chooses which one takes it" in line for line in found.explanation)


def test_untimed_minutes_stay_out(tables: Tables) -> None:
    found = units(tables, ("97530", 20), ("97161", 40), ("97150", 30))
    assert found.units.total == 1
    assert dict(found.untimed) == {"97150": 1, "97161": 1}
    assert any("40 minutes add no units" in line for line in found.explanation)


def test_only_untimed(tables: Tables) -> None:
    found = units(tables, ("97161", 75))
    assert found.units.total == 0
    assert dict(found.untimed) == {"97161": 1}


def test_ladder_splits_first_and_further(tables: Tables) -> None:
    assert dict(units(tables, ("97129", 40)).units.by_code) == {"97129": 1, "97130": 2}
    together = units(tables, ("97129", 15), ("97130", 15))
    assert dict(together.units.by_code) == {"97129": 1, "97130": 1}
    alone = units(tables, ("97130", 15))
    assert dict(alone.units.by_code) == {"97129": 1}
    assert any("97130 never stands alone" in line for line in alone.explanation)


def test_own_time_base_is_not_pooled(tables: Tables) -> None:
    found = units(tables, ("97530", 15), ("97550", 30), ("98980", 20))
    assert found.units.total == 1
    assert found.apart == ("97550", "98980")


def test_same_code_twice_is_added(tables: Tables) -> None:
    assert units(tables, ("97530", 15), ("97530", 8)).units.total == 2


@pytest.mark.parametrize(
    ("payer", "method", "sure"),
    [
        ("medicare-b", "cms", True),
        ("medicare-advantage", "cms", True),
        ("aetna", "cms", False),
        ("medicare-a", "cms", False),
        (None, "cms", False),
    ],
)
def test_payer_decides(tables: Tables, payer: str | None, method: str, sure: bool) -> None:
    found = count([("97530", 10), ("97110", 10)], tables, day=TODAY, payer=payer)
    assert (found.units.method, found.sure) == (method, sure)
    assert found.other.total == 2


def test_method_asked_for_wins(tables: Tables) -> None:
    found = units(tables, ("97530", 10), ("97110", 10), method="ama", payer="medicare-b")
    assert (found.units.total, found.sure) == (2, True)


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        ((("97112", 75),), "97112 × 5 is over Medicare's limit of 4"),
        ((("97530", 105),), "97530 × 7 is over Medicare's limit of 6"),
        ((("97010", None),), "97010: Medicare's unit limit is 0"),
    ],
)
def test_medicare_limits(tables: Tables, given: tuple[tuple[str, int | None]], limit: str) -> None:
    assert any(limit in w for w in units(tables, *given, payer="medicare-b").warnings)


def test_hospital_limit_differs(tables: Tables) -> None:
    office = units(tables, ("97112", 75), payer="medicare-b")
    hospital = units(tables, ("97112", 75), payer="medicare-b", setting="hospital-outpatient")
    assert office.warnings
    assert not hospital.warnings


def test_six_units_are_within_the_limit(tables: Tables) -> None:
    assert not units(tables, ("97530", 90), payer="medicare-b").warnings


def test_payer_caps(tables: Tables) -> None:
    assert any(
        "daily limit of Cigna: 4" in w for w in units(tables, ("97530", 75), payer="cigna").warnings
    )
    assert not units(tables, ("97530", 60), payer="cigna").warnings
    with_untimed = units(tables, ("97530", 60), ("97016", None), payer="bcbs-nd")
    assert any("5 units are over" in w for w in with_untimed.warnings)
    assert not units(tables, ("97530", 60), ("97016", None), payer="cigna").warnings


def test_unknown_code_offers_and_never_assumes(tables: Tables) -> None:
    with pytest.raises(UnknownCode) as caught:
        units(tables, ("97350", 20))
    assert caught.value.nearest[0][0] == "97530"
    with pytest.raises(UnknownCode, match="97531"):
        units(tables, ("97531", 20))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "how many minutes"),
        (-5, "cannot have -5"),
        (1500, "a day has 1440"),
        (12.5, "whole number"),
        (True, "whole number"),
        ("20", "whole number"),
    ],
)
def test_bad_minutes(tables: Tables, value: object, says: str) -> None:
    with pytest.raises(BadMinutes, match=says):
        units(tables, ("97530", value))  # type: ignore[arg-type]


def test_more_than_a_day_together(tables: Tables) -> None:
    with pytest.raises(BadMinutes, match="add up to 1500"):
        units(tables, ("97530", 900), ("97110", 600))


def test_other_refusals(tables: Tables) -> None:
    with pytest.raises(NothingToCount):
        count([], tables, day=TODAY)
    with pytest.raises(UnknownMethod, match="midpoint"):
        units(tables, ("97530", 20), method="midpoint")
    with pytest.raises(UnknownPayer, match="acme"):
        units(tables, ("97530", 20), payer="acme")


@given(given=st.lists(
    st.tuples(st.sampled_from(["97530", "97110", "97129", "97130", "97140"]), st.integers(0, 90)),
    min_size=1, max_size=6,
))  # fmt: skip
def test_ladders_keep_the_total(tables: Tables, given: list[tuple[str, int]]) -> None:
    found = count(given, tables, day=TODAY)
    for split in (found.units.by_code, *found.units.alternatives):
        assert sum(n for _, n in split) == found.units.total
        assert dict(split).get("97129", 0) <= 1


def test_a_code_that_is_no_slip_of_ours_gets_no_offer(tables: Tables) -> None:
    with pytest.raises(UnknownCode) as caught:
        tables.code("99999")
    assert caught.value.nearest == ()
    assert "Did you mean" not in caught.value.message
