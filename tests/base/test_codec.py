"""Documents to models and back: what is read, what is refused, what is written."""

import datetime as dt
import json
import threading
from collections import OrderedDict
from enum import Enum, unique
from types import MappingProxyType
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from clientkit.base import (
    Extensions,
    InvalidModelError,
    Term,
    canonical,
    decode,
    encode,
    model,
    to_data,
)
from clientkit.base._mirror import decoder, mirror
from clientkit.base.codec import decode_strictly
from clientkit.base.fields import Date, Id, Instant, Line, Number, Share, TimeZone, Version
from clientkit.testing import instants, models


@unique
class Kind(Enum):
    ONE = "one"
    TWO = "two"


@model(kw_only=True)
class Leaf:
    id: Id
    kinds: Annotated[tuple[Kind, ...], Meta(max_length=2)] = (Kind.ONE,)
    weight: Share = 1


@model(kw_only=True)
class Entry:
    id: Id
    at: Instant | None = None
    on_day: Date | None = None
    number: Number | None = None
    count: Version | None = None
    is_new: bool = True
    kind: Kind = Kind.ONE
    zone: TimeZone | None = None
    within: Term | None = None
    leaf: Leaf | None = None
    leaves: Annotated[tuple[Leaf, ...], Meta(max_length=3)] = ()
    lines: Annotated[tuple[Line, ...], Meta(max_length=3)] = ()
    extensions: Extensions | None = None


def both(data: dict[str, object]) -> Entry | list[tuple[str, str]]:
    """What bytes and plain data decode to, or where and how they are refused, which is one."""
    results: list[Entry | list[tuple[str, str]]] = []
    for source in (data, json.dumps(data).encode()):
        try:
            results.append(decode(Entry, source))
        except InvalidModelError as error:
            results.append([(finding.code, finding.path) for finding in error.findings])
    assert results[0] == results[1]
    return results[0]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("id", 5, "type"),
        ("id", "", "value"),
        ("id", "a\nb", "value"),
        ("id", "a\n", "value"),
        ("id", "a" * 101, "value"),
        ("id", "\u0661\u00e4", "value"),
        ("at", "2026-04-17T16:00:00", "value"),
        ("at", "2026-04-17", "value"),
        ("at", 1_776_000_000, "type"),
        ("number", "1", "value"),
        ("number", True, "type"),
        ("number", float("nan"), "value"),
        ("number", float("inf"), "value"),
        ("number", 10**400, "value"),
        ("count", 1.0, "value"),
        ("count", 0, "value"),
        ("count", 100_001, "value"),
        ("count", 2**70, "value"),
        ("count", True, "type"),
        ("is_new", 1, "type"),
        ("is_new", None, "type"),
        ("is_new", "true", "value"),
        ("kind", "three", "value"),
        ("kind", "ONE", "value"),
        ("kind", None, "type"),
        ("zone", "Europe/Nowhere", "value"),
        ("zone", "../etc/passwd", "value"),
        ("zone", "Europe", "value"),
        ("within", "1 fortnight", "value"),
        ("within", {"count": 1}, "type"),
        ("leaf", [], "type"),
        ("leaf", "x", "type"),
        ("leaves", {}, "type"),
        ("leaves", None, "type"),
        ("leaves", [{"id": "a"}] * 4, "count"),
        ("lines", "x", "type"),
        ("extensions", [], "type"),
        ("extensions", {"a": 10**18}, "type"),
        ("extensions", {"a": 2**70}, "type"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(key: str, value: object, code: str) -> None:
    assert both({"id": "a", key: value}) == [(f"shape.{code}", f"/{key}")]


def test_the_path_leads_into_lists_and_models() -> None:
    data = {"id": "a", "leaves": [{"id": "a"}, {"id": "b", "kinds": ["one", "six"]}, {"idd": "c"}]}
    assert both(data) == [
        ("shape.value", "/leaves/1/kinds/1"),
        ("shape.unknown-key", "/leaves/2/idd"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-04-17T16:00:00+02:00", "2026-04-17T16:00:00+02:00"),
        ("2026-04-17 16:00:00+02:00", "2026-04-17T16:00:00+02:00"),
        ("2026-04-17t16:00:00z", "2026-04-17T16:00:00+00:00"),
        ("2026-04-17T16:00:00+0200", "2026-04-17T16:00:00+02:00"),
        ("2026-04-17T16:00:00-00:00", "2026-04-17T16:00:00+00:00"),
        ("2026-04-17T16:00:00.5Z", "2026-04-17T16:00:00.500000+00:00"),
        ("2026-04-17T16:00:00.1234567Z", "2026-04-17T16:00:00.123457+00:00"),
        ("2026-04-17T23:59:59.9999999Z", "2026-04-18T00:00:00+00:00"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59"),
        ("9999-12-31T23:59:59.999999-23:59", "9999-12-31T23:59:59.999999-23:59"),
    ],
)
def test_forms_of_instants_that_are_read(written: str, meant: str) -> None:
    entry = both({"id": "a", "at": written})
    assert isinstance(entry, Entry)
    assert entry.at is not None
    assert entry.at.isoformat() == meant


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-17T16:00Z", "2026-04-17T16:00:60Z", "2026-04-17T24:00:00Z", "2026-02-30T16:00:00Z",
        "2026-04-17T16:00:00+02", "2026-04-17T16:00:00+24:00", "2026-04-17T16:00:00+02:60",
        "2026-04-17T16:00:00,5Z", "2026-04-17T16:00:00.Z", "20260417T160000Z", "now", "12:30",
        "2026-04-17T16:00:00Z\n", " 2026-04-17T16:00:00Z", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z", "2026-W16-5T16:00:00Z",
    ],
)  # fmt: skip
def test_forms_of_instants_that_are_refused(written: str) -> None:
    assert both({"id": "a", "at": written}) == [("shape.value", "/at")]


