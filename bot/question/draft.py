"""What has been read of a text's minutes so far, and the words that carry no meaning of their own."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.question.clock import Token

# A bare number this small beside a code may just as well be units.
MAY_BE_UNITS = 8
# ... unless they add up to more than anybody bills in a day.
MAY_BE_UNITS_TOGETHER = 12
# Modifiers people write behind a code without a hyphen.
ASKED = frozenset({"need", "needed", "needs", "required", "modifier", "append", "add", "use", "xu"})
MODIFIER_NUMBERS = frozenset({59, 76, 77, 95, 96, 97})
_FILLER_WORDS = """of for on the a an at was were is are did do does doing done got gave had have
has in by just only about approx approximately around roughly ~ spent worked min mins minutes
minute again later more another additional direct skilled my our i we he she they himself herself alone = : (
) [ ] @ - ~ x to from also ran took all today straight nonstop solid continuous worth
overall gp go gn cq co kx xe xs xp xu"""
FILLERS = frozenset(_FILLER_WORDS.split())
WHICH_CODE = "Which minutes went to which code?"
WHO = "Who gave which minutes?"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One stretch of time: what, how long, by whom, on which patient, on which clock minutes."""

    minutes: int
    code: str | None = None
    by: str | None = None
    patient: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Draft:
    """What has been placed so far; `firm` beside a stretch says a unit of time was written."""

    placed: list[tuple[Spoken, bool]] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)
    units: list[tuple[str | None, int]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    uncounted: frozenset[str] = frozenset()
    untimed: frozenset[str] = frozenset()
    held: list[tuple[Token, str]] = field(default_factory=list)  # lengths a person gave, no code beside
    alike: bool = False
    alone: set[str] = field(default_factory=set)
    reason: str = ""

    def ask(self, reason: str) -> None:
        """Remember the first question to ask back."""
        self.reason = self.reason or reason

    def put(self, time: Token, code: str | None, by: str | None, label: str | None) -> None:
        """Place a length; one that is not a whole number of minutes becomes a question."""
        if time.value is None:
            self.ask(f"How many whole minutes exactly? I read “{time.text.lstrip('= ')}”.")
            return
        self.placed.append((Spoken(time.value, code, by, label, time.start, time.end), time.firm))


def timeish(token: Token) -> bool:
    """A length of time or a bare number."""
    return token.kind in ("time", "num")


def place_of(tokens: list[Token], token: Token) -> int:
    """Where this very token stands."""
    return next(i for i, t in enumerate(tokens) if t is token)


def solid(tokens: list[Token]) -> list[Token]:
    """Without fillers and marks."""
    return [t for t in tokens if not (t.kind in ("word", "mark") and t.text in FILLERS)]
