import datetime as dt

import pytest

from clientkit.base import InvalidValueError
from clientkit.worktime import (
    Cadence,
    describe,
    next_occurrence,
    pause_cadence,
    resume_cadence,
)

START = dt.date(2026, 2, 5)


@pytest.mark.parametrize(
    ("values", "english", "german"),
    [
        ({"freq": "daily"}, "every day", "jeden Tag"),
        ({"freq": "daily", "interval": 3}, "every 3 days", "alle 3 Tage"),
        (
            {"freq": "weekly", "by_day": ["thu"]},
            "every week on Thursday",
            "jede Woche am Donnerstag",
        ),
        (
            {"freq": "weekly", "starts_on": START},
            "every week on Thursday, from 5 February 2026",
            "jede Woche am Donnerstag, ab 5. Februar 2026",
        ),
        (
            {"freq": "monthly", "by_day": ["1tue", "-1fri"]},
            "every month on the first Tuesday and the last Friday",
            "jeden Monat am ersten Dienstag und letzten Freitag",
        ),
        (
            {"freq": "monthly", "by_month_day": [1, 22, -2]},
            "every month on the 1st, the 22nd and the second to last day",
            "jeden Monat am 1., 22. und vorletzten Tag",
        ),
        (
            {"freq": "monthly", "by_day": ["fri"], "by_month_day": [13]},
            "every month on the 13th, if it is a Friday",
            "jeden Monat am 13., wenn er auf einen Freitag fällt",
        ),
        (
            {"freq": "monthly", "by_day": ["mon", "tue"], "by_set_pos": [-1]},
            "every month on the last day among the Mondays and Tuesdays",
            "jeden Monat am letzten Tag unter den Tagen Montag und Dienstag",
        ),
        (
            {
                "freq": "monthly",
                "by_day": ["mon", "tue"],
                "by_month_day": [24, 25, 25],
                "by_set_pos": [1],
            },
            "every month on the first day among the 24th and 25th (only Mondays and Tuesdays)",
            "jeden Monat am ersten Tag unter den Tagen 24. und 25. (nur Montag und Dienstag)",
        ),
        (
            {"freq": "yearly", "by_month": [3, 9], "by_set_pos": [-1, -1], "starts_on": START},
            "every year in March and September on the last day among the 5th, from 5 February 2026",
            (
                "jedes Jahr im März und September am letzten Tag unter den Tagen 5., "
                "ab 5. Februar 2026"
            ),
        ),
        (
            {"freq": "monthly", "by_month": [3, 9, 3], "by_month_day": [31, 31]},
            "every month in March and September on the 31st",
            "jeden Monat im März und September am 31.",
        ),
        (
            {"freq": "monthly", "by_day": ["mon"]},
            "every month on each Monday",
            "jeden Monat an jedem Montag",
        ),
        (
            {"freq": "yearly", "by_month": [3, 9], "by_month_day": [11]},
            "every year in March and September on the 11th",
            "jedes Jahr im März und September am 11.",
        ),
        (
            {"freq": "yearly", "starts_on": START},
            "every year on 5 February, from 5 February 2026",
            "jedes Jahr am 5. Februar, ab 5. Februar 2026",
        ),
        (
            {
                "freq": "daily",
                "time": "09:30",
                "timezone": "Europe/Berlin",
                "count": 1,
                "starts_on": START,
                "roll": "skip",
            },
            "every day at 09:30 (Europe/Berlin), from 5 February 2026, once, not on a day off",
            (
                "jeden Tag um 09:30 Uhr (Europe/Berlin), ab 5. Februar 2026, einmal, "
                "nicht an freien Tagen"
            ),
        ),
        (
            {"freq": "daily", "until": START, "roll": "next"},
            "every day, until 5 February 2026, on a day off the next working day",
            "jeden Tag, bis 5. Februar 2026, an freien Tagen am nächsten Arbeitstag",
        ),
        (
            {"freq": "daily", "count": 3, "starts_on": START, "roll": "nearest"},
            "every day, from 5 February 2026, 3 times, on a day off the nearest working day",
            "jeden Tag, ab 5. Februar 2026, 3-mal, an freien Tagen am nächstgelegenen Arbeitstag",
        ),
    ],
    ids=str,
)
def test_in_words(values, english, german):
    cadence = Cadence(**values)
    assert describe(cadence) == describe(cadence, "en-GB") == english
    assert describe(cadence, "de") == describe(cadence, "DE-at") == german


def test_pauses_end_on_the_day_before():
    paused = pause_cadence(Cadence(freq="daily"), on=dt.date(2026, 8, 1))
    assert describe(paused) == "every day, paused from 1 August 2026"
    resumed = resume_cadence(paused, on=dt.date(2026, 9, 1))
    assert describe(resumed, "de") == "jeden Tag, Pause ab 1. August 2026 bis 31. August 2026"


@pytest.mark.parametrize("language", ["fr", "", "x", "english", None])
def test_other_languages_are_refused(language):
    with pytest.raises(InvalidValueError, match="'de' or 'en'"):
        describe(Cadence(freq="daily"), language)


def test_a_clause_ends_before_the_time():
    friday = Cadence(freq="monthly", by_day=["fri"], by_month_day=[13], time="09:30")
    assert describe(friday) == "every month on the 13th, if it is a Friday, at 09:30"


@pytest.mark.parametrize("value", [None, "FREQ=DAILY"])
def test_what_is_no_cadence_is_refused(value):
    with pytest.raises(InvalidValueError, match="expected a Cadence"):
        describe(value)
    with pytest.raises(InvalidValueError, match="expected a Cadence"):
        next_occurrence(value, dt.date(2026, 9, 3))
    daily = Cadence(freq="daily", time="09:00")
    with pytest.raises(InvalidValueError, match="expected a WorkingCalendar"):
        next_occurrence(daily, dt.date(2026, 9, 3), {"timezone": "Europe/Berlin"})
