"""Working time against its peers, in one run: pandas, businesstimedelta, python-dateutil.

    python benchmarks/worktime.py [--check]

All count the same calendar, Monday to Friday, 09:00 to 17:00, in UTC. pandas' `CustomBusinessHour`
and businesstimedelta can say no more. Times are the best of many short runs, so that a busy machine
changes them little. `--check` fails where a figure is not reached. Needs `pandas` and
`businesstimedelta`.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable

import businesstimedelta
import pandas as pd
from dateutil.rrule import rrulestr

from clientkit.base import decode
from clientkit.worktime import (
    Cadence,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    occurrences,
    working_time_between,
)
from clientkit.worktime import _timeline as compiled

DAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = decode(
    WorkingCalendar, {"timezone": "UTC", "hours": {day: ["09:00-17:00"] for day in DAYS}}
)
BUSY = decode(
    WorkingCalendar,
    {
        "timezone": "Europe/Berlin",
        "hours": {day: ["09:00-12:30", "13:30-17:00"] for day in DAYS},
        "holidays": {"dates": [f"2026-{month:02}-01" for month in range(1, 13)]},
        "breaks": [
            {"date": f"2026-{month:02}-10", "hours": ["10:00-11:00"]} for month in range(1, 13)
        ],
    },
)
START = dt.datetime(2026, 4, 17, 15, 0, tzinfo=dt.UTC)
NAIVE = START.replace(tzinfo=None)
HOURS = dt.timedelta(hours=4)
RULE = "FREQ=MONTHLY;BYDAY=-1FR"


def micro(*calls: Callable[[], object]) -> list[float]:
    """The time of each call, in microseconds.

    The best of many short runs, taken by turns: on a machine that others use too, what is measured
    together meets the same weather.
    """
    counts = []
    for call in calls:
        call()
        start = time.perf_counter()
        call()
        counts.append(max(1, int(0.0004 / (time.perf_counter() - start))))
    best = [float("inf")] * len(calls)
    for _ in range(200):
        for n, call in enumerate(calls):
            start = time.perf_counter()
            for _ in range(counts[n]):
                call()
            best[n] = min(best[n], (time.perf_counter() - start) / counts[n])
    return [one * 1e6 for one in best]


def peers() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """What adds 4 hours, and what adds 200 working days of 8 hours."""
    stamp = pd.Timestamp(NAIVE)
    four, many = (pd.offsets.CustomBusinessHour(n, start="09:00", end="17:00") for n in (4, 1600))
    rule = businesstimedelta.WorkDayRule(
        start_time=dt.time(9), end_time=dt.time(17), working_days=[0, 1, 2, 3, 4]
    )
    short, long = (businesstimedelta.BusinessTimeDelta(rule, hours=n) for n in (4, 1600))
    return {
        "pandas CustomBusinessHour": (lambda: stamp + four, lambda: stamp + many),
        "businesstimedelta": (lambda: START + short, lambda: START + long),
    }


def same_answers() -> None:
    """All agree on the instant that 4 working hours lead to."""
    ours = add_working_time(OFFICE, START, HOURS)
    theirs = [pd.Timestamp(one()) for one, _ in peers().values()]
    found = {stamp if stamp.tzinfo else stamp.tz_localize("UTC") for stamp in theirs}
    assert found == {pd.Timestamp(ours.isoformat())}, (ours, found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where a figure is not reached")
    check = parser.parse_args().check
    same_answers()
    reached = []

    def claim(text: str, value: float, bound: float, *, least: bool) -> None:
        good = value >= bound if least else value <= bound
        reached.append(good)
        print(
            f"  {text}: {value:.2f} ({'at least' if least else 'at most'} {bound:g})",
            "ok" if good else "MISSED",
        )

    others = peers()
    short = micro(
        lambda: add_working_time(OFFICE, START, HOURS), *(calls[0] for calls in others.values())
    )
    long = micro(
        lambda: add_working_days(OFFICE, START, 200), *(calls[1] for calls in others.values())
    )
    print(f"{'µs':28}{'4 hours':>12}{'200 days':>12}")
    for name, hours, days in zip(("clientkit", *others), short, long, strict=True):
        print(f"{name:28}{hours:12.1f}{days:12.1f}")
    claim("4 hours, times faster than the fastest", min(short[1:]) / short[0], 5, least=True)
    claim("200 days, times faster than the fastest", min(long[1:]) / long[0], 10, least=True)

    stamp, plain_days = pd.Timestamp(NAIVE), pd.offsets.CustomBusinessDay(200)
    (plain,) = micro(lambda: stamp + plain_days)
    print(f"pandas CustomBusinessDay, which knows no hours: {plain:.1f} for 200 days")

    year = dt.timedelta(days=3652)
    near, far = START + dt.timedelta(days=1), START + year
    decade = working_time_between(OFFICE, START, far)
    flat = {
        "between": (
            lambda: working_time_between(OFFICE, START, near),
            lambda: working_time_between(OFFICE, START, far),
        ),
        "add": (
            lambda: add_working_time(OFFICE, START, HOURS * 2),
            lambda: add_working_time(OFFICE, START, decade),
        ),
    }  # fmt: skip
    print("span of 1 day and of 10 years, µs")
    for name, calls in flat.items():
        one, ten = micro(*calls)
        print(f"  {name:26}{one:12.1f}{ten:12.1f}")
        claim(f"{name}, times slower", ten / one, 2, least=False)

    line = compiled.timeline(BUSY)
    (compiling,) = micro(lambda: compiled.YearTable(line._hours, 2026))  # noqa: SLF001 (no cache)
    claim("compiling a year, ms", compiling / 1000, 1, least=False)

    cadence = Cadence.from_rrule(RULE, start=NAIVE, timezone="UTC")
    rule = rrulestr(RULE, dtstart=NAIVE)
    window = (NAIVE + dt.timedelta(days=3000), NAIVE + dt.timedelta(days=3365))
    aware = [one.replace(tzinfo=dt.UTC) for one in window]
    ours, dateutil = micro(
        lambda: occurrences(cadence, start=aware[0], end=aware[1]), lambda: rule.between(*window)
    )
    print(f"a year of {RULE}, eight years on: clientkit {ours:.0f} µs, dateutil {dateutil:.0f} µs")
    return 1 if check and not all(reached) else 0


if __name__ == "__main__":
    sys.exit(main())
