"""Grading one reply, and adding grades up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.evaluation.questions import Graded
from bot.guidance.reply import Reply
from bot.guidance.text import plain

_CONTRARY = {("yes", "no"), ("no", "yes")}


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one reply.

    right: status, patterns and codes are as expected and the verdict does not contradict.
    costly: a confident contradiction (yes for no, a forbidden pattern in an answer), or an
    answer to what is out of scope.
    """

    graded: Graded
    reply: Reply
    right: bool
    costly: bool
    verdict_agrees: bool
    why: str


def grade(graded: Graded, reply: Reply) -> Grade:
    """Grade a reply to a graded question."""
    text = plain(reply)
    reasons = []
    if reply.status != graded.status:
        reasons.append(f"status {reply.status}, expected {graded.status}")
    missing = [p.pattern for p in graded.must if not p.search(text)]
    reasons += [f"lacks /{pattern}/" for pattern in missing]
    barred = [p.pattern for p in graded.must_not if p.search(text)]
    reasons += [f"holds /{pattern}/" for pattern in barred]
    verdict = reply.verdict
    contrary = (verdict, graded.verdict) in _CONTRARY
    if contrary:
        reasons.append(f"verdict {verdict}, expected {graded.verdict}")
    answered = reply.status == "answered"
    astray = answered and graded.status == "no_match"
    costly = (answered and (contrary or bool(barred))) or astray
    agrees = graded.verdict is None or verdict == graded.verdict
    return Grade(graded, reply, not reasons, costly, agrees, "; ".join(reasons))


@dataclass(slots=True)
class Tally:
    """Sums of one group."""

    total: int = 0
    right: int = 0
    costly: int = 0
    verdict: int = 0
    refused: int = 0

    def add(self, one: Grade) -> None:
        """Count one grade."""
        self.total += 1
        self.right += one.right
        self.costly += one.costly
        self.verdict += one.verdict_agrees and one.reply.status == one.graded.status
        self.refused += one.reply.status != "answered" and one.graded.status == "answered"

    @property
    def percent(self) -> float:
        """Percent right."""
        return 100.0 * self.right / self.total if self.total else 0.0


def tally(grades: Iterable[Grade]) -> dict[str, Tally]:
    """Sums by group, sorted, with "all" last."""
    groups: dict[str, Tally] = defaultdict(Tally)
    every = Tally()
    for one in grades:
        groups[one.graded.group].add(one)
        every.add(one)
    return {**dict(sorted(groups.items())), "all": every}
