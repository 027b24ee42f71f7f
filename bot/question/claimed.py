"""Units a person claims ("2u", "x2", "billed 8") and modifier numbers, taken out of a clause."""

from __future__ import annotations

from bot.question.clock import Token
from bot.question.draft import ASKED, MAY_BE_UNITS, MODIFIER_NUMBERS, Draft

# "billed 8 of 97530": after such a word a bare number up to this many is a count of units.
MOST_UNITS = 20
# "thats 5", "so 2": what follows is what somebody made of the minutes.
_RESULT = frozenset("thats that's thatd that's so say says think thinks makes gives equals i'd id".split())
_BILLED = frozenset(
    {"bill", "billed", "billing", "charge", "charged", "code", "coded", "submit", "submitted"}
)


def with_units(clause: list[Token], draft: Draft) -> list[Token]:
    """Take out "2u", "x2", "2 units" and "billed 8", and remember what was claimed."""
    said = _said_count(clause)
    if said is not None:
        draft.units.append((None, said))
        return [t for t in clause if t.kind != "num"]
    out: list[Token] = []
    units_first = [t.kind for t in clause if t.kind in ("code", "units")][:1] == ["units"]
    for i, token in enumerate(clause):
        billed = i and clause[i - 1].text in _BILLED and (token.value or 0) <= MOST_UNITS
        if token.kind == "num" and billed:
            code = next((t.text for t in clause[i + 1 : i + 2] if t.kind == "code"), None)
            draft.units.append((code, token.value or 0))
            continue
        if token.kind != "units":
            out.append(token)
            continue
        near = clause[max(0, i - 1) : i + 2]
        if units_first:
            near = near[::-1]
        code = next((t.text for t in near if t.kind == "code"), None)
        if code is None and not units_first:
            code = next((t.text for t in reversed(clause[:i]) if t.kind == "code"), None)
        if not token.firm and i and clause[i - 1].kind == "time":
            draft.ask(f"{clause[i - 1].text} {token.text}: that many times, or units?")
        if token.firm or code:
            value = token.value or 0
            if not token.firm and value > MAY_BE_UNITS:
                draft.ask(f"{code} {token.text}: units or minutes?")
            draft.units.append((code, value))
    return out


def _said_count(clause: list[Token]) -> int | None:
    """ "thats 5 right", "i say 2": a small bare number alone in its clause, said as the result."""
    numbers = [t for t in clause if t.kind == "num"]
    if len(numbers) != 1 or any(t.kind in ("code", "time", "units") for t in clause):
        return None
    words = [t.text for t in clause if t.kind == "word"]
    value = numbers[0].value or 0
    return value if words and words[0] in _RESULT and value <= MAY_BE_UNITS else None


def without_modifiers(clause: list[Token]) -> list[Token]:
    """Drop a modifier number right behind a code ("97530 59") or asked about ("need 59 on 97530")."""
    asked = any(t.text in ASKED for t in clause)
    out: list[Token] = []
    for i, token in enumerate(clause):
        before = clause[i - 1] if i else None
        bare = token.kind == "num" and token.value in MODIFIER_NUMBERS
        behind = before is not None and before.kind == "code"
        if not (bare and (behind or asked)):
            out.append(token)
    return out