@pytest.mark.parametrize("written", ["2026-4-17", "20260417", "0000-01-01", "2026-04-17T00:00:00Z"])
def test_forms_of_days_that_are_refused(written: str) -> None:
    assert both({"id": "a", "on_day": written}) == [("shape.value", "/on_day")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not readable"),
        (b"{", "not readable"),
        (b"\xff\xfe", "not readable"),
        (b"\xef\xbb\xbf" + b'{"id":"a"}', "not readable"),
        ('{"id":"a"}'.encode("utf-16"), "not readable"),
        (b'{"id":"a","count":' + b"9" * 5000 + b"}", "not readable"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id":"a","extensions":' + b'{"a":' * 200_000, "nested too deeply"),
        (b'{"id":5,"id":"a"}', "not as strict decoding demands"),
    ],
)
def test_bytes_that_say_no_document(data: bytes, said: str) -> None:
    with pytest.raises(InvalidModelError, match=said) as caught:
        decode(Entry, data)
    assert [(finding.code, finding.path) for finding in caught.value.findings] == [
        ("reading.syntax", "")
    ]


@pytest.mark.parametrize("text", ["null", "[]", "5", '"a"', "NaN"])
def test_documents_that_are_no_object(text: str) -> None:
    with pytest.raises(InvalidModelError, match="keys and values"):
        decode(Entry, text.encode())


def test_lone_surrogates_are_refused() -> None:
    assert both({"id": "a", "lines": ["\ud800"]}) == [("shape.value", "/lines/0")]
    assert both({"id": "a", "extensions": {"\ud800": 1}}) == [("shape.type", "/extensions")]


def test_of_a_key_said_twice_the_last_counts() -> None:
    assert decode(Entry, b'{"id":"a","id":"b"}').id == "b"


@pytest.mark.parametrize("wrap", [bytes, bytearray, memoryview])
def test_any_kind_of_bytes_is_read(wrap: type) -> None:
    assert decode(Entry, wrap(b'{"id":"a"}')) == Entry(id="a")


@pytest.mark.parametrize("wrap", [dict, OrderedDict, MappingProxyType])
def test_any_mapping_and_sequence_of_plain_data_is_read(wrap: type) -> None:
    assert decode(Entry, wrap({"id": "a", "lines": ("x",)})) == Entry(id="a", lines=("x",))


@pytest.mark.parametrize(
    "value",
    [
        Kind.ONE,
        dt.date(2026, 4, 17),
        dt.datetime(2026, 4, 17, tzinfo=dt.UTC),
        Term.parse("1 day"),
        b"a",
    ],
)
def test_python_values_are_no_plain_data(value: object) -> None:
    for key in ("kind", "at", "on_day", "within", "id"):
        with pytest.raises(InvalidModelError):
            decode(Entry, {"id": "a", key: value})


