"""Text that cannot do anything in Slack but be read."""

from __future__ import annotations

_FORMAT = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})


def escape(text: str) -> str:
    """`&`, `<`, `>` escaped, as Slack wants it: no mention, link or channel token survives."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """Escaped, and without the signs that Slack turns into bold, italics, strike or code."""
    return escape(text).translate(_FORMAT)


def link(url: str, label: str) -> str:
    """A link when the address is a plain web address, else the label alone."""
    if not url.startswith(("https://", "http://")) or any(c in url for c in "<> \n"):
        return inert(label)
    return f"<{url.replace('&', '&amp;').replace('|', '%7C')}|{inert(label)}>"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, never inside an escape; a cut shows as an ellipsis."""
    if len(text) <= limit:
        return text
    short = text[: limit - 1]
    amp = short.rfind("&", -5)
    if amp != -1 and ";" not in short[amp:]:
        short = short[:amp]
    return short.rstrip() + "\u2026"


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters, broken at lines, then at spaces."""
    parts: list[str] = []
    while len(text) > limit:
        at = max(text.rfind("\n", 0, limit), 0) or max(text.rfind(" ", 0, limit), 0) or limit
        amp = text.rfind("&", max(0, at - 5), at)
        if at == limit and amp > 0 and ";" not in text[amp:at]:
            at = amp
        parts.append(text[:at].rstrip())
        text = text[at:].lstrip("\n ") if at < limit else text[at:]
    return [*parts, text] if text or not parts else parts
