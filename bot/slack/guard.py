"""Raw requests, before Slack's library sees them.

The library answers a non-numeric timestamp or a non-ASCII signature with a 500, and logs the whole
body of a badly signed request (the log guard withholds that too). Here: size, headers, encoding.
"""

from __future__ import annotations

import re

from starlette.requests import ClientDisconnect, Request

BODY_LIMIT = 256 * 1024
"""Bytes. Slack's own requests stay far below."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Refused(Exception):
    """The request is not passed on. `why` is a word for the metrics."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


async def read(request: Request) -> bytes:
    """The body of a request whose headers make sense. Raises `Refused`.

    400 for a body that is no UTF-8, 401 for headers no Slack would send, 413 for too much.
    """
    headers = request.headers
    if not _TIMESTAMP.fullmatch(headers.get("x-slack-request-timestamp", "")):
        raise Refused(401, "timestamp")
    if not _SIGNATURE.fullmatch(headers.get("x-slack-signature", "")):
        raise Refused(401, "signature")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > BODY_LIMIT:
        raise Refused(413, "length")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > BODY_LIMIT:
                raise Refused(413, "length")
    except ClientDisconnect:
        raise Refused(400, "disconnected") from None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "encoding") from None
    return bytes(body)
