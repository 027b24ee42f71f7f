"""The Bolt app with all its listeners, and what happens when one of them fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore

from bot.settings import Settings
from bot.slack.answers import Answers, AnyDesk
from bot.slack.apology import on_error
from bot.slack.clients import Clients, make_client
from bot.slack.listeners import register
from bot.slack.manifest import OAUTH_CALLBACK, OAUTH_INSTALL, required_scopes
from bot.slack.metrics import Metrics
from bot.slack.parts import Parts
from bot.slack.profile import ChannelProfiles
from bot.slack.saving import Saving
from bot.slack.worker import Worker
from bot.store.store import Store

_STATE_SECONDS = 600


def build(
    settings: Settings, desk: AnyDesk, store: Store, *, poll: float = 5.0, grace: float = 3.0
) -> tuple[AsyncApp, Parts]:
    """The app and its parts. Starts nothing: see `bot.slack.serve`."""
    oauth = _oauth(settings, store) if settings.slack_client_id else None
    metrics = Metrics()
    clients = Clients(settings, oauth.installation_store if oauth else None)
    answers = Answers(desk, store, settings, metrics)
    worker = Worker(answers, clients, poll=poll, grace=grace)
    parts = Parts(
        settings=settings,
        store=store,
        answers=answers,
        profiles=ChannelProfiles(desk, store, settings),
        clients=clients,
        saving=Saving(store, settings, metrics, worker),
        worker=worker,
        metrics=metrics,
    )

    async def authorize(
        enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult:  # a plain function: Bolt looks at the names of its arguments
        return await clients.authorize(enterprise_id, team_id, user_id)

    with _quiet():
        app = AsyncApp(
            name="bot97530",
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            client=make_client(settings, token=""),  # the token comes with the authorization
            authorize=None if oauth else authorize,
            oauth_settings=oauth,
            attaching_conversation_kwargs_enabled=False,
        )
    register(app, parts)
    app.error(on_error(parts))
    return app, parts


@contextmanager
def _quiet() -> Iterator[None]:
    """Bolt reads SLACK_BOT_TOKEN by itself, and warns twice that it will not use it."""
    logger = logging.getLogger("slack_bolt.AsyncApp")

    def silence(_: logging.LogRecord) -> bool:
        return False

    logger.addFilter(silence)
    try:
        yield
    finally:
        logger.removeFilter(silence)


def _oauth(settings: Settings, store: Store) -> AsyncOAuthSettings:
    """Installing in several workspaces: tokens live in our own store."""
    return AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=required_scopes(settings),
        install_path=OAUTH_INSTALL,
        redirect_uri_path=OAUTH_CALLBACK,
        installation_store=AsyncSQLAlchemyInstallationStore(
            client_id=settings.slack_client_id,
            engine=store.engine,
            bots_table_name="installed_bots",
            installations_table_name="installations",
        ),
        state_store=AsyncSQLAlchemyOAuthStateStore(
            expiration_seconds=_STATE_SECONDS, engine=store.engine, table_name="oauth_states"
        ),
    )
