"""README is a contract: it names every command, option, setting and exit status, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import cli
from bot.settings import TABLE
from bot.terminal import exits

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", README)


def section(heading: str) -> str:
    """The text under a heading of the second level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", README, re.M | re.S)
    assert found, f"README has no section {heading!r}"
    return found.group(1)


def commands(group: click.Group = cli, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command of the tree with the words that call it."""
    for word, command in sorted(group.commands.items()):
        said = f"{name} {word}".strip()
        yield said, command
        if isinstance(command, click.Group):
            yield from commands(command, said)


def options() -> set[str]:
    """Every long option of every command."""
    found = {"--help"}
    for _, command in commands():
        for parameter in command.params:
            found |= {name for name in parameter.opts if name.startswith("--")}
    return found


def first_cells(text: str) -> list[str]:
    return [row.split("|")[1].strip() for row in text.splitlines() if row.startswith("| `")]


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_has_a_row(name: str) -> None:
    rows = [cell.strip("`") for cell in first_cells(section("Commands"))]
    assert [row for row in rows if row == name or row.startswith(f"{name} ")], rows


def test_no_row_names_a_command_that_is_gone() -> None:
    known = {name.split()[0] for name, _ in commands()} | options()
    rows = [cell.split("`")[1].split()[0] for cell in first_cells(section("Commands"))]
    assert [word for word in rows if word not in known] == []


@pytest.mark.parametrize("option", sorted(options()))
def test_every_option_is_named(option: str) -> None:
    words = {word for code in CODE for word in code.split()}
    assert option in words


def test_no_option_is_named_that_is_gone() -> None:
    named = {word for code in CODE for word in code.split() if word.startswith("--")}
    assert named - options() == set()


def test_every_command_of_the_examples_is_one() -> None:
    called = re.findall(r"\b(?:bot97530|-m bot) ([a-z]+)\b", README)
    assert len(called) > 5
    assert set(called) <= {name for name, _ in commands()}


def test_every_command_and_option_has_help() -> None:
    for name, command in commands():
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)


def test_the_settings_are_those_of_the_table_once_each_and_in_order() -> None:
    rows = [cell.strip("`") for cell in first_cells(section("Settings"))]
    assert rows == [row.name for row in TABLE]


@pytest.mark.parametrize("setting", TABLE, ids=lambda row: row.name)
def test_a_setting_has_its_default_and_its_meaning(setting: object) -> None:
    name, default, meaning = (getattr(setting, field) for field in ("name", "default", "meaning"))
    (line,) = [line for line in section("Settings").splitlines() if line.startswith(f"| `{name}` |")]
    _, _, shown, said, _ = (cell.strip() for cell in line.split("|"))
    assert shown.startswith(default or "none")
    assert said == meaning


STATUSES = {name: value for name, value in vars(exits).items() if isinstance(value, int)}
WORDS = {
    "ANSWERED": "answered", "NO_MATCH": "no match", "USAGE": "wrong usage", "CLARIFY": "asked back",
    "KNOWLEDGE": "knowledge has errors", "BAD_INPUT": "bad input", "NOT_READY": "not ready",
}  # fmt: skip


def test_the_exit_statuses_are_those_of_the_program() -> None:
    text = " ".join(section("Commands").split())
    listed = re.search(r"Exit status: (.*?\. )", text)
    assert listed
    found = {int(number): words for number, words in re.findall(r"(\d) ([^·]+)", listed.group(1))}
    assert sorted(found) == sorted(STATUSES.values())
    assert STATUSES.keys() == WORDS.keys()
    for name, number in STATUSES.items():
        assert WORDS[name] in found[number]


def test_help_lists_the_same_exit_statuses() -> None:
    listed = {int(number) for number in re.findall(r"(?<!\S)(\d)  ", exits.TEXT)}
    assert listed == set(STATUSES.values())
    assert all(command.epilog and exits.TEXT in command.epilog for _, command in commands())


def test_the_notice_of_the_ama_stands_in_it() -> None:
    assert "CPT is a registered trademark of the American Medical Association" in " ".join(README.split())
