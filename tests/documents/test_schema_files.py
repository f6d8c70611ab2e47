import json

import pytest

from clientkit.base import InvalidValueError
from clientkit.documents.schema_files import schema, schema_names, schema_text


def test_names_are_sorted_and_complete() -> None:
    names = schema_names()
    assert list(names) == sorted(names)
    assert {"client-plan", "client-record", "working-calendar", "change-order-event"} <= {*names}


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_its_text(name: str) -> None:
    assert schema(name) == json.loads(schema_text(name))
    assert schema_text(name).endswith("}\n")


def test_each_call_gives_a_schema_of_its_own() -> None:
    schema("person")["properties"].clear()
    assert "id" in schema("person")["properties"]


@pytest.mark.parametrize("name", ["", "Person", "person.schema.json", "../v1/person", "per\0son"])
def test_other_names_are_refused(name: str) -> None:
    for ask in (schema, schema_text):
        with pytest.raises(InvalidValueError) as caught:
            ask(name)
        assert str(caught.value).startswith(f"{name!r}; expected the name of a schema, one of acc")
