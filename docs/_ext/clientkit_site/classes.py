"""The fields of models and the members of enums, as one list under the class's docstring."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import attrs
from sphinx.application import Sphinx

from clientkit.base import FieldSpecification, specification
from clientkit.base._build import is_abstract
from clientkit.base.fields import Mark

from .names import expanded, full_name, spelt, tree

_BADGES = {
    Mark.INTERNAL: ":bdg-warning-line:`team only`",
    Mark.PERSONAL: ":bdg-info-line:`personal data`",
}


class Field(NamedTuple):
    """A field as the source writes it."""

    name: str
    annotation: str
    source: str
    default: str | None
    doc: str


def add_members(
    _app: Sphinx, what: str, _name: str, obj: Any, _options: Any, lines: list[str]
) -> None:
    """Add the list to the docstring of a class."""
    if what in ("class", "exception") and isinstance(obj, type):
        lines.extend(_members(obj) if issubclass(obj, Enum) else _fields(obj))


def _members(cls: type[Enum]) -> Iterator[str]:
    docs = {field.name: field.doc for field in written(cls)}
    for member in cls:
        yield from _attribute(member.name, docs[member.name], value=repr(member.value))


def _fields(cls: type) -> Iterator[str]:
    known = {one.name: one for one in _specification(cls)}
    bases = [base for base in cls.__mro__[1:] if base.__module__.startswith("clientkit.")]
    lent = [field for base in bases if base.__name__.startswith("_") for field in own(base)]
    for field in (*lent, *own(cls)):
        notes = [*_notes(known[field.name], field)] if field.name in known else []
        yield from _attribute(
            field.name, " ".join([field.doc, *notes]), type_=field.annotation, value=field.default
        )
    listed = {field.name for field in (*lent, *own(cls))}
    for base in bases:
        inherited = [] if base.__name__.startswith("_") else own(base)
        new = [one.name for one in inherited if one.name not in listed]
        if new and (home := full_name(base)):
            names = ", ".join(f":attr:`~{home}.{name}`" for name in new)
            yield from ("", f"Besides, the fields of :class:`~{home}`: {names}.", "")
        listed.update(new)


def own(cls: type) -> list[Field]:
    """The public fields that a class declares itself."""
    return [
        field
        for field in written(cls)
        if not field.name.startswith("_") and "ClassVar" not in field.source
    ]


def _specification(cls: type) -> tuple[FieldSpecification, ...]:
    is_model = attrs.has(cls) and ("__init_subclass__" in vars(cls) or is_abstract(cls))
    return specification(cls) if is_model else ()


def _notes(field: FieldSpecification, written_as: Field) -> Iterator[str]:
    """What the type alone does not show."""
    if field.key != field.name:
        yield f"In documents ``{field.key}``."
    if field.refers and "Refers(" in written_as.source:
        yield f"The id of {alternatives(field.refers)}."
    meta = field.items if field.many else field.meta
    if meta is not None and "Meta(" in written_as.source:
        unit = " items" if field.many else " characters" if field.kind is str else ""
        yield from bounds(meta, unit)
    for mark in Mark:
        if mark in field.marks:
            yield _BADGES[mark]


def alternatives(words: Sequence[str]) -> str:
    """Words such as ``role`` and ``person`` as *a role or a person*."""
    named = [("an " if word[0] in "aeiou" else "a ") + word.replace("_", " ") for word in words]
    return " or ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def bounds(meta: Any, of: str) -> Iterator[str]:
    low = meta.ge if meta.ge is not None else meta.min_length
    high = meta.le if meta.le is not None else meta.max_length
    if low is not None and high is not None:
        yield f"{low:,} to {high:,}{of}."
    elif high is not None:
        yield f"At most {high:,}{of}."
    elif low is not None:
        yield f"At least {low:,}{of}."


def _attribute(
    name: str, doc: str, *, type_: str | None = None, value: str | None = None
) -> Iterator[str]:
    yield from ("", f".. py:attribute:: {name}")
    if type_ is not None:
        yield f"   :type: {type_}"
    if value is not None:
        yield f"   :value: {value}"
    # They would flood the index and the list of contents: every entry has an `id`.
    yield from ("   :no-index-entry:", "   :no-contents-entry:", "")
    yield from (f"   {line}" for line in doc.splitlines())
    yield ""


@cache
def written(cls: type) -> tuple[Field, ...]:
    """The annotated or assigned names of a class's body that have a docstring or a type."""
    node = _class_nodes(cls.__module__).get(cls.__qualname__)
    found = () if node is None else _written(node, cls.__module__)
    return tuple(field for field in found if field.annotation or field.doc)


def written_in(module: ModuleType) -> tuple[Field, ...]:
    """The names that a module assigns, with their docstrings."""
    return tuple(_written(tree(module.__name__), module.__name__))


def _written(node: ast.ClassDef | ast.Module, module: str) -> Iterator[Field]:
    for statement, below in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        match below:
            case ast.Expr(value=ast.Constant(value=str(text))):
                doc = inspect.cleandoc(text)
            case _:
                doc = ""
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                source = ast.unparse(expanded(annotation, module))
                default = None if value is None else _default(value)
                yield Field(name, ast.unparse(spelt(annotation, module)), source, default, doc)
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield Field(name, "", "", None, doc)


def _default(value: ast.expr) -> str:
    """A default, without the call that hands it to attrs."""
    text = ast.unparse(value)
    return re.sub(r"^(?:attrs\.)?field\(default=(.*?)(?:, .*)?\)$", r"\1", text)


@cache
def _class_nodes(module: str) -> dict[str, ast.ClassDef]:
    if not module.startswith("clientkit"):
        return {}
    return {node.name: node for node in tree(module).body if isinstance(node, ast.ClassDef)}
