"""What is missing to go live, in the order to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from bot.slack.clients import make_client, reason_of, status_of
from bot.slack.manifest import optional_scopes, required_scopes
from bot.store.errors import StoreError
from bot.store.store import Store

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `mend` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


async def checks(
    settings: Settings, knowledge: Callable[[], str], mode: str | None = None
) -> list[Check]:
    """Every check, in order: knowledge, store, tokens, Slack, scopes.

    `knowledge` returns the version of the knowledge or raises with the reasons why it is no good.
    """
    mode = mode or settings.bot_mode
    found = [_knowledge(knowledge), await _store(settings), _tokens(settings, mode)]
    if settings.slack_bot_token:
        found += await _slack(settings)
    if mode == "socket" and settings.slack_app_token:
        found.append(await _socket(settings))
    return found


def _knowledge(knowledge: Callable[[], str]) -> Check:
    try:
        return Check("knowledge", True, f"version {knowledge()}")
    except Exception as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        return Check("knowledge", False, first, "Run: bot97530 lint, and mend what it names.")


async def _store(settings: Settings) -> Check:
    try:
        store = await Store.open(settings.bot_database_url)
    except StoreError as error:
        return Check("store", False, str(error), "Set BOT_DATABASE_URL to a place that works.")
    shown = store.engine.url.render_as_string(hide_password=True)
    await store.close()
    return Check("store", True, shown)


def _tokens(settings: Settings, mode: str) -> Check:
    missing = settings.missing(mode)
    if not missing:
        return Check("tokens", True, f"all that {mode} mode needs")
    places = {
        "SLACK_BOT_TOKEN": "OAuth & Permissions, after installing the app",
        "SLACK_SIGNING_SECRET": "Basic Information",
        "SLACK_APP_TOKEN": "Basic Information, App-Level Tokens, scope connections:write",
        "SLACK_CLIENT_SECRET": "Basic Information",
    }
    mend = "; ".join(f"{name} is under {places[name]}" for name in missing)
    return Check("tokens", False, f"not set: {', '.join(missing)}", f"In the app's pages: {mend}.")


async def _slack(settings: Settings) -> list[Check]:
    client = make_client(settings)
    try:
        test = await asyncio.wait_for(client.auth_test(), SECONDS)
    except SlackApiError as error:
        why = reason_of(error) or str(status_of(error))
        return [Check("slack", False, f"Slack refused the bot token: {why}",
                      "Install the app again and copy its new bot token.")]  # fmt: skip
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        return [_unreachable("slack", settings, error)]
    granted = {s.strip() for s in test.headers.get("x-oauth-scopes", "").split(",") if s.strip()}
    name = f"{test.get('user', 'the bot')} in {test.get('team', 'the workspace')}"
    return [Check("slack", True, name), _scopes(settings, granted)]


def _scopes(settings: Settings, granted: set[str]) -> Check:
    needed = set(required_scopes(settings))
    if needed - granted:
        return Check(
            "scopes", False, f"not granted: {', '.join(sorted(needed - granted))}",
            "Update the app with the output of bot97530 manifest, then reinstall it.",
        )  # fmt: skip
    without = set(optional_scopes(settings)) - granted
    extra = f" (optional and not granted: {', '.join(sorted(without))})" if without else ""
    return Check("scopes", True, ", ".join(sorted(needed)) + extra)


async def _socket(settings: Settings) -> Check:
    client = make_client(settings)
    token = settings.slack_app_token.get_secret_value()
    try:
        await asyncio.wait_for(client.apps_connections_open(app_token=token), SECONDS)
    except SlackApiError as error:
        why = reason_of(error) or str(status_of(error))
        return Check("socket", False, f"Slack refused the app-level token: {why}",
                     "Make an app-level token with the scope connections:write.")  # fmt: skip
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        return _unreachable("socket", settings, error)
    return Check("socket", True, "a connection can be opened")


def _unreachable(name: str, settings: Settings, error: Exception) -> Check:
    return Check(
        name, False, f"{settings.slack_api_url} cannot be reached ({type(error).__name__})",
        "Check SLACK_API_URL, the network, and the proxy.",
    )  # fmt: skip
