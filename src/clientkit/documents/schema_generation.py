"""Makes the JSON Schemas (draft 2020-12) from the models and their docstrings.

``python -m clientkit.documents.schema_generation`` writes them into the package, with ``--check``
it only tells whether the files are what the models say.

The schemas keep to what validators, editors and generators of code and forms understand alike:
each file by itself, references to its own ``$defs`` alone and never beside other keywords, no
unions but with null, no keywords of our own, patterns of the common subset.
"""

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
from msgspec import Meta

from clientkit.base import Extensions
from clientkit.base._checking import expected
from clientkit.base.fields import ID, Mark
from clientkit.base.specification import FieldSpecification, specification
from clientkit.base.values import Value
from clientkit.client.model import Assignment, Client, Person, Role
from clientkit.communication.model import CommunicationPlan
from clientkit.escalation.model import EscalationPolicy
from clientkit.feedback.model import FeedbackProgramme
from clientkit.kpi.model import Kpi
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.scope.model import ScopeAgreement
from clientkit.worktime.model import Cadence, WorkingCalendar

from .field_docs import class_doc, field_doc, member_doc

__all__ = ["TOP_LEVEL", "main", "schema_files", "schema_name", "schema_of"]

Json = dict[str, Any]

TOP_LEVEL: tuple[type, ...] = (
    ClientPlan,
    ClientRecord,
    Client,
    Person,
    Role,
    Assignment,
    ScopeAgreement,
    CommunicationPlan,
    Kpi,
    FeedbackProgramme,
    EscalationPolicy,
    WorkingCalendar,
    Cadence,
    *(field.kind for field in specification(ClientRecord) if field.is_model),
)
"""The models that have a schema of their own: the documents, their parts, and every entry."""

_BASE = "https://clientkit.dev/schemas/v1/"
_FOLDER = Path(__file__).parent / "schemas" / "v1"

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
# The form of RFC 3339 that every engine takes; the decoder also reads its variants.
_INSTANT = f"^{_DAY}T{_TIME}:[0-5][0-9]([.][0-9]+)?(Z|[+-]{_TIME})$"

_BOUNDS = {"ge": "minimum", "le": "maximum", "min_length": "minLength", "max_length": "maxLength"}
_COUNTS = {"min_length": "minItems", "max_length": "maxItems"}
_PLAIN_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}
_MARKS = {Mark.INTERNAL: "For the team alone.", Mark.PERSONAL: "Personal data."}


def schema_name(model: type) -> str:
    """What a model's schema is called.

    >>> from clientkit.documents.schema_generation import schema_name
    >>> from clientkit.scope import ChangeOrderEvent
    >>> schema_name(ChangeOrderEvent)
    'change-order-event'
    """
    return re.sub("(?<!^)(?=[A-Z])", "-", model.__name__).lower()


def schema_of(model: type) -> Json:
    """The schema of a model and all it holds.

    >>> from clientkit.client import Assignment
    >>> from clientkit.documents.schema_generation import schema_of
    >>> schema_of(Assignment)["required"]
    ['role', 'person']

    Raises:
        TypeError: A docstring is missing, or the model holds itself or two classes of one name.
    """
    definitions: dict[type, Json] = {}
    body = _object(model, definitions)
    named = {kind.__name__: kind for kind in (model, *definitions)}
    if len(named) <= len(definitions):
        raise TypeError(f"{model.__name__} holds itself or two classes of one name")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{_BASE}{schema_name(model)}.schema.json",
        **body,
        "$defs": {
            name: definitions[named[name]] for name in sorted(named) if name != model.__name__
        },
    }


def schema_files() -> dict[str, str]:
    """The text of each schema file, by its name."""
    return {f"{schema_name(model)}.schema.json": _json(schema_of(model)) for model in TOP_LEVEL}


def _json(schema: Json) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _object(model: type, definitions: dict[type, Json]) -> Json:
    fields = specification(model)
    body: Json = {
        "title": model.__name__,
        "description": class_doc(model),
        "type": "object",
        "properties": {field.key: _property(model, field, definitions) for field in fields},
        "required": [field.key for field in fields if field.required],
        "additionalProperties": False,
    }
    if not body["required"]:
        del body["required"]
    return body


