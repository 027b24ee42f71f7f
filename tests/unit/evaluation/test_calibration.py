"""`eval --calibrate` on a small set: what it writes is what the desk reads, and nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.desk import Desk
from bot.evaluation.calibrate import LEAST, TooFewQuestions, calibrate
from bot.evaluation.questions import Graded
from bot.guidance import certainty, side
from bot.guidance.decide import Rules
from bot.knowledge.load import Library
from bot.snapshot import compile_parts

# question, status, verdict, pattern
ASKED = [
    ("walking in the pool billable", "answered", "yes", "97113"),
    ("which code for pool exercise", "answered", "yes", "97113"),
    ("swimming pool session", "answered", "yes", "97113"),
    ("is pool walking ther act", "answered", "no", "97113"),
    ("is pool time counted as therapeutic activities", "answered", "no", "97113"),
    ("is pool exercise therapeutic activities", "answered", "no", "97113"),
    ("groceries carried up the stairs", "answered", "yes", "97530"),
    ("stairs with shopping bags", "answered", "yes", "97530"),
    ("patient carries groceries", "answered", "no", "97530"),
    ("swing and brushing sensory needs", "answered", "yes", "97533"),
    ("sensory gym swing code", "answered", "yes", "97533"),
    ("brace fitting covered", "answered", "yes", "covered"),
    ("is the brace fitting not covered", "answered", "no", "covered"),
    ("aide alone with the patient", "answered", "no", "never"),
    ("an aide did the session", "answered", "no", "never"),
    ("is tech time billable", "answered", "no", "never"),
    ("pta gave the session", "answered", "yes", "PTA"),
    ("home health episode visits", "answered", "no", "episode"),
    ("home health visit billed", "answered", "no", "episode"),
    ("yearly threshold amount", "answered", "info", "threshold"),
    ("approval before the visit", "answered", "depends", "plan"),
    ("pool party for the session staff", "no_match", None, ""),
    ("patient parking on the stairs", "no_match", None, ""),
    ("amount of swing in the market", "no_match", None, ""),
    ("code of the pool gate", "no_match", None, ""),
    ("shopping bags for needs of staff", "no_match", None, ""),
    ("carrying on with the year", "no_match", None, ""),
    ("pool exercise billable", "answered", "yes", "97113"),
    ("session in the pool", "answered", "no", "97113"),
    ("pool exercise", "answered", "yes", "never written"),
    ("can i bill walking in a pool", "answered", "yes", "97113"),
    ("can i bill carrying groceries", "answered", "yes", "97530"),
    ("can i bill shopping bags upstairs", "answered", "yes", "97530"),
    ("can an aide work alone", "answered", "no", "never"),
    ("is time with an aide alone billable", "answered", "no", "never"),
    ("can a pta treat without the therapist", "answered", "yes", "PTA"),
    ("is the brace fitting visit covered", "answered", "yes", "covered"),
    ("is a therapy visit inside the home health episode billed", "answered", "no", "episode"),
]


def questions() -> list[Graded]:
    return [
        Graded(f"g-{n}", q, "all", status, verdict, (re.compile(must, re.I),) if must else (), (), ())
        for n, (q, status, verdict, must) in enumerate(ASKED)
    ]


def test_what_is_written_is_what_the_desk_reads(folder: Path, small_desk: Desk, today: date) -> None:
    report = calibrate(small_desk, questions(), folder, today)
    assert "answer from" in report
    (row,) = yaml.safe_load((folder / "calibration.yaml").read_text(encoding="utf-8"))
    assert (row["id"], row["on"]) == ("desk", today)
    assert re.fullmatch(rf"{len(ASKED)} graded questions, \d+ of them with a candidate entry", row["data"])
    rules = Rules.of(Library.load(folder))
    assert 0 < rules.clarify < rules.answer < 1
    assert 0 < rules.side < 1
    assert rules.entry_fit
    assert rules.side_fit
    assert len(rules.entry_fit.weights) == len(certainty.NAMES)
    assert len(rules.side_fit.weights) == len(side.NAMES)


def test_the_same_questions_give_the_same_file(folder: Path, small_desk: Desk, today: date) -> None:
    calibrate(small_desk, questions(), folder, today)
    first = (folder / "calibration.yaml").read_bytes()
    calibrate(small_desk, questions(), folder, today)
    assert (folder / "calibration.yaml").read_bytes() == first


def test_the_fit_is_surer_of_what_it_saw_right(folder: Path, small_desk: Desk, today: date) -> None:
    calibrate(small_desk, questions(), folder, today)
    desk = Desk(compile_parts(Library.load(folder))[0])
    sure = {q: desk.trace(desk.question(q, today=today)).decision.confidence for q, *_ in ASKED}
    right = [sure[q] for q, status, *_ in ASKED if status == "answered"]
    outside = [sure[q] for q, status, *_ in ASKED if status == "no_match"]
    assert sum(right) / len(right) > sum(outside) / len(outside)


@pytest.mark.parametrize("count", [0, 1, LEAST - 1])
def test_too_few_questions_are_refused(count: int, folder: Path, small_desk: Desk, today: date) -> None:
    with pytest.raises(TooFewQuestions, match=f"at least {LEAST} questions"):
        calibrate(small_desk, questions()[:count], folder, today)
    assert not (folder / "calibration.yaml").exists()


def test_only_right_ones_teach_nothing(folder: Path, small_desk: Desk, today: date) -> None:
    right = [question for question in questions() if question.q.startswith(("walking", "which code"))] * 12
    with pytest.raises(TooFewQuestions, match="right and wrong ones"):
        calibrate(small_desk, right, folder, today)
