import datetime as dt
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError
from clientkit.worktime import local
from clientkit.worktime.zones import microseconds, zone_of

from .oracle import AWKWARD, EPOCH, instant

zones = st.sampled_from(
    sorted({zone for zone, _ in AWKWARD} | {"Africa/Monrovia", "America/Caracas"})
)
instants = st.integers(-4 * 10**15, 8 * 10**15)


@given(zones, instants)
def test_instants_are_shown_as_zoneinfo_shows_them(name, t):
    found = zone_of(name).instant(t)
    expected = (EPOCH + dt.timedelta(microseconds=t)).astimezone(ZoneInfo(name))
    assert (found.replace(tzinfo=None), found.fold) == (
        expected.replace(tzinfo=None),
        expected.fold,
    )
    assert microseconds(found) == microseconds(expected) == t


@given(zones, instants)
def test_an_offset_is_steady_for_as_long_as_it_says(name, t):
    zone = zone_of(name)
    first, last, offset = zone.steady(t)
    assert first <= t < last
    assert {zone.offset(first), zone.offset(t), zone.offset(last - 1)} == {offset}


def test_an_offset_is_steady_up_to_a_change_of_the_clocks():
    zone = zone_of("Europe/Berlin")
    change = microseconds(dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC))
    assert zone.steady(change - 1)[1:] == (change, 3_600_000_000)
    assert zone.steady(change)[::2] == (change, 7_200_000_000)


@given(st.sampled_from(AWKWARD), st.integers(-3000, 6000))
def test_wall_times_are_read_as_zoneinfo_reads_them(case, minutes):
    name, day = case
    day, minutes = day + dt.timedelta(days=minutes // 1440), minutes % 1440
    found = zone_of(name).at(day.toordinal(), minutes * 60_000_000)
    assert found == microseconds(instant(day, minutes, name))


@pytest.mark.parametrize(("zone", "day"), AWKWARD)
def test_every_minute_around_a_change(zone, day):
    start = microseconds(instant(day, 0, zone)) - 86_400_000_000
    for n in range(0, 3 * 1440, 5):
        t = start + n * 60_000_000
        expected = (EPOCH + dt.timedelta(microseconds=t)).astimezone(ZoneInfo(zone))
        assert local(expected, zone).isoformat() == expected.isoformat()


def test_the_result_is_as_good_as_any_of_pendulum():
    found = local(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "Europe/Berlin")
    assert type(found) is pendulum.DateTime
    assert found.add(hours=1).isoformat() == "2026-10-25T02:30:00+01:00"
    assert found == pendulum.datetime(2026, 10, 25, 2, 30, tz="Europe/Berlin", fold=0)
    assert found.in_timezone("UTC").hour == 0


def test_what_has_no_offset_or_is_no_zone():
    with pytest.raises(InvalidValueError, match="with its offset"):
        local(dt.datetime.fromisoformat("2026-01-01T00:00"), "Europe/Berlin")
    with pytest.raises(InvalidValueError, match="time zone of the IANA database"):
        local(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "Mars/Olympus")


@pytest.mark.parametrize(
    ("moment", "fits"),
    [
        (dt.datetime(3, 1, 1, tzinfo=dt.UTC), True),
        (dt.datetime(2, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC), False),
        (dt.datetime(9997, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC), True),
        (dt.datetime(9998, 1, 1, tzinfo=dt.UTC), False),
    ],
)
def test_the_years_that_can_be_counted(moment, fits):
    if fits:
        assert local(moment, "Pacific/Apia").timestamp() == moment.timestamp()
    else:
        with pytest.raises(InvalidValueError):
            local(moment, "Pacific/Apia")
