"""A general entry steps back for the entry that knows the payer, setting or discipline at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.guidance.resolve import lineage
from bot.knowledge.load import Library
from bot.question.context import Context

if TYPE_CHECKING:
    from bot.knowledge.model import Entry


def deferred(library: Library, entry: Entry, context: Context) -> str | None:
    """The parameterized entry that answers instead of `entry` in a context, or None.

    The general entry keeps the word when it is that payer's own rule, when one of its variants
    speaks of the row, or when the other entry has nothing for it.
    """
    for kind, target in entry.defers.items():
        chain = lineage(library, kind, context)
        known = chain[:1]
        if not known or entry.rule_of in chain:
            continue
        said = {key for variant in entry.when for key in getattr(variant, kind)}
        barred = getattr(library.entry(target).excludes, kind)
        if not said.intersection(chain) and known[0] not in barred and known[0] in library.table(kind):
            return target
    return None
