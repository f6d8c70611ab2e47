"""The schema files, and the idioms that other people's programs need them to keep to."""

import json
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from clientkit.base import Extensions, model
from clientkit.base.fields import INTERNAL, PERSONAL, Line
from clientkit.base.specification import FieldSpecification, specification
from clientkit.base.values import Value
from clientkit.client import Person
from clientkit.documents import schema_generation
from clientkit.documents.field_docs import field_doc
from clientkit.documents.schema_files import schema, schema_names
from clientkit.documents.schema_generation import TOP_LEVEL, main, schema_name, schema_of
from clientkit.plan import ClientPlan, ClientRecord

NAMES = [schema_name(one) for one in TOP_LEVEL]
Node = dict[str, Any]

# Each keyword that ajv in strict mode, editors and generators of code and forms take alike.
KEYWORDS = {
    "$defs", "$id", "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "default",
    "description", "enum", "examples", "format", "items", "maxItems", "maxLength", "maximum",
    "minItems", "minLength", "minimum", "pattern", "properties", "required", "title", "type",
}  # fmt: skip
NEEDS = {
    "string": {"enum", "format", "maxLength", "minLength", "pattern"},
    "object": {"additionalProperties", "properties", "required"},
    "array": {"items", "maxItems", "minItems"},
    "number": {"maximum", "minimum"},
}
# Escapes, groups and looks around that engines do not share; `\x00` and the like they do.
UNSHARED = re.compile(r"\\[dDwWsSbBAZzpPkuU]|\(\?|\\[0-9]")


def lint(whole: Node) -> Iterator[str]:
    """What in a schema breaks one of the programs."""
    if whole.get("type") != "object" or "properties" not in whole:
        yield "the root is not an object written out in place"
    if whole["title"] in whole["$defs"]:
        yield "a definition has the root's title"
    if not re.fullmatch("https://clientkit.dev/schemas/v1/[a-z-]+[.]schema[.]json", whole["$id"]):
        yield "$id is not versioned"
    for name, definition in whole["$defs"].items():
        if definition.get("title") != name or not re.fullmatch("[A-Z][A-Za-z0-9]*", name):
            yield f"{name} is not CamelCase, or not the definition's title"
        if {"$id", "$schema", "$defs", "$anchor"} & definition.keys():
            yield f"{name} is a document of its own"
    yield from lint_node(whole, "")


def lint_node(node: Node, path: str) -> Iterator[str]:
    if foreign := node.keys() - KEYWORDS:
        yield f"{path}: keywords {sorted(foreign)}"
    if "$ref" in node:
        if node.keys() != {"$ref"} or not node["$ref"].startswith("#/$defs/"):
            yield f"{path}: $ref beside other keywords, or into another file"
        return
    if not is_wrapped_reference(node):
        yield from (f"{path}: {fault}" for fault in lint_type(node))
        yield from (f"{path}: {fault}" for fault in lint_text(node))
    if "object" in types_of(node):
        yield from lint_object(node, path)
    if "items" in node:
        yield from lint_node(node["items"], f"{path}/items")


def types_of(node: Node) -> list[Any]:
    return node["type"] if isinstance(node.get("type"), list) else [node.get("type")]


def is_wrapped_reference(node: Node) -> bool:
    """A definition with a description of its own, or the same or null."""
    bare = {key: value for key, value in node.items() if key not in ("description", "default")}
    match bare:
        case {"allOf": [{"$ref": _}]} | {"anyOf": [{"$ref": _}, {"type": "null"}]}:
            return len(bare) == 1
    return False


def lint_type(node: Node) -> Iterator[str]:
    kind, *others = types_of(node)
    kind = "number" if kind == "integer" else kind
    if kind not in {*NEEDS, "boolean"} or others not in ([], ["null"]):
        yield "no type, or a union of types"
    for one, keywords in NEEDS.items():
        if one != kind and keywords & node.keys():
            yield f"{sorted(keywords & node.keys())} of type {kind}"
    if kind == "array" and not {"items", "maxItems"} <= node.keys():
        yield "a list of anything, or of any length"
    if kind == "number" and not {"minimum", "maximum"} <= node.keys():
        yield "a number without bounds"
    if kind == "string" and not {"maxLength", "pattern", "enum", "format"} & node.keys():
        yield "a text without bounds"


