"""Logs without patient data.

Slack's libraries log whole request bodies (at INFO on a bad signature, at WARNING on an unmatched
request, at DEBUG all the time), database drivers put bound values into their exceptions, and
asyncio prints the repr of a lost exception. So the guard sits where records are *made*, before any
handler, filter or test capture can see one:

- a record of another library keeps its logger, level and place in the code; its words pass only
  when they begin like one of the harmless messages below;
- an exception keeps its type and its frames, never its message.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

FOREIGN = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio", "sqlalchemy", "aiosqlite", "psycopg",
           "alembic", "hpack", "httpx")  # fmt: skip
"""Loggers whose words are not ours. Anything below them counts too."""

_HARMLESS = (
    "A new session", "The old session", "The current session", "The session", "Received CLOSE",
    "Failed to connect", "Failed to check", "Stopped connecting", "The aiohttp client session",
    "A new monitor_current_session", "Bolt app is running", "Context impl", "Will assume",
    "Running upgrade", "Running stamp_revision",
)  # fmt: skip

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class SafeRecord(logging.LogRecord):
    """A log record that was cleaned when it was made."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(name, level, pathname, lineno, msg, args, None, func, sinfo, **extra)
        if name.split(".")[0] in FOREIGN and not str(msg).startswith(_HARMLESS):
            self.msg, self.args = f"(message withheld) at {self.module}:{func}:{lineno}", ()
        elif name.split(".")[0] in FOREIGN:
            # harmless in its first words; what follows may be an exception's own text
            self.msg, self.args = str(msg).split("(error", 1)[0].split("\n", 1)[0].strip(), ()
        if exc_info and isinstance(exc_info, tuple) and exc_info[0] is not None:
            self.exc_text = frames_only(exc_info)


def frames_only(exc_info: _ExcInfo) -> str:
    """A traceback with types and places, without messages, of an exception and its causes."""
    lines: list[str] = []
    seen: set[int] = set()
    error: BaseException | None = exc_info[1]
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def guard_logs() -> None:
    """Make every log record of this process a safe one. Calling it again changes nothing."""
    logging.setLogRecordFactory(SafeRecord)


def set_up_logging(level: str) -> None:
    """Guarded logging to standard error. Other libraries stay at WARNING or above: their lower
    levels are costly to make and withheld anyway; the socket client keeps INFO (reconnects)."""
    guard_logs()
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in FOREIGN:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt").setLevel(logging.INFO)
