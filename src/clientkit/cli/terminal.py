"""What the commands write, and how it looks on a terminal."""

import os
import sys
from typing import TextIO

__all__ = ["plural", "styled", "wants_colour"]

_CODES = {"bold": "1", "red": "1;31", "yellow": "1;33", "blue": "1;34", "green": "32", "dim": "2"}


def wants_colour(stream: TextIO | None = None) -> bool:
    """Whether to write in colour: on a terminal only, unless NO_COLOR is set (no-color.org)."""
    stream = sys.stdout if stream is None else stream
    return stream.isatty() and not os.environ.get("NO_COLOR")


def styled(text: str, style: str, *, colour: bool) -> str:
    """A text in a style, where colour is wanted."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour else text


def plural(count: int, word: str) -> str:
    """A number of things: 1 error, 2 errors."""
    return f"{count:,} {word}" + ("" if count == 1 else "s")
