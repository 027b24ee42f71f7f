"""`eval`: grade question files and, with --calibrate, find the thresholds."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from bot.desk import Desk
from bot.evaluation.grade import Grade, Tally, grade, tally
from bot.evaluation.noise import with_typos
from bot.evaluation.questions import Graded, QuestionFileError, load_all
from bot.knowledge.load import default_folder
from bot.terminal import exits


def run(
    desk: Desk,
    files: tuple[Path, ...],
    *,
    folder: Path | None,
    typo_seed: int | None,
    failures: bool,
    as_json: bool,
    floor: float | None,
    calibrate: bool,
    today: date,
) -> int:
    """Grade and print; returns the exit status."""
    home = folder or default_folder()
    paths = list(files) or [home / "questions"]
    try:
        questions = load_all(paths)
    except QuestionFileError as error:
        print(error, file=sys.stderr)
        return exits.BAD_INPUT
    if not questions:
        print(f"no questions in {', '.join(map(str, paths))}", file=sys.stderr)
        return exits.BAD_INPUT
    if calibrate:
        return _calibrate(desk, questions, home, today)
    grades = grade_all(desk, questions, typo_seed, today)
    sums = tally(grades)
    print(_json(sums, grades) if as_json else _table(sums))
    if failures:
        for one in grades:
            if not one.right or one.costly:
                print(_failure(one))
    return exits.NO_MATCH if floor is not None and sums["all"].percent < floor else exits.ANSWERED


def _calibrate(desk: Desk, questions: list[Graded], home: Path, today: date) -> int:
    from bot.evaluation.calibrate import TooFewQuestions
    from bot.evaluation.calibrate import calibrate as fit

    try:
        print(fit(desk, questions, home, today))
    except TooFewQuestions as error:
        print(error, file=sys.stderr)
        return exits.BAD_INPUT
    except OSError as error:
        print(f"{home / 'calibration.yaml'} cannot be written: {error.strerror}", file=sys.stderr)
        return exits.KNOWLEDGE
    return exits.ANSWERED


def grade_all(
    desk: Desk, questions: list[Graded], typo_seed: int | None, today: date
) -> list[Grade]:
    """Ask every question without any context beyond its own words, and grade the replies."""
    texts = [question.q for question in questions]
    if typo_seed is not None:
        texts = with_typos(texts, typo_seed)
    return [
        grade(question, desk.ask(text, today=today))
        for question, text in zip(questions, texts, strict=True)
    ]


def _table(sums: dict[str, Tally]) -> str:
    lines = [f"{'group':<16}{'asked':>6}{'right':>7}{'%':>7}{'costly':>8}{'verdict':>9}{'refused':>9}"]
    for name, t in sums.items():
        lines.append(
            f"{name:<16}{t.total:>6}{t.right:>7}{t.percent:>7.1f}{t.costly:>8}{t.verdict:>9}{t.refused:>9}"
        )
    lines.append("costly: contradicts the expected answer, or answers what is out of scope.")
    lines.append("verdict: same verdict word; refused: asked back or no match where an answer exists.")
    return "\n".join(lines)


def _json(sums: dict[str, Tally], grades: list[Grade]) -> str:
    groups = {
        name: {"asked": t.total, "right": t.right, "costly": t.costly, "verdict": t.verdict}
        for name, t in sums.items()
    }
    wrong = [
        {"id": g.graded.id, "q": g.graded.q, "entry": g.reply.entry, "why": g.why, "costly": g.costly}
        for g in grades
        if not g.right
    ]
    return json.dumps({"groups": groups, "wrong": wrong}, ensure_ascii=False)


def _failure(one: Grade) -> str:
    mark = "COSTLY " if one.costly else ""
    what = one.reply.entry or one.reply.kind
    return (
        f"{mark}{one.graded.id} [{one.graded.group}] {one.graded.q!r}\n"
        f"    -> {one.reply.status} {what} ({one.reply.confidence:.2f}) {one.reply.lead[:110]}\n"
        f"    {one.why}"
    )
