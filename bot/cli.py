"""The command `bot97530`, also `python -m bot`.

Every command imports what it needs when it runs: `ask` must start in a fraction of a second and
never load Slack, a database or a web server.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from bot import cli_billing, cli_operate
from bot.cli_options import EPILOG, context_options, given, knowledge_option, open_desk
from bot.terminal import exits


class _Group(click.Group):
    """Suggests the nearest command for a mistyped one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Commands: {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(f'There is no command "{args[0]}".{hint}', ctx) from error


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"bot97530, version {version('bot97530')}")
    except PackageNotFoundError:
        click.echo("bot97530, run from a folder without being installed")
    context.exit()


@click.group(cls=_Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def cli() -> None:
    """Answers billing and documentation questions about CPT 97530, each with its source."""


@cli.command(epilog=EPILOG)
@click.argument("question", nargs=-1)
@context_options
@knowledge_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON; without a question, read one a line.")
@click.option("--explain", is_flag=True, help="Show why this answer won.")
def ask(
    question: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    discipline: str | None,
    state: str | None,
    day: str | None,
    knowledge: Path | None,
    as_json: bool,
    explain: bool,
) -> None:
    """Answer QUESTION, e.g.: ask "can I bill aquatic therapy here?" """
    from bot.terminal.ask import ask_lines, ask_one

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting, discipline=discipline, state=state)
    if as_json and not question:
        sys.exit(ask_lines(desk, sys.stdin.buffer, context, date.today()))
    sys.exit(ask_one(desk, " ".join(question), context, date.today(), as_json, explain))


@cli.command(epilog=EPILOG)
@context_options
@knowledge_option
def chat(
    payer: str | None,
    setting: str | None,
    discipline: str | None,
    state: str | None,
    day: str | None,
    knowledge: Path | None,
) -> None:
    """Ask one question after the other, with follow-ups."""
    from bot.terminal.ask import chat as talk

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting, discipline=discipline, state=state)
    talk(desk, context, date.today())


@cli.command(epilog=EPILOG)
@knowledge_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--fast", is_flag=True, help="Skip the checks that need the index.")
def lint(knowledge: Path | None, as_json: bool, fast: bool) -> None:
    """Check the knowledge folder; says file, line and how to mend."""
    from bot.terminal.knowledge import lint as run

    sys.exit(run(knowledge, as_json, fast))


@cli.command(epilog=EPILOG)
@click.argument("entries", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Stamp every entry.")
@click.option("--by", default="compliance", show_default=True, help="Who reviewed.")
@knowledge_option
def review(entries: tuple[str, ...], everything: bool, by: str, knowledge: Path | None) -> None:
    """Stamp ENTRIES as reviewed today; an edit voids the stamp."""
    from bot.terminal.knowledge import review as run

    sys.exit(run(knowledge, entries, everything, by, date.today()))


@cli.command("eval", epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--typos", is_flag=True, help="Put one typo into 30 % of the longer words first.")
@click.option("--seed", default=7, show_default=True, help="Seed of the typos.")
@click.option("--failures", is_flag=True, help="List what went wrong, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--floor", type=float, help="Exit 1 when fewer percent are right.")
@click.option("--calibrate", is_flag=True, help="Find the thresholds and write knowledge/calibration.yaml.")
@knowledge_option
def evaluate(
    files: tuple[Path, ...],
    typos: bool,
    seed: int,
    failures: bool,
    as_json: bool,
    floor: float | None,
    calibrate: bool,
    knowledge: Path | None,
) -> None:
    """Grade question FILES (.jsonl or .yaml; default: the knowledge folder's own questions)."""
    from bot.terminal import evaluation

    desk = open_desk(knowledge)
    sys.exit(
        evaluation.run(
            desk,
            files,
            folder=knowledge,
            typo_seed=seed if typos else None,
            failures=failures,
            as_json=as_json,
            floor=floor,
            calibrate=calibrate,
            today=date.today(),
        )
    )


cli_billing.register(cli)
cli_operate.register(cli)


def main() -> None:
    """Entry point: UTF-8 output whatever the locale, broken pipes are no error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(prog_name="bot97530")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(exits.ANSWERED)
