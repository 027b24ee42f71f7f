"""Four colors and bold, without a library: the terminal path must start fast."""

_CODES = {"red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def paint(text: str, color: str, *, bold: bool = False) -> str:
    """The text in a color, for a terminal."""
    codes = [code for code in ("1" if bold else "", _CODES.get(color, "")) if code]
    return f"\033[{';'.join(codes)}m{text}\033[0m" if codes else text
