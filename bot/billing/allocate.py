"""Minutes to units: the arithmetic alone, on numbers, by both methods.

CMS (Pub. 100-04 chapter 5 section 20.2.C): the minutes of all timed codes are added and the total
sets the units; every full 15 minutes of a code is a unit of that code, what is left of all codes is
pooled, and the units it earns go one by one to the codes with the most minutes left over.
CPT midpoint: each code stands alone; a unit needs more than half of 15 minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Method = Literal["cms", "ama"]

BLOCK = 15
FLOOR = 8
# Ties of many codes can be split in a great many ways; nobody reads more than these.
MOST_ALTERNATIVES = 20


def units_of(minutes: int) -> int:
    """Units of a number of minutes: 0-7 none, 8-22 one, 23-37 two, and so on by 15."""
    return (minutes + BLOCK - FLOOR) // BLOCK


def span_of(units: int) -> tuple[int, int]:
    """The first and last minute that make this many units (0 units: 0 to 7)."""
    if units == 0:
        return 0, FLOOR - 1
    return BLOCK * units - (BLOCK - FLOOR), BLOCK * units + FLOOR - 1


Split = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """Units by code, billed codes only, sorted by code.

    `rest` is what each code has left after its full blocks; `placed` are the codes that took a unit
    from the pooled rest; `tied` the codes level at the edge, `open_units` how many of the tied take
    one; `alternatives` the other equally right splits.
    """

    method: Method
    minutes: Split
    total: int
    by_code: Split
    rest: Split = ()
    placed: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    open_units: int = 0
    alternatives: tuple[Split, ...] = ()

    @property
    def timed_minutes(self) -> int:
        """Sum of the minutes."""
        return sum(m for _, m in self.minutes)


def _split(units: Mapping[str, int]) -> Split:
    return tuple(sorted((code, n) for code, n in units.items() if n))


def allocate_cms(minutes: Mapping[str, int]) -> Allocation:
    """Total-minutes method. Minutes are whole and not negative; codes are all timed."""
    total = units_of(sum(minutes.values()))
    full = {code: m // BLOCK for code, m in minutes.items()}
    rest = {code: m % BLOCK for code, m in minutes.items()}
    left = total - sum(full.values())
    # Level codes: the one with more time of its own is shown first; the choice is the therapist's.
    order = sorted((c for c in rest if rest[c]), key=lambda c: (-rest[c], -minutes[c], c))
    placed = tuple(order[:left])
    tied: tuple[str, ...] = ()
    open_units = 0
    others: list[Split] = []
    if placed:
        edge = rest[placed[-1]]
        sure = [c for c in order if rest[c] > edge]
        level = [c for c in order if rest[c] == edge]
        open_units = left - len(sure)
        if len(level) > open_units:
            tied = tuple(sorted(level))
            chosen = set(placed[len(sure) :])
            for group in combinations(level, open_units):
                if set(group) != chosen:
                    got = {c: full[c] + (c in sure or c in group) for c in minutes}
                    others.append(_split(got))
                if len(others) == MOST_ALTERNATIVES:
                    break
    return Allocation(
        method="cms",
        minutes=tuple(sorted(minutes.items())),
        total=total,
        by_code=_split({c: full[c] + (c in placed) for c in minutes}),
        rest=tuple(sorted(rest.items())),
        placed=placed,
        tied=tied,
        open_units=open_units if tied else 0,
        alternatives=tuple(sorted(others)),
    )


def allocate_ama(minutes: Mapping[str, int]) -> Allocation:
    """CPT midpoint method: each code alone, nothing pooled, no cap from the total."""
    got = {code: units_of(m) for code, m in minutes.items()}
    return Allocation(
        method="ama",
        minutes=tuple(sorted(minutes.items())),
        total=sum(got.values()),
        by_code=_split(got),
        rest=tuple(sorted((c, m % BLOCK) for c, m in minutes.items())),
    )


def allocate(method: Method, minutes: Mapping[str, int]) -> Allocation:
    """Either method."""
    return allocate_cms(minutes) if method == "cms" else allocate_ama(minutes)
