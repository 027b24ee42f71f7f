"""First tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.String(80), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("received", sa.Float, nullable=False),
        sa.Column("posted_ts", sa.String(32)),
        sa.UniqueConstraint("channel", "ts", name="inbox_message"),
    )
    op.create_index("inbox_due", "inbox", ["state", "due"])
    op.create_table(
        "questions",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("asked", sa.Float, nullable=False),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("entry", sa.String(120)),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("latency_ms", sa.Float, nullable=False),
        sa.Column("identifiers", sa.Boolean, nullable=False),
        sa.Column("library", sa.String(80), nullable=False),
    )
    op.create_index("questions_asked", "questions", ["asked"])
    op.create_index("questions_status", "questions", ["status", "asked"])
    op.create_table(
        "feedback",
        sa.Column("question", sa.String(16), nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("value", sa.String(16), nullable=False),
        sa.Column("given", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("question", "who"),
    )
    op.create_index("feedback_given", "feedback", ["given"])
    op.create_table(
        "profiles",
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("payer", sa.String(80)),
        sa.Column("setting", sa.String(80)),
        sa.Column("discipline", sa.String(80)),
        sa.Column("state", sa.String(2)),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("team", "channel"),
    )
    op.create_table(
        "profile_changes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("changed", sa.Float, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
    )
    op.create_index("profile_changes_channel", "profile_changes", ["team", "channel", "changed"])
    op.create_table(
        "threads",
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread", sa.String(64), nullable=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "thread"),
    )
    op.create_index("threads_expires", "threads", ["expires"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("made", sa.Float, nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("entry", sa.String(120)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )


def downgrade() -> None:
    """Drop them all."""
    for name in ("proposals", "threads", "profile_changes", "profiles", "feedback",
                 "questions", "inbox"):  # fmt: skip
        op.drop_table(name)
