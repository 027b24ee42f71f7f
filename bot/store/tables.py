"""The tables. Times are seconds since 1970 UTC; ids are Slack's own.

No column ever holds text a person typed, except `inbox.request` (redacted, emptied once the
answer is posted), `threads.memory` (redacted, expires) and `questions.text` (redacted, only when
the operator turned it on).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

inbox = Table(
    "inbox",
    metadata,
    Column("event_id", String(80), primary_key=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("request", Text, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, claimed, posting, done, failed
    Column("attempts", Integer, nullable=False),
    Column("due", Float, nullable=False),
    Column("received", Float, nullable=False),
    Column("posted_ts", String(32)),
    UniqueConstraint("channel", "ts", name="inbox_message"),
    Index("inbox_due", "state", "due"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("asked", Float, nullable=False),
    Column("surface", String(16), nullable=False),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("text", Text),
    Column("status", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("entry", String(120)),
    Column("confidence", Float, nullable=False),
    Column("latency_ms", Float, nullable=False),
    Column("identifiers", Boolean, nullable=False),
    Column("library", String(80), nullable=False),
    Index("questions_asked", "asked"),
    Index("questions_status", "status", "asked"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("question", String(16), nullable=False),
    Column("who", String(32), nullable=False),
    Column("value", String(16), nullable=False),
    Column("given", Float, nullable=False),
    PrimaryKeyConstraint("question", "who"),
    Index("feedback_given", "given"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("payer", String(80)),
    Column("setting", String(80)),
    Column("discipline", String(80)),
    Column("state", String(2)),
    Column("changed_by", String(32), nullable=False),
    Column("changed", Float, nullable=False),
    PrimaryKeyConstraint("team", "channel"),
)

profile_changes = Table(
    "profile_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("who", String(32), nullable=False),
    Column("changed", Float, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Index("profile_changes_channel", "team", "channel", "changed"),
)

threads = Table(
    "threads",
    metadata,
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("memory", Text, nullable=False),
    Column("expires", Float, nullable=False),
    PrimaryKeyConstraint("team", "channel", "thread"),
    Index("threads_expires", "expires"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("made", Float, nullable=False),
    Column("who", String(32), nullable=False),
    Column("entry", String(120)),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
)
