"""Options and steps that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.terminal import exits

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.question.context import Context

EPILOG = exits.TEXT + "\nCPT is a registered trademark of the American Medical Association."
Command = Callable[..., Any]

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
on_option = click.option(
    "--on", "day", metavar="DATE", help="Date of service, such as 2026-03-01 (default: today)."
)
knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    envvar="BOT_KNOWLEDGE",
    help="Knowledge folder to use instead of the one shipped. [BOT_KNOWLEDGE]",
)
payer_option = click.option("--payer", help="Who pays: medicare-b, uhc, workers-comp ...")
setting_option = click.option("--setting", help="Where: snf-part-b, home-health ...")
method_option = click.option(
    "--method",
    type=click.Choice(["cms", "ama"]),
    help="Counting method instead of the payer's: cms adds all timed minutes (8-minute rule), "
    "ama looks at each code alone.",
)


def context_options(command: Command) -> Command:
    """--payer --setting --discipline --state --on."""
    for name, text in (
        ("state", "Two letters, such as OH."),
        ("discipline", "pt, pta, ot, ota, slp ..."),
    ):
        command = click.option(f"--{name}", help=text)(command)
    return on_option(payer_option(setting_option(command)))


def open_desk(knowledge: Path | None, who_to_ask: str = "") -> Desk:
    """The desk; ends the program with the problems when the knowledge is wrong."""
    import gc

    from bot.desk import Desk
    from bot.knowledge.errors import KnowledgeError

    # The knowledge lives as long as the program: searching it for garbage again and again is waste.
    gc.disable()
    try:
        desk = Desk.open(knowledge, who_to_ask)
        gc.freeze()
        gc.enable()
        return desk
    except KnowledgeError as error:
        for problem in error.problems[:20]:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem(s) in the knowledge; run: bot97530 lint", err=True)
        sys.exit(exits.KNOWLEDGE)


def given(desk: Desk, day: str | None, **values: str | None) -> Context:
    """The context of the options; an unknown value is refused with the nearest known ones."""
    from bot.question.context import Context, Value

    known = {
        name: Value(_row(desk, name, value), "flag") for name, value in values.items() if value
    }
    when = None
    if day:
        try:
            when = datetime.strptime(day, "%Y-%m-%d").date()
        except ValueError:
            said = f'"{day}" is not a date; write it as 2026-03-01'
            raise click.BadParameter(said, param_hint="--on") from None
    return Context(**known, date_of_service=when, date_origin="flag")


def _row(desk: Desk, name: str, value: str) -> str:
    rows = desk.library.table(name)
    for key in (value.lower(), value.upper()):
        if key in rows:
            return key
    reading = desk.reader.read(value)
    named = reading.named.get(name, ())
    # A name that was mended, or understood in part, is not what was typed: ask instead of guessing.
    if len(named) == 1 and not reading.content and not reading.corrections:
        return named[0]
    near = [*named, *(key for key in _nearest(rows, value) if key not in named)][:3]
    hint = f"did you mean {' or '.join(near)}?" if near else f"it is one of {', '.join(sorted(rows))}"
    raise click.BadParameter(f'there is no {name} "{value}"; {hint}', param_hint=f"--{name}")


def _nearest(rows: dict[str, Any], value: str) -> list[str]:
    """Ids of the rows whose id, name or alias is spelled most like a value."""
    from difflib import get_close_matches

    spelled = {
        word.lower(): key
        for key, row in rows.items()
        for word in (*(getattr(row, "aliases", None) or ()), row.name, key)
    }
    close = get_close_matches(value.lower(), list(spelled), n=6, cutoff=0.6)
    return list(dict.fromkeys(spelled[word] for word in close))
