"""1,000 KPIs of 60 measurements each: status and signal, beside statprocon and pymannkendall.

Run with the group `benchmarks` and the libraries named installed: ``python benchmarks/kpi.py``.
Each figure is the best of five runs, by the wall and by the processor, which other programs on the
machine disturb less; the budget is one of processor time.
"""

import datetime as dt
import random
import time

import pymannkendall
from statprocon import XmR

from clientkit.kpi import (
    Kpi,
    Measurement,
    evaluate_kpi,
    mann_kendall,
    process_limits,
    signal,
    special_causes,
    trend,
)

KPIS, POINTS, BUDGET = 1000, 60, 0.5
START = dt.datetime(2021, 1, 4, 9, tzinfo=dt.UTC)
AT = START + dt.timedelta(weeks=POINTS)


def made() -> list[tuple[Kpi, list[Measurement]]]:
    chance = random.Random(1)  # noqa: S311 (nothing secret)
    found = []
    for number in range(KPIS):
        kpi = Kpi(
            id=f"kpi-{number}",
            name="First page",
            unit="s",
            direction="lower",
            baseline=6.5,
            target=2,
            amber_at=3,
        )
        measurements = [
            Measurement(
                id=f"m-{number}-{week}", kpi=kpi.id, by="pm", at=START + dt.timedelta(weeks=week),
                value=round(chance.gauss(2.4, 0.3), 2),
            )
            for week in range(POINTS)
        ]  # fmt: skip
        found.append((kpi, measurements))
    return found


def best_of_five(work) -> tuple[float, float]:
    """Seconds by the wall and by the processor, each the least of five."""
    took = []
    for _ in range(5):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        took.append((time.perf_counter() - wall, time.process_time() - processor))
    return min(wall for wall, _ in took), min(processor for _, processor in took)


def report(what: str, work, budget: float | None = None) -> None:
    wall, processor = best_of_five(work)
    verdict = "" if budget is None else "within" if processor <= budget else "over"
    print(f"  {what:35} {wall:8.3f} {processor:10.3f}  {verdict} {budget or ''}".rstrip())


def main() -> None:
    data = made()
    values = [[one.value for one in measurements] for _, measurements in data]

    def status_and_signal() -> None:
        for kpi, measurements in data:
            evaluate_kpi(kpi, measurements, at=AT)
            signal(kpi, measurements)

    def limits_and_patterns() -> None:
        for series in values:
            process_limits(series)
            special_causes(series)

    def statprocon() -> None:
        for series in values:
            chart = XmR(series)
            chart.to_dict()
            chart.rule_1_x_indices_beyond_limits()
            chart.rule_2_runs_about_central_line()

    print(f"{KPIS} series of {POINTS} values, seconds      wall  processor")
    report("evaluate_kpi and signal", status_and_signal, BUDGET)
    report("process_limits and special_causes", limits_and_patterns)
    report("statprocon, limits and two rules", statprocon)
    few = values[:100]
    print(f"100 series of {POINTS} values, seconds")
    report("mann_kendall", lambda: [mann_kendall(one) for one in few])
    report(
        "pymannkendall.original_test",
        lambda: [pymannkendall.original_test(one) for one in few],
    )
    report("trend, with slope and interval", lambda: [trend(*one) for one in data[:100]])


if __name__ == "__main__":
    main()
