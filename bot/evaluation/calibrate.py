"""`eval --calibrate`: thresholds from graded questions, written to knowledge/calibration.yaml.

Three logistics: how likely a question is the bot's own, how likely the best entry answers it rightly,
and how likely the yes or no in front is right. Each is fitted on the graded questions and its threshold
chosen on held-out fifths, so that the figures printed are not those of the questions it was fitted on.
Nothing in it knows a wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from bot.desk import Desk
from bot.evaluation.questions import Graded
from bot.guidance import certainty, outside, side
from bot.guidance.logistic import Logistic
from bot.guidance.resolve import OPPOSITE
from bot.guidance.text import plain
from bot.matching import Match
from bot.phrases import VAGUE, entry_of
from bot.question.parse import Question

FOLDS = 5
RIDGE = 1.0
# Fewer cases, or fewer answers with a yes or no, carry no fit.
LEAST = 20
# What an outcome is worth when a right answer gains 1: one beside the point costs somewhat less (a wrong
# yes or no is the other fit's business), an answer to what is out of scope three times that.
WRONG, OUTSIDE = -0.6, -3.0
CLARIFY_SHARE = 0.45
# Of the yes and no that are said, this share must be right on questions the fit did not see.
SIDE_RIGHT = 0.99
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One graded question as the logistics see it.

    right: the entry's text is right; word: the yes or no it would say does not contradict, whatever
    the entry, None when it says neither or the question wants no verdict.
    """

    question: Question
    ranked: list[Match]
    values: tuple[float, ...]
    own: tuple[float, ...]
    right: bool
    outside: bool
    word: bool | None


class TooFewQuestions(ValueError):
    """The graded questions cannot carry a fit; the text says what is lacking."""


def calibrate(desk: Desk, questions: list[Graded], folder: Path, today: date) -> str:
    """Fit, write the file, and return a report.

    Raises:
        TooFewQuestions: fewer than `LEAST` cases, or all of them right or all wrong.
        OSError: the file cannot be written.
    """
    everything = [case for q in questions if (case := _case(desk, q, today))]
    own, let_through, own_report = _own(everything)
    x = np.array([case.values for case in everything])
    y = np.array([case.right for case in everything], float)
    _enough(y, "questions with a candidate entry")
    # what is out of scope teaches too: an answer to it is not right, however like it an ask is
    held = _held_out(x, y)[let_through]
    cases = [case for case, through in zip(everything, let_through, strict=True) if through]
    answer, worth = _threshold(held, cases)
    values = _fit(x, y).to_values(certainty.NAMES, "entry")
    values |= {"answer": answer, "clarify": round(answer * CLARIFY_SHARE, 3)} | own
    worded = [(case, p) for case, p in zip(cases, held, strict=True) if case.word is not None]
    sx = np.array([_side_values(desk, case, float(p)) for case, p in worded])
    sy = np.array([bool(case.word) for case, _ in worded], float)
    _enough(sy, "answers with a yes or no")
    side_held = _held_out(sx, sy)
    values |= _fit(sx, sy).to_values(side.NAMES, "side")
    values["side"] = _side_threshold(side_held, sy)
    kept = desk.library.calibration.get("desk")
    if kept and "short" in kept.values:
        values["short"] = kept.values["short"]
    row = {
        "id": "desk",
        "on": today,
        "data": f"{len(questions)} graded questions, {len(everything)} of them with a candidate entry",
        "values": values,
    }
    head = "# Written by `bot97530 eval --calibrate`; see bot/evaluation/calibrate.py.\n"
    text = head + yaml.safe_dump([row], sort_keys=False)
    (folder / "calibration.yaml").write_text(text, encoding="utf-8")
    report = _report(held, cases, answer, worth)
    return f"{own_report}\n{report}\n{_side_report(side_held, sy, values['side'])}"


def _enough(right: Array, what: str) -> None:
    if len(right) < LEAST:
        raise TooFewQuestions(f"a calibration needs at least {LEAST} {what}; here are {len(right)}")
    if len(set(right.tolist())) < 2:
        raise TooFewQuestions(f"a calibration needs right and wrong ones among the {what}")


def _own(cases: list[Case]) -> tuple[dict[str, float], NDArray[np.bool_], str]:
    """The fit that tells the bot's own questions, whether it lets each case through, and a report.

    Without a question out of scope, or with nothing else, there is no such fit and all pass.
    """
    y = np.array([not case.outside for case in cases], float)
    if len(y) < LEAST or len(set(y.tolist())) < 2:
        return {}, np.ones(len(cases), bool), "own: no question out of scope to tell from"
    x = np.array([case.own for case in cases])
    held = _held_out(x, y)
    grid = [round(float(t), 2) for t in np.arange(0.1, 0.96, 0.01)]
    worth = {t: y[held >= t].sum() + OUTSIDE * (1 - y[held >= t]).sum() for t in grid}
    chosen = max(grid, key=lambda t: (worth[t], -t))
    lines = ["threshold  own lost %  out of scope refused %"]
    for t in sorted({0.3, 0.5, 0.7, 0.8, 0.9, chosen}):
        lost, refused = (100 * (held[y == side] < t).mean() for side in (1, 0))
        lines.append(f"{t:>9.2f}{lost:>12.1f}{refused:>24.1f}")
    values = _fit(x, y).to_values(outside.NAMES, "own") | {"own": chosen}
    return values, held >= chosen, "\n".join(lines)


