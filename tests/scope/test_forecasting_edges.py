"""Forecasts at the edges: far zones, clock changes, closed years, days that nobody can count.

Where nothing else is said both sides work Monday to Friday without holidays.
"""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import InvalidValueError, decode
from clientkit.scope import (
    Forecast,
    ForecastItem,
    OwedState,
    Progress,
    ScopeAgreement,
    UnknownDate,
    client_delays,
    extension,
    forecast,
    weekday_calendar,
)
from clientkit.scope.day_count import DayCount
from clientkit.worktime import WorkingCalendar

from .forecast_making import WEEK, agreement_of, at_noon, progress_of

BERLIN = weekday_calendar("Europe/Berlin")
PHOTOS = {"id": "photos", "due": "2026-03-06", "title": "photographs"}
TEXTS = {"id": "texts", "due": "2026-03-13", "working_days": 5, "depends_on": ["photos"]}
SITE = {"id": "site", "due": "2026-03-31", "working_days": 5, "depends_on": ["texts"]}
WEB = agreement_of(deliverables=[TEXTS, SITE], responsibilities=[PHOTOS])


def of(
    agreement: ScopeAgreement, at: str, client: Any = BERLIN, ours: Any = BERLIN, **lists: Any
) -> Forecast:
    instant = at_noon(at) if len(at) == len("2026-03-06") else dt.datetime.fromisoformat(at)
    return forecast(
        agreement, progress_of(**lists), client_calendar=client, our_calendar=ours, at=instant
    )


def says(item: ForecastItem) -> tuple[str, int | None, list[tuple[str, int]]]:
    shares = [(one.party.value, one.working_days) for one in item.shares]
    return str(item.forecast), item.slip, shares


def event(party: str, first: str, last: str | None, *affects: str) -> dict[str, Any]:
    ends = {} if last is None else {"ends_on": last}
    about = {"party": party, "affects": list(affects), "reason": f"{party} was away"}
    return about | {"starts_on": first, "date": "2026-03-01"} | ends


@pytest.mark.parametrize(
    ("day", "texts", "site"),
    [
        # site has seven days to spare: from 13 March five days lead to the 20th, due is the 31st
        ("2026-03-17", ("2026-03-24", 7, [("client", 7)]), ("2026-03-31", 0, [])),
        ("2026-03-18", ("2026-03-25", 8, [("client", 8)]), ("2026-04-01", 1, [("client", 1)])),
        ("2026-03-20", ("2026-03-27", 10, [("client", 10)]), ("2026-04-03", 3, [("client", 3)])),
    ],
)
def test_spare_days_of_the_second_of_two(day: str, texts: Any, site: Any) -> None:
    found = of(WEB, "2026-03-23", fulfilments=[{"responsibility": "photos", "date": day}])
    assert (says(found.item("texts")), says(found.item("site"))) == (texts, site)


def test_two_sides_hold_it_up_in_turn_and_at_once() -> None:
    # the client's 3 to 5 March, ours 5 and 6, and a weekend that nobody works
    events = [
        event("client", "2026-03-03", "2026-03-05", "texts"),
        event("provider", "2026-03-05", "2026-03-08", "texts"),
        event("third_party", "2026-03-07", "2026-03-08", "texts"),
    ]
    agreement = agreement_of(deliverables=[{"id": "texts", "due": "2026-03-13"}])
    assert says(of(agreement, "2026-03-10", delay_events=events).item("texts")) == (
        "2026-03-19",
        4,
        [("client", 2), ("concurrent", 1), ("provider", 1)],
    )


def test_work_that_came_before_what_it_waits_for() -> None:
    found = of(WEB, "2026-03-25", deliveries=[{"deliverable": "texts", "date": "2026-02-20"}])
    texts = found.item("texts")
    assert (says(texts), texts.is_there) == (("2026-02-20", -15, []), True)
    assert says(found.item("site"))[0] == "2026-03-31"
    assert says(found.item("photos")) == ("2026-03-25", 13, [("client", 13)])


def test_work_of_no_length_is_never_there_before_what_it_waits_for() -> None:
    agreement = agreement_of(
        milestones=[{"id": "kickoff", "due": "2026-03-05"}],
        responsibilities=[{"id": "photos", "due": "1 day after kickoff"}],
        deliverables=[{"id": "album", "due": "2026-03-06", "depends_on": ["photos"]}],
    )
    found = of(
        agreement, "2026-03-06", milestones_reached=[{"milestone": "kickoff", "date": "2026-03-06"}]
    )
    assert says(found.item("photos")) == ("2026-03-07", 0, [])  # a Saturday costs no working day
    assert says(found.item("album")) == ("2026-03-07", 0, [])


