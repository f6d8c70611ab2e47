"""What a model's fields are, read once from their types.

The constructor's check, the strict mirror, the tolerant reader, the JSON Schema, the strategies and
the privacy functions all work from this one description.
"""

import datetime as dt
import types
import typing
from enum import Enum
from typing import Annotated, Any

import attrs
from msgspec import Meta

from ._caching import cached
from .fields import Format, Key, Mark, Refers
from .values import Value

__all__ = ["FieldSpecification", "specification"]


@attrs.frozen(kw_only=True, eq=False)
class FieldSpecification:
    """One field of a model: what it holds, and how it is constrained."""

    name: str
    key: str
    """What documents call it; the name, but for the few that Python could not spell."""
    kind: type
    """``str``, ``bool``, ``int``, ``float``, a date, an instant, an enum, a value or a model."""
    required: bool
    """Whether the constructor demands it."""
    default: Any
    optional: bool
    """Whether ``None`` is a value."""
    many: bool
    """Whether it holds a tuple of ``kind``."""
    meta: Meta | None
    """Bounds of each item."""
    items: Meta | None
    """Bounds of the number of items."""
    format: Format | None
    """What a text must look like."""
    refers: tuple[str, ...]
    """What an id refers to (``person``, ``deliverable`` ...); empty where it refers to nothing."""
    marks: frozenset[Mark]
    is_model: bool
    """Whether it holds models."""


@cached
def specification(model: type) -> tuple[FieldSpecification, ...]:
    """The fields of a model, in order.

    >>> from clientkit.client import Role
    >>> [field.name for field in specification(Role)][:3]
    ['id', 'title', 'side']
    """
    hints = typing.get_type_hints(model, include_extras=True)
    return tuple(_field(attribute, hints[attribute.name]) for attribute in attrs.fields(model))


def _field(attribute: "attrs.Attribute[Any]", hint: Any) -> FieldSpecification:
    optional = many = False
    noted: dict[object, Any] = {}
    while True:
        origin = typing.get_origin(hint)
        if origin is Annotated:
            notes = hint.__metadata__
            hint = typing.get_args(hint)[0]
            holds_many = typing.get_origin(hint) is tuple
            for note in notes:
                noted[_subject(note, holds_many)] = note
        elif origin in (typing.Union, types.UnionType):
            (hint,) = (arm for arm in typing.get_args(hint) if arm is not type(None))
            optional = True
        elif origin is tuple:
            hint, many = typing.get_args(hint)[0], True
        else:
            break
    if not _can_be_held(hint):
        raise TypeError(f"{attribute.name} is {hint!r}; expected a type that a model can hold")
    required = attribute.default is attrs.NOTHING
    return FieldSpecification(
        name=attribute.name,
        key=noted[Key].name if Key in noted else attribute.name,
        kind=hint,
        required=required,
        default=None if required else attribute.default,
        optional=optional,
        many=many,
        meta=noted.get(Meta),
        items=noted.get("items"),
        format=noted.get(Format),
        refers=tuple(noted[Refers].to.split("|")) if Refers in noted else (),
        marks=frozenset(note for note in noted if isinstance(note, Mark)),
        is_model=attrs.has(hint),
    )


def _subject(note: object, holds_many: bool) -> object:
    """What a note in a type speaks about; of two about the same the outer counts."""
    if isinstance(note, Mark):
        return note
    return "items" if holds_many and isinstance(note, Meta) else type(note)


def _can_be_held(kind: Any) -> bool:
    return (
        kind in (str, bool, int, float, dt.date, dt.datetime)
        or issubclass(kind, Enum | Value)
        or attrs.has(kind)
    )
