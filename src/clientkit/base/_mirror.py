"""The strict mirror: for each model a msgspec Struct that refuses unknown keys.

msgspec can fill attrs classes, but not forbid unknown keys in them; in Structs it can. Patterns are
left out, because msgspec would run Python's `re` once for each text: `_formats` tests them in bulk.
"""

from operator import attrgetter
from typing import Annotated, Any

import msgspec

from ._caching import cached
from .extensions import Extensions
from .specification import FieldSpecification, specification
from .values import Value

__all__ = ["decoder", "mirror", "value_from", "value_to"]

value_to = attrgetter("plain")
"""What stands in a document for a value."""


def value_from(kind: type[Value], plain: Any) -> Value:
    """Read a value from what stands in a document."""
    return Extensions(plain) if kind is Extensions else _parsed(kind, plain)


def _parse(kind: type[Value], text: Any) -> Value:
    if not isinstance(text, str):
        raise TypeError(kind.EXPECTED)
    return kind.parse(text)


_parsed = cached(_parse, at_most=16_384)


@cached
def mirror(model: type) -> type[msgspec.Struct]:
    """The Struct that decodes what `model` holds."""
    fields = [_mirrored(field) for field in specification(model)]
    renamed = {f.name: f.key for f in specification(model) if f.name != f.key}
    return msgspec.defstruct(
        model.__name__,
        fields,
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
        gc=False,
        rename=renamed or None,
    )


def _mirrored(field: FieldSpecification) -> tuple[str, Any] | tuple[str, Any, Any]:
    kind: Any = mirror(field.kind) if field.is_model else field.kind
    if field.meta is not None:
        kind = Annotated[kind, field.meta]
    if field.many:
        kind = tuple[kind, ...]
        if field.items is not None:
            kind = Annotated[kind, field.items]
    if field.optional:
        kind = kind | None
    return (field.name, kind) if field.required else (field.name, kind, field.default)


@cached
def decoder(model: type) -> "msgspec.json.Decoder[Any]":
    """The decoder of a model's mirror."""
    return msgspec.json.Decoder(mirror(model), dec_hook=value_from)
