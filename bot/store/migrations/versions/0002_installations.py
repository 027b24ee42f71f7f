"""Tables of workspaces that installed the app through OAuth (layout of the Slack SDK)."""

from __future__ import annotations

from alembic import op
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _tables() -> MetaData:
    metadata = MetaData()
    SQLAlchemyInstallationStore.build_installations_table(metadata, "installations")
    SQLAlchemyInstallationStore.build_bots_table(metadata, "installed_bots")
    SQLAlchemyOAuthStateStore.build_oauth_states_table(metadata, "oauth_states")
    return metadata


def upgrade() -> None:
    """Make the installation tables."""
    _tables().create_all(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    _tables().drop_all(op.get_bind())
