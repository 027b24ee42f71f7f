"""The reply as plain text: what the terminal prints and what Slack's `text` carries."""

from __future__ import annotations

from bot.guidance.compound import split
from bot.guidance.reply import ConflictRef, Reply, Section, SourceRef, Table

TIER_WORDS = {
    "primary": "primary: law, CMS, Medicare contractor or NCCI",
    "payer": "payer",
    "association": "association",
    "trade": "trade",
}


def plain(reply: Reply) -> str:
    """The whole reply. The first line is the verdict and what to do; sources come last."""
    parts = [_one(reply)]
    for label, other in beside(reply):
        parts.append(f"{label}\n{_one(other)}")
    return "\n\n".join(parts)


def beside(reply: Reply) -> list[tuple[str, Reply]]:
    """The further answers of a reply, each with its label: to a second question, or told with the first."""
    asked = len(split(reply.question)) > 1
    return [
        (f"{f'Question {number}' if asked else 'Also'}: {other.title or other.question}", other)
        for number, other in enumerate(reply.also, start=2)
    ]


def conflict_parts(conflict: ConflictRef) -> tuple[str, str]:
    """What the other source says, and why it ranks as it does, each as a sentence."""
    return sentence(conflict.says).rstrip("."), sentence(conflict.ranks)


def sentence(text: str) -> str:
    """With a capital in front and a full stop behind."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".") if text else ""


def dated(source: SourceRef) -> str:
    """A source's own date and the day it was checked."""
    own = source.dated if source.dated == UNDATED else f"dated {source.dated}"
    return f"{own}, checked {source.checked.isoformat()}"


def _one(reply: Reply) -> str:
    blocks = [reply.lead]
    blocks += [_section(section) for section in reply.sections]
    blocks += [_table(table) for table in reply.tables]
    if reply.conflicts:
        told = [(conflict_parts(c), c.source.title) for c in reply.conflicts]
        lines = [f"- {says} ({title}). {ranks}" for (says, ranks), title in told]
        blocks.append("\n".join(["Sources disagree:", *lines]))
    if reply.context_line:
        blocks.append(reply.context_line)
    if reply.choices:
        numbered = [f"{n}. {choice.label}" for n, choice in enumerate(reply.choices, start=1)]
        heading = "Did you mean:" if reply.status == "clarify" else "It changes with:"
        blocks.append("\n".join([heading, *numbered]))
    if reply.sources:
        blocks.append("\n".join(["Sources:", *(f"- {source_line(s)}" for s in reply.sources)]))
    if reply.reviewed_on:
        blocks.append(f"Reviewed {reply.reviewed_on.isoformat()}.")
    if reply.phi:
        blocks.append(PHI_NOTE)
    return "\n\n".join(blocks)


UNDATED = "no date shown"
PHI_NOTE = (
    "Please leave patient identifiers out of questions. What looked like one was removed: "
    "it was not stored and is not repeated here."
)


def source_line(source: SourceRef) -> str:
    """One source: title, where in it, tier, its own date and when it was checked."""
    place = f", {source.locator}" if source.locator else ""
    return f"{source.title}{place} ({TIER_WORDS[source.tier]}; {dated(source)}) {source.url}".rstrip()


def _section(section: Section) -> str:
    if len(section.lines) == 1:
        return f"{section.heading}: {section.lines[0]}"
    return "\n".join([f"{section.heading}:", *(f"- {line}" for line in section.lines)])


def _table(table: Table) -> str:
    rows = [table.header, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.header))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([table.title + ":", *lines])
