"""Models to plain data and JSON, and back.

Decoding is strict: nothing is guessed or converted, unknown keys are refused. The same declaration
stands behind the constructor, so that both accept the same values.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs
import msgspec

from ._mirror import decoder
from ._transfer import from_mirror, to_mirror
from .errors import InvalidModelError, InvalidValueError
from .extensions import Extensions
from .findings import Finding
from .specification import specification
from .tolerant import read_plain
from .values import Value

__all__ = ["canonical", "decode", "encode", "to_data"]

M = TypeVar("M")

_WIDEST = dt.timedelta(hours=23, minutes=59)
_encoder = msgspec.json.Encoder()


def decode(model: type[M], data: bytes | Mapping[str, Any]) -> M:
    """Read a model from JSON bytes, or from plain data.

    Plain data is what JSON can say: ``dict``, ``list``, ``str``, ``int``, ``float``, ``bool``,
    ``None``. Of a key that JSON bytes say twice the last counts; checking a document refuses it.

    >>> from clientkit.base import Term, decode
    >>> from clientkit.scope import DelayTerms
    >>> decode(DelayTerms, b'{"notice_within": "24 hours"}').notice_within
    Term.parse('24 hours')

    Raises:
        InvalidModelError: The data does not make such a model; it holds every finding.
    """
    if isinstance(data, bytes | bytearray | memoryview):
        return _decode_bytes(model, bytes(data))
    reading = read_plain(model, data)
    if reading.findings or reading.value is None:
        raise InvalidModelError(reading.findings)
    return reading.value


def _decode_bytes(model: type[M], data: bytes) -> M:
    value = decode_strictly(model, data)
    if value is not None:
        return value
    try:
        plain = json.loads(data.decode())
    except RecursionError:
        raise InvalidModelError([_whole("nested too deeply", "at most a few levels")]) from None
    except ValueError as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise InvalidModelError([_whole(f"not readable ({error})", "JSON")]) from None
    reading = read_plain(model, plain)
    raise InvalidModelError(
        reading.findings or [_whole("not as strict decoding demands", f"a {model.__name__}")]
    )


def _whole(what: str, wanted: str) -> Finding:
    return Finding(code="reading.syntax", path="", message=f"the data is {what}; expected {wanted}")


def decode_strictly(model: type[M], data: bytes) -> M | None:
    """Read a model from JSON bytes, fast; ``None`` if anything at all is wrong with them."""
    try:
        value: M = from_mirror(model, decoder(model).decode(data))
    except (msgspec.MsgspecError, InvalidModelError, InvalidValueError):
        return None
    except (RecursionError, UnicodeDecodeError):
        return None
    return value


def encode(model: object) -> bytes:
    """Write a model as JSON; what is at its default is left out.

    >>> from clientkit.base import encode
    >>> from clientkit.client import Person
    >>> encode(Person(id="lena", title="Project manager"))
    b'{"id":"lena","title":"Project manager"}'
    """
    return _encoder.encode(to_mirror(model))


def to_data(model: object) -> dict[str, Any]:
    """Turn a model into plain data, as it would stand in a document.

    >>> from clientkit.base import to_data
    >>> from clientkit.client import Person
    >>> to_data(Person(id="lena", title="Project manager"))
    {'id': 'lena', 'title': 'Project manager'}
    """
    data: dict[str, Any] = msgspec.json.decode(encode(model))  # `to_builtins` would leave tuples
    return data


def canonical(model: object) -> bytes:
    """Write a model as the one JSON text that all equal models share.

    UTF-8, keys sorted, no white space, defaults left out, instants in UTC, with six decimals of a
    second or, on the full second, none. Digests rest on it.

    >>> from clientkit.base import canonical
    >>> from clientkit.client import Person
    >>> canonical(Person(title="Project manager", id="lena"))
    b'{"id":"lena","title":"Project manager"}'
    """
    return msgspec.json.encode(_settled(model), order="sorted")


def _settled(value: Any) -> Any:
    """Plain data that is the same for all values that are equal."""
    if attrs.has(type(value)):
        held = ((field, getattr(value, field.name)) for field in specification(type(value)))
        return {
            field.key: _settled(one)
            for field, one in held
            if field.required or one != field.default  # an equal one need not be the same one
        }
    if isinstance(value, Extensions):
        return _settled(value.to_data())
    if isinstance(value, dict):
        return {key: _settled(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_settled(one) for one in value]
    if isinstance(value, float):
        return value + 0.0  # there is one zero
    if isinstance(value, dt.datetime):
        return _in_utc(value)
    return value.plain if isinstance(value, Value) else value


def _in_utc(instant: dt.datetime) -> dt.datetime:
    """The instant in UTC, or at the widest offset where UTC has left the calendar's years."""
    offset = instant.utcoffset() or dt.timedelta()
    naive = instant.replace(tzinfo=None)
    try:
        return (naive - offset).replace(tzinfo=dt.UTC)
    except OverflowError:
        inward = dt.timezone(_WIDEST if offset > dt.timedelta() else -_WIDEST)
        return (naive + (inward.utcoffset(None) - offset)).replace(tzinfo=inward)
