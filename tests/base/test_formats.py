"""Formats: tested for a whole document at once, with the result of testing each text by itself."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from clientkit.base import decode, encode, model, specification
from clientkit.base._formats import all_fit
from clientkit.base._mirror import mirror
from clientkit.base.fields import (
    Email,
    Id,
    Language,
    LocalTime,
    Phone,
    TimeZone,
)
from clientkit.testing import models


@model(kw_only=True)
class Inner:
    id: Id
    zone: TimeZone | None = None


@model(kw_only=True)
class Outer:
    ids: Annotated[tuple[Id, ...], Meta(max_length=10_000)] = ()
    email: Email | None = None
    phone: Phone | None = None
    language: Language | None = None
    time: LocalTime | None = None
    inner: Inner | None = None
    inners: Annotated[tuple[Inner, ...], Meta(max_length=5)] = ()


def fit(**values: object) -> bool:
    return all_fit(Outer, mirror(Outer)(**values))


near_ids = st.lists(
    st.text(
        st.sampled_from(["a", "Z", "0", "-", ".", "_", "\n", "\r", "\u2028", " ", "ä", "\u0661"])
    )
)


@given(near_ids)
def test_all_at_once_is_each_by_itself(texts: list[str]) -> None:
    (field, *_) = specification(Outer)
    assert field.format is not None
    assert fit(ids=tuple(texts)) == all(map(field.format.fits, texts))


@given(st.lists(st.sampled_from(["a@b", "a@b\nc@d", "a", "b@c\n", "@", "\n", ""])))
def test_a_text_never_stands_for_two(texts: list[str]) -> None:
    for text in texts:
        form = next(one.format for one in specification(Outer) if one.name == "email")
        assert form is not None
        assert fit(email=text) == form.fits(text) == (text == "a@b")


@pytest.mark.parametrize("count", [1_999, 2_000, 2_001, 4_001])
def test_a_wrong_text_is_found_wherever_it_stands(count: int) -> None:
    good = ["a"] * count
    assert fit(ids=tuple(good))
    for place in (0, 1_999, 2_000, count - 1):
        if place < count:
            assert not fit(ids=(*good[:place], "a b", *good[place + 1 :]))
            assert not fit(ids=(*good[:place], "a\nb", *good[place + 1 :]))


def test_texts_of_inner_models_are_tested() -> None:
    inner = mirror(Inner)
    assert fit(inner=inner(id="a"), inners=(inner(id="a", zone="Europe/Berlin"),))
    assert not fit(inner=inner(id="a b"))
    assert not fit(inners=(inner(id="a"), inner(id="a b")))
    assert not fit(inners=(inner(id="a", zone="Europe/Nowhere"),))


@given(models(Outer))
def test_what_a_model_holds_fits(outer: Outer) -> None:
    assert all_fit(Outer, outer)
    assert decode(Outer, encode(outer)) == outer


def test_no_format_admits_a_line_feed(every_model: type) -> None:
    for field in specification(every_model):
        if field.format is not None:
            assert field.format.pattern.startswith("^"), field.name
            assert field.format.pattern.endswith("$"), field.name
            examples = ["a", "1", "Europe/Berlin", "a@b", "+49 40 1", "de", "16:00", "2026-04-17"]
            for example in examples:
                for text in ("\n", f"{example}\n", f"\n{example}", f"{example}\n{example}"):
                    assert not field.format.fits(text), (field.name, text)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "email",
            ["a@b", "ä@ö.example", "a" * 252 + "@b"],
            ["a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\t", "a" * 253 + "@b"],
        ),
        (
            "phone",
            ["+49 40 1", "110", "040-1", "0" * 40],
            ["11", "+", "abc", "0" * 41, "1a2", "\u0661\u0661\u0661"],
        ),
        (
            "language",
            ["de", "en-GB", "zh-Hant-TW", "gsw"],
            ["", "d", "deut", "de-", "de_DE", "en-123456789"],
        ),
        (
            "time",
            ["00:00", "23:59"],
            ["24:00", "9:00", "09:60", "09:00:00", "0900"],
        ),
    ],
)
def test_what_texts_look_like(name: str, good: list[str], bad: list[str]) -> None:
    for text in good:
        assert getattr(Outer(**{name: text}), name) == text
    for text in bad:
        with pytest.raises(ValueError, match="expected"):
            Outer(**{name: text})


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+12"]
)
def test_zones_of_the_database(zone: str) -> None:
    assert Inner(id="a", zone=zone).zone == zone


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Nowhere", "CEST", "/etc/localtime", "../UTC", "UTC\n", "U" * 61]
)
def test_what_is_no_zone(zone: str) -> None:
    with pytest.raises(ValueError, match="expected a time zone"):
        Inner(id="a", zone=zone)
