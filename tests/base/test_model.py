"""What constructors take, what they refuse, and what they make of it."""

# ruff: noqa: S301 (what is unpickled was pickled here)

import datetime as dt
import inspect
import math
import pickle
from collections.abc import Iterator
from enum import Enum, IntEnum, StrEnum, unique
from typing import Annotated
from zoneinfo import ZoneInfo

import attrs
import pendulum
import pytest
from msgspec import Meta

from clientkit.base import (
    Extensions,
    Finding,
    InvalidModelError,
    Money,
    Term,
    decode,
    evolve,
    model,
)
from clientkit.base._build import is_abstract, trusted
from clientkit.base.fields import Date, Id, Instant, Key, Line, Number, Share, Version


@unique
class Colour(Enum):
    RED = "red"
    LIGHT_BLUE = "light blue"


@model(kw_only=True)
class Part:
    id: Id
    size: Share | None = None


@model(kw_only=True)
class Thing:
    title: Line
    from_: Annotated[Line | None, Key("$from")] = None
    is_new: bool = False
    colour: Colour = Colour.RED
    count: Version | None = None
    number: Number | None = None
    at: Instant | None = None
    day: Date | None = None
    price: Money | None = None
    within: Term | None = None
    part: Part | None = None
    parts: Annotated[tuple[Part, ...], Meta(max_length=3)] = ()
    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=2)] | None = None
    extensions: Extensions | None = None

    def _invariants(self) -> Iterator[Finding]:
        if self.part is not None and self.part in self.parts:
            yield Finding(
                code="thing.part-twice",
                path="/part",
                message=f"part is {self.part.id!r}, one of parts; expected another",
            )


class AlwaysEqual:
    """Says yes to every comparison."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __lt__(self, other: object) -> bool:
        return True

    __le__ = __gt__ = __ge__ = __lt__


class NeverEqual:
    """Says no to every comparison."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__


def refusals(**values: object) -> list[tuple[str, str]]:
    """Paths and messages of what the constructor refuses."""
    with pytest.raises(InvalidModelError) as caught:
        Thing(**{"title": "t", **values})
    assert {finding.code for finding in caught.value.findings} == {"shape.value"}
    return [(finding.path, finding.message) for finding in caught.value.findings]


class Shout(StrEnum):
    TEXT = "text"

    def __str__(self) -> str:
        return "SHOUTED"


class Size(IntEnum):
    SEVEN = 7


NAIVE = dt.datetime(2026, 4, 17)  # noqa: DTZ001 (to be refused)
NIGHT = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))


