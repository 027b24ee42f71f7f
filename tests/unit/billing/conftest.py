"""The billing tables of the real knowledge folder, read once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.billing.folder import from_folder
from bot.billing.inquiry import Inquiry
from bot.billing.tables import Tables

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def tables() -> Tables:
    return from_folder(Path(__file__).parents[3] / "knowledge")


@pytest.fixture(scope="session")
def inquiry(tables: Tables) -> Inquiry:
    return Inquiry(tables, TODAY)
