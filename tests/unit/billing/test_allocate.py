"""The arithmetic: the manual's examples, properties, and an independent allocator."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.billing.allocate import allocate, allocate_ama, allocate_cms, span_of, units_of

CODES = ("97032", "97110", "97112", "97116", "97140", "97530", "97535")
visits = st.dictionaries(st.sampled_from(CODES), st.integers(0, 120), min_size=1, max_size=6)

# The chart of the manual (Pub. 100-04 chapter 5 section 20.2.C), typed out, not computed.
CHART = ((8, 22), (23, 37), (38, 52), (53, 67), (68, 82), (83, 97), (98, 112), (113, 127))


@pytest.mark.parametrize(("units", "row"), list(enumerate(CHART, start=1)))
def test_chart(units: int, row: tuple[int, int]) -> None:
    low, high = row
    assert span_of(units) == row
    assert [units_of(m) for m in (low - 1, low, high, high + 1)] == [
        units - 1,
        units,
        units,
        units + 1,
    ]


# Examples 1 to 5 of the manual, and the ones the trade sources reproduce.
MANUAL = [
    ({"97112": 24, "97110": 23}, [{"97112": 2, "97110": 1}]),
    ({"97112": 20, "97110": 20}, [{"97112": 2, "97110": 1}, {"97112": 1, "97110": 2}]),
    ({"97110": 33, "97140": 7}, [{"97110": 2, "97140": 1}]),
    (
        {"97110": 18, "97140": 13, "97116": 10, "97035": 8},
        [{"97110": 1, "97140": 1, "97116": 1}],
    ),
    ({"97112": 7, "97110": 7, "97140": 7}, [{"97112": 1}, {"97110": 1}, {"97140": 1}]),
    ({"97530": 7}, [{}]),
    ({"97530": 8}, [{"97530": 1}]),
    ({"97530": 5, "97140": 4}, [{"97530": 1}]),
    ({"97530": 3, "97140": 4}, [{}]),
    ({"97530": 10, "97110": 5}, [{"97530": 1}]),
    ({"97530": 25, "97140": 3}, [{"97530": 2}]),
    ({"97530": 16, "97110": 7}, [{"97530": 1, "97110": 1}]),
    ({"97140": 15, "97110": 7}, [{"97140": 1}]),
    ({"97530": 60}, [{"97530": 4}]),
    ({"97530": 52}, [{"97530": 3}]),
    ({"97530": 53}, [{"97530": 4}]),
    ({"97530": 31, "97110": 24}, [{"97530": 2, "97110": 2}]),
]


@pytest.mark.parametrize(("minutes", "right"), MANUAL)
def test_manual_examples(minutes: dict[str, int], right: list[dict[str, int]]) -> None:
    found = allocate_cms(minutes)
    said = [dict(found.by_code), *(dict(split) for split in found.alternatives)]
    assert sorted(map(sorted_items, said)) == sorted(map(sorted_items, right))


def sorted_items(split: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(split.items())


@pytest.mark.parametrize(
    ("minutes", "right"),
    [
        ({"97530": 10, "97110": 10}, {"97530": 1, "97110": 1}),
        ({"97530": 33, "97140": 7}, {"97530": 2}),
        ({"97530": 8, "97110": 8, "97140": 8}, {"97530": 1, "97110": 1, "97140": 1}),
        ({"97530": 22, "97110": 22}, {"97530": 1, "97110": 1}),
        ({"97530": 23}, {"97530": 2}),
        ({"97530": 7, "97110": 7, "97140": 7}, {}),
    ],
)
def test_midpoint_examples(minutes: dict[str, int], right: dict[str, int]) -> None:
    found = allocate_ama(minutes)
    assert dict(found.by_code) == right
    assert not found.alternatives


@given(visits)
def test_total_never_more_than_the_minutes_support(minutes: dict[str, int]) -> None:
    found = allocate_cms(minutes)
    total = sum(minutes.values())
    assert found.total == sum(1 for n in range(1, 200) if total >= 15 * n - 7)


@given(visits)
def test_split_adds_up_to_the_total(minutes: dict[str, int]) -> None:
    for method in ("cms", "ama"):
        found = allocate(method, minutes)  # type: ignore[arg-type]
        for split in (found.by_code, *found.alternatives):
            assert sum(n for _, n in split) == found.total
            assert all(n > 0 and minutes[code] > 0 for code, n in split)


@given(visits, st.sampled_from(CODES), st.integers(1, 30))
def test_more_minutes_never_fewer_units(minutes: dict[str, int], code: str, more: int) -> None:
    longer = {**minutes, code: minutes.get(code, 0) + more}
    for method in ("cms", "ama"):
        assert allocate(method, longer).total >= allocate(method, minutes).total  # type: ignore[arg-type]


@given(visits, st.randoms())
def test_order_never_matters(minutes: dict[str, int], rng: random.Random) -> None:
    items = list(minutes.items())
    rng.shuffle(items)
    assert allocate_cms(dict(items)) == allocate_cms(minutes)
    assert allocate_ama(dict(items)) == allocate_ama(minutes)


@given(st.integers(0, 600))
def test_both_methods_agree_on_one_code(m: int) -> None:
    assert allocate_cms({"97530": m}).by_code == allocate_ama({"97530": m}).by_code


@given(visits)
def test_alternatives_are_different_and_right(minutes: dict[str, int]) -> None:
    found = allocate_cms(minutes)
    said = [found.by_code, *found.alternatives]
    assert len(set(said)) == len(said)
    for split in said:
        assert _valid(minutes, dict(split), found.total)


def _chart_units(total: int) -> int:
    """Units by walking up the chart, 15 minutes a step."""
    units, floor = 0, 8
    while total >= floor:
        units, floor = units + 1, floor + 15
    return units


def _valid(minutes: dict[str, int], split: dict[str, int], total: int) -> bool:
    """The manual's rules as conditions on a finished split."""
    if sum(split.values()) != total:
        return False
    for code, m in minutes.items():
        # 15 minutes at least one unit, 30 at least two; never more than its minutes touch.
        if not m // 15 <= split.get(code, 0) <= -(-m // 15):
            return False
    for a, ma in minutes.items():
        for b, mb in minutes.items():
            # Nobody with fewer minutes left over gets a pooled unit before somebody with more.
            a_took, b_took = split.get(a, 0) > ma // 15, split.get(b, 0) > mb // 15
            if a_took and not b_took and ma % 15 < mb % 15:
                return False
    return True


def _all_valid(minutes: dict[str, int]) -> set[tuple[tuple[str, int], ...]]:
    """Every right split, by trying them all."""
    total = _chart_units(sum(minutes.values()))
    codes = sorted(minutes)
    out = set()
    for extra in product((0, 1), repeat=len(codes)):
        split = {c: minutes[c] // 15 + e for c, e in zip(codes, extra, strict=True)}
        if sum(split.values()) == total and _valid(minutes, split, total):
            out.add(tuple((c, n) for c, n in sorted(split.items()) if n))
    return out


def test_brute_force_agrees_on_100_000_visits() -> None:
    rng = random.Random(97530)
    ties = 0
    for _ in range(100_000):
        picked = rng.sample(CODES, rng.randint(1, 4))
        minutes = {code: rng.randint(0, rng.choice((9, 25, 60))) for code in picked}
        found = allocate_cms(minutes)
        said = {found.by_code, *found.alternatives}
        assert said == _all_valid(minutes), minutes
        ties += bool(found.alternatives)
    assert ties > 5_000
