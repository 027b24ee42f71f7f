"""What can go wrong with the store, in words for the operator."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do."""
