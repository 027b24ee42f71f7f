"""Calling the command line in this process, as a person would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.desk import Desk

Call = Callable[..., Result]


@pytest.fixture
def call(desk: Desk) -> Call:
    """Runs a command; its exit status, standard output and standard error. Never an exception.

    The session's desk is asked for first, so that the knowledge is compiled once.
    """
    assert desk.library.version

    def run(*words: str, lines: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(cli, list(words), input=lines, prog_name="bot97530")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
