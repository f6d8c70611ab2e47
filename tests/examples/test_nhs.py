"""The example of the four-hour target: the data as published, the words and the chart of today."""

import csv
import hashlib
import runpy
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from clientkit.kpi import signal

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples/nhs-ae"
SCRIPT = FOLDER / "signal_or_noise.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def test_the_data_are_those_that_the_readme_speaks_of() -> None:
    with (FOLDER / "england_monthly.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (rows[0]["period"], rows[-1]["period"], len(rows)) == ("2016-04-01", "2019-03-01", 36)
    # NHS England's published total of April 2016.
    assert rows[0]["attendances"] == "1867781"
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for words in ("NHS England", "Open Government Licence v3.0", "NHSRdatasets", "CC0"):
        assert words in readme


def test_the_words(script: dict[str, Any]) -> None:
    assert script["words"]() == (
        "People seen within four hours, emergency departments in England.\n"
        "36 months, 0 missing; 95 % reached in 0.\n"
        "\n"
        "The latest month: 86.6 %, red.\n"
        "Usual: 85.6 to 91.3 %, on average 88.5 %.\n"
        "\n"
        "Is it changing? common cause. Is it good enough? consistently fails.\n"
        "So: act. The latest value is within the usual ups and downs. As things work now, the "
        "target will not be met. Waiting will not help: change how the work is done, or agree on "
        "another target.\n"
        "\n"
        "What chance does not explain:\n"
        "- January 2017: below the limits\n"
        "- March 2017 to November 2017, 9 months: above the mean, all in a row\n"
        "- December 2017 to March 2018, 4 months: below the limits\n"
        "- January 2019 to February 2019, 2 months: below the limits\n"
        "\n"
        "Trend: falling, -0.9 percentage points a year (95 % interval -1.9 to -0.4).\n"
        "When will the target be met? no date, as the values are heading away from the target.\n"
        "Below the same month of the year before: 14 of 24 months."
    )


def test_the_numbers_by_hand(script: dict[str, Any]) -> None:
    """The formulas written out, in floats, beside the library's exact ones."""
    shares = [one.value for one in script["measurements"]()]
    mean = sum(shares) / 36
    mean_range = sum(abs(b - a) for a, b in pairwise(shares)) / 35
    limits = signal(script["FOUR_HOURS"], script["measurements"](), timezone="Europe/London").limits
    assert limits.mean == pytest.approx(mean)
    assert limits.lower == pytest.approx(mean - 2.66 * mean_range)
    assert limits.upper == pytest.approx(mean + 2.66 * mean_range)
    outside = [n for n, one in enumerate(shares) if not limits.lower <= one <= limits.upper]
    assert outside == [9, 20, 21, 22, 23, 33, 34]


def test_the_chart_is_the_one_that_the_script_draws_now(script: dict[str, Any]) -> None:
    assert (FOLDER / "signal-or-noise.svg").read_text(encoding="utf-8") == script["chart"]()


def test_it_runs_from_anywhere_and_writes_the_same_chart(tmp_path: Path) -> None:
    copy = tmp_path / SCRIPT.name
    copy.write_bytes(SCRIPT.read_bytes())
    (tmp_path / "england_monthly.csv").write_bytes((FOLDER / "england_monthly.csv").read_bytes())
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(copy)],
        cwd="/", capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert ran.stdout.startswith("People seen within four hours")
    assert (tmp_path / "signal-or-noise.svg").read_bytes() == (
        FOLDER / "signal-or-noise.svg"
    ).read_bytes()


def test_the_data_stay_out_of_the_package() -> None:
    digest = hashlib.sha256((FOLDER / "england_monthly.csv").read_bytes()).hexdigest()
    packaged = [one for one in (ROOT / "src").rglob("*") if one.is_file()]
    assert digest not in {hashlib.sha256(one.read_bytes()).hexdigest() for one in packaged}
