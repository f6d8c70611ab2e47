"""What is read from the types of a model's fields."""

import datetime as dt
from typing import Annotated, Any

import attrs
import pytest
from msgspec import Meta

from clientkit.base import model, specification
from clientkit.base.fields import (
    ID,
    INTERNAL,
    PERSONAL,
    Email,
    Id,
    Internal,
    Key,
    Line,
    Personal,
    PersonId,
    Refers,
)


@model(kw_only=True)
class Held:
    id: Id


@model(kw_only=True)
class Holder:
    id: Id
    owner: PersonId | None = None
    subject: Annotated[Id, Refers("role|person")] | None = None
    held: Held | None = None
    many: Annotated[tuple[Held, ...], Meta(min_length=1, max_length=9)] = ()
    owners: Internal[Annotated[tuple[PersonId, ...], Meta(max_length=5)]] = ()
    mail: Internal[Email | None] = None
    name: Personal[Internal[Line]] = "x"
    link: Annotated[Line | None, Key("$link")] = None
    at: dt.datetime | None = None


FIELDS = {field.name: field for field in specification(Holder)}


def test_what_each_field_is() -> None:
    told = {
        name: (field.kind, field.required, field.optional, field.many)
        for name, field in FIELDS.items()
    }
    assert told == {
        "id": (str, True, False, False),
        "owner": (str, False, True, False),
        "subject": (str, False, True, False),
        "held": (Held, False, True, False),
        "many": (Held, False, False, True),
        "owners": (str, False, False, True),
        "mail": (str, False, True, False),
        "name": (str, False, False, False),
        "link": (str, False, True, False),
        "at": (dt.datetime, False, True, False),
    }


def test_bounds_of_items_and_of_their_number_are_apart() -> None:
    owners, many = FIELDS["owners"], FIELDS["many"]
    assert owners.meta == Meta(min_length=1, max_length=100)
    assert owners.items == Meta(max_length=5)
    assert (many.meta, many.items) == (None, Meta(min_length=1, max_length=9))


def test_formats_references_keys_and_marks() -> None:
    assert FIELDS["owner"].format is FIELDS["owners"].format is ID
    assert FIELDS["id"].refers == ()
    assert FIELDS["owner"].refers == FIELDS["owners"].refers == ("person",)
    assert FIELDS["subject"].refers == ("role", "person")
    assert (FIELDS["link"].key, FIELDS["owner"].key) == ("$link", "owner")
    assert FIELDS["owners"].marks == {INTERNAL}
    assert FIELDS["mail"].marks == FIELDS["name"].marks == {INTERNAL, PERSONAL}
    assert FIELDS["id"].marks == frozenset()
    assert [name for name, field in FIELDS.items() if field.is_model] == ["held", "many"]


@pytest.mark.parametrize(
    "hint", [bytes, complex, list[str], dict[str, str], object, Any, int | str]
)
def test_other_types_are_refused(hint: Any) -> None:
    made = attrs.make_class("Made", {"a": attrs.field(type=hint)}, frozen=True)
    with pytest.raises((TypeError, ValueError)):
        specification(made)
