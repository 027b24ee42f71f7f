"""The commands of the billing desk: units, pair, visit, card, note."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from bot.cli_options import (
    EPILOG,
    as_json_option,
    context_options,
    given,
    knowledge_option,
    method_option,
    on_option,
    open_desk,
    payer_option,
    setting_option,
)

PAIR_TABLES = ("practitioner", "outpatient_hospital")


def register(cli: click.Group) -> None:
    """Add these commands."""
    for command in (units, pair, visit, card, note):
        cli.add_command(command)


@click.command(epilog=EPILOG)
@click.argument("minutes", nargs=-1, required=True, metavar="CODE=MIN...")
@context_options
@method_option
@knowledge_option
@as_json_option
def units(
    minutes: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    discipline: str | None,
    state: str | None,
    day: str | None,
    method: str | None,
    knowledge: Path | None,
    as_json: bool,
) -> None:
    """Units from minutes: units 97530=33 97140=7, or units "ther act 33, manual 7"."""
    from bot.terminal import billing

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting, discipline=discipline, state=state)
    reply = billing.units(desk, minutes, context, date.today(), method)
    sys.exit(billing.finish(reply, as_json))


@click.command(epilog=EPILOG)
@click.argument("codes", nargs=-1, required=True, metavar="CODE CODE...")
@payer_option
@click.option(
    "--setting",
    help="Which table: practitioner or outpatient_hospital, or a setting such as snf-part-b.",
)
@on_option
@knowledge_option
@as_json_option
def pair(
    codes: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    day: str | None,
    knowledge: Path | None,
    as_json: bool,
) -> None:
    """Code-pair edits of Medicare: pair 97530 97116. With more codes, every pair among them."""
    from bot.question.context import Value
    from bot.terminal import billing

    desk = open_desk(knowledge)
    table = setting.lower().replace("-", "_") if setting else ""
    named = table in PAIR_TABLES
    context = given(desk, day, payer=payer, setting=None if named else setting)
    if named:
        context = context.with_value("setting", Value(table, "flag"))
    sys.exit(billing.finish(billing.pair(desk, codes, context, date.today()), as_json))


def _dollars(_context: click.Context, _option: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    try:
        amount = float(value.replace("$", "").replace(",", ""))
    except ValueError:
        amount = -1.0
    if not 0 <= amount < float("inf"):
        raise click.BadParameter(f'"{value}" is no amount of dollars; write it as 2100.50')
    return amount


@click.command(epilog=EPILOG)
@click.argument("treatment", nargs=-1, required=True, metavar="CODE=MIN@WHO...")
@context_options
@click.option("--used-pt", callback=_dollars, help="Dollars allowed this year for PT and SLP.")
@click.option("--used-ot", callback=_dollars, help="Dollars allowed this year for OT.")
@method_option
@knowledge_option
@as_json_option
def visit(
    treatment: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    discipline: str | None,
    state: str | None,
    day: str | None,
    used_pt: float | None,
    used_ot: float | None,
    method: str | None,
    knowledge: Path | None,
    as_json: bool,
) -> None:
    """The claim lines of a visit: visit 97530=33@pt 97140=7@pta 97161@pt, or one line of text."""
    from bot.terminal import billing

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting, discipline=discipline, state=state)
    amounts = {"pt": used_pt, "slp": used_pt, "ot": used_ot}
    used = {plan: amount for plan, amount in amounts.items() if amount is not None}
    reply = billing.visit(desk, treatment, context, date.today(), method, used)
    sys.exit(billing.finish(reply, as_json))


@click.command(epilog=EPILOG)
@click.argument("name", nargs=-1, required=True, metavar="CODE|MODIFIER|DENIAL|threshold")
@payer_option
@setting_option
@on_option
@knowledge_option
@as_json_option
def card(
    name: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    day: str | None,
    knowledge: Path | None,
    as_json: bool,
) -> None:
    """Look up a code, a modifier, a denial or the threshold: card 97530, card KX, card CO-97."""
    from bot.terminal import billing

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting)
    sys.exit(billing.finish(billing.card(desk, name, context, date.today()), as_json))


@click.command(epilog=EPILOG)
@click.argument("about", nargs=-1, required=True, metavar="ACTIVITY|CODE")
@context_options
@knowledge_option
@as_json_option
def note(
    about: tuple[str, ...],
    payer: str | None,
    setting: str | None,
    discipline: str | None,
    state: str | None,
    day: str | None,
    knowledge: Path | None,
    as_json: bool,
) -> None:
    """What the note must show for an activity or a code, with weak and strong lines."""
    from bot.terminal import billing
    from bot.terminal.note import note as musts

    desk = open_desk(knowledge)
    context = given(desk, day, payer=payer, setting=setting, discipline=discipline, state=state)
    sys.exit(billing.finish(musts(desk, " ".join(about), context, date.today()), as_json))
