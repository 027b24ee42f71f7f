"""Who gave which minutes: the people of a clause, and when that has to be asked."""

from __future__ import annotations

from bot.question.clock import PERSONS, Token
from bot.question.draft import WHO, Draft, place_of, timeish

ASSISTANTS = frozenset({"pta", "ota"})


def person(tokens: list[Token]) -> str | None:
    """The first person named."""
    found = [PERSONS[t.text] for t in tokens if t.kind == "person"]
    return found[0] if found else None


def people(items: list[Token], count: int) -> list[str | None] | None:
    """Who gave each of a clause's stretches: one person for all, or one beside each.

    None when it is not plain who gave which.
    """
    named = {PERSONS[t.text] for t in items if t.kind == "person"}
    core = [t for t in items if t.kind in ("code", "person") or timeish(t)]
    if count == 1 or not named:
        return [person(items)] * count
    if len(named) == 1:
        # "TA 20 PTA TE 15": did the PTA give the second one too?
        outside = "person" in (core[0].kind, core[-1].kind)
        return [person(items)] * count if outside else None
    groups = [core[i : i + 3] for i in range(0, len(core), 3)]
    shape = [[t.kind if t.kind != "num" else "time" for t in group] for group in groups]
    regular = len(groups) == count and len(set(shape[0])) == 3
    if not regular or any(kinds != shape[0] for kinds in shape):
        return None
    return [person(group) for group in groups]


def headed(who: Token, tokens: list[Token]) -> bool:
    """ "PTA: 97530 20, 97110 15": what follows the colon is all hers."""
    i = place_of(tokens, who)
    return i + 1 < len(tokens) and tokens[i + 1].text == ":"


def check_clause(clause: list[Token], draft: Draft) -> None:
    """Ask when somebody stands alone beside another's minutes: "PT/PTA 30 min TA"."""
    alone = {PERSONS[t.text] for t in clause if t.kind == "person"}
    if not alone or len(alone) < len({t.text for t in clause}):
        return
    draft.alone |= alone
    givers = {s.by for s, _ in draft.placed} - {None}
    if alone & ASSISTANTS and givers - alone:
        draft.ask(WHO)


def check_all(tokens: list[Token], draft: Draft) -> None:
    """With an assistant named, who gave the other minutes decides CQ or CO: ask."""
    givers = {s.by for s, _ in draft.placed}
    team = {PERSONS[t.text] for t in tokens if t.kind == "person"}
    if draft.placed and len(team) > 1 and team & ASSISTANTS and givers == {None}:
        draft.ask(WHO)
    named = givers - {None}
    both = draft.alone - named and named
    if (None in givers or both) and (named | draft.alone) & ASSISTANTS:
        draft.ask(WHO)
