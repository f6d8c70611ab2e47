"""Making a model anew with some of its parts changed or left out."""

from collections.abc import Callable
from operator import is_
from typing import Any, TypeVar

from clientkit.base import FieldSpecification, InvalidModelError, specification

__all__ = ["Change", "rewritten"]

M = TypeVar("M")

Change = Callable[[Any, FieldSpecification, Any], Any]
"""Takes a model, one of its fields and what stands there, one item at a time; gives what is to
stand there, or none where the item falls away."""


def rewritten(model: M, change: Change) -> M | None:
    """A model of the same kind with each of its items changed; itself where none is.

    An item that falls away leaves a list shorter, and a field at its default. None where the model
    cannot do without it: the field is required, or something does not hold between fields any more.
    """
    values: dict[str, Any] = {}
    for field in specification(type(model)):
        value = getattr(model, field.name)
        if value is None or (field.many and not value):
            continue
        if field.many:
            changed = [one for item in value if (one := change(model, field, item)) is not None]
            if len(changed) < len(value) or not all(map(is_, changed, value)):
                values[field.name] = tuple(changed)
            continue
        item = change(model, field, value)
        if item is None and field.required:
            return None
        if item is not value:
            values[field.name] = field.default if item is None else item
    if not values:
        return model
    kept = {
        field.name: getattr(model, field.name)
        for field in specification(type(model))
        if field.name not in values
    }
    try:
        return type(model)(**kept, **values)
    except InvalidModelError:
        return None