def _property(model: type, field: FieldSpecification, definitions: dict[type, Json]) -> Json:
    item = _item(field, definitions)
    if field.many:
        item = {"type": "array", "items": item, **_bounds(field.items, _COUNTS)}
    if "$ref" in item:
        body: Json = {"anyOf": [item, {"type": "null"}]} if field.optional else {"allOf": [item]}
    elif field.optional:
        body = {**item, "type": [item["type"], "null"]}
    else:
        body = item
    marks = [_MARKS[mark] for mark in Mark if mark in field.marks]
    body["description"] = " ".join([field_doc(model, field.name), *marks])
    # A default of null goes unsaid: leaving the member out is the better way to say it.
    if not field.required and field.default is not None:
        body["default"] = _plain(field.default)
    return body


def _item(field: FieldSpecification, definitions: dict[type, Json]) -> Json:
    kind = field.kind
    if issubclass(kind, Enum | Value) or attrs.has(kind):
        return _reference(kind, definitions)
    if kind is dt.date:
        body: Json = {"type": "string", "format": "date", "allOf": [{"pattern": f"^{_DAY}$"}]}
    elif kind is dt.datetime:
        body = {"type": "string", "format": "date-time", "allOf": [{"pattern": _INSTANT}]}
    else:
        body = {"type": _PLAIN_TYPES[kind], **_bounds(field.meta, _BOUNDS)}
    if field.format is not None:
        body["pattern"] = field.format.pattern
    if examples := _examples(field):
        body["examples"] = examples
    return body


def _examples(field: FieldSpecification) -> list[str]:
    """The examples that a message about the field would show."""
    if field.kind in (dt.date, dt.datetime):
        return re.findall("'([^']+)'", expected(field))
    # Editors offer examples as values, and somebody else's id is a wrong one.
    if field.format is None or field.format is ID:
        return []
    fits = field.format.fits
    return [text for text in re.findall("'([^']+)'", field.format.expected) if fits(text)]


def _reference(kind: type, definitions: dict[type, Json]) -> Json:
    if kind not in definitions:
        definitions[kind] = {}  # a place, so that a model that holds itself does not go on for ever
        definitions[kind] = _definition(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _definition(kind: type, definitions: dict[type, Json]) -> Json:
    if attrs.has(kind):
        return _object(kind, definitions)
    body: Json = {"title": kind.__name__, "description": class_doc(kind)}
    if issubclass(kind, Enum):
        meanings = [f"- {member.value}: {member_doc(member)}" for member in kind]
        body["description"] = "\n".join([body["description"], *meanings])
        return {**body, "type": "string", "enum": [member.value for member in kind]}
    if kind is Extensions:
        return {**body, "type": "object", "additionalProperties": True}
    assert issubclass(kind, Value)  # noqa: S101 (the kinds that a field can hold end here)
    return {**body, "type": "string", "pattern": kind.PATTERN, "examples": list(kind.EXAMPLES)}


def _bounds(meta: Meta | None, words: dict[str, str]) -> Json:
    if meta is None:
        return {}
    # Of a Meta's other attributes a field uses only `tz`, and that the pattern says.
    return {
        word: bound for name, word in words.items() if (bound := getattr(meta, name)) is not None
    }


def _plain(default: object) -> object:
    if isinstance(default, tuple):
        return [_plain(item) for item in default]
    return default.value if isinstance(default, Enum) else default


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schema files, or with ``--check`` say which are not what the models say.

    Returns:
        0, or 1 where a file is missing, stale or left over.
    """
    parser = argparse.ArgumentParser(prog="python -m clientkit.documents.schema_generation")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args(arguments).check
    wanted = schema_files()
    found = {file.name: file.read_bytes().decode() for file in _FOLDER.glob("*.schema.json")}
    stale = sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
    if check:
        for name in stale:
            sys.stderr.write(f"{name} is not what the models say; expected it written anew\n")
        return 1 if stale else 0
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (_FOLDER / name).write_bytes(wanted[name].encode())
        else:
            (_FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
