"""Texts: known after the first reading, with the result of reading each by itself."""

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from clientkit.base import InvalidValueError, Money, Term, decode, encode, model, specification
from clientkit.base._mirror import mirror
from clientkit.base._texts import AT_MOST, Known, fitting, values
from clientkit.base._transfer import from_mirror
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
    try:
        from_mirror(Outer, mirror(Outer)(**values))
    except InvalidValueError:
        return False
    return True


near_ids = st.lists(
    st.text(
        st.sampled_from(["a", "Z", "0", "-", ".", "_", "\n", "\r", "\u2028", " ", "ä", "\u0661"])
    )
)


@given(near_ids)
def test_law_a_text_fits_whatever_was_read_before(texts: list[str]) -> None:
    (field, *_) = specification(Outer)
    assert field.format is not None
    assert fit(ids=tuple(texts)) == all(map(field.format.fits, texts))
    for text in texts:
        assert fit(ids=(text,)) == field.format.fits(text)


def test_texts_of_inner_models_are_tested() -> None:
    inner = mirror(Inner)
    assert fit(inner=inner(id="a"), inners=(inner(id="a", zone="Europe/Berlin"),))
    assert not fit(inner=inner(id="a b"))
    assert not fit(inners=(inner(id="a"), inner(id="a b")))
    assert not fit(inners=(inner(id="a", zone="Europe/Nowhere"),))


@given(models(Outer))
def test_what_a_model_holds_fits(outer: Outer) -> None:
    assert decode(Outer, encode(outer)) == outer


def test_a_text_is_read_once() -> None:
    read: list[str] = []
    known = Known(lambda text: read.append(text) or text.upper())
    assert [known["a"], known["b"], known["a"]] == ["A", "B", "A"]
    assert read == ["a", "b"]


def test_what_is_refused_is_not_kept() -> None:
    known = values(Term)
    for _ in range(2):
        with pytest.raises(InvalidValueError, match="expected a term"):
            known["soon"]
    assert "soon" not in known


def test_kinds_and_formats_do_not_share_their_texts() -> None:
    assert values(Money)["1.00 EUR"] == Money.parse("1.00 EUR")
    with pytest.raises(InvalidValueError):
        values(Term)["1.00 EUR"]
    formats = {one.name: one.format for one in specification(Outer)}
    assert formats["email"]
    assert formats["language"]
    assert fitting(formats["language"])["de"] == "de"
    with pytest.raises(InvalidValueError, match="expected an e-mail"):
        fitting(formats["email"])["de"]


@pytest.mark.parametrize("more", [0, 1])
def test_so_many_are_kept_and_no_more(more: int) -> None:
    known = Known(str)
    for number in range(AT_MOST + more):
        known[str(number)]
    assert len(known) == (1 if more else AT_MOST)


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
