"""Typed arguments of the commands: CODE=MINUTES@WHO, read exactly or refused with the fix."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from bot.billing.claim import Segment
from bot.billing.errors import BadMinutes, BillingError, UnknownCode
from bot.billing.tables import Tables

_ARGUMENT = re.compile(
    r"(?P<code>[A-Za-z]?\d[\dA-Za-z]*)(?P<equals>=(?P<minutes>[^@]*))?(?:@(?P<who>.*))?"
)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")
_LENGTH = re.compile(r"(?:(\d{1,2}):([0-5]\d)|(-?\d+)(?:m|min|mins|minutes)?)")
# A code or nickname with =, or a bare code; either with @ and who treated.
_EXACT = re.compile(r"[^\s=@]+=[^\s]*|(?:\d{5}|[A-Za-z]\d{4}|\d{4}[A-Za-z])(?:@\S*)?")
HOURS_OF_A_DAY, DAY_MINUTES = 24, 1440


class Unreadable(BillingError):
    """An argument that cannot be read; the message shows how to write it."""

    kind = "unreadable"


def exact(words: Sequence[str], people: Container[str]) -> list[str]:
    """The arguments among the words; none when the words are language.

    Arguments are CODE=MINUTES or bare codes. Other words ("medicare") may stand beside them, but
    no number and nobody who treated: then all of it is language.
    """
    found = [word for word in words if _EXACT.fullmatch(word.strip(","))]
    others = [word.strip(",").lower() for word in words if word not in found]
    language = any(word in people or any(ch.isdigit() for ch in word) for word in others)
    return [] if language or (others and not any("=" in word for word in found)) else found


def segments(
    words: Sequence[str], tables: Tables, people: Container[str], default_by: str
) -> tuple[Segment, ...]:
    """The arguments as claim segments.

    `97530=33`, `ta=33`, `97530=33@pta`, `97530=9:00-9:38@pt`, `97530=0:38`; an
    untimed code may stand alone (`97161`). `people` are the ids of who may be named.
    Raises `Unreadable`, `UnknownCode` or `BadMinutes`.
    """
    found = [
        _segment(part, tables, people, default_by)
        for word in words
        for part in word.split(",")
        if part
    ]
    if not found:
        raise Unreadable("There is no code. Write each code with its minutes: 97530=33 97140=7.")
    return tuple(found)


def _segment(word: str, tables: Tables, people: Container[str], default_by: str) -> Segment:
    nickname, equals, rest = word.partition("=")
    word = tables.aliases().get(nickname.strip().lower(), nickname) + equals + rest
    read = _ARGUMENT.fullmatch(word)
    if read is None:
        fix = "Write the code, = and its minutes: 97530=33 (or 97530=33@pta)."
        raise Unreadable(f'I cannot read "{word}". {fix}')
    code = read["code"].upper()
    if code not in tables.codes:
        raise UnknownCode(code, tables.nearest(code))
    by = _who(read["who"], people) if read["who"] is not None else default_by
    if read["equals"] is None:
        if tables.code(code).timed:
            raise BadMinutes(f"{code} has no minutes. Write {code}=15, with the minutes it took.")
        return Segment(code, None, by)
    minutes, start, end = _minutes(code, read["minutes"].strip().lower())
    return Segment(code, minutes, by, start, end)


def _minutes(code: str, text: str) -> tuple[int, int | None, int | None]:
    clock = _CLOCK.fullmatch(text)
    if clock:
        hour, minute, to_hour, to_minute = map(int, clock.groups())
        if max(hour, to_hour) >= HOURS_OF_A_DAY:
            raise BadMinutes(f"{code}: {text} is no time of day; write it as 9:00-9:38.")
        start, end = hour * 60 + minute, to_hour * 60 + to_minute
        if end <= start:
            raise BadMinutes(
                f"{code}: {text} runs backward. Write start and end of one day in 24-hour time, "
                "as 9:00-9:38 or 12:45-13:10."
            )
        return end - start, start, end
    length = _LENGTH.fullmatch(text)
    if not length:
        what = f'"{text}" is not a number of minutes' if text else "the minutes are missing"
        raise BadMinutes(f"{code}: {what}. Write whole minutes: {code}=33.")
    hours, rest, plain = length.groups()
    spent = int(plain) if plain is not None else int(hours) * 60 + int(rest)
    if not 0 <= spent <= DAY_MINUTES:
        raise BadMinutes(f"{code}: {spent} minutes cannot be; write 0 to {DAY_MINUTES}: {code}=33.")
    return spent, None, None


def _who(text: str, people: Container[str]) -> str:
    key = text.strip().lower()
    if key in people:
        return key
    raise Unreadable(
        f'"@{text}" names nobody I know. Who treated: @pt, @pta, @ot, @ota, @slp, @student, @aide.'
    )
