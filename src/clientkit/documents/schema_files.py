"""The JSON Schemas that come with the library, one for each model that stands by itself.

They are files of the package, made from the models by :mod:`clientkit.documents.schema_generation`.
"""

import json
from importlib.resources import files
from typing import Any

from clientkit.base.errors import InvalidValueError

__all__ = ["schema", "schema_names", "schema_text"]

_FOLDER = files("clientkit.documents").joinpath("schemas", "v1")
_ENDING = ".schema.json"


def schema_names() -> tuple[str, ...]:
    """The names of all schemas, in alphabetical order.

    >>> from clientkit.documents.schema_files import schema_names
    >>> [name for name in schema_names() if name.startswith("client-")]
    ['client-plan', 'client-record', 'client-request']
    """
    found = (file.name for file in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING)))


def schema_text(name: str) -> str:
    """A schema as its file says it, for writing it elsewhere.

    Raises:
        InvalidValueError: There is no schema of that name.
    """
    names = schema_names()
    if name not in names:
        raise InvalidValueError(str(name), f"the name of a schema, one of {', '.join(names)}")
    return _FOLDER.joinpath(name + _ENDING).read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    """A schema as plain data, new with each call.

    >>> from clientkit.documents.schema_files import schema
    >>> schema("person")["required"]
    ['id', 'title']

    Raises:
        InvalidValueError: There is no schema of that name.
    """
    data: dict[str, Any] = json.loads(schema_text(name))
    return data
