"""The public strategies: as wide as the constructors, and steered by the caller."""

import datetime as dt

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from clientkit.base import Due, Extensions, Money, Term, TimeRange, model
from clientkit.base.fields import Id, Instant, Line, Number, TimeZone
from clientkit.testing import instants, models, values


@model(kw_only=True)
class Sample:
    id: Id
    line: Line | None = None
    number: Number | None = None
    at: Instant | None = None
    zone: TimeZone | None = None
    extensions: Extensions | None = None


# The first that is found will do: to make it small would take longer than to find it.
search = settings(max_examples=5_000, derandomize=True, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    "wanted",
    [
        lambda one: one.line is not None and len(one.line) == 300,
        lambda one: one.line is not None and not one.line.isascii(),
        lambda one: one.line is not None and max(one.line) > "\uffff",
        lambda one: one.number is not None and abs(one.number) > 1e30,
        lambda one: one.number is not None and 0 < abs(one.number) < 1e-30,
        lambda one: one.at is not None and one.at.year == 1,
        lambda one: one.at is not None and one.at.year == 9999,
        lambda one: one.at is not None and one.at.utcoffset() % dt.timedelta(hours=1),
        lambda one: one.at is not None and one.at.microsecond % 1000,
        lambda one: one.zone == "Australia/Lord_Howe",
        lambda one: one.extensions is not None and any(map(bool, one.extensions.values())),
        lambda one: len(one.id) > 5,
        lambda one: one == Sample(id=one.id),
    ],
)
def test_awkward_values_come(wanted) -> None:  # type: ignore[no-untyped-def] # a lambda
    assert wanted(find(models(Sample), wanted, settings=search))


@given(models(Sample, id=st.just("lena"), number=st.integers(1, 3)))
def test_fields_can_be_given_strategies(sample: Sample) -> None:
    assert sample.id == "lena"
    assert sample.number in (1.0, 2.0, 3.0)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Sample has no field 'nmae'"):
        models(Sample, nmae=st.just("x"))


@given(instants())
def test_instants_bear_whole_minutes_of_offset(instant: dt.datetime) -> None:
    offset = instant.utcoffset()
    assert offset is not None
    assert not offset % dt.timedelta(minutes=1)
    assert abs(offset) < dt.timedelta(days=1)


@pytest.mark.parametrize("kind", [Money, Term, Due, TimeRange, Extensions])
def test_every_kind_of_value_comes(kind: type) -> None:
    assert type(find(values(kind), lambda _: True, settings=search)) is kind


def test_dues_on_days_and_at_points_come() -> None:
    assert find(values(Due), lambda due: due.on is not None, settings=search).anchor is None
    assert find(values(Due), lambda due: due.first is not None, settings=search).on is None


@given(data=st.data())
@settings(max_examples=3)
def test_every_model_comes(every_model: type, data: st.DataObject) -> None:
    assert type(data.draw(models(every_model))) is every_model
