"""Review stamps: which wording of an entry was reviewed, by whom and when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

_NOT_CONTENT = frozenset({"owner", "review_every", "related"})


def content_hash(row: Mapping[str, Any]) -> str:
    """A hash over everything in an entry that a reader can see; any edit changes it."""
    content = {key: value for key, value in row.items() if key not in _NOT_CONTENT}
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def due(on: date, every: int) -> date:
    """The day the next review is due."""
    return on + timedelta(days=every)
