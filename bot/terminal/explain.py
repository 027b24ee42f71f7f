"""`ask --explain`: why an entry won."""

from __future__ import annotations

from datetime import date

from bot.desk import Desk
from bot.question.context import Context


def explain(desk: Desk, text: str, context: Context, today: date) -> str:
    """Corrections, expansions, gates, and the best candidates with their scores."""
    question = desk.question(text, today=today, known=context)
    trace = desk.trace(question)
    reading = question.reading
    lines = ["How this was answered"]
    lines.append(f"  matched as: {reading.match}")
    lines += [f"  corrected:  {a} -> {b}" for a, b in reading.corrections]
    lines += [f"  expanded:   {a} -> {b}" for a, b in reading.expansions]
    lines += [f"  named:      {kind}: {', '.join(keys)}" for kind, keys in reading.named.items()]
    lines += [f"  gate:       {key} {reason}" for key, reason in trace.closed]
    lines.append("  candidates (confidence, score, entry, nearest phrase, what carried it):")
    for place, match in enumerate(trace.candidates[:5], start=1):
        carried = " ".join(match.tokens[:6])
        lines.append(
            f"    {place}. {match.confidence:.3f}  {match.score:.3f}  {match.key}"
            f'  "{match.phrase}"  [{carried}]'
        )
    if not trace.candidates:
        lines.append("    none")
    decision = trace.decision
    lines.append(
        f"  outcome:    {decision.status} ({decision.reason}; confidence {decision.confidence:.3f}, "
        f"answer from {desk.rules.answer:g}, ask back from {desk.rules.clarify:g})"
    )
    return "\n".join(lines)
