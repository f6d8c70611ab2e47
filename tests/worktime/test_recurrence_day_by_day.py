"""Cadences against a reading of their words that asks of each day whether it fits."""

import datetime as dt
from calendar import isleap, monthrange
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base import InvalidModelError, decode
from clientkit.worktime import Cadence, WorkingCalendar, occurrences

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = dt.timedelta(days=1)
YEARS = 6


def _starts_week(day, cadence):
    return day - (day.weekday() - WEEKDAYS.index(cadence.week_start or "mon")) % 7 * DAY


def _period(day, anchor, cadence):
    """The number of the day, week, month or year of a day, from the anchor's on."""
    match cadence.freq.value:
        case "daily":
            return (day - anchor).days
        case "weekly":
            return (_starts_week(day, cadence) - _starts_week(anchor, cadence)).days // 7
        case "monthly":
            return (day.year - anchor.year) * 12 + day.month - anchor.month
    return day.year - anchor.year


def _is_one(text, day, cadence):
    """Whether a day is what a text of `by_day` says."""
    if day.weekday() != WEEKDAYS.index(text[-3:]):
        return False
    length = 366 if isleap(day.year) else 365
    position = day.timetuple().tm_yday
    if cadence.freq.value == "monthly" or cadence.by_month:
        length, position = monthrange(day.year, day.month)[1], day.day
    return text[:-3] in ("", str((position - 1) // 7 + 1), str(-((length - position) // 7 + 1)))


def _fits(day, cadence):
    start, length = cadence.starts_on, monthrange(day.year, day.month)[1]
    if cadence.by_month and day.month not in cadence.by_month:
        return False
    if cadence.by_month_day and not {day.day, day.day - length - 1} & set(cadence.by_month_day):
        return False
    if cadence.by_day:
        return any(_is_one(text, day, cadence) for text in cadence.by_day)
    if cadence.by_month_day or cadence.freq.value == "daily":
        return True
    if cadence.freq.value == "weekly":
        return day.weekday() == start.weekday()
    of_its_month = cadence.freq.value == "monthly" or bool(cadence.by_month)
    return day.day == start.day and (of_its_month or day.month == start.month)


def _without_pauses(cadence, anchor, last, interval):
    """The days from an anchor to some day past the last, however many periods that takes."""
    first = min(_starts_week(anchor, cadence), dt.date(anchor.year, 1, 1))
    days = [first + n * DAY for n in range((last - first).days + 400)]
    for number, period in groupby(days, lambda day: _period(day, anchor, cadence)):
        if number < 0 or number % interval:
            continue
        fitting = [day for day in period if _fits(day, cadence)]
        places = {p if p > 0 else len(fitting) + 1 + p for p in cadence.by_set_pos}
        for place, day in enumerate(fitting, 1):
            if day >= anchor and (place in places or not places):
                yield day


def day_by_day(cadence, last):
    """All days up to one on which a cadence comes round, before days off move them."""
    found, anchor, begins = [], cadence.starts_on, cadence.starts_on
    ends = [(pause.starts_on, pause.resumes_on) for pause in cadence.pauses]
    for paused_on, resumes_on in [*ends, (last + DAY, None)]:
        days = _without_pauses(cadence, anchor, last, cadence.interval)
        found += [day for day in days if begins <= day < paused_on]
        if resumes_on is None:
            break
        if resumes_on > cadence.starts_on:
            begins = resumes_on
            every = _without_pauses(cadence, cadence.starts_on, last, 1)
            anchor = next((day for day in every if day >= resumes_on), None)
            if anchor is None:
                break
    ends_on = min(cadence.until or last, last)
    return [day for day in found if day <= ends_on][: cadence.count]


@st.composite
def cadences(draw):
    freq = draw(st.sampled_from(["daily", "weekly", "monthly", "yearly"]))
    start = draw(st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)))
    nth = st.sampled_from(["", "1", "2", "5", "-1", "-5"])
    if freq == "yearly":
        nth = st.sampled_from(["", "1", "20", "52", "-1", "-53"])
    day = st.tuples(
        nth if freq in ("monthly", "yearly") else st.just(""), st.sampled_from(WEEKDAYS)
    )
    values = {
        "interval": draw(st.sampled_from([1, 1, 2, 3, 7, 12])),
        "by_day": draw(st.lists(day.map("".join), max_size=4)),
        "by_month": draw(st.just([]) | st.lists(st.integers(1, 12), max_size=4)),
        "week_start": draw(st.none() | st.sampled_from(WEEKDAYS)),
    }
    if freq in ("daily", "monthly") or (freq == "yearly" and values["by_month"]):
        month_day = st.integers(1, 31) | st.integers(-31, -1)
        values["by_month_day"] = draw(st.just([]) | st.lists(month_day, max_size=4))
    if values["by_day"] or values["by_month"]:
        position = st.sampled_from([1, 2, 3, 5, -1, -2])
        values["by_set_pos"] = draw(st.just([]) | st.lists(position, max_size=3))
    match draw(st.integers(0, 2)):
        case 1:
            values["count"] = draw(st.integers(1, 30))
        case 2:
            values["until"] = start + draw(st.integers(0, 1500)) * DAY
    steps = draw(st.lists(st.integers(0, 200), max_size=4))
    edges = [start + (sum(steps[: n + 1]) - 30) * DAY for n in range(len(steps))]
    values["pauses"] = [
        {"starts_on": a.isoformat(), "resumes_on": b and b.isoformat()}
        for a, b in zip(edges[::2], [*edges[1::2], None], strict=False)
    ]
    data = {**values, "freq": freq, "starts_on": start.isoformat()}
    if "until" in data:
        data["until"] = data["until"].isoformat()
    return data


def cadence_or_codes(data):
    try:
        return decode(Cadence, data)
    except InvalidModelError as refused:
        return [one.code for one in refused.findings]


@settings(max_examples=80, deadline=None)
@given(cadences(), st.sampled_from(["none", "next", "previous", "nearest", "skip"]), st.data())
def test_law_every_day_that_fits_and_no_other(data, roll, draws):
    start = dt.date.fromisoformat(data["starts_on"])
    last = start + YEARS * 365 * DAY
    plain = cadence_or_codes(data)
    if not isinstance(plain, Cadence):
        assert plain == ["cadence.impossible"]
        return
    expected = day_by_day(plain, last)
    assert list(occurrences(plain, start=start - 60 * DAY, end=last + DAY)) == expected

    open_on = draws.draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True))
    holidays = set(draws.draw(st.lists(st.sampled_from(expected or [start]), max_size=10)))
    calendar = decode(
        WorkingCalendar,
        {
            "timezone": "UTC",
            "hours": {day: ["09:00-17:00"] for day in open_on},
            "holidays": {"dates": sorted(day.isoformat() for day in holidays)},
        },
    )

    def is_open(day):
        return WEEKDAYS[day.weekday()] in open_on and day not in holidays

    def away(day, step):
        while not is_open(day):
            day += step * DAY
        return day

    def rolled(day):
        before, after = away(day, -1), away(day, 1)
        nearest = before if day - before < after - day else after
        return {"none": day, "next": after, "previous": before, "nearest": nearest}[roll]

    if roll == "skip":
        moved = {day for day in expected if is_open(day)}
    else:
        moved = {rolled(day) for day in expected}
    begin = start + draws.draw(st.integers(-60, 1000)) * DAY
    end = begin + draws.draw(st.integers(0, 900)) * DAY
    found = occurrences(
        decode(Cadence, {**data, "roll": roll}), start=begin, end=end, calendar=calendar
    )
    assert list(found) == sorted(day for day in moved if begin <= day < end)
