"""Texts that documents say again and again, read once.

The ids, terms and dues of a document repeat within it, and from one reading of it to the next. So
a text is parsed, or matched with its format, on first sight; later one look into a dictionary is
enough, which is many times faster.
"""

from collections.abc import Callable
from typing import Any

from ._caching import cached
from .errors import InvalidValueError
from .fields import Format
from .values import Value

__all__ = ["AT_MOST", "Known", "fitting", "values"]

AT_MOST = 16_384
"""So many texts are known at a time."""


class Known(dict[str, Any]):
    """What texts say; one that is not known yet is read, and refused if it says nothing."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        said = self._read(text)
        if len(self) >= AT_MOST:
            self.clear()
        self[text] = said
        return said


@cached
def values(kind: type[Value]) -> Known:
    """The values of a kind, by their texts; refuses with `InvalidValueError`."""
    return Known(kind.parse)


@cached
def fitting(format_: Format) -> Known:
    """The texts that have a format, by themselves; refuses others with `InvalidValueError`."""

    def read(text: str) -> str:
        if not format_.fits(text):
            raise InvalidValueError(text, format_.expected)
        return text

    return Known(read)
