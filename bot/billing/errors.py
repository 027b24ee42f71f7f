"""What a calculator says when it cannot answer. The message is the reply a person reads.

BillingError
├── UnknownCode          code not in the table; `nearest` holds codes to offer, never assumed
├── BadMinutes           missing, negative, not whole, or more than a day
├── OverlappingTimes     two timed services claim the same clock minutes
├── NotTimed             a code that has no 15-minute units where only timed codes may stand
├── NothingToCount       no code was given
├── UnknownMethod        a counting method that is neither `cms` nor `ama`
├── UnknownPayer         a payer id the table does not hold
├── SameCode             a pair question about one code
├── NoTableForDate       no release of a table covers the date of service
└── MissingFigure        no row of a figure covers the date of service
"""

from __future__ import annotations

from datetime import date


class BillingError(Exception):
    """Base of all. `kind` is a stable word for JSON, `message` a sentence for people."""

    kind = "billing"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownCode(BillingError):
    """A code the table does not hold."""

    kind = "unknown-code"

    def __init__(self, code: str, nearest: tuple[tuple[str, str], ...] = ()) -> None:
        self.code = code
        self.nearest = nearest
        offer = ""
        if nearest:
            offer = " Did you mean " + " or ".join(f"{c} ({name})" for c, name in nearest) + "?"
        super().__init__(f"I do not know code {code}.{offer}")


class BadMinutes(BillingError):
    """Minutes that cannot be counted."""

    kind = "bad-minutes"


class OverlappingTimes(BillingError):
    """Two services on the same clock minutes."""

    kind = "overlapping-times"


class NotTimed(BillingError):
    """A code without 15-minute units among timed codes."""

    kind = "not-timed"


class NothingToCount(BillingError):
    """No code at all."""

    kind = "nothing-to-count"


class UnknownMethod(BillingError):
    """Not a counting method."""

    kind = "unknown-method"

    def __init__(self, method: str) -> None:
        super().__init__(
            f"I do not know the counting method {method!r}. Use cms (minutes of all timed codes "
            "added) or ama (each code alone)."
        )


class UnknownPayer(BillingError):
    """Not a payer of the table."""

    kind = "unknown-payer"

    def __init__(self, payer: str, known: tuple[str, ...] = ()) -> None:
        tail = f" Known: {', '.join(known)}." if known else ""
        super().__init__(f"I do not know the payer {payer!r}.{tail}")


class SameCode(BillingError):
    """A pair of one code."""

    kind = "same-code"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"{code} with itself is not a code pair: add the day's units of {code} on one line "
            "for each plan of care."
        )


class NoTableForDate(BillingError):
    """No release covers the date."""

    kind = "no-table-for-date"

    def __init__(self, what: str, day: date, first: date, last: date) -> None:
        self.day = day
        super().__init__(
            f"I have no {what} for {day.isoformat()}; the tables I hold cover "
            f"{first.isoformat()} to {last.isoformat()}."
        )


class MissingFigure(BillingError):
    """No row of a figure for the date."""

    kind = "missing-figure"

    def __init__(self, name: str, day: date, latest: str = "") -> None:
        self.day = day
        tail = f" The latest I hold is {latest}; do not use it for another year." if latest else ""
        super().__init__(f"I have no figure for {day.isoformat()}: {name}.{tail}")
