"""A channel's profile: shown, set in words or by modal, cleared; who may do it; who did it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.question.context import FIELDS
from bot.settings import Settings
from bot.slack import words
from bot.slack.answers import AnyDesk
from bot.slack.place import Place
from bot.slack.render.pages import Options, profile_page
from bot.slack.render.reply import Message
from bot.store.store import Store

_ASK_SECONDS = 1.5


class ChannelProfiles:
    """What `/cpt here` and its modal do."""

    def __init__(self, desk: AnyDesk, store: Store, settings: Settings) -> None:
        self._desk, self._store, self._settings = desk, store, settings

    def options(self) -> Options:
        """Choices of every select menu."""
        return {name: self._desk.library.choices(name) for name in FIELDS}

    async def command(self, place: Place, rest: str, client: Any) -> Message:
        """`/cpt here`, `/cpt here clear`, `/cpt here medicare snf-part-b PT`."""
        if not rest:
            return await self.show(place)
        if not await self.may_edit(place, client):
            return await self.show(place, self.refusal())
        if rest.lower() in ("clear", "reset", "none"):
            return await self.save(place, {})
        values, unknown = self._understood(rest)
        if unknown or not values:
            said = words.PROFILE_NOT_UNDERSTOOD.format(
                words=", ".join(unknown) or rest, command=self._settings.bot_command
            )
            return await self.show(place, said)
        old = await self._store.profiles.get(place.team, place.channel)
        return await self.save(place, old | values)

    def _understood(self, text: str) -> tuple[dict[str, str], list[str]]:
        """Ids by field, and the words that name nothing.

        A word that is an id of a table ("PT", "OH", "snf-part-b") is that row, before the desk
        reads the rest as language (where "pt" more often means a patient).
        """
        ids = {key.lower(): (name, key) for name in FIELDS for key, _ in self.options()[name]}
        parts = text.replace(",", " ").split()
        named = dict(ids[part.lower()] for part in parts if part.lower() in ids)
        rest = " ".join(part for part in parts if part.lower() not in ids)
        if not rest:
            return named, []
        context, unknown = self._desk.context_from_words(rest)
        found = {name: value.id for name in FIELDS if (value := getattr(context, name))}
        return found | named, list(unknown) if found or unknown else [rest]

    async def save(self, place: Place, values: dict[str, str]) -> Message:
        """Replace the profile and show it."""
        await self._store.profiles.set(place.team, place.channel, values, place.user)
        said = words.PROFILE_SAVED if values else words.PROFILE_CLEARED
        return await self.show(place, said)

    async def show(self, place: Place, said: str = "") -> Message:
        """The profile and its last change."""
        values = await self.values(place)
        changes = await self._store.profiles.changes(place.team, place.channel, limit=1)
        changed = ""
        if changes:
            day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(changes[0].changed))
            changed = f"Last changed {day} by member {changes[0].who}."
        return profile_page(values, self.options(), changed, said, editable=True)

    async def values(self, place: Place) -> dict[str, str]:
        """The profile of the place's channel."""
        return await self._store.profiles.get(place.team, place.channel)

    async def may_edit(self, place: Place, client: Any) -> bool:
        """The person may change profiles, by the setting BOT_PROFILE_EDITORS.

        `admins` asks Slack (scope users:read); when Slack does not say, the answer is no.
        """
        editors = self._settings.bot_profile_editors
        if editors == ("anyone",):
            return True
        if editors != ("admins",):
            return place.user in editors
        try:
            found = await asyncio.wait_for(client.users_info(user=place.user), _ASK_SECONDS)
        except (TimeoutError, SlackApiError, aiohttp.ClientError, OSError):
            return False
        user = found.get("user") or {}
        return bool(user.get("is_admin") or user.get("is_owner"))

    def refusal(self) -> str:
        """Who may, instead of this person."""
        editors = self._settings.bot_profile_editors
        who = "workspace admins" if editors == ("admins",) else "the people named in its settings"
        return words.NOT_AN_EDITOR.format(editors=who)
