"""The strict mirror: for each model a msgspec Struct that refuses unknown keys.

msgspec can fill attrs classes, but not forbid unknown keys in them; in Structs it can. Formats and
values with a text of their own are texts here: a hook would run for each of them, and msgspec would
match each pattern twice. `_transfer` reads them.
"""

from typing import Annotated, Any

import msgspec

from ._caching import cached
from .extensions import Extensions
from .specification import FieldSpecification, specification
from .values import Value

__all__ = ["decoder", "mirror"]


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
    if issubclass(field.kind, Value):
        kind = dict[str, Any] if field.kind is Extensions else str
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
    return msgspec.json.Decoder(mirror(model))
