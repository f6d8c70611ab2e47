"""What a KPI should not say."""

from typing import Any

import pytest

from clientkit import decode
from clientkit.kpi import Kpi
from clientkit.kpi.rules import amber_impossible, interim_worse_than_baseline


def kpi_of(direction: str, **bounds: Any) -> Kpi:
    data = {"id": "share", "name": "Share of tickets sold online", "direction": direction}
    return decode(Kpi, data | bounds)


def found(rule: Any, kpi: Kpi) -> list[str]:
    return [one.path for one in rule(kpi)]


class TestAmber:
    """A bound says where amber begins, and no value can be amber."""

    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [
            ({"target": 45, "amber_at": 35}, []),
            ({"target": 45}, []),
            ({"amber_at": 35}, ["/amber_at"]),
            ({"amber_at": 35, "green_at": 40}, []),
            # green from the first target on the way
            ({"amber_at": 35, "interim": [{"date": "2026-10-01", "value": 40}]}, []),
            ({"target": 45, "amber_at": 35, "highest_possible": 35}, []),
            ({"target": 45, "amber_at": 35, "highest_possible": 34.9}, ["/amber_at"]),
            ({"target": 45, "amber_at": 35, "lowest_possible": 44.9}, []),
            ({"target": 45, "amber_at": 35, "lowest_possible": 45}, ["/amber_at"]),
            ({"target": 45, "green_at": 40, "amber_at": 35, "lowest_possible": 40}, ["/amber_at"]),
        ],
    )
    def test_higher(self, bounds: dict[str, Any], expected: list[str]) -> None:
        assert found(amber_impossible, kpi_of("higher", **bounds)) == expected

    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [
            ({"target": 2, "amber_at": 3}, []),
            ({"amber_at": 3}, ["/amber_at"]),
            ({"target": 2, "amber_at": 3, "lowest_possible": 3}, []),
            ({"target": 2, "amber_at": 3, "lowest_possible": 3.1}, ["/amber_at"]),
            ({"target": 2, "amber_at": 3, "highest_possible": 2.1}, []),
            ({"target": 2, "amber_at": 3, "highest_possible": 2}, ["/amber_at"]),
        ],
    )
    def test_lower(self, bounds: dict[str, Any], expected: list[str]) -> None:
        assert found(amber_impossible, kpi_of("lower", **bounds)) == expected

    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [
            ({}, []),
            ({"amber_low": 79.9}, []),
            ({"amber_low": 80}, ["/amber_low"]),
            ({"amber_high": 150.1}, []),
            ({"amber_high": 150}, ["/amber_high"]),
            ({"amber_low": 80, "amber_high": 150}, ["/amber_low", "/amber_high"]),
            ({"amber_low": 60, "lowest_possible": 80}, ["/amber_low"]),
            ({"amber_high": 180, "highest_possible": 150}, ["/amber_high"]),
            ({"amber_high": 180, "highest_possible": 151}, []),
        ],
    )
    def test_range(self, bounds: dict[str, Any], expected: list[str]) -> None:
        kpi = kpi_of("range", target_low=80, target_high=150, **bounds)
        assert found(amber_impossible, kpi) == expected

    def test_what_it_says(self) -> None:
        (one,) = amber_impossible(kpi_of("higher", target=99.5, amber_at=99, lowest_possible=99.5))
        assert one.message == (
            "amber_at is 99, and no possible value lies between it and green at 99.5; "
            "expected room for amber"
        )
        (one,) = amber_impossible(kpi_of("lower", amber_at=3))
        assert one.message == "amber_at is 3, and nothing is green; expected target or green_at"

    def test_a_kpi_that_is_met_or_not_has_none(self) -> None:
        kpi = decode(Kpi, {"id": "audit", "name": "Passes the audit", "kind": "met_or_not"})
        assert found(amber_impossible, kpi) == []


class TestInterim:
    """A target on the way is worse than the value before the work began."""

    @pytest.mark.parametrize(
        ("direction", "baseline", "target", "value", "is_found"),
        [
            ("higher", 22, 45, 22, False),
            ("higher", 22, 45, 21.9, True),
            ("lower", 6.5, 2, 6.5, False),
            ("lower", 6.5, 2, 6.6, True),
            ("higher", 22, None, 21, True),
            ("higher", None, 45, 21, False),
            # what may get a little worse, but not too much
            ("higher", 99.9, 99.5, 99.7, False),
            ("higher", 45, 45, 40, False),
            ("lower", 1, 2, 1.5, False),
        ],
    )
    def test_the_value_is_compared_with_the_baseline(
        self, direction: str, baseline: Any, target: Any, value: float, is_found: bool
    ) -> None:
        bounds = {"baseline": baseline, "target": target}
        bounds = {name: one for name, one in bounds.items() if one is not None}
        kpi = kpi_of(direction, interim=[{"date": "2026-10-01", "value": value}], **bounds)
        assert found(interim_worse_than_baseline, kpi) == ["/interim/0/value"] * is_found

    def test_each_is_found(self) -> None:
        values = [20, 30, 21]
        interim = [{"date": f"2026-1{n}-01", "value": value} for n, value in enumerate(values)]
        kpi = kpi_of("higher", baseline=22, target=45, interim=interim)
        first, last = interim_worse_than_baseline(kpi, prefix="/kpis/3")
        assert (first.path, last.path) == ("/kpis/3/interim/0/value", "/kpis/3/interim/2/value")
        assert first.message == (
            "interim[0].value is 20, below the baseline 22 with direction 'higher'; "
            "expected a value at least as good"
        )

    def test_green_at_counts_where_there_is_no_target(self) -> None:
        interim = [{"date": "2026-10-01", "value": 20}]
        kpi = kpi_of("higher", baseline=22, green_at=22, interim=interim)
        assert found(interim_worse_than_baseline, kpi) == []

    def test_a_range_has_no_way(self) -> None:
        interim = [{"date": "2026-10-01", "value": 20}]
        kpi = kpi_of("range", baseline=60, target_low=80, target_high=150, interim=interim)
        assert found(interim_worse_than_baseline, kpi) == []
