"""Checks of the knowledge folder beyond the shape of single records.

`check` runs them all; each check takes a `Bench` and yields problems in plain words.
"""

from bot.knowledge.lint.run import check

__all__ = ["check"]