class TestNormalising:
    def test_a_list_becomes_a_tuple(self) -> None:
        thing = Thing(title="t", parts=[Part(id="a")], lines=["x"])
        assert thing.parts == (Part(id="a"),)
        assert thing.lines == ("x",)

    def test_the_word_of_an_enum_becomes_its_member(self) -> None:
        assert Thing(title="t", colour="light blue").colour is Colour.LIGHT_BLUE

    def test_an_int_becomes_a_float_where_one_is_meant(self) -> None:
        number = Thing(title="t", number=3).number
        assert number == 3.0
        assert type(number) is float

    def test_subclasses_of_text_and_numbers_become_plain(self) -> None:
        thing = Thing(title=Shout.TEXT, count=Size.SEVEN)
        assert (thing.title, type(thing.title)) == ("text", str)
        assert (thing.count, type(thing.count)) == (7, int)

    def test_pendulum_times_become_plain_ones(self) -> None:
        given = pendulum.datetime(2026, 7, 1, 12, tz="America/New_York")
        thing = Thing(title="t", at=given, day=pendulum.date(2026, 7, 1))
        assert type(thing.at) is dt.datetime
        assert thing.at == given
        assert thing.at.tzinfo == dt.timezone(dt.timedelta(hours=-4))
        assert type(thing.day) is dt.date
        assert thing.day == dt.date(2026, 7, 1)

    def test_both_sides_of_a_fold_stay_apart(self) -> None:
        first, second = (Thing(title="t", at=NIGHT.replace(fold=fold)) for fold in (0, 1))
        assert first != second
        assert first.at.isoformat() == "2026-10-25T02:30:00+02:00"
        assert second.at.isoformat() == "2026-10-25T02:30:00+01:00"
        assert second.at - first.at == dt.timedelta(hours=1)

    def test_an_offset_that_no_text_can_say_becomes_utc(self) -> None:
        local_mean_time = dt.datetime(1880, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
        at = Thing(title="t", at=local_mean_time).at
        assert at == local_mean_time
        assert at.isoformat() == "1879-12-31T23:06:32+00:00"

    def test_such_an_offset_at_the_start_of_the_calendar_is_refused(self) -> None:
        first_day = dt.datetime(1, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
        ((path, message),) = refusals(at=first_day)
        assert path == "/at"
        assert "expected an instant with its offset" in message

    @pytest.mark.parametrize("year", [1, 9999])
    @pytest.mark.parametrize("hours", [-14, 14])
    def test_the_first_and_the_last_year_are_kept(self, year: int, hours: int) -> None:
        zone = dt.timezone(dt.timedelta(hours=hours))
        month = 1 if year == 1 else 12
        at = dt.datetime(
            year, month, 31 if month == 12 else 1, 23 if month == 12 else 0, tzinfo=zone
        )
        assert Thing(title="t", at=at).at.isoformat() == at.isoformat()


class TestRefusing:
    def test_all_offences_are_reported_at_once(self) -> None:
        assert refusals(title="", colour="green", parts=[Part(id="a"), 5]) == [
            ("/title", "Thing.title is ''; expected text of 1 to 300 characters"),
            ("/colour", "Thing.colour is 'green'; expected 'red' or 'light blue'"),
            ("/parts/1", "Thing.parts[1] is 5; expected a Part"),
        ]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", None),
            ("title", 5),
            ("title", b"t"),
            ("title", "\ud800"),
            ("is_new", 1),
            ("is_new", "true"),
            ("is_new", None),
            ("colour", "RED"),
            ("colour", Shout.TEXT),
            ("colour", None),
            ("colour", []),
            ("count", True),
            ("count", 1.0),
            ("count", "1"),
            ("number", True),
            ("number", "1"),
            ("number", math.nan),
            ("number", math.inf),
            ("number", -math.inf),
            ("number", 10**400),
            ("number", 1j),
            ("at", "2026-04-17T16:00:00Z"),
            ("at", NAIVE),
            ("at", dt.date(2026, 4, 17)),
            ("at", pendulum.naive(2026, 4, 17)),
            ("day", "2026-04-17"),
            ("day", NAIVE),
            ("day", dt.datetime(2026, 4, 17, tzinfo=dt.UTC)),
            ("price", "5 EUR"),
            ("price", Term.parse("1 day")),
            ("within", "1 day"),
            ("part", {"id": "a"}),
            ("part", Thing(title="t")),
            ("part", Part),
            ("parts", None),
            ("parts", Part(id="a")),
            ("parts", {Part(id="a")}),
            ("parts", (part for part in ())),
            ("lines", "text"),
            ("extensions", {"a": 1}),
        ],
    )
    def test_a_wrong_type_is_refused_with_its_path(self, field: str, value: object) -> None:
        ((path, message),) = refusals(**{field: value})
        assert path == f"/{field}"
        assert message.startswith(f"Thing.{field} is ")
        assert "; expected " in message

    @pytest.mark.parametrize("other", [AlwaysEqual(), NeverEqual()])
    @pytest.mark.parametrize("field", [field.name for field in attrs.fields(Thing)])
    def test_objects_that_answer_everything_are_refused(self, field: str, other: object) -> None:
        ((path, _),) = refusals(**{field: other})
        assert path == ("/$from" if field == "from_" else f"/{field}")

    @pytest.mark.parametrize(
        ("lines", "fits"), [([], False), (["a"], True), (["a", "b"], True), (["a"] * 3, False)]
    )
    def test_the_number_of_items_has_two_bounds(self, lines: list[str], fits: bool) -> None:
        if fits:
            assert Thing(title="t", lines=lines).lines == tuple(lines)
        else:
            assert refusals(lines=lines) == [
                ("/lines", f"Thing.lines is {lines!r}; expected 1 to 2 items")
            ]

    def test_a_huge_value_is_shown_in_short(self) -> None:
        deep: list[object] = []
        for _ in range(100_000):
            deep = [deep]
        for value in ("x" * 10**6, [0] * 10**6, 10**5000, deep, {"k": deep}):
            ((_, message),) = refusals(count=value)
            assert len(message) < 200

    def test_what_holds_between_fields_is_checked_last(self) -> None:
        with pytest.raises(InvalidModelError) as caught:
            Thing(title="t", part=Part(id="a"), parts=[Part(id="a")])
        assert [finding.code for finding in caught.value.findings] == ["thing.part-twice"]
        assert str(caught.value) == "part is 'a', one of parts; expected another"
        assert refusals(title="", part=Part(id="a"), parts=[Part(id="a")])[0][0] == "/title"

    def test_missing_and_unknown_arguments_are_type_errors(self) -> None:
        with pytest.raises(TypeError, match="title"):
            Thing()
        with pytest.raises(TypeError, match="colur"):
            Thing(title="t", colur="red")
        with pytest.raises(TypeError):
            Thing("t")


