"""What type checkers must accept. Checked, never run."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, assert_type

from hypothesis import strategies as st
from msgspec import Meta

from clientkit.base import (
    Due,
    Extensions,
    FieldSpecification,
    Finding,
    Money,
    Term,
    TermUnit,
    TimeRange,
    canonical,
    decode,
    encode,
    evolve,
    model,
    specification,
    to_data,
)
from clientkit.base.fields import Id, Instant, Internal, Line, Personal, PersonId, Share
from clientkit.base.tolerant import Reading, read_plain
from clientkit.testing import models, values


class Colour(Enum):
    RED = "red"


@model(kw_only=True)
class Part:
    id: Id
    size: Share | None = None


@model(kw_only=True)
class Thing:
    title: Line
    owner: Internal[PersonId | None] = None
    name: Personal[Line | None] = None
    at: Instant | None = None
    colour: Colour = Colour.RED
    price: Money | None = None
    part: Part | None = None
    parts: Annotated[tuple[Part, ...], Meta(max_length=9)] = ()

    def _invariants(self) -> Iterator[Finding]:
        if self.part in self.parts:
            yield Finding(code="thing.part-twice", path="/part", message="part is one of parts")


part = Part(id="a", size=1)
thing = Thing(
    title="t",
    owner="lena",
    at=dt.datetime(2026, 4, 17, tzinfo=dt.UTC),
    price=Money(5, "EUR"),
    parts=(part,),
)
assert_type(thing.title, str)
assert_type(thing.owner, str | None)
assert_type(thing.name, str | None)
assert_type(thing.at, dt.datetime | None)
assert_type(thing.parts, tuple[Part, ...])
assert_type(evolve(thing, title="u"), Thing)
assert_type({thing: 1}, dict[Thing, int])

assert_type(decode(Thing, b"{}"), Thing)
assert_type(decode(Thing, {"title": "t"}), Thing)
assert_type(encode(thing), bytes)
assert_type(canonical(thing), bytes)
to_data(thing)["title"]
assert_type(read_plain(Thing, {}), Reading[Thing])
assert_type(read_plain(Thing, {}).value, Thing | None)
assert_type(specification(Thing), tuple[FieldSpecification, ...])

assert_type(Money.parse("1 EUR") < Money.parse("2 EUR"), bool)
assert_type(Money.parse("1 EUR") >= Money.parse("2 EUR"), bool)
assert_type(Term(1, TermUnit.DAY).unit.is_working, bool)
assert_type(Due(dt.date(2026, 4, 17)).offset, Term | None)
assert_type(TimeRange(0, 1440).is_overnight, bool)
assert_type(len(Extensions({"a": [1]})), int)

assert_type(models(Thing), st.SearchStrategy[Thing])
assert_type(models(Thing, title=st.just("t")), st.SearchStrategy[Thing])
assert_type(values(Money), st.SearchStrategy[Money])