def test_defaults_are_left_out() -> None:
    assert encode(Entry(id="a")) == b'{"id":"a"}'
    assert to_data(Entry(id="a", is_new=False, lines=["x"])) == {
        "id": "a",
        "is_new": False,
        "lines": ["x"],
    }


def test_plain_data_is_made_of_what_json_has() -> None:
    leaf = Leaf(id="b", kinds=["two"], weight=0.5)
    data = to_data(Entry(id="a", leaves=[leaf], extensions=Extensions({"x": [{"y": 1}]})))
    assert data == {
        "id": "a",
        "leaves": [{"id": "b", "kinds": ["two"], "weight": 0.5}],
        "extensions": {"x": [{"y": 1}]},
    }
    assert type(data["leaves"]) is list


class TestCanonical:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Leaf(id="a"), Leaf(id="a", kinds=[Kind.ONE], weight=1.0)),
            (Leaf(id="a", weight=0.0), Leaf(id="a", weight=-0.0)),
            (Entry(id="a", number=-0.0), Entry(id="a", number=0)),
        ],
    )
    def test_equal_models_have_equal_bytes(self, one: object, other: object) -> None:
        assert one == other
        assert canonical(one) == canonical(other) == canonical(decode(type(one), encode(other)))

    def test_it_leaves_out_what_equals_the_default(self) -> None:
        assert canonical(Leaf(id="a", kinds=[Kind.ONE], weight=1.0)) == b'{"id":"a"}'

    def test_its_form(self) -> None:
        entry = Entry(
            id="a",
            at=dt.datetime(2026, 4, 17, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            on_day=dt.date(2026, 4, 17),
            within=Term.parse("1 days"),
            lines=["ä"],
            extensions=Extensions({"b": -0.0, "a": {"d": 1, "c": 2}}),
        )
        assert canonical(entry).decode() == (
            '{"at":"2026-04-16T23:00:00Z","extensions":{"a":{"c":2,"d":1},"b":0.0},"id":"a",'
            '"lines":["ä"],"on_day":"2026-04-17","within":"1 day"}'
        )
        half = entry.at.replace(microsecond=500_000)
        assert b'"at":"2026-04-16T23:00:00.500000Z"' in canonical(Entry(id="a", at=half))

    @given(instants(), st.integers(-1439, 1439))
    def test_one_instant_at_two_offsets(self, at: dt.datetime, minutes: int) -> None:
        zone = dt.timezone(dt.timedelta(minutes=minutes))
        try:
            moved = (at.replace(tzinfo=None) + (zone.utcoffset(None) - at.utcoffset())).replace(
                tzinfo=zone
            )
        except OverflowError:  # this clock has left the calendar
            return
        one, other = Entry(id="a", at=at), Entry(id="a", at=moved)
        assert one == other
        assert canonical(one) == canonical(other)
        assert decode(Entry, canonical(one)) == one

    @pytest.mark.parametrize(
        ("year", "month", "day", "one", "other"), [(1, 1, 1, 840, 900), (9999, 12, 31, -840, -900)]
    )
    def test_where_utc_has_left_the_calendar(
        self, year: int, month: int, day: int, one: int, other: int
    ) -> None:
        at = dt.datetime(year, month, day, 12, tzinfo=dt.timezone(dt.timedelta(minutes=one)))
        moved = (at.replace(tzinfo=None) + dt.timedelta(minutes=other - one)).replace(
            tzinfo=dt.timezone(dt.timedelta(minutes=other))
        )
        assert at == moved
        assert canonical(Entry(id="a", at=at)) == canonical(Entry(id="a", at=moved))

    @given(models(Entry))
    def test_keys_are_sorted(self, entry: Entry) -> None:
        text = canonical(entry).decode()
        again = json.dumps(json.loads(text), sort_keys=True)
        assert list(json.loads(text)) == list(json.loads(again))


def test_many_threads_may_be_the_first_to_decode() -> None:
    mirror.cache_clear()
    decoder.cache_clear()
    text = encode(Entry(id="a", leaves=[Leaf(id="b")], zone="Europe/Berlin"))
    expected = decode(Entry, text)
    start = threading.Barrier(8)
    results = []

    def work() -> None:
        start.wait()
        results.append(decode_strictly(Entry, text))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8
