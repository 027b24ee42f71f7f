"""What Slack sends, built and signed as Slack does it."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.scenarios.fake_slack import BOT_USER, TEAM

SECRET = "0123456789abcdef0123456789abcdef"
Node = dict[str, Any]
_count = itertools.count(1)


def signed(body: str | bytes, secret: str = SECRET, at: int | None = None) -> dict[str, str]:
    """The headers of a request with this body."""
    stamp = str(int(time.time()) if at is None else at)
    raw = body if isinstance(body, bytes) else body.encode()
    mac = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + mac.hexdigest()}


def event(inner: Node, **outer: Any) -> Node:
    """An Events API body around an event."""
    return {
        "type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "token": "x",
        "event_id": f"Ev{next(_count):06}", "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "event": inner, **outer,
    }  # fmt: skip


def stamp() -> str:
    """A fresh message ts."""
    return f"1700000000.{next(_count):06}"


def mention(text: str, user: str = "U1", channel: str = "C1", **inner: Any) -> Node:
    """Somebody mentions the bot in a channel."""
    return event({"type": "app_mention", "user": user, "text": f"<@{BOT_USER}> {text}",
                  "ts": stamp(), "channel": channel, "team": TEAM, **inner})  # fmt: skip


def message(text: str, user: str = "U1", channel: str = "D1", **inner: Any) -> Node:
    """Somebody writes a message; in a direct message unless told otherwise."""
    kind = "im" if channel.startswith("D") else "channel"
    return event({"type": "message", "user": user, "text": text, "ts": stamp(), "team": TEAM,
                  "channel": channel, "channel_type": kind, **inner})  # fmt: skip


def command(
    text: str, hook: str, name: str = "/cpt", user: str = "U1", channel: str = "C1"
) -> Node:
    """A slash command, as form fields. `hook` is the address of its response URL."""
    return {
        "token": "x", "command": name, "text": text, "response_url": hook,
        "trigger_id": f"tr{next(_count)}", "user_id": user, "user_name": "u", "team_id": TEAM,
        "team_domain": "clinic", "channel_id": channel, "channel_name": "billing",
        "api_app_id": "A1", "is_enterprise_install": "false",
    }  # fmt: skip


def pressed(
    button: Node, hook: str, at: Node | None = None, user: str = "U1", channel: str = "C1"
) -> Node:
    """A button press: on a message `at`, or on a reply only its asker sees."""
    if at is None:
        container = {"type": "message", "is_ephemeral": True, "channel_id": channel,
                     "message_ts": stamp()}  # fmt: skip
    else:
        channel = at["channel"]
        container = {"type": "message", "is_ephemeral": False, "channel_id": channel,
                     "message_ts": at["ts"], "thread_ts": at.get("thread_ts")}  # fmt: skip
    body = {
        "type": "block_actions", "team": {"id": TEAM, "domain": "clinic"}, "api_app_id": "A1",
        "user": {"id": user, "team_id": TEAM}, "token": "x", "container": container,
        "channel": {"id": channel, "name": "billing"}, "trigger_id": f"tr{next(_count)}",
        "response_url": hook, "actions": [{**button, "block_id": "b", "action_ts": stamp()}],
    }  # fmt: skip
    return body if at is None else {**body, "message": at}


def submitted(view: Node, chosen: dict[str, str], user: str = "U1") -> Node:
    """A submitted modal with these menu values."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: {
            "type": "static_select",
            "selected_option": (
                {"value": chosen[block["block_id"]]} if chosen.get(block["block_id"]) else None
            ),
        }}
        for block in view["blocks"]
    }  # fmt: skip
    return {
        "type": "view_submission", "team": {"id": TEAM, "domain": "clinic"}, "api_app_id": "A1",
        "user": {"id": user, "team_id": TEAM}, "token": "x", "trigger_id": f"tr{next(_count)}",
        "view": {**view, "id": "V1", "team_id": TEAM, "state": {"values": values}, "hash": "h"},
    }  # fmt: skip


def as_json(body: Node) -> tuple[str, dict[str, str]]:
    """Body and headers of an event."""
    text = json.dumps(body)
    return text, {"Content-Type": "application/json", **signed(text)}


def as_form(body: Node) -> tuple[str, dict[str, str]]:
    """Body and headers of a command (fields) or an interaction (one field `payload`)."""
    fields = body if "command" in body else {"payload": json.dumps(body)}
    text = urlencode(fields)
    return text, {"Content-Type": "application/x-www-form-urlencoded", **signed(text)}


def buttons(message: Node) -> dict[str, Node]:
    """The buttons of a message by action id."""
    return {
        element["action_id"]: element
        for block in message.get("blocks") or []
        if block["type"] == "actions"
        for element in block["elements"]
    }
