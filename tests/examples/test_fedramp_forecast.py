"""The forecast of the FedRAMP agreement: unknown as it stands, dated by what is assumed."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clientkit.scope import UnknownDate

SCRIPT = Path(__file__).parents[2] / "examples/fedramp-dashboard/forecast.py"


@pytest.fixture(scope="module")
def forecasts() -> list[Any]:
    return list(runpy.run_path(str(SCRIPT))["forecasts"]().values())


def test_as_the_documents_are_no_date_can_be_told(forecasts: list[Any]) -> None:
    end = forecasts[0].item("end")
    assert (end.forecast, end.unknown) == (None, UnknownDate.HANGS_ON_UNKNOWN)
    assert "hangs on Award of the order" in end.explanation


def test_an_assumed_award_gives_dates(forecasts: list[Any]) -> None:
    dates = {one.id: str(one.baseline) for one in forecasts[1].items if one.occurrence is None}
    assert dates["kickoff"] == "2016-06-10"
    assert dates["end"] == "2016-08-09"
    # Three working days after the last but one of the four sprints.
    assert dates["transition-plan"] == "2016-07-27"
    assert forecasts[1].item("sprint-end", 3).baseline is not None


def test_recording_the_kick_off_changes_the_forecast(forecasts: list[Any]) -> None:
    slips = [found.item("end").slip for found in forecasts[1:]]
    assert slips == [13, 3]
    assert str(forecasts[2].item("end").forecast) == "2016-08-13"
    for found in forecasts[1:]:
        for one in found.items:
            assert sum(share.working_days for share in one.shares) == max(0, one.slip or 0)


def test_it_runs_from_anywhere() -> None:
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT)],
        cwd="/", capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "Assumed: awarded on 2016-05-31" in ran.stdout
