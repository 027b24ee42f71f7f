"""Web API clients: one set-up for all of them, one token for each workspace."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

log = logging.getLogger(__name__)
TIMEOUT = 10
AUTHORIZE_SECONDS = 1.5
"""Slack waits three seconds for an acknowledgment; a slow auth.test must not eat them."""


def make_client(settings: Settings, token: str | None = None, *, posting: bool = False) -> Any:
    """A client for `SLACK_API_URL`.

    A `posting` client retries on rate limits only: the SDK's default retry after a dropped
    connection would post twice.
    """
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)] if posting else []
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value() if token is None else token,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT,
        retry_handlers=list(handlers),
    )


def status_of(error: SlackApiError) -> int:
    """HTTP status of a refusal; the SDK attaches another class when the body was no JSON."""
    answer = error.response
    return int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0) or 0)


def reason_of(error: SlackApiError) -> str:
    """Slack's error code ("not_in_channel"), or "" when there is none."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


class Clients:
    """Clients by workspace. Without OAuth there is one token for all."""

    def __init__(self, settings: Settings, installed: AsyncInstallationStore | None) -> None:
        self._settings, self._installed = settings, installed
        self._own: AuthorizeResult | None = None

    async def posting(self, team: str, enterprise: str | None) -> Any:
        """A client that may post to a workspace; None when it is not installed there."""
        if self._installed is None:
            return make_client(self._settings, posting=True)
        bot = await self._installed.async_find_bot(enterprise_id=enterprise, team_id=team)
        return make_client(self._settings, bot.bot_token, posting=True) if bot else None

    async def authorize(
        self, enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult:
        """Who we are (Bolt's `authorize`), for a single workspace.

        While Slack's Web API cannot be reached the answer is the token alone: commands, which need
        no API call, go on working.
        """
        if self._own is None:
            client = make_client(self._settings)
            try:
                test = await asyncio.wait_for(client.auth_test(), AUTHORIZE_SECONDS)
                granted = test.headers.get("x-oauth-scopes", "")
                self._own = AuthorizeResult.from_auth_test_response(
                    auth_test_response=test,
                    bot_token=client.token,
                    bot_scopes=[scope.strip() for scope in granted.split(",") if scope.strip()],
                )
            except (TimeoutError, SlackApiError, aiohttp.ClientError, OSError) as error:
                log.warning("auth.test failed (%s)", type(error).__name__)
                return AuthorizeResult(
                    enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token
                )
        own = self._own
        return AuthorizeResult(
            enterprise_id=own.enterprise_id, team_id=own.team_id, bot_user_id=own.bot_user_id,
            bot_id=own.bot_id, bot_token=own.bot_token, bot_scopes=own.bot_scopes, user_id=user_id,
        )  # fmt: skip
