"""What the docstrings of models say, as plain text.

Docstrings under fields and enum members are in no object at run time, so they are read from the
source. This serves the generators of the JSON Schemas and of the reference, not programs.
"""

import ast
import inspect
import re
import sys
from enum import Enum
from functools import cache

__all__ = ["class_doc", "field_doc", "member_doc", "plain"]

_RFC = re.compile(r":rfc:`([0-9]+)(?:#section-([0-9.]+))?`")
_ROLE = re.compile(r":[a-z:]+:`~?(?:[A-Za-z_]\w*\.)*([^`<]+?)(?: <[^`]+>)?`")
_LITERAL = re.compile(r"(`{1,2})([^`]+)\1")


def class_doc(cls: type) -> str:
    """The first paragraph of a class's docstring.

    >>> from clientkit.base import TimeRange
    >>> from clientkit.documents.field_docs import class_doc
    >>> class_doc(TimeRange)
    "Hours of a day by the wall clock, '09:00-12:30'."

    Raises:
        TypeError: It has none.
    """
    doc = vars(cls).get("__doc__")
    if not doc:
        raise TypeError(f"{cls.__name__} has no docstring; expected one that says what it is")
    return plain(inspect.cleandoc(doc).split("\n\n", 1)[0])


def field_doc(model: type, name: str) -> str:
    """The docstring under a field, in the class itself or the nearest one it inherits from.

    >>> from clientkit.client import SharedEntry
    >>> from clientkit.documents.field_docs import field_doc
    >>> field_doc(SharedEntry, "by")
    'The person who did it.'

    Raises:
        TypeError: It has none.
    """
    for cls in model.__mro__:
        if (doc := _docs(cls.__module__).get((cls.__qualname__, name))) is not None:
            return plain(doc)
    raise TypeError(f"{model.__name__}.{name} has no docstring; expected one under the field")


def member_doc(member: Enum) -> str:
    """The docstring under a member of an enum.

    >>> from clientkit.client import Side
    >>> from clientkit.documents.field_docs import member_doc
    >>> member_doc(Side.PROVIDER)
    'The party that does the work; us.'

    Raises:
        TypeError: It has none.
    """
    return field_doc(type(member), member.name)


def plain(text: str) -> str:
    """A docstring without markup and line breaks; what was literal stands in quotes.

    >>> from clientkit.documents.field_docs import plain
    >>> plain("A tag such as ``de`` (:rfc:`5646`), of a :class:`~clientkit.client.Person`.")
    "A tag such as 'de' (RFC 5646), of a Person."
    """
    text = _RFC.sub(lambda m: f"RFC {m[1]}" + (f", section {m[2]}" if m[2] else ""), text)
    text = _ROLE.sub(r"\1", text)
    text = _LITERAL.sub(lambda m: m[2] if "'" in m[2] or '"' in m[2] else f"'{m[2]}'", text)
    return " ".join(text.split())


@cache
def _docs(module: str) -> dict[tuple[str, str], str]:
    """The docstrings under the attributes of a module's classes, by class and attribute."""
    if module == "builtins":
        return {}
    docs = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, below in zip(node.body, node.body[1:], strict=False):
            name = _assigned(field)
            match below:
                case ast.Expr(value=ast.Constant(value=str(doc))) if name:
                    docs[node.name, name] = doc
    return docs


def _assigned(node: ast.stmt) -> str | None:
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None
