"""Reading Slack's payloads: who asks what, where. Pure functions on dicts."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands. `thread` is the key of its memory; `reply_to` the thread_ts that an
    answer is posted under (None: at the top level of a direct message)."""

    team: str
    channel: str
    user: str
    thread: str
    reply_to: str | None = None
    enterprise: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """A dict of JSON types."""
        return asdict(self)


def clean(text: str) -> str:
    """The words a person typed: mentions dropped, links and channels as their labels, Slack's
    escapes undone."""

    def word(match: re.Match[str]) -> str:
        sign, value, label = match.groups()
        if sign == "@":
            return " "
        if sign == "!":
            return (label or "").lstrip("@")
        return str(label or ("" if sign == "#" else value))

    plain = _TOKEN.sub(word, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def of_event(body: dict[str, Any]) -> Place:
    """The place of a message or mention event."""
    event = body["event"]
    channel, user = event["channel"], event.get("user", "")
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    thread = event.get("thread_ts")
    return Place(
        team=team_of(body),
        channel=channel,
        user=user,
        thread=(thread or user) if direct else (thread or event["ts"]),
        reply_to=thread if direct else (thread or event["ts"]),
        enterprise=body.get("enterprise_id") or None,
    )


def of_command(body: dict[str, Any]) -> Place:
    """The place of a slash command; its memory is the person's own in that channel."""
    return Place(
        team=body.get("team_id", ""),
        channel=body.get("channel_id", ""),
        user=body.get("user_id", ""),
        thread=f"/{body.get('user_id', '')}",
        enterprise=body.get("enterprise_id") or None,
    )


def of_action(body: dict[str, Any]) -> Place:
    """The place of a pressed button."""
    container, user = body.get("container", {}), body.get("user", {}).get("id", "")
    channel = container.get("channel_id") or (body.get("channel") or {}).get("id", "")
    if container.get("is_ephemeral"):
        thread = f"/{user}"
    else:
        message = body.get("message", {})
        thread = message.get("thread_ts") or (
            user if channel.startswith("D") else container.get("message_ts", "")
        )
    return Place(
        team=(body.get("team") or {}).get("id", ""),
        channel=channel,
        user=user,
        thread=thread,
        enterprise=(body.get("enterprise") or {}).get("id"),
    )


def team_of(body: dict[str, Any]) -> str:
    """The workspace that installed the bot, as far as the payload says."""
    grants = body.get("authorizations") or [{}]
    return str(grants[0].get("team_id") or body.get("team_id") or "")


def is_outsider(body: dict[str, Any]) -> bool:
    """The author belongs to another workspace (a channel shared with another company).

    In such a channel an author whose workspace is not said counts as an outsider.
    """
    event = body.get("event", {})
    author = event.get("user_team") or event.get("source_team") or event.get("team")
    if body.get("is_ext_shared_channel"):
        return bool(author != team_of(body))
    user = body.get("user")
    if isinstance(user, dict) and body.get("team"):
        home = body["team"].get("id")
        return bool(user.get("team_id", home) != home)
    return False


def is_for_us(event: dict[str, Any]) -> bool:
    """A message a person wrote: no edits, deletions, joins, bots."""
    subtype = event.get("subtype")
    return (
        subtype in (None, "file_share", "thread_broadcast")
        and not event.get("bot_id")
        and bool(event.get("user"))
        and bool(event.get("ts"))
        and bool(event.get("channel"))
    )
