"""What is right, what is costly, and how it adds up."""

from __future__ import annotations

import re

import pytest

from bot.evaluation.grade import Grade, Tally, grade, tally
from bot.evaluation.questions import Graded
from bot.guidance.reply import Reply, Section


def graded(
    status: str = "answered",
    verdict: str | None = None,
    must: tuple[str, ...] = (),
    must_not: tuple[str, ...] = (),
    group: str = "all",
) -> Graded:
    patterns = [tuple(re.compile(p, re.I) for p in some) for some in (must, must_not)]
    return Graded("g", "question", group, status, verdict, *patterns, codes=())


def reply(status: str = "answered", verdict: str | None = None, lead: str = "Bill 97530.") -> Reply:
    sections = (Section("Why", ("A goal is practiced.",)),)
    return Reply("question", status, "entry", lead, verdict=verdict, sections=sections)  # type: ignore[arg-type]


# graded, reply, right, costly, verdict agrees
CASES = {
    "as expected": (graded(verdict="yes", must=("97530",)), reply(verdict="yes"), True, False, True),
    "no verdict wanted": (graded(), reply(verdict="no"), True, False, True),
    "pattern in a section": (graded(must=("goal is",)), reply(), True, False, True),
    "lacks a pattern": (graded(must=("97110",)), reply(), False, False, True),
    "holds a barred pattern": (graded(must_not=("bill 97530",)), reply(), False, True, True),
    "barred, but asked back": (
        graded("clarify", must_not=("bill 97530",)), reply("clarify"), False, False, True,
    ),
    "yes for no": (graded(verdict="no"), reply(verdict="yes"), False, True, False),
    "no for yes": (graded(verdict="yes"), reply(verdict="no"), False, True, False),
    "depends for yes": (graded(verdict="yes"), reply(verdict="depends"), True, False, False),
    "no word for yes": (graded(verdict="yes"), reply(), True, False, False),
    "refused": (graded(verdict="yes"), reply("no_match"), False, False, False),
    "asked back": (graded(verdict="yes"), reply("clarify"), False, False, False),
    "out of scope, refused": (graded("no_match"), reply("no_match"), True, False, True),
    "out of scope, asked back": (graded("no_match"), reply("clarify"), False, False, True),
    "out of scope, answered": (graded("no_match"), reply(), False, True, True),
    "vague, answered": (graded("clarify"), reply(), False, False, True),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_grade(case: str) -> None:
    question, answer, right, costly, agrees = CASES[case]
    found = grade(question, answer)
    assert (found.right, found.costly, found.verdict_agrees) == (right, costly, agrees)
    assert bool(found.why) != right


def test_every_reason_is_told() -> None:
    found = grade(graded(verdict="yes", must=("97110",), must_not=("goal",)), reply(verdict="no"))
    assert found.why == "lacks /97110/; holds /goal/; verdict no, expected yes"


def test_sums_by_group_with_all_at_the_end() -> None:
    grades = [
        grade(graded(verdict="yes", group="b"), reply(verdict="yes")),
        grade(graded(verdict="yes", group="b"), reply("no_match")),
        grade(graded("no_match", group="a"), reply()),
    ]
    sums = tally(grades)
    assert list(sums) == ["a", "b", "all"]
    assert sums["a"] == Tally(total=1, right=0, costly=1, verdict=0, refused=0)
    assert sums["b"] == Tally(total=2, right=1, costly=0, verdict=1, refused=1)
    assert sums["all"] == Tally(total=3, right=1, costly=1, verdict=1, refused=1)
    assert sums["b"].percent == 50.0


def test_no_question_is_no_division() -> None:
    none: list[Grade] = []
    assert tally(none) == {"all": Tally()}
    assert Tally().percent == 0.0
