"""The JSON contract: one object per question, the same for `ask --json` and for Slack."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.guidance.reply import ConflictRef, Reply, SourceRef
from bot.guidance.text import plain
from bot.question.context import FIELDS, Context


def to_json(reply: Reply) -> dict[str, Any]:
    """The reply as a dict of JSON types; `also` holds further replies of the same shape."""
    return {
        "question": reply.question,
        "status": reply.status,
        "kind": reply.kind,
        "entry": reply.entry,
        "title": reply.title,
        "verdict": reply.verdict,
        "text": plain(reply),
        "codes": list(reply.codes),
        "context": _context(reply.context),
        "units": reply.units,
        "pairs": reply.pairs,
        "visit": reply.visit,
        "sources": [_source(source) for source in reply.sources],
        "conflicts": [_conflict(conflict) for conflict in reply.conflicts],
        "confidence": round(reply.confidence, 4),
        "alternatives": [asdict(alternative) for alternative in reply.alternatives],
        "choices": [asdict(choice) for choice in reply.choices],
        "phi": list(reply.phi),
        "also": [to_json(other) for other in reply.also],
    }


def _context(context: Context) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(context, name)
        values[name] = {"value": value.id, "origin": value.origin} if value else None
    day = context.date_of_service
    values["date_of_service"] = (
        {"value": day.isoformat(), "origin": context.date_origin} if day else None
    )
    return values


def _source(source: SourceRef) -> dict[str, Any]:
    data = asdict(source)
    data["checked"] = source.checked.isoformat()
    return data


def _conflict(conflict: ConflictRef) -> dict[str, Any]:
    return {
        "says": conflict.says,
        "source": _source(conflict.source),
        "ranks": conflict.ranks,
    }
