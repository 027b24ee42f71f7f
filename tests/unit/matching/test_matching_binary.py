"""Two sides told apart: the fit finds what divides them, and does not depend on order."""

from __future__ import annotations

from math import sqrt

import pytest

from bot.matching.binary import fit

INSIDE = [{"bill", "walk"}, {"bill", "run"}, {"bill", "swim"}, {"code", "walk"}, {"code", "run"}, {"walk"}]
OUTSIDE = [{"safe", "walk"}, {"safe", "run"}, {"safe", "swim"}, {"dose", "walk"}, {"dose", "run"}]
ROWS = [*INSIDE, *OUTSIDE]
RIGHT = [True] * len(INSIDE) + [False] * len(OUTSIDE)


def score(row: set[str], bias: float, weights: dict[str, float]) -> float:
    found = [weights[name] for name in row if name in weights]
    return bias + sum(found) / sqrt(len(found)) if found else bias


def test_every_row_lands_on_its_side() -> None:
    bias, weights = fit(ROWS, RIGHT)
    assert [score(row, bias, weights) > 0 for row in ROWS] == RIGHT


def test_what_both_sides_hold_weighs_less_than_what_divides_them() -> None:
    _, weights = fit(ROWS, RIGHT)
    assert weights["bill"] > 0 > weights["safe"]
    assert abs(weights.get("run", 0.0)) < min(weights["bill"], -weights["safe"])


def test_a_feature_of_one_row_alone_is_left_out() -> None:
    _, weights = fit([*ROWS, {"once", "bill"}], [*RIGHT, True])
    assert "once" not in weights


def test_the_order_of_rows_does_not_matter() -> None:
    bias, weights = fit(ROWS, RIGHT)
    again, same = fit(ROWS[::-1], RIGHT[::-1])
    assert again == pytest.approx(bias, abs=0.01)
    assert same == pytest.approx(weights, abs=0.02)


def test_one_side_alone_is_no_error() -> None:
    bias, weights = fit(INSIDE, [True] * len(INSIDE))
    assert all(score(row, bias, weights) > 0 for row in INSIDE)
