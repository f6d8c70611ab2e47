"""Data of a program's own, kept with a model."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self, final

import msgspec

from ._showing import shown
from .errors import InvalidValueError
from .values import Value

__all__ = ["Extensions"]

_encode = msgspec.json.Encoder(order="sorted").encode


@final
class Extensions(Value, Mapping[str, Any]):
    """Data of your own, kept with a model and never looked at: a JSON object.

    Holds what JSON can say and nothing else. Equal if the JSON is, whatever the order of keys.
    What it hands out is a copy.

    >>> Extensions({"crm": {"id": 7}})["crm"]
    {'id': 7}
    """

    __slots__ = ()

    EXPECTED = "a JSON object"
    EXAMPLES = ()
    MAX_DEPTH: ClassVar = 32
    """How deep objects and lists may nest."""

    def __init__(self, data: Mapping[str, object]) -> None:
        if not isinstance(data, (dict, Mapping)):
            raise InvalidValueError(shown(data), self.EXPECTED)
        try:
            plain = _plain(data, self.MAX_DEPTH)
            text = _encode(plain).decode()
        except ValueError as error:
            what = "lone surrogates" if isinstance(error, UnicodeError) else error
            raise InvalidValueError(shown(data), f"{self.EXPECTED} without {what}") from None
        object.__setattr__(self, "text", text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a JSON object.

        Raises:
            InvalidValueError: The text is not JSON, or not an object.
        """
        try:
            return cls(json.loads(text))
        except (TypeError, ValueError, RecursionError):
            raise InvalidValueError(shown(text), cls.EXPECTED) from None

    def to_data(self) -> dict[str, Any]:
        """A new plain ``dict`` of the same content."""
        data: dict[str, Any] = json.loads(self.text)
        return data

    @property
    def plain(self) -> Any:
        """What stands for it in a document."""
        return self.to_data()

    def __getitem__(self, key: str) -> Any:
        return self.to_data()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_data())

    def __len__(self) -> int:
        return len(self.to_data())

    __eq__ = Value.__eq__
    __hash__ = Value.__hash__


def _plain(value: object, depth: int) -> object:
    """A copy made of JSON's types, or a `ValueError` that says what is none."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if depth == 0 and isinstance(value, (dict, list, tuple, Mapping)):
        raise ValueError(f"more than {Extensions.MAX_DEPTH} levels")
    if isinstance(value, (dict, Mapping)):
        copy = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("keys that are not text")  # noqa: TRY004 (as for all the others)
            copy[key] = _plain(item, depth - 1)
        return copy
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth - 1) for item in value]
    raise ValueError(shown(value))


def _number(value: float) -> float:
    if isinstance(value, int):
        if abs(value) >= 10**18:
            raise ValueError("a number of more than 18 digits")
        return int(value)
    if not math.isfinite(value):
        raise ValueError(shown(value))
    return value + 0.0  # there is one zero
