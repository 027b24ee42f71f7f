"""Whole visits: lines, modifiers, people, clock times."""

from __future__ import annotations

from datetime import date

import pytest

from bot.billing.claim import Segment
from bot.billing.errors import BadMinutes, NothingToCount, OverlappingTimes
from bot.billing.tables import Tables
from bot.billing.visit import VisitResult, work_out

TODAY = date(2026, 11, 23)


def visit(tables: Tables, *segments: Segment, **how: object) -> VisitResult:
    how = {"payer": "medicare-b", **how}
    return work_out(segments, tables, day=TODAY, **how)  # type: ignore[arg-type]


def rows(result: VisitResult) -> list[tuple[str, int, str]]:
    return [(line.code, line.units, " ".join(line.modifiers)) for line in result.lines]


def test_assistant_minutes_decide_cq(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 20, "pt"), Segment("97530", 10, "pta"))
    assert rows(found) == [("97530", 1, "GP"), ("97530", 1, "GP CQ")]


def test_short_assistant_code_earns_nothing(tables: Tables) -> None:
    found = visit(tables, Segment("97140", 15, "pt"), Segment("97110", 7, "pta"))
    assert rows(found) == [("97140", 1, "GP")]


def test_minutes_together_are_the_therapists(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15, "pta", together=True))
    assert rows(found) == [("97530", 1, "GP")]


def test_ot_plan_gets_go_and_co(tables: Tables) -> None:
    found = visit(tables, Segment("97535", 30, "ota"))
    assert rows(found) == [("97535", 2, "GO CO")]


def test_kx_only_when_the_amount_is_known_to_be_over(tables: Tables) -> None:
    seg = Segment("97530", 15, "pt")
    assert rows(visit(tables, seg, used={"pt": 2500.0})) == [("97530", 1, "GP KX")]
    assert rows(visit(tables, seg, used={"pt": 100.0})) == [("97530", 1, "GP")]
    assert rows(visit(tables, seg, used={"ot": 2500.0})) == [("97530", 1, "GP")]
    assert rows(visit(tables, seg)) == [("97530", 1, "GP")]


def test_group_beside_activities_gets_59_on_the_activities(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15, "pt"), Segment("97150", None, "pt"))
    assert rows(found) == [("97530", 1, "59 GP"), ("97150", 1, "GP")]
    assert any("only if the two took separate" in w for w in found.warnings)


def test_pair_no_modifier_separates_is_warned(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15), Segment("95851", None))
    assert any("95851 is not paid that day" in w for w in found.warnings)
    assert ("97530", 1, "GP") in rows(found)


def test_evaluation_day_needs_no_59(tables: Tables) -> None:
    found = visit(tables, Segment("97161", 30), Segment("97530", 20))
    assert rows(found) == [("97530", 1, "GP"), ("97161", 1, "GP")]


def test_commercial_payer_gets_no_medicare_59(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15), Segment("97150", None), payer="aetna")
    assert not any("59" in mods for _, _, mods in rows(found))


def test_plans_count_apart_but_share_the_limit(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 53, "pt"), Segment("97530", 55, "ot"))
    assert rows(found) == [("97530", 4, "GP"), ("97530", 4, "GO")]
    assert any("97530 × 8 is over" in w for w in found.warnings)


def test_people_who_are_not_therapists(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15, "pt"), Segment("97530", 10, "aide"))
    assert rows(found) == [("97530", 1, "GP")]
    assert any("not therapy time" in w for w in found.warnings)
    found = visit(tables, Segment("97161", 30, "pta"))
    assert any("may not evaluate" in w for w in found.warnings)
    found = visit(tables, Segment("97530", 15, "slp"))
    assert any("speech-language" in w for w in found.warnings)


def test_critical_access_hospital_takes_no_cq(tables: Tables) -> None:
    found = visit(tables, Segment("97530", 15, "pta"), setting="cah")
    assert rows(found) == [("97530", 1, "GP")]


def test_overlapping_clock_times(tables: Tables) -> None:
    with pytest.raises(OverlappingTimes, match="5 minutes"):
        visit(
            tables,
            Segment("97530", 20, start=540, end=560),
            Segment("97140", 15, start=555, end=570),
        )
    touching = visit(
        tables, Segment("97530", 20, start=540, end=560), Segment("97140", 15, start=560, end=575)
    )
    assert touching.lines


def test_a_hot_pack_may_run_beside_treatment(tables: Tables) -> None:
    found = visit(
        tables, Segment("97530", 20, start=540, end=560), Segment("97010", None, start=540, end=555)
    )
    assert found.lines


def test_backward_clock(tables: Tables) -> None:
    with pytest.raises(BadMinutes, match="does not run forward"):
        visit(tables, Segment("97530", 20, start=560, end=540))


def test_nothing_given(tables: Tables) -> None:
    with pytest.raises(NothingToCount):
        visit(tables)


def test_json_is_plain(tables: Tables) -> None:
    import json

    data = visit(tables, Segment("97530", 20, "pt"), Segment("97140", 15, "pta")).to_json()
    again = json.loads(json.dumps(data))
    assert again["lines"][0]["modifiers"]
    assert again["units"]["pt"]["total"] == 2
