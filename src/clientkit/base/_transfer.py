"""Models to their mirrors and back, field by field.

What a mirror holds has been checked, so that nothing need be checked again on the way to a model.
The functions are compiled, as attrs compiles its methods.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ._build import invariants_of
from ._caching import cached
from ._mirror import mirror
from .specification import FieldSpecification, specification

__all__ = ["from_mirror", "to_mirror"]


def from_mirror(model: type, struct: msgspec.Struct) -> Any:
    """The model of what a mirror holds; its invariants are checked.

    Raises:
        InvalidModelError: Something does not hold between fields.
    """
    return _filler(model)(struct)


def to_mirror(model: object) -> msgspec.Struct:
    """The mirror of a model."""
    return _mirrorer(type(model))(model)


@cached
def _filler(model: type) -> Callable[[msgspec.Struct], Any]:
    """A function that makes a model of its mirror.

    A frozen class can only be filled by slow means. It fills a mutable twin, which has the same
    slots, and changes its class at the end.
    """
    scope: dict[str, Any] = {"new": object.__new__, "twin": _twin(model), "model": model}
    lines = ["def fill(source):", "    target = new(twin)"]
    for field, value in _values(model, scope, _filler):
        lines.append(f"    target.{field.name} = {value}")
    lines.append("    target.__class__ = model")
    if invariants_of(model):
        lines.append("    target.__attrs_post_init__()")
    return _compiled("fill", [*lines, "    return target"], scope)


@cached
def _mirrorer(model: type) -> Callable[[Any], msgspec.Struct]:
    scope: dict[str, Any] = {"mirror": mirror(model)}
    given = [f"{field.name}={value}" for field, value in _values(model, scope, _mirrorer)]
    return _compiled("copy", ["def copy(source):", f"    return mirror({', '.join(given)})"], scope)


def _twin(model: type) -> type:
    """A class of the same layout whose attributes can be set."""
    names = {
        "__slots__": model.__dict__["__slots__"],
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,  # both must be object's for setting to be fast
    }
    return type(model.__name__, model.__bases__, names)


def _values(
    model: type, scope: dict[str, Any], transfer: Callable[[type], Any]
) -> Iterator[tuple[FieldSpecification, str]]:
    """Each field with the expression of its value; models that it holds are transferred too."""
    for index, field in enumerate(specification(model)):
        value = f"source.{field.name}"
        if field.is_model:
            inner = f"transfer{index}"
            scope[inner] = transfer(field.kind)
            if field.many:
                value = f"tuple([{inner}(item) for item in {value}]) if {value} else {value}"
            elif field.optional:
                value = f"None if {value} is None else {inner}({value})"
            else:
                value = f"{inner}({value})"
        yield field, value


def _compiled(name: str, lines: list[str], scope: dict[str, Any]) -> Callable[..., Any]:
    exec("\n".join(lines), scope)  # noqa: S102 (names of fields only)
    function: Callable[..., Any] = scope[name]
    return function
