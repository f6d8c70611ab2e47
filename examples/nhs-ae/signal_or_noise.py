"""The four-hour target of emergency departments in England: signal or noise, met or missed?

Run it from anywhere: ``python examples/nhs-ae/signal_or_noise.py``. It prints what the measurements
say and writes the chart, ``signal-or-noise.svg``, beside itself.
"""

import calendar
import csv
import datetime as dt
from pathlib import Path

from clientkit.kpi import (
    Change,
    ControlRule,
    Kpi,
    KpiSignal,
    KpiTrend,
    KpiWindow,
    Measurement,
    Movement,
    Outlook,
    evaluate_kpi,
    signal,
    trend,
)
from clientkit.report import xmr_svg

HERE = Path(__file__).parent
CHART = HERE / "signal-or-noise.svg"
ZONE = "Europe/London"
FOUR_HOURS = Kpi(
    id="four-hours",
    name="People seen within four hours, emergency departments in England",
    definition="1 - breaches / attendances of a calendar month, all departments together",
    unit="%",
    direction="higher",
    target=95,
    lowest_possible=0,
    highest_possible=100,
    window=KpiWindow(calendar="month", timezone=ZONE),
    source="NHS England, A&E attendances and emergency admissions",
)


def measurements() -> tuple[Measurement, ...]:
    """The share of each month, unrounded, as true on the month's last day."""
    with (HERE / "england_monthly.csv").open(encoding="utf-8", newline="") as file:
        return tuple([measurement(row) for row in csv.DictReader(file)])


def measurement(row: dict[str, str]) -> Measurement:
    """A line of the table."""
    first = dt.date.fromisoformat(row["period"])
    attendances, breaches = int(row["attendances"]), int(row["breaches"])
    return Measurement(
        id=f"share-{first:%Y-%m}",
        kpi=FOUR_HOURS.id,
        by="nhs-england",
        date=first.replace(day=calendar.monthrange(first.year, first.month)[1]),
        value=100 * (attendances - breaches) / attendances,
        sample_size=attendances,
    )


def words() -> str:
    """What the measurements say."""
    shares = measurements()
    status = evaluate_kpi(
        FOUR_HOURS, shares, at=dt.datetime(2019, 4, 1, 8, tzinfo=dt.UTC), timezone=ZONE
    )
    found = signal(FOUR_HOURS, shares, timezone=ZONE)
    limits = found.limits
    met = sum(share >= FOUR_HOURS.target for share in found.values)
    variation, assurance = (
        one.value.replace("_", " ") for one in (found.variation, found.assurance)
    )
    advice = found.advice.value.replace("_", " ")
    return "\n".join(
        [
            f"{FOUR_HOURS.name}.",
            f"{found.n} months, {found.missing} missing; {FOUR_HOURS.target:g} % reached in {met}.",
            "",
            f"The latest month: {status.value:.1f} %, {status.state.value}.",
            f"Usual: {limits.lower:.1f} to {limits.upper:.1f} %, on average {limits.mean:.1f} %.",
            "",
            f"Is it changing? {variation}. Is it good enough? {assurance}.",
            f"So: {advice}. {found.words}",
            "",
            "What chance does not explain:",
            *patterns(found),
            "",
            *direction(trend(FOUR_HOURS, shares)),
            year_before(found),
        ]
    )


def patterns(found: KpiSignal) -> list[str]:
    """A line for each pattern; neighbours with the same one together."""
    stretches: list[tuple[ControlRule, Movement, list[int]]] = []
    for cause in found.causes:
        rule, movement, places = cause.rule, cause.movement, list(cause.positions)
        if stretches and stretches[-1][:2] == (rule, movement):
            before = stretches[-1][2]
            if places[0] == before[-1] + 1:
                before += places
                continue
        stretches.append((rule, movement, places))
    return [pattern(found, *one) for one in stretches]


def pattern(found: KpiSignal, rule: ControlRule, movement: Movement, places: list[int]) -> str:
    """When, what, and on which side."""
    first, last = (f"{found.days[place]:%B %Y}" for place in (places[0], places[-1]))
    span = first if first == last else f"{first} to {last}, {len(places)} months"
    side = "above" if movement is Movement.UP else "below"
    if rule is ControlRule.OUTSIDE_LIMIT:
        return f"- {span}: {side} the limits"
    return f"- {span}: {side} the mean, all in a row"


def direction(found: KpiTrend) -> list[str]:
    """Where it is heading, in percentage points a year."""
    if found.test.change not in (Change.RISING, Change.FALLING):
        return ["Trend: none that these months could show."]
    slope, low, high = (365.25 * one for one in (found.slope, found.slope_low, found.slope_high))
    date = found.reached_on if found.outlook is Outlook.DATE else f"no date, as {found.reason}"
    sure = f"(95 % interval {low:+.1f} to {high:+.1f})"
    return [
        f"Trend: {found.test.change.value}, {slope:+.1f} percentage points a year {sure}.",
        f"When will the target be met? {date}.",
    ]


def year_before(found: KpiSignal) -> str:
    """The comparison that a season does not disturb."""
    pairs = list(zip(found.values, found.values[12:], strict=False))
    lower = sum(now < before for before, now in pairs)
    return f"Below the same month of the year before: {lower} of {len(pairs)} months."


def chart() -> str:
    """The chart, as SVG."""
    return xmr_svg(FOUR_HOURS, measurements(), timezone=ZONE)


if __name__ == "__main__":
    print(words())
    CHART.write_text(chart(), encoding="utf-8", newline="\n")
    print(f"\nChart: {CHART.name}")
