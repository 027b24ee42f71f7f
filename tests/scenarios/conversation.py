"""Scripted conversations: read from YAML, held through the desk and through Slack.

A file of `conversations/` is a list:

    - name: aquatic therapy, then another payer
      channel: {payer: medicare-b, setting: private-practice}   # the channel's profile, if any
      turns:
        - say: can I bill aquatic therapy here?
          status: answered          # answered, clarify or no_match
          entry: act-aquatic-...    # the entry that answers (a list: any of these)
          verdict: "no"             # a list: any of these; so for status, entry and kind
          kind: entry
          codes: ["97113"]          # codes the reply must name
          context: {payer: medicare-b}        # what the reply assumed, by field; null = nothing
          has: [Medicare]           # words of the reply
          hasnt: [Humana]           # words it must not have
        - press: 1                  # take the first choice instead of saying something

Only what is written is checked. Every conversation starts in a fresh thread.
`python -m tests.scenarios.conversation` prints how many pass in the terminal, by file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.guidance.contract import to_json
from bot.guidance.reply import Memory, Reply
from bot.slack.answers import AnyDesk, as_context
from bot.slack.ticket import Ticket
from tests.scenarios import payloads
from tests.scenarios.live import Live

FOLDER = Path(__file__).parent / "conversations"
_KEYS = {"say", "press", "status", "entry", "verdict", "kind", "codes", "context", "has", "hasnt"}


@dataclass
class Conversation:
    """One script. `problems` of a held conversation is empty when all went as written."""

    name: str
    turns: list[dict[str, Any]]
    channel: dict[str, str] = field(default_factory=dict)
    file: str = ""


def read(folder: Path = FOLDER) -> list[Conversation]:
    """All scripts, in the order of their files. Raises ValueError for a field nobody knows."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            script = Conversation(**row, file=path.stem)
            for turn in script.turns:
                if turn.keys() - _KEYS or ("say" in turn) == ("press" in turn):
                    raise ValueError(f"{path.name}: {script.name}: a turn has {sorted(turn)}")
            found.append(script)
    names = [script.name for script in found]
    if len(set(names)) < len(names):
        raise ValueError("two conversations have one name")
    return found


def through_the_desk(desk: AnyDesk, script: Conversation, today: date) -> list[str]:
    """Hold a conversation as the terminal does: replies and memory, no Slack, no store."""
    memory: Memory | None = None
    known = as_context(script.channel, "channel")
    reply: Reply | None = None
    problems: list[str] = []
    for number, turn in enumerate(script.turns, start=1):
        if "press" in turn:
            if reply is None or len(reply.choices) < turn["press"]:
                return [*problems, f"turn {number}: there is no choice {turn['press']}"]
            ticket = Ticket.of(reply, "x").choose(reply.choices[turn["press"] - 1])
            reply = desk.ask(
                ticket.question, today=today, known=ticket.context().over(known),
                entry=ticket.entry,
            )  # fmt: skip
        else:
            reply = desk.ask(turn["say"], today=today, known=known, memory=memory)
        memory = reply.memory if reply.memory != Memory() else memory
        problems += [f"turn {number}: {what}" for what in compare(turn, to_json(reply))]
    return problems


async def through_slack(live: Live, seen: list[Reply], script: Conversation) -> list[str]:
    """Hold a conversation in a thread of a channel, by signed requests to the running bot.

    `seen` collects the replies of the bot's desk, so that entry and context can be compared; that
    what was posted is that reply is checked by its first line.
    """
    await live.store.profiles.set("T1", "C1", script.channel, "U1")
    thread = payloads.stamp()
    posted: dict[str, Any] = {}
    problems: list[str] = []
    for number, turn in enumerate(script.turns, start=1):
        before = len(seen)
        if "press" in turn:
            button = payloads.buttons(posted).get(f"choice_{turn['press'] - 1}")
            if button is None:
                return [*problems, f"turn {number}: there is no choice {turn['press']}"]
            posted = dict(await live.press(button, at=posted))
        else:
            body = payloads.mention(turn["say"], thread_ts=thread)
            posted = dict(await live.ask(body))
        reply = to_json(seen[-1]) if len(seen) > before else {}
        problems += [f"turn {number}: {what}" for what in compare(turn, reply)]
        lead = seen[-1].lead.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if not posted["text"].startswith(lead[:3000]):
            problems.append(f"turn {number}: Slack shows another reply")
    return problems


def compare(turn: dict[str, Any], reply: dict[str, Any]) -> list[str]:
    """Where a reply (the JSON contract) differs from what the turn expects."""
    wrong = []
    for name in ("status", "verdict", "kind", "entry"):
        if name not in turn:
            continue
        wanted = turn[name] if isinstance(turn[name], list) else [turn[name]]
        if reply.get(name) not in wanted:
            wrong.append(f"{name} is {reply.get(name)!r}, not {' or '.join(map(str, wanted))}")
    missing = set(turn.get("codes", ())) - set(reply.get("codes", ()))
    if missing:
        wrong.append(f"codes lack {sorted(missing)}")
    for name, value in turn.get("context", {}).items():
        found = (reply.get("context", {}).get(name) or {}).get("value")
        if found not in (value if isinstance(value, list) else [value]):
            wrong.append(f"context {name} is {found!r}, not {value!r}")
    text = str(reply.get("text", "")).lower()
    wrong += [f"does not say {w!r}" for w in turn.get("has", ()) if w.lower() not in text]
    wrong += [f"says {w!r}" for w in turn.get("hasnt", ()) if w.lower() in text]
    return wrong


def table(desk: AnyDesk, today: date, scripts: Sequence[Conversation]) -> str:
    """The pass table: a line a file with its scripts and how many pass, and what failed below it."""
    rows: dict[str, list[int]] = {}
    failed = []
    for script in scripts:
        problems = through_the_desk(desk, script, today)
        for name in (script.file, "all"):
            row = rows.setdefault(name, [0, 0])
            row[0], row[1] = row[0] + 1, row[1] + (not problems)
        failed += [f"{script.name}: {problem}" for problem in problems]
    every = rows.pop("all", [0, 0])
    lines = [f"{name:<14}{row[0]:>8}{row[1]:>8}" for name, row in [*rows.items(), ("all", every)]]
    return "\n".join([f"{'file':<14}{'scripts':>8}{'pass':>8}", *failed, *lines])


if __name__ == "__main__":
    from bot.desk import Desk

    print(table(Desk.open(who_to_ask="the billing lead"), date.today(), read()))