class TestTheClass:
    def test_the_signature_is_the_fields(self) -> None:
        parameters = inspect.signature(Part).parameters
        assert list(parameters) == ["id", "size"]
        assert parameters["size"].default is None

    def test_an_instance_is_frozen_and_slotted(self) -> None:
        part = Part(id="a")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            part.id = "b"  # type: ignore[misc]
        assert not hasattr(part, "__dict__")

    def test_it_is_final(self) -> None:
        with pytest.raises(TypeError, match="Part is final; build on it by holding one"):
            type("Sub", (Part,), {})

    def test_positional_models_are_refused(self) -> None:
        with pytest.raises(TypeError, match="keywords only"):
            model(kw_only=False)

    def test_evolve_checks_again(self) -> None:
        thing = Thing(title="t")
        assert evolve(thing, title="u") == Thing(title="u")
        assert thing.title == "t"
        with pytest.raises(InvalidModelError):
            evolve(thing, title="")

    def test_equality_asks_the_other_side_too(self) -> None:
        part = Part(id="a")
        assert part == AlwaysEqual()
        assert part != NeverEqual()
        assert part != Thing(title="a")
        assert part != ("a", None)
        assert {part: 1}[Part(id="a")] == 1

    def test_its_text_leaves_defaults_out(self) -> None:
        assert repr(Thing(title="t", number=1)) == "Thing(title='t', number=1.0)"

    def test_a_trusted_instance_is_not_checked(self) -> None:
        assert trusted(Part, id="").id == ""
        assert trusted(Part, id="a") == Part(id="a")
        assert type(trusted(Part, id="a")) is Part

    def test_a_trusted_instance_has_all_fields_and_no_others(self) -> None:
        with pytest.raises(TypeError, match="id"):
            trusted(Part)
        with pytest.raises(TypeError, match="colour"):
            trusted(Part, id="a", colour="red")

    def test_errors_pickle(self) -> None:
        with pytest.raises(InvalidModelError) as caught:
            Thing(title="")
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is InvalidModelError
        assert again.findings == caught.value.findings
        assert str(again) == str(caught.value)

    def test_documents_may_call_a_field_otherwise(self) -> None:
        assert decode(Thing, b'{"title": "t", "$from": "here"}') == Thing(title="t", from_="here")
        assert refusals(from_="")[0][0] == "/$from"


@model(kw_only=True)
class Base:
    _abstract = True

    id: Id

    def _invariants(self) -> Iterator[Finding]:
        if self.id == "never":
            yield Finding(code="base.never", path="/id", message="id is 'never'; expected another")


@model(kw_only=True)
class Derived(Base):
    size: Share = 0

    def _invariants(self) -> Iterator[Finding]:
        if self.size == 1:
            yield Finding(code="base.full", path="/size", message="size is 1; expected less")


class TestLendingFields:
    def test_an_abstract_model_lends_fields_and_invariants(self) -> None:
        assert is_abstract(Base)
        assert not is_abstract(Derived)
        with pytest.raises(InvalidModelError) as caught:
            Derived(id="never", size=1)
        assert [finding.code for finding in caught.value.findings] == ["base.never", "base.full"]

    def test_what_inherits_is_final(self) -> None:
        with pytest.raises(TypeError, match="Derived is final"):
            type("Sub", (Derived,), {})