class TestFarAway:
    """No day is counted that lies further than twenty years away; the rest is counted."""

    @pytest.mark.parametrize("day", ["0001-01-01", "1700-01-01", "2046-03-31", "9999-12-31"])
    def test_a_delay_of_days_that_nobody_can_count_costs_nothing(self, day: str) -> None:
        events = [event("client", day, day, "texts"), event("client", day, day)]
        found = of(WEB, "2026-03-06", delay_events=events)
        assert says(found.item("texts")) == ("2026-03-13", 0, [])
        granted = extension(
            WEB, progress_of(delay_events=events), client_calendar=None, our_calendar=None,
            at=at_noon("2026-03-06"),
        )  # fmt: skip
        assert [one.extended_to for one in granted.dates] == [None] * len(granted.dates)

    @pytest.mark.parametrize("first", ["0001-01-01", "1990-01-01", "2026-03-02"])
    def test_a_delay_that_began_then_is_counted_from_where_days_can_be(self, first: str) -> None:
        events = [event("third_party", first, "2026-03-10", "texts")]
        there = [{"responsibility": "photos", "date": "2026-03-06"}]
        found = of(WEB, "2026-03-11", delay_events=events, fulfilments=there).item("texts")
        assert says(found) == ("2026-03-17", 2, [("third_party", 2)])
        assert str(found.shares[0].causes[0].starts_on) == first

    def test_the_first_and_the_last_day_that_can_be_counted(self) -> None:
        near = dt.date(2026, 3, 6)
        count, reach = DayCount(BERLIN, near), dt.timedelta(days=7305)
        first, last = near - reach + dt.timedelta(days=1), near + reach
        assert count.within(dt.date.min, dt.date.max) == (first, last)
        assert count.within(last, last) == (last, last)
        assert count.within(last + dt.timedelta(days=1), dt.date.max) is None
        assert count.within(dt.date.min, first - dt.timedelta(days=1)) is None
        assert count.number(first - dt.timedelta(days=1)) < count.number(last)

    def test_an_agreed_date(self) -> None:
        agreement = agreement_of(deliverables=[TEXTS | {"due": "2077-01-01"}, SITE])
        found = of(agreement, "2026-03-06")
        assert found.item("texts").unknown is UnknownDate.TOO_FAR
        assert says(found.item("site")) == ("2026-03-31", 0, [])


class TestZones:
    """At 05:00 UTC of 6 March it is the evening of the 6th in Auckland, of the 5th in Honolulu."""

    AT = "2026-03-06T05:00:00+00:00"
    AUCKLAND, HONOLULU = weekday_calendar("Pacific/Auckland"), weekday_calendar("Pacific/Honolulu")
    OWED = agreement_of(
        deliverables=[{"id": "album", "due": "2026-03-05", "depends_on": ["photos"]}],
        responsibilities=[PHOTOS | {"due": "2026-03-05"}],
    )

    @pytest.mark.parametrize(
        ("client", "ours", "date", "state", "days"),
        [
            (AUCKLAND, HONOLULU, "2026-03-05", OwedState.LATE, 1),
            (HONOLULU, AUCKLAND, "2026-03-06", OwedState.NOT_DUE, 0),
        ],
    )
    def test_a_day_ends_with_whoever_owes_it(
        self, client: Any, ours: Any, date: str, state: OwedState, days: int
    ) -> None:
        found = of(self.OWED, self.AT, client, ours)
        assert str(found.date) == date
        assert found.item("photos").slip == days
        (owed,) = client_delays(
            self.OWED, [], [], client_calendar=client, our_calendar=ours, at=found.at
        )
        assert (owed.state, owed.working_days) == (state, days)

    @pytest.mark.parametrize(
        ("told", "days"),
        [
            # Sunday 29 March has 23 hours in Berlin, and ends at 22:00 UTC
            ("2026-03-29T21:59:59.999999+00:00", [("client", 4)]),
            ("2026-03-29T22:00:00+00:00", [("nobody", 1), ("client", 3)]),
        ],
    )
    def test_notice_on_the_day_of_a_clock_change(self, told: str, days: Any) -> None:
        hours = {"timezone": "Europe/Berlin", "hours": WEEK | {"sun": ["09:00-17:00"]}}
        open_on_sundays = decode(WorkingCalendar, hours)
        agreement = agreement_of(
            responsibilities=[PHOTOS | {"due": "2026-03-28"}], delays={"notice_required": True}
        )
        found = forecast(
            agreement,
            progress_of(fulfilments=[{"responsibility": "photos", "date": "2026-04-01"}]),
            notified={"photos": [dt.datetime.fromisoformat(told)]},
            client_calendar=open_on_sundays, our_calendar=open_on_sundays,
            at=at_noon("2026-04-02"),
        )  # fmt: skip
        assert says(found.item("photos"))[2] == days


def test_a_year_of_holidays_costs_no_working_day() -> None:
    first = dt.date(2026, 3, 9)
    dates = [(first + dt.timedelta(days=n)).isoformat() for n in range(365)]  # to 8 March 2027
    hours = {"timezone": "Europe/Berlin", "hours": WEEK, "holidays": {"dates": dates}}
    closed = decode(WorkingCalendar, hours)
    there = [{"responsibility": "photos", "date": "2026-03-25"}]
    found = of(WEB, "2026-03-30", closed, closed, fulfilments=there)
    assert says(found.item("photos")) == ("2026-03-25", 0, [])
    # the fifth working day after Friday 6 March 2026 is Monday 15 March 2027
    assert (str(found.item("texts").baseline), found.item("texts").slip) == ("2027-03-15", 0)


def test_an_instant_of_a_notice_must_have_an_offset() -> None:
    naive = {"photos": [dt.datetime(2026, 3, 9, 9)]}  # noqa: DTZ001 (that is the point)
    sides: dict[str, Any] = {
        "client_calendar": None, "our_calendar": None, "at": at_noon("2026-03-20"),
    }  # fmt: skip
    with pytest.raises(InvalidValueError, match="an instant with its offset"):
        forecast(WEB, Progress(), notified=naive, **sides)
    with pytest.raises(InvalidValueError, match="an instant with its offset"):
        extension(WEB, Progress(), notified=naive, **sides)
    with pytest.raises(InvalidValueError, match="an instant with its offset"):
        client_delays(WEB, [], [], reminded=naive, **sides)
