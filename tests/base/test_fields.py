"""Bounds of the field types, each on both sides, by constructor and decoder."""

import json

import pytest

from clientkit.base import InvalidModelError, decode, model
from clientkit.base.fields import MAX_FLOAT, Id, Line, Number, Share, Text, Version


@model(kw_only=True)
class Bounds:
    id: Id = "a"
    text: Text | None = None
    line: Line | None = None
    number: Number | None = None
    share: Share | None = None
    version: Version | None = None


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("id", "", False),
        ("id", "a", True),
        ("id", "a" * 100, True),
        ("id", "a" * 101, False),
        ("id", "-a", False),
        ("id", "a-", True),
        ("text", "", False),
        ("text", "\n", True),
        ("text", "ß" * 20_000, True),
        ("text", "ß" * 20_001, False),
        ("line", "", False),
        ("line", "\U0001f600" * 300, True),
        ("line", "\U0001f600" * 301, False),
        ("number", MAX_FLOAT, True),
        ("number", -MAX_FLOAT, True),
        ("number", 1.7976931348623157e308, False),
        ("number", -1.7976931348623157e308, False),
        ("number", 5e-324, True),
        ("number", 2**1000, True),
        ("number", 2**1024, False),
        ("share", 0, True),
        ("share", 1, True),
        ("share", -5e-324, False),
        ("share", 1.0000000000000002, False),
        ("version", 1, True),
        ("version", 100_000, True),
        ("version", 0, False),
        ("version", 100_001, False),
    ],
)
def test_each_bound_on_both_sides(field: str, value: float | str, fits: bool) -> None:
    data = {field: value}
    readers = (
        lambda: Bounds(**data),
        lambda: decode(Bounds, data),
        lambda: decode(Bounds, json.dumps(data).encode()),
    )
    for read in readers:
        if fits:
            assert getattr(read(), field) == value
        else:
            with pytest.raises(InvalidModelError) as caught:
                read()
            assert [finding.path for finding in caught.value.findings] == [f"/{field}"]