def lint_text(node: Node) -> Iterator[str]:
    inner = node.get("allOf", [])
    if ("format" in node) != ([{*one} for one in inner] == [{"pattern"}]):
        yield "a format without a pattern in allOf, or allOf without a format"
    if "format" in node and ("pattern" in node or node["format"] not in ("date", "date-time")):
        yield f"format {node['format']}, or a pattern beside it"
    for pattern in (one["pattern"] for one in (node, *inner) if "pattern" in one):
        if UNSHARED.search(pattern) or not re.fullmatch("\\^.*\\$", pattern):
            yield f"pattern {pattern}"


def lint_object(node: Node, path: str) -> Iterator[str]:
    closed = node.get("additionalProperties") is False
    if closed != ("properties" in node):
        yield f"{path}: neither closed with properties nor open without"
    if not {*node.get("required", ())} <= {*node.get("properties", ())}:
        yield f"{path}: required without a property"
    for place in ("properties", "$defs"):
        for name, inner in node.get(place, {}).items():
            if not inner.get("description"):
                yield f"{path}/{place}/{name}: no description"
            yield from lint_node(inner, f"{path}/{place}/{name}")


def nodes(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
    inner = node.values() if isinstance(node, dict) else node
    for one in inner if isinstance(node, dict | list) else ():
        yield from nodes(one)


def held(one: type) -> Iterator[FieldSpecification]:
    for field in specification(one):
        yield field
        if field.is_model:
            yield from held(field.kind)


def test_files_are_what_the_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")
    assert sorted(NAMES) == list(schema_names())


def test_files_are_written_mended_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "schemas" / "v1"
    monkeypatch.setattr(schema_generation, "_FOLDER", folder)
    assert main(["--check"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == len(TOP_LEVEL)
    assert main([]) == 0
    assert main(["--check"]) == 0
    (folder / "person.schema.json").write_bytes(b"{}\r\n")
    (folder / "old.schema.json").write_bytes(b"{}")
    assert main(["--check"]) == 1
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == [
        "old.schema.json",
        "person.schema.json",
    ]
    assert main([]) == 0
    written = {file.name for file in folder.iterdir()}
    assert written == {f"{name}.schema.json" for name in schema_names()}
    assert main(["--check"]) == 0


def test_every_part_of_the_documents_that_stands_by_itself_has_a_schema() -> None:
    entries = {field.kind for field in specification(ClientRecord) if field.is_model}
    assert entries < {*TOP_LEVEL}
    parts = {field.kind for field in specification(ClientPlan) if field.is_model}
    # Neither means anything outside its plan.
    assert {one.__name__ for one in parts - {*TOP_LEVEL}} == {"History", "IgnoredFinding"}


@pytest.mark.parametrize("name", NAMES)
def test_schema_fits_the_metaschema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_schema_keeps_to_the_idioms(name: str) -> None:
    assert list(lint(schema(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_is_used(name: str) -> None:
    whole = schema(name)
    used = {node["$ref"].removeprefix("#/$defs/") for node in nodes(whole) if "$ref" in node}
    assert used == whole["$defs"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_defaults_and_examples_are_valid(name: str) -> None:
    whole = schema(name)
    for node in nodes(whole):
        if "type" not in node and not is_wrapped_reference(node):
            continue
        check = Draft202012Validator({**node, "$defs": whole["$defs"]})
        for value in node.get("examples", ()):
            check.validate(value)
        if "default" in node:
            check.validate(node["default"])


@pytest.mark.parametrize("one", TOP_LEVEL, ids=schema_name)
def test_definitions_are_those_of_the_models(one: type) -> None:
    whole = schema(schema_name(one))
    assert whole["title"] == one.__name__
    for field in held(one):
        if attrs.has(field.kind):
            keys = {inner.key for inner in specification(field.kind)}
            assert whole["$defs"][field.kind.__name__]["properties"].keys() == keys
        elif issubclass(field.kind, Enum):
            definition = whole["$defs"][field.kind.__name__]
            words = [member.value for member in field.kind]
            assert definition["enum"] == words
            meanings = definition["description"].split("\n- ")[1:]
            assert [meaning.split(": ")[0] for meaning in meanings] == words
            assert all(re.search(": .+[.]$", meaning) for meaning in meanings)
        elif issubclass(field.kind, Value) and field.kind is not Extensions:
            assert whole["$defs"][field.kind.__name__]["pattern"] == field.kind.PATTERN


def test_marks_are_told() -> None:
    person = schema("person")["properties"]
    assert person["email"]["description"].endswith(" Personal data.")
    assert "Personal" not in person["title"]["description"]
    assert schema("acceptance")["properties"]["note"]["description"] == (
        "A remark for the team. For the team alone."
    )
    for one in TOP_LEVEL:
        for field in specification(one):
            told = schema(schema_name(one))["properties"][field.key]["description"]
            assert told.endswith("Personal data.") is (PERSONAL in field.marks)
            assert ("For the team alone." in told) is (INTERNAL in field.marks)


def test_a_property_says_all_that_its_field_does() -> None:
    plan = schema("client-plan")
    assert plan["properties"]["$schema"] == {
        "type": ["string", "null"],
        "minLength": 1,
        "maxLength": 300,
        "description": field_doc(ClientPlan, "schema"),
    }
    definitions = plan["$defs"]
    assert definitions["Person"]["properties"]["side"] == {
        "allOf": [{"$ref": "#/$defs/Side"}],
        "description": field_doc(Person, "side"),
        "default": "client",
    }
    assert definitions["Role"]["properties"]["limit"]["anyOf"] == [
        {"$ref": "#/$defs/Money"},
        {"type": "null"},
    ]
    assert plan["properties"]["people"]["default"] == []
    assert definitions["Extensions"]["additionalProperties"] is True


@model(kw_only=True)
class Undocumented:
    """A model with a field that says nothing."""

    line: Line


class Namesakes:
    """Keeps the name of its class apart from the library's."""

    @model(kw_only=True)
    class Person:
        """A model that holds another class of its own name."""

        line: Line
        """A line."""
        person: Person | None = None
        """The other."""


def test_a_field_without_docstring_has_no_schema() -> None:
    with pytest.raises(TypeError) as caught:
        schema_of(Undocumented)
    assert str(caught.value).startswith("Undocumented.line has no docstring; expected one")


def test_a_model_that_holds_a_namesake_has_no_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_generation, "field_doc", lambda *_: "Said.")
    with pytest.raises(TypeError) as caught:
        schema_of(Namesakes.Person)
    assert str(caught.value) == "Person holds itself or two classes of one name"


BROKEN: dict[str, Node] = {
    "a keyword of one's own": {"type": "boolean", "x-internal": True},
    "discriminator": {"type": "boolean", "discriminator": "kind"},
    "ref beside description": {"$ref": "#/$defs/Side", "title": "Side"},
    "ref to another file": {"$ref": "side.schema.json"},
    "no type": {},
    "union of types": {"type": ["string", "number"]},
    "union of definitions": {"anyOf": [{"$ref": "#/$defs/Side"}, {"$ref": "#/$defs/Detail"}]},
    "constraint without its type": {"type": "boolean", "maxLength": 3},
    "pattern beside format": {"type": "string", "format": "date", "pattern": "^a$"},
    "format alone": {"type": "string", "format": "date"},
    "format that engines read differently": {"type": "string", "format": "email"},
    "pattern of Python": {"type": "string", "pattern": "^\\d+$"},
    "pattern with a look ahead": {"type": "string", "pattern": "^(?!a)b$"},
    "pattern without an end": {"type": "string", "pattern": "^abc"},
    "enum without type": {"enum": ["a"]},
    "oneOf as an enum": {"type": "string", "oneOf": [{"const": "a"}]},
    "list of any length": {"type": "array", "items": {"type": "boolean"}},
    "list of anything": {"type": "array", "maxItems": 3},
    "number without bounds": {"type": "number", "minimum": 0},
    "text without bounds": {"type": "string"},
    "open object": {"type": "object", "properties": {}},
    "closed object without properties": {"type": "object", "additionalProperties": False},
    "required without a property": {
        "type": "object",
        "properties": {},
        "required": ["id"],
        "additionalProperties": False,
    },
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_the_linter_finds_broken_idioms(broken: Node) -> None:
    whole = schema("person")
    whole["properties"]["title"] = broken if "$ref" in broken else {**broken, "description": "It."}
    assert [one for one in lint(whole) if one.startswith("/properties/title:")]


def test_the_linter_finds_broken_wholes() -> None:
    def broken(**changes: Any) -> str:
        return next(lint({**json.loads(json.dumps(schema("person"))), **changes}))

    assert broken(title="Side").startswith("a definition has the root's title")
    assert broken(type="array").startswith("the root")
    assert broken(**{"$id": "person.schema.json"}).startswith("$id")
    assert broken(**{"$defs": {"Side.A": {"title": "Side.A"}}}).startswith("Side.A is not Camel")
    undescribed = {**schema("person"), "properties": {"id": {"type": "boolean"}}}
    assert "/properties/id: no description" in list(lint(undescribed))
