"""Models to their mirrors and back, field by field.

A mirror holds what has the right types. What texts say is read on the way to a model, then what
must hold between fields is checked. The functions are compiled, as attrs compiles its methods.
"""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import msgspec

from ._build import invariant_findings, invariants_of, twin
from ._caching import cached
from ._compiling import compiled
from ._mirror import mirror
from ._texts import fitting, values
from .errors import InvalidModelError
from .extensions import Extensions
from .specification import FieldSpecification, specification
from .values import Value

__all__ = ["from_mirror", "to_mirror"]

Scope = dict[str, Any]
Read = Callable[[FieldSpecification, str, Scope], str | None]
"""Gives the expression of what stands for one item, or nothing where it stands for itself."""


def from_mirror(model: type, struct: msgspec.Struct) -> Any:
    """The model of what a mirror holds.

    Raises:
        InvalidModelError: Something does not hold between fields.
        InvalidValueError: A text does not have its format.
    """
    return _filler(model)(struct)


def to_mirror(model: object) -> msgspec.Struct:
    """The mirror of a model, for writing: extensions are JSON already."""
    return _mirrorer(type(model))(model)


@cached
def _filler(model: type) -> Callable[[msgspec.Struct], Any]:
    """A function that makes a model of its mirror."""
    scope: Scope = {"twin": twin(model), "model": model, "refuse": _refuse}
    lines = ["def fill(source):", "    target = twin()"]
    for field, value in _held(model, scope, _read):
        lines.append(f"    target.{field.name} = {value}")
    lines.append("    target.__class__ = model")
    for index, judge in enumerate(invariants_of(model)):
        scope[f"judge{index}"] = judge
        lines.append(f"    for _ in judge{index}(target): refuse(target)")
    return compiled("fill", [*lines, "    return target"], scope)


def _refuse(instance: object) -> NoReturn:
    raise InvalidModelError(invariant_findings(instance))


@cached
def _mirrorer(model: type) -> Callable[[Any], msgspec.Struct]:
    scope: Scope = {"mirror": mirror(model)}
    given = [f"{field.name}={value}" for field, value in _held(model, scope, _written)]
    return compiled("copy", ["def copy(source):", f"    return mirror({', '.join(given)})"], scope)


def _read(field: FieldSpecification, name: str, scope: Scope) -> str | None:
    if field.is_model:
        scope[name] = _filler(field.kind)
    elif field.kind is Extensions:
        scope[name] = Extensions
    elif issubclass(field.kind, Value):
        scope[name] = values(field.kind)
        return f"{name}[item]"
    elif field.format is not None:
        scope[name] = fitting(field.format)
        return f"{name}[item]"
    else:
        return None
    return f"{name}(item)"


def _written(field: FieldSpecification, name: str, scope: Scope) -> str | None:
    if field.is_model:
        scope[name] = _mirrorer(field.kind)
        return f"{name}(item)"
    if field.kind is Extensions:
        scope[name] = msgspec.Raw
        return f"{name}(item.text.encode())"
    return "item.text" if issubclass(field.kind, Value) else None


def _held(model: type, scope: Scope, read: Read) -> Iterator[tuple[FieldSpecification, str]]:
    """Each field with the expression of its value on the other side."""
    for index, field in enumerate(specification(model)):
        value = f"source.{field.name}"
        item = read(field, f"read{index}", scope)
        if item is not None and field.many:
            value = f"tuple([{item} for item in {value}]) if {value} else {value}"
        elif item is not None and field.optional:
            value = f"None if (item := {value}) is None else {item}"
        elif item is not None:
            value = item.replace("item", value)
        yield field, value
