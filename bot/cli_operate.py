"""The operator's commands: serve, manifest, doctor, gaps, purge."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli_options import EPILOG, as_json_option, knowledge_option, open_desk

MODE = click.Choice(["http", "socket"])


def register(cli: click.Group) -> None:
    """Add these commands."""
    for command in (serve, manifest, doctor, gaps, purge):
        cli.add_command(command)


@click.command(epilog=EPILOG)
@click.option("--mode", type=MODE, help="How to reach Slack. [BOT_MODE, else http]")
@click.option("--host", help="Address to listen on. [BOT_HOST, else 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one. [BOT_PORT, else 3000]",
)
@knowledge_option
def serve(mode: str | None, host: str | None, port: int | None, knowledge: Path | None) -> None:
    """Run the Slack bot until it is told to stop (SIGTERM or Ctrl-C)."""
    from bot.terminal import operate

    settings = operate.settings()
    desk = open_desk(knowledge or settings.bot_knowledge, settings.bot_who_to_ask)
    sys.exit(operate.serve(settings, desk, mode, host, port))


@click.command(epilog=EPILOG)
@click.option("--command", "name", help="The slash command. [BOT_COMMAND, else /cpt]")
@click.option("--mode", type=MODE, help="How Slack reaches the bot. [BOT_MODE, else http]")
@click.option(
    "--address",
    default="https://bot.example.org",
    show_default=True,
    help="Public address of the bot, for http mode.",
)
@click.option(
    "--code-aliases",
    metavar="CODES",
    default="",
    help="Codes that become commands of their own, with commas: 97530,97110.",
)
def manifest(name: str | None, mode: str | None, address: str, code_aliases: str) -> None:
    """Print the Slack app manifest (JSON) to create or update the app from."""
    from bot.terminal import operate

    aliases = [code.strip().lstrip("/") for code in code_aliases.split(",") if code.strip()]
    sys.exit(operate.manifest(operate.settings(name), mode, address, aliases))


@click.command(epilog=EPILOG)
@click.option("--mode", type=MODE, help="The mode to check for. [BOT_MODE, else http]")
@knowledge_option
@as_json_option
def doctor(mode: str | None, knowledge: Path | None, as_json: bool) -> None:
    """Say what is missing to go live, in the order to mend it; then list every setting."""
    from bot.terminal import operate

    sys.exit(operate.doctor(mode, knowledge, as_json))


@click.command(epilog=EPILOG)
@click.option(
    "--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="How far back."
)
@as_json_option
def gaps(days: int, as_json: bool) -> None:
    """What people asked and the bot could not answer, most frequent first."""
    from bot.terminal import operate

    sys.exit(operate.gaps(operate.settings(), days, as_json))


@click.command(epilog=EPILOG)
@click.option(
    "--days", type=click.IntRange(1, 3650), help="Keep this many days. [BOT_RETENTION_DAYS]"
)
def purge(days: int | None) -> None:
    """Delete stored records older than the retention now (serve does it every hour)."""
    from bot.terminal import operate

    sys.exit(operate.purge(operate.settings(), days))
