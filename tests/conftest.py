"""What every test shares: the day, one cache, the real desk, and a small folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from bot.desk import Desk
from bot.knowledge.load import Library
from bot.snapshot import compile_parts

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")

SMALL = Path(__file__).parent / "fixtures" / "small"


@pytest.fixture(scope="session")
def today() -> date:
    """The day the tests ask on; the knowledge folder was checked for it."""
    return date(2026, 11, 23)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for the whole run, so that the real knowledge is compiled once."""
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get("BOT_CACHE_DIR"):
            patch.setenv("BOT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The desk on the real knowledge."""
    return Desk.open()


@pytest.fixture(scope="session")
def small_desk() -> Desk:
    """A desk on the small folder of tests/fixtures; compiled apart, so the cache stays as it is."""
    return Desk(compile_parts(Library.load(SMALL))[0], who_to_ask="the billing lead")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "knowledge"))
