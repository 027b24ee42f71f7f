"""The parts of one running bot, as the listeners use them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings import Settings
from bot.slack.answers import Answers
from bot.slack.clients import Clients
from bot.slack.metrics import Metrics
from bot.slack.profile import ChannelProfiles
from bot.slack.saving import Saving
from bot.slack.worker import Worker
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """Wired once, in `bot.slack.app`."""

    settings: Settings
    store: Store
    answers: Answers
    profiles: ChannelProfiles
    clients: Clients
    saving: Saving
    worker: Worker
    metrics: Metrics
