"""Fuzzy matching of questions to a curated base: deterministic, explainable, sure of itself or not.

    index = Index.build([("hours", "when are you open"), ("price", "what does it cost")])
    index.rank("wen do yu open?")[0].key  # "hours"

Knows nothing of any field; needs numpy and rapidfuzz. Imported lazily, as numpy takes its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .index import Index, Match
    from .repair import Repairer
    from .snapshot import SnapshotError

__all__ = ["Index", "Match", "Repairer", "SnapshotError"]

_HOME = {"Index": "index", "Match": "index", "Repairer": "repair", "SnapshotError": "snapshot"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
