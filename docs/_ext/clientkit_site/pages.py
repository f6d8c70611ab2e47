"""What the comments in pages of the reference stand for."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from types import FunctionType, ModuleType
from typing import Annotated, Any, get_origin

import attrs
from msgspec import Meta
from sphinx.application import Sphinx

from clientkit.base.fields import Refers
from clientkit.documents.schema_generation import TOP_LEVEL

from . import catalogue
from .classes import alternatives, bounds, written, written_in
from .names import PACKAGES, full_name

_COMMENT = re.compile("^<!-- (?P<what>[a-z]+)(?::(?P<arguments>[^>]+))? -->$", re.MULTILINE)


def expand(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the contents in the place of comments such as ``<!-- reference: clientkit.kpi -->``."""
    if not docname.startswith("reference/"):
        return
    text = source[0]
    chosen = {
        f"{package}.{name}"
        for what, arguments in _COMMENT.findall(text)
        if what == "names"
        for package, *some in [arguments.split()]
        for name in some
    }
    makers: dict[str, Callable[..., Iterator[str]]] = {
        "reference": partial(reference, chosen),
        "names": names,
        "findings": catalogue.findings,
        "schemas": catalogue.schemas,
    }
    source[0] = _COMMENT.sub(
        lambda one: "\n".join(makers[one["what"]](*(one["arguments"] or "").split())), text
    )


def reference(chosen: set[str], name: str) -> Iterator[str]:
    """The public names of a package, in a section for each module, or of a single module.

    Those that the page has chosen for a place of their own are left out.
    """
    package = importlib.import_module(name)
    groups: dict[str, list[Any]] = {}
    for one in package.__all__:
        value = getattr(package, one)
        home = getattr(value, "__module__", "")
        if isinstance(value, Enum) or f"{name}.{one}" in chosen:
            continue  # another name for a member, or shown already
        if get_origin(value) is Annotated or not home.startswith("clientkit."):
            value, home = _alias(package, one)
        if home and full_name(value) in (None, f"{name}.{one}"):
            groups.setdefault(_shown_module(home, name), []).append(value)
    for home in _in_order(package, groups):
        module = sys.modules[home]
        if name in PACKAGES and home != name:
            title, _, rest = inspect.cleandoc(module.__doc__ or home).partition("\n")
            yield from ("", f"## {title.rstrip('.')}", "")
            yield from _rst(rest.strip())
        for value in sorted(groups[home], key=_rank):
            yield from _rst(_directive(name, value))


def names(package: str, *chosen: str) -> Iterator[str]:
    """Some names of a package, in the order given."""
    module = importlib.import_module(package)
    for name in chosen:
        value = getattr(module, name)
        if not getattr(value, "__module__", "").startswith("clientkit."):
            value, _ = _alias(module, name)
        yield from _rst(_directive(package, value))


@attrs.frozen
class _Alias:
    """A public name for a type that has none of its own, or for a constant."""

    kind: str
    name: str
    doc: str


def _alias(package: ModuleType, name: str) -> tuple[_Alias | None, str]:
    """The alias of that name, and the module that says what it means."""
    value = getattr(package, name)
    for module in [one for key, one in sys.modules.items() if key.startswith(package.__name__)]:
        for field in written_in(module):
            if field.name == name:
                kind = "data" if isinstance(value, tuple) else "type"
                return _Alias(kind, name, field.doc or _in_words(value)), module.__name__
    return None, ""


def _in_words(alias: Any) -> str:
    """What an alias without a docstring holds."""
    for note in getattr(alias, "__metadata__", ()):
        if isinstance(note, Refers):
            kinds = alternatives(note.to.split("|"))
            return f"The :py:type:`~clientkit.base.fields.Id` of {kinds}."
        if isinstance(note, Meta):
            return " ".join(bounds(note, ""))
    return ""


def _shown_module(home: str, package: str) -> str:
    """The public module that a private one serves."""
    return f"{package}.model" if home.rpartition(".")[2] == "_build" else home


def _in_order(package: ModuleType, groups: dict[str, Any]) -> list[str]:
    """Modules as the package imports them, but what is in the plan and the record first."""
    source = inspect.getsource(package)
    first = ("model", "entry", "entries")

    def place(home: str) -> tuple[int, int]:
        name = home.rpartition(".")[2]
        return first.index(name) if name in first else len(first), source.find(f"from .{name} ")

    return sorted(groups, key=place)


def _rank(value: Any) -> tuple[int, int]:
    """What people look for first: documents and entries, then their parts, then functions."""
    if not isinstance(value, type):
        kind = 3
    elif value in TOP_LEVEL:
        kind = 0
    else:
        kind = 2 if issubclass(value, Enum) else 1
    try:
        line = inspect.getsourcelines(inspect.unwrap(value))[1]
    except (OSError, TypeError):
        line = 0
    return kind, line


def _directive(package: str, value: Any) -> str:
    if isinstance(value, _Alias):
        doc = value.doc.replace("\n", "\n   ")
        return f".. py:{value.kind}:: {package}.{value.name}\n\n   {doc}"
    name = f"{package}.{getattr(value, '__name__', value)}"
    if isinstance(value, type):
        kind = "exception" if issubclass(value, BaseException) else "class"
        members = ", ".join(_methods(value))
        option = f"\n   :members: {members}" if members else ""
        return f".. auto{kind}:: {name}{option}"
    if inspect.isfunction(inspect.unwrap(value)):
        return f".. autofunction:: {name}"
    return f".. autodata:: {name}\n   :no-value:"


def _methods(cls: type) -> Iterator[str]:
    """Public methods and properties; fields are listed by themselves."""
    fields = {field.name for field in written(cls)}
    for name, member in vars(cls).items():
        named = not name.startswith("_") and name not in fields
        kinds = property | classmethod | staticmethod | FunctionType
        if (
            named
            and isinstance(member, kinds)
            and not (issubclass(cls, Enum) and name in cls.__members__)
        ):
            yield name


def _rst(text: str) -> Iterator[str]:
    if text:
        yield from ("", "````{eval-rst}", text, "````", "")
