"""What a log handler may see."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.privacy.logs import SafeRecord, guard_logs

CANARY = "canary-7781200"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.getLogRecordFactory()
    root, stream = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    guard_logs()
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    logging.setLogRecordFactory(before)


@pytest.mark.parametrize("name", ["slack_bolt.AsyncApp", "slack_sdk.web", "asyncio", "sqlalchemy"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.ERROR])
def test_words_of_other_libraries_are_withheld(written: io.StringIO, name: str, level: int) -> None:
    logger = logging.getLogger(name)
    before, logger.level = logger.level, logging.DEBUG
    logger.log(level, f"Invalid request signature: body={CANARY}")
    logger.log(level, "body=%s", CANARY)
    logger.setLevel(before)
    assert CANARY not in written.getvalue()
    assert written.getvalue().count("(message withheld) at test_logs:") == 2


def test_harmless_messages_pass_without_their_error_text(written: io.StringIO) -> None:
    logger = logging.getLogger("slack_bolt.Socket")
    logger.warning(f"Failed to connect (error: {CANARY}); Retrying...")
    assert "Failed to connect" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_our_own_words_pass(written: io.StringIO) -> None:
    logging.getLogger("bot.slack").warning("answered %s in %d ms", "Ev1", 4)
    assert "answered Ev1 in 4 ms" in written.getvalue()


def test_exceptions_keep_type_and_place_but_no_message(written: io.StringIO) -> None:
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            raise RuntimeError(f"again {CANARY}") from error
    except RuntimeError:
        logging.getLogger("bot.slack").exception("could not answer")
    text = written.getvalue()
    assert CANARY not in text
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_logs.py" in text


@pytest.mark.usefixtures("written")
def test_guarding_twice_is_guarding_once() -> None:
    guard_logs()
    assert logging.getLogRecordFactory() is SafeRecord
