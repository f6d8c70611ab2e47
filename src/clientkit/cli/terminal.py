"""What the commands write, and how it looks on a terminal."""

import os
import sys
from typing import TextIO

__all__ = ["Progress", "plural", "styled", "wants_colour"]

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


class Progress:
    """How far long work is, in a line of standard error; on a terminal, and for many files only."""

    def __init__(self, doing: str, count: int) -> None:
        self._doing, self._count, self._done = doing, count, 0
        self._stride = max(1, count // 100)
        self._shown = count >= 20 and sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._shown and self._done % self._stride == 0:
            text = f"\r{self._doing} {self._done:,} of {self._count:,} files"
            print(text, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
