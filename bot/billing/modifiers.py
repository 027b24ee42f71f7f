"""Modifiers of a claim line: GP/GO/GN, CQ/CO by the de-minimis arithmetic, KX.

Sources: CMS therapy services page (85 percent, 10 percent, the two exceptions of 2022) and the CMS
billing examples for CQ/CO. Minutes of therapist and assistant together count as the therapist's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.billing.allocate import BLOCK, FLOOR
from bot.billing.errors import MissingFigure
from bot.billing.explain import minute_word, unit_word
from bot.billing.rows import PayerInfo
from bot.billing.tables import Tables
from bot.billing.thresholds import figure, kx_figure

PLAN_MODIFIER = {"pt": "GP", "ot": "GO", "slp": "GN"}
ASSISTANT_MODIFIER = {"pt": "CQ", "ot": "CO"}
PLAN_OF = {"pt": "pt", "pta": "pt", "ot": "ot", "ota": "ot", "slp": "slp"}
ASSISTANTS = frozenset({"pta", "ota"})
DE_MINIMIS = 10
CMS_PAGE = ("cms-therapy-services-web-page-cy-2026", "CQ and CO")
CMS_EXAMPLES = ("cms-cq-co-billing-examples", "")


@dataclass(frozen=True, slots=True)
class AssistantSplit:
    """Units of one code without and with the assistant modifier, and why.

    `settled` is False when no published example covers the split; the marked units are then the
    careful reading.
    """

    plain: int
    marked: int
    why: tuple[str, ...]
    settled: bool = True


def over_de_minimis(assistant: int, together: int) -> bool:
    """True when the assistant's own minutes are more than 10 percent of the minutes."""
    return assistant * 100 > together * DE_MINIMIS


def split_untimed(therapist: int, assistant: int, modifier: str) -> AssistantSplit:
    """An untimed service such as a group: marked when the assistant passes 10 percent of it."""
    if assistant and over_de_minimis(assistant, therapist + assistant):
        share = round(100 * assistant / (therapist + assistant))
        return AssistantSplit(0, 1, (f"assistant {share}% of the service, over 10%: {modifier}",))
    return AssistantSplit(1, 0, ("assistant at most 10% of the service: no modifier",))


def split_timed(therapist: int, assistant: int, units: int, modifier: str) -> AssistantSplit:
    """Units of one timed code between therapist and assistant.

    Full 15-minute blocks go to who gave them. One unit left: none when the therapist's own rest is
    8 minutes or more, marked when only the assistant's is, and by the 10 percent test when neither
    is. Two left: one each when both gave 9 to 14 minutes.
    """
    if units == 0:
        return AssistantSplit(0, 0, ())
    if not assistant:
        return AssistantSplit(units, 0, ())
    if not therapist:
        return AssistantSplit(
            0, units, (f"assistant gave all {minute_word(assistant)}: {modifier}",)
        )
    plain, rest_t = divmod(therapist, BLOCK)
    marked, rest_a = divmod(assistant, BLOCK)
    why: list[str] = []
    if plain:
        why.append(f"therapist {minute_word(therapist)}: {unit_word(plain)} of full 15 minutes")
    if marked:
        why.append(
            f"assistant {minute_word(assistant)}: {unit_word(marked)} of full 15 minutes, "
            f"{modifier}"
        )
    left = units - plain - marked
    settled = True
    if left == 2:
        plain, marked = plain + 1, marked + 1
        settled = min(rest_t, rest_a) >= FLOOR + 1
        why.append(
            f"two units left, therapist {rest_t} and assistant {rest_a}: one without and one with "
            f"{modifier}"
        )
    elif left == 1 and rest_t >= FLOOR:
        plain += 1
        why.append(f"last unit: therapist's own {rest_t} minutes are 8 or more, no {modifier}")
    elif left == 1 and rest_a >= FLOOR:
        marked += 1
        why.append(
            f"last unit: assistant's {rest_a} minutes are 8 or more, therapist's {rest_t} are not: "
            f"{modifier}"
        )
    elif left == 1 and over_de_minimis(rest_a, rest_t + rest_a):
        marked += 1
        why.append(
            f"last unit: both under 8 (therapist {rest_t}, assistant {rest_a}), assistant over "
            f"10%: {modifier}"
        )
    elif left == 1:
        plain += 1
        why.append(f"last unit: assistant {rest_a} of {rest_t + rest_a} minutes, not over 10%")
    return AssistantSplit(plain, marked, tuple(why), settled)


Need = Literal["yes", "no", "unknown"]


def plan_modifier_needed(payer: PayerInfo | None) -> Need:
    """Whether GP/GO/GN goes on the line for this payer."""
    return _need(payer.discipline_modifier) if payer else "unknown"


def assistant_modifier_needed(payer: PayerInfo | None, setting: str | None) -> Need:
    """Whether CQ/CO goes on the line. Critical access hospitals are outside the rule."""
    if setting == "cah":
        return "no"
    return _need(payer.assistant_modifier) if payer else "unknown"


def _need(word: str) -> Need:
    if word == "required":
        return "yes"
    return "no" if word == "not required" else "unknown"


@dataclass(frozen=True, slots=True)
class KxAnswer:
    """KX for one plan of care on a day. `need` unknown when no amount was given."""

    need: Need
    text: str
    source: tuple[str, str] | None


def kx(plan: str, day: date, used: float | None, tables: Tables) -> KxAnswer:
    """Whether KX is due, from the amount allowed so far this year (all providers), in dollars."""
    shared = "OT" if plan == "ot" else "PT and SLP combined"
    try:
        limit = figure(kx_figure(plan), day, tables)
    except MissingFigure as gap:
        return KxAnswer("unknown", gap.message, None)
    source = (limit.source, limit.at)
    amount = f"{limit.text} in {day.year} ({shared})"
    if used is None:
        text = f"KX: once the year's allowed amount is over {amount}. Check the amount used so far."
        return KxAnswer("unknown", text, source)
    spent = f"${used:,.2f}"
    if used > float(limit.value):
        return KxAnswer("yes", f"KX: {spent} so far is over {amount}.", source)
    near = f"KX: not yet, {spent} so far is within {amount}; a line that passes it needs KX."
    return KxAnswer("no", near, source)
