"""Results say which data on time zones and holidays they were counted with."""

import datetime as dt

import holidays
import pytest

from clientkit import decode
from clientkit.base import Term
from clientkit.worktime import (
    ClockEvent,
    WorkingCalendar,
    common_hours,
    data_versions,
    run_clock,
    time_data,
)

PLAIN = {"timezone": "Europe/Berlin", "hours": {"mon": ["09:00-17:00"]}}
OFFICE = decode(WorkingCalendar, PLAIN)
GERMAN = decode(WorkingCalendar, PLAIN | {"holidays": {"country": "DE"}})


@pytest.fixture
def unread():
    data_versions._versions.cache_clear()
    yield
    data_versions._versions.cache_clear()


@pytest.mark.parametrize(
    ("calendar", "version"),
    [
        (OFFICE, None),
        (GERMAN, holidays.__version__),
        (common_hours(OFFICE, OFFICE), None),
        (common_hours(OFFICE, GERMAN), holidays.__version__),
    ],
)
def test_the_library_of_holidays_counts_where_a_country_is_named(calendar, version):
    assert time_data(calendar).holidays == version


@pytest.mark.parametrize(
    ("first", "version"), [("# version 2025b\n# more\n", "2025b"), ("", None), ("# tz\n", None)]
)
def test_the_zones_of_the_system_come_first(first, version, tmp_path, monkeypatch, unread):
    (tmp_path / "Etc").mkdir()
    (tmp_path / "Etc" / "UTC").touch()
    (tmp_path / "tzdata.zi").write_text(first)
    monkeypatch.setattr(data_versions, "TZPATH", (str(tmp_path / "none"), str(tmp_path)))
    assert time_data(OFFICE).tzdata == version


def test_a_system_that_does_not_say_its_version(tmp_path, monkeypatch, unread):
    (tmp_path / "Etc").mkdir()
    (tmp_path / "Etc" / "UTC").touch()
    monkeypatch.setattr(data_versions, "TZPATH", (str(tmp_path),))
    assert time_data(OFFICE).tzdata is None


def test_without_zones_of_the_system_it_is_the_package(monkeypatch, unread):
    tzdata = pytest.importorskip("tzdata")
    monkeypatch.setattr(data_versions, "TZPATH", ())
    assert time_data(OFFICE).tzdata == tzdata.IANA_VERSION


@pytest.mark.parametrize("target", ["1 hour", "1 working hour"])
def test_a_clock_says_it(target):
    monday = dt.datetime(2026, 9, 7, 9, tzinfo=dt.UTC)
    start = ClockEvent(kind="start", at=monday)
    clock = run_clock(GERMAN, [start], at=monday, target=Term.parse(target))
    assert clock.counted_with == time_data(GERMAN)
