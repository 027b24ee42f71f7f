"""Patient data: found, taken out, and kept out of the logs."""

from bot.privacy.redact import Redacted, redact

__all__ = ["Redacted", "redact"]
