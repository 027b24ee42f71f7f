"""Typed commands as replies: units, visit, pair and card, for the terminal, Slack and free text.

Whoever calls has read the text already: the codes and other names in it, and how minutes are read.
Every refusal is a reply with the fix in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.billing import card_reply
from bot.billing.arguments import Unreadable, exact, segments
from bot.billing.claim import Segment
from bot.billing.errors import BillingError
from bot.billing.inquiry import Inquiry, error_reply
from bot.billing.pair_reply import pair_reply
from bot.billing.reply import ask_minutes, units_reply
from bot.billing.spoken import minutes_reply, segments_of
from bot.billing.visit import check_times
from bot.billing.visit_reply import visit_reply
from bot.guidance.reply import Reply
from bot.question.minutes import Minutes

_CODE = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[TF]")
_AT = re.compile(r"@(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed behind the command word.

    named: row ids by kind ("code", "modifier", "denial"), as the reader of texts found them.
    people: ids of who may be named behind "@". read: minutes of a text.
    """

    text: str
    named: Mapping[str, tuple[str, ...]]
    people: Container[str]
    read: Callable[[str], Minutes]

    @property
    def exact(self) -> list[str]:
        """The arguments written as CODE=MINUTES or bare codes; none when the text is language."""
        return exact(self.text.split(), self.people)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes named, by number or nickname."""
        return self.named.get("code", ())

    def minutes(self) -> Minutes:
        """The minutes of the text as language."""
        return self.read(_AT.sub(" ", self.text))


def units(inquiry: Inquiry, typed: Typed, method: str | None = None) -> Reply:
    """Units of `97530=33 97140=7` or of "97530 33, 97140 7 medicare"."""
    try:
        if typed.exact:
            given = segments(typed.exact, inquiry.tables, typed.people, _by(inquiry))
            check_times(given)
            return units_reply(inquiry, [(s.code, s.minutes) for s in given], method=method)
        minutes = typed.minutes()
        untimed = _untimed(inquiry, typed.codes, minutes)
        reply = minutes_reply(inquiry, minutes, untimed=untimed, method=method)
        if reply is None:
            raise Unreadable("I found no minutes in that. Write, for example: 97530=33 97140=7.")
    except BillingError as error:
        return error_reply(inquiry, error)
    return reply


def visit(
    inquiry: Inquiry,
    typed: Typed,
    method: str | None = None,
    used: Mapping[str, float] | None = None,
) -> Reply:
    """The claim table of `97530=33@pt 97140=7@pta` or of one line of text.

    `used`: dollars toward KX this year by plan.
    """
    by = _by(inquiry)
    try:
        if typed.exact:
            given = segments(typed.exact, inquiry.tables, typed.people, by)
        else:
            minutes = typed.minutes()
            if minutes.ambiguous:
                return ask_minutes(inquiry, minutes.reason)
            if not minutes.by_code:
                raise Unreadable(
                    "I found no code with minutes in that. Write, for example: "
                    "97530=33@pt 97140=7@pta, or: ther act 33 PT, manual 7 PTA."
                )
            alone = _untimed(inquiry, typed.codes, minutes)
            given = (*segments_of(minutes, by), *(Segment(code, None, by) for code in alone))
    except BillingError as error:
        return error_reply(inquiry, error)
    return visit_reply(inquiry, given, method=method, used=used)


def mixed(inquiry: Inquiry, minutes: Minutes, codes: Sequence[str]) -> Reply:
    """The claim table of the minutes in a text that names further codes without minutes."""
    spent = {code for code, _ in minutes.by_code}
    bare = [code for code in codes if code not in spent]
    alone = [code for code in bare if not inquiry.tables.code(code).timed]
    by = _by(inquiry)
    given = (*segments_of(minutes, by), *(Segment(code, None, by) for code in alone))
    reply = visit_reply(inquiry, given)
    missing = ", ".join(code for code in bare if code not in alone)
    if not missing or reply.status != "answered":
        return reply
    return replace(reply, lead=f"{reply.lead} {missing} has no minutes yet, so it is not counted.")


def _by(inquiry: Inquiry) -> str:
    """Who treated when nobody is named: the context's discipline, else the PT."""
    return inquiry.context.get("discipline") or "pt"


def _untimed(inquiry: Inquiry, codes: Sequence[str], minutes: Minutes) -> tuple[str, ...]:
    """Untimed codes named without minutes. Raises `Unreadable` for a timed one without any."""
    spent = {code for code, _ in minutes.by_code}
    bare = [code for code in codes if code not in spent]
    for code in bare:
        if spent and inquiry.tables.code(code).timed:
            raise Unreadable(f"{code} has no minutes. Write the minutes it took: {code}=15.")
    return tuple(code for code in bare if not inquiry.tables.code(code).timed)


def pair(inquiry: Inquiry, typed: Typed) -> Reply:
    """Every Medicare pair among the codes on the date; nicknames of codes are understood."""
    keys = [word.upper() for word in typed.text.replace(",", " ").split()]
    if not all(_CODE.fullmatch(key) for key in keys):
        keys = list(typed.codes)
    if len(keys) < 2:
        return error_reply(inquiry, Unreadable("A pair needs two codes: pair 97530 97116."))
    return pair_reply(inquiry, keys)


def card(inquiry: Inquiry, typed: Typed) -> Reply:
    """The card of a code, a modifier, a denial code, or the thresholds of the date."""
    key = typed.text.strip().upper().removeprefix("CPT ").removeprefix("MODIFIER ")
    if key.startswith("THRESHOLD"):
        return card_reply.threshold_reply(inquiry)
    if _CODE.fullmatch(key):
        return card_reply.code_reply(inquiry, key)
    found = card_reply.modifier_reply(inquiry, key) or card_reply.denial_reply(inquiry, key)
    for kind, make in (
        ("denial", card_reply.denial_reply),
        ("modifier", card_reply.modifier_reply),
        ("code", card_reply.code_reply),
    ):
        if found is None and len(typed.named.get(kind, ())) == 1:
            found = make(inquiry, typed.named[kind][0])
    if found is not None:
        return found
    return error_reply(
        inquiry,
        Unreadable(
            f'There is no card "{typed.text}". Give a code (97530), a modifier (KX), '
            "a denial code (CO-97) or the word threshold."
        ),
    )
