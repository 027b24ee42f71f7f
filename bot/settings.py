"""The environment, read once into a frozen `Settings`.

Everything that can be set stands in `TABLE` with its default and its meaning; `doctor` and the
README print that table. `Settings.read()` reports all bad values at once, in plain words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_COMMAND = re.compile(r"/[a-z0-9][a-z0-9_-]{0,30}")
_TAKEN = frozenset(
    {"/status", "/me", "/join", "/away", "/dnd", "/shrug", "/remind", "/msg", "/feed", "/who",
     "/collapse", "/expand", "/leave", "/open", "/search", "/topic", "/mute", "/pro",
     "/shortcuts", "/help"}
)  # fmt: skip


def _starts_with(*prefixes: str) -> Any:
    def check(value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(prefixes):
            raise ValueError(f"must start with {' or '.join(prefixes)}")
        return value

    return AfterValidator(check)


def _slash_command(value: str) -> str:
    if not _COMMAND.fullmatch(value):
        raise ValueError(
            "must be a slash and 1 to 31 lower-case letters, digits, hyphens or underscores"
        )
    if value in _TAKEN:
        raise ValueError("is a command of Slack's own; choose another")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be an address that starts with https://")
    return value if value.endswith("/") else value + "/"


def _hex_secret(value: SecretStr) -> SecretStr:
    if value and not re.fullmatch(r"[\x21-\x7e]{16,128}", value.get_secret_value()):
        raise ValueError("must be the signing secret of the app (16 or more plain characters)")
    return value


def _database(value: str) -> str:
    if value and not value.startswith(
        (
            "sqlite:///",
            "sqlite+aiosqlite:///",
            "postgresql://",
            "postgres://",
            "postgresql+psycopg://",
        )
    ):
        raise ValueError(
            "must start with sqlite:/// (and a file) or postgresql:// (user:password@host/name)"
        )
    return value


def _comma_list(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _editors(value: tuple[str, ...]) -> tuple[str, ...]:
    if value in (("anyone",), ("admins",)):
        return value
    if not value or not all(re.fullmatch(r"[UW][A-Z0-9]{2,20}", item) for item in value):
        raise ValueError("must be anyone, admins, or member ids such as U012ABCDEF, with commas")
    return value


Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(lambda v: v.upper() if isinstance(v, str) else v),
]
_NONE = SecretStr("")


class Settings(BaseSettings):
    """Every setting, checked. Secrets show as stars in any print."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, case_sensitive=False
    )

    slack_bot_token: Annotated[SecretStr, _starts_with("xoxb-", "xoxe.xoxb-")] = _NONE
    slack_signing_secret: Annotated[SecretStr, AfterValidator(_hex_secret)] = _NONE
    slack_app_token: Annotated[SecretStr, _starts_with("xapp-")] = _NONE
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    slack_client_id: str = ""
    slack_client_secret: SecretStr = _NONE
    bot_database_url: Annotated[str, AfterValidator(_database)] = ""
    bot_command: Annotated[str, AfterValidator(_slash_command)] = "/cpt"
    bot_mode: Literal["http", "socket"] = "http"
    bot_host: str = "127.0.0.1"
    bot_port: Annotated[int, Field(ge=0, le=65535)] = 3000
    bot_knowledge: Path | None = None
    bot_cache_dir: Path | None = None
    bot_default_payer: str = ""
    bot_default_setting: str = ""
    bot_default_discipline: str = ""
    bot_default_state: str = ""
    bot_who_to_ask: str = "your compliance or billing lead"
    bot_retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    bot_store_questions: bool = False
    bot_profile_editors: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_comma_list), AfterValidator(_editors)
    ] = ("anyone",)
    bot_allow_external: bool = False
    bot_memory_minutes: Annotated[int, Field(ge=1, le=10080)] = 30
    bot_listen_channels: bool = False
    bot_log_level: Level = "INFO"

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings of this process, or of `environ`. Raises `BadSettings`."""
        source = os.environ if environ is None else environ
        values = {
            name: source[name.upper()]
            for name in cls.model_fields
            if source.get(name.upper(), "").strip()
        }
        try:
            return cls(**{name: value.strip() for name, value in values.items()})  # type: ignore[arg-type]
        except ValidationError as error:
            raise BadSettings(_plain(error)) from None

    @classmethod
    def settings_customise_sources(cls, *_: Any, **sources: Any) -> tuple[Any, ...]:
        """Only what `read` passes: the environment is looked at in one place."""
        return (sources["init_settings"],)

    def missing(self, mode: str) -> list[str]:
        """Names of settings that `serve --mode` needs and that are not set."""
        needed = {"slack_bot_token": self.slack_bot_token}
        if mode == "http":
            needed["slack_signing_secret"] = self.slack_signing_secret
            if self.slack_client_id:
                needed.pop("slack_bot_token")
                needed["slack_client_secret"] = self.slack_client_secret
        else:
            needed["slack_app_token"] = self.slack_app_token
        return [name.upper() for name, value in needed.items() if not value]


class BadSettings(ValueError):
    """One or more settings cannot be used; `problems` has one sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _plain(error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        name = str(item["loc"][0]).upper()
        said = item["msg"].removeprefix("Value error, ").removeprefix("Input ")
        row = next((row for row in TABLE if row.name == name), None)
        lines.append(f"{name} {said}. {row.meaning if row else ''}".strip())
    return sorted(lines)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as documented: its default as a person would type it."""

    name: str
    default: str
    meaning: str


TABLE = (
    Row("SLACK_BOT_TOKEN", "", "Bot token of the installed app (xoxb-...)."),
    Row("SLACK_SIGNING_SECRET", "", "Signing secret of the app; HTTP mode needs it."),
    Row("SLACK_APP_TOKEN", "", "App-level token (xapp-...) with connections:write; Socket Mode."),
    Row("SLACK_API_URL", "https://slack.com/api/", "Slack Web API; another one for GovSlack."),
    Row("SLACK_CLIENT_ID", "", "Client id: turns on /slack/install for several workspaces."),
    Row("SLACK_CLIENT_SECRET", "", "Client secret that belongs to SLACK_CLIENT_ID."),
    Row("BOT_DATABASE_URL", "a SQLite file in the user-data folder",
        "Where the bot keeps its records: sqlite:///file or postgresql://user@host/name."),
    Row("BOT_COMMAND", "/cpt", "The slash command."),
    Row("BOT_MODE", "http", "How serve and the manifest reach Slack: http or socket."),
    Row("BOT_HOST", "127.0.0.1", "Address to listen on."),
    Row("BOT_PORT", "3000", "Port to listen on; 0 takes a free one."),
    Row("BOT_KNOWLEDGE", "the knowledge shipped with the bot", "Folder of the knowledge to use."),
    Row(
        "BOT_CACHE_DIR", "the user's cache folder", "Folder for the compiled knowledge snapshot."
    ),
    Row("BOT_DEFAULT_PAYER", "", "Payer id assumed when nothing nearer says otherwise."),
    Row("BOT_DEFAULT_SETTING", "", "Setting id assumed when nothing nearer says otherwise."),
    Row("BOT_DEFAULT_DISCIPLINE", "", "Discipline id assumed when nothing nearer says otherwise."),
    Row("BOT_DEFAULT_STATE", "", "State (two letters) assumed when nothing nearer says otherwise."),
    Row("BOT_WHO_TO_ASK", "your compliance or billing lead",
        "Whom the reply names when the bot has no answer."),
    Row("BOT_RETENTION_DAYS", "90", "Days after which stored records are purged."),
    Row("BOT_STORE_QUESTIONS", "no",
        "Keep the redacted text of questions, for the list of gaps: yes or no."),
    Row("BOT_PROFILE_EDITORS", "anyone",
        "Who may change a channel's profile: anyone, admins, or member ids with commas."),
    Row("BOT_ALLOW_EXTERNAL", "no", "Answer people of other companies in shared channels."),
    Row("BOT_MEMORY_MINUTES", "30", "Minutes a thread or direct message remembers its context."),
    Row("BOT_LISTEN_CHANNELS", "no",
        "Ask for the scopes to follow up in a thread without a mention (manifest)."),
    Row("BOT_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
)  # fmt: skip
"""Every setting, in the order of the README. A test keeps it and `Settings` in step."""