def _case(desk: Desk, graded: Graded, today: date) -> Case | None:
    question = desk.question(graded.q, today=today)
    if desk.unasked(question):
        return None
    ranked = desk.ranked(question)
    best = next((match for match in ranked if entry_of(match.key)), None)
    if best is None or ranked[0].key.startswith(VAGUE):
        return None
    reply = desk.entry_reply(question, best.key)
    text = plain(reply)
    right = graded.status == "answered" and all(p.search(text) for p in graded.must)
    word = None
    if reply.verdict in ("yes", "no") and graded.verdict is not None:
        word = graded.verdict != OPPOSITE[reply.verdict]
    values = certainty.features(ranked, question.reading, desk.field)
    own = outside.features(ranked, question.reading, desk.field)
    return Case(question, ranked, values, own, right, graded.status == "no_match", word)


def _side_values(desk: Desk, case: Case, sure: float) -> tuple[float, ...]:
    reading = case.question.reading
    entries = [match for match in case.ranked if entry_of(match.key)]
    return side.features(desk.library, desk.profiles, entries, reading, sure)


def _side_threshold(held: Array, right: Array) -> float:
    """The least threshold at which the words said are right often enough."""
    for threshold in np.arange(0.3, 0.99, 0.01):
        said = held >= threshold
        if said.any() and right[said].mean() >= SIDE_RIGHT:
            return round(float(threshold), 2)
    return 0.99


def _side_report(held: Array, right: Array, chosen: float) -> str:
    lines = [f"yes/no: {len(right)} questions, {100 * right.mean():.1f} % right if always said"]
    lines.append("threshold  said %  right of said %")
    for t in sorted({0.5, 0.6, 0.7, 0.8, 0.9, chosen}):
        said = held >= t
        share = 100 * right[said].mean() if said.any() else 100.0
        lines.append(f"{t:>9.2f}{100 * said.mean():>8.1f}{share:>17.1f}")
    return "\n".join(lines)


def _fit(x: Array, y: Array) -> Logistic:
    means, spreads = x.mean(axis=0), x.std(axis=0)
    spreads[spreads < 1e-6] = 1.0
    z = np.hstack([np.ones((len(x), 1)), (x - means) / spreads])
    w = np.zeros(z.shape[1])
    ridge = RIDGE * np.eye(len(w))
    ridge[0, 0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + ridge
        w -= np.linalg.solve(hessian, z.T @ (p - y) + ridge @ w)
    return Logistic(float(w[0]), tuple(w[1:].tolist()), tuple(means.tolist()), tuple(spreads.tolist()))


def _held_out(x: Array, y: Array) -> Array:
    """The probability of each case by a fit that did not see it."""
    order = np.random.default_rng(0).permutation(len(y))
    out = np.zeros(len(y))
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = np.setdiff1d(order, test)
        fitted = _fit(x[train], y[train])
        out[test] = [fitted.of(row) for row in x[test]]
    return out


def _threshold(held: Array, cases: list[Case]) -> tuple[float, float]:
    """(threshold, worth): the best, of equals the highest, which is wrong least."""
    grid = [round(float(t), 2) for t in np.arange(0.2, 0.8, 0.01)]
    gains = np.array([1.0 if case.right else OUTSIDE if case.outside else WRONG for case in cases])
    worth = {t: float(gains[held >= t].sum()) for t in grid}
    chosen = max(grid, key=lambda t: (round(worth[t], 6), t))
    return chosen, worth[chosen]


def _report(held: Array, cases: list[Case], answer: float, worth: float) -> str:
    lines = [f"features: {', '.join(certainty.NAMES)}", f"answer from {answer} (held-out worth {worth:.0f})"]
    lines.append("threshold  answered  right of answered  out of scope answered")
    for t in sorted({0.3, 0.4, 0.5, 0.6, 0.7, answer}):
        taken = [case for p, case in zip(held, cases, strict=True) if p >= t]
        right = sum(case.right for case in taken) / max(1, len(taken))
        beyond = sum(case.outside for case in taken)
        lines.append(f"{t:>9.2f}{len(taken):>10}{100 * right:>18.1f}{beyond:>23}")
    return "\n".join(lines)
