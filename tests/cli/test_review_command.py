"""`clientkit review`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clientkit.cli import main

FEDRAMP = Path(__file__).parents[2] / "examples" / "fedramp-dashboard"
PLAN = str(FEDRAMP / "client-plan.yaml")
RECORD = str(FEDRAMP / "client-record.yaml")
AT = "2016-07-09T12:00:00-04:00"
Output = pytest.CaptureFixture[str]


def test_the_record_beside_the_plan_is_read(capsys: Output) -> None:
    assert main(["review", PLAN, "--at", AT]) == 0
    beside = capsys.readouterr().out
    assert main(["review", PLAN, "--record", RECORD, "--at", AT]) == 0
    assert capsys.readouterr().out == beside
    assert beside.startswith("GSA 18F")


def test_a_plan_alone_is_reviewed(tmp_path: Path, capsys: Output) -> None:
    plan = shutil.copy(PLAN, tmp_path / "plan.yaml")
    assert main(["review", str(plan), "--at", AT]) == 0
    out = capsys.readouterr().out
    assert out.startswith("GSA 18F")
    assert "Issue 10" not in out  # which the record alone knows


def test_json_and_markdown(capsys: Output) -> None:
    assert main(["review", PLAN, "--at", AT, "--format", "json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["at"] == AT
    assert page["actions"]
    assert main(["review", PLAN, "--at", AT, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# ")


def test_without_an_instant_it_is_the_present(capsys: Output) -> None:
    assert main(["review", PLAN]) == 0
    assert capsys.readouterr().out.startswith("GSA 18F")


@pytest.mark.parametrize("instant", ["yesterday", "2016-07-09", "2016-07-09T12:00:00"])
def test_an_instant_needs_its_offset(instant: str, capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["review", PLAN, "--at", instant])
    assert stopped.value.code == 2
    assert "expected an instant with its offset" in capsys.readouterr().err


def test_a_plan_with_errors_is_not_reviewed(tmp_path: Path, capsys: Output) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("clientkit: 2\n", encoding="utf-8")
    assert main(["review", str(plan), "--at", AT]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "error[shape.missing-key]" in streams.err
    assert streams.err.endswith("clientkit: the document has errors; mend them first\n")


def test_the_module_runs_as_the_command_does() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "clientkit", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("clientkit 0.")


def test_a_plan_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "no-such-plan.yaml"]) == 2
    assert capsys.readouterr().err == (
        "clientkit: 'no-such-plan.yaml' does not exist; expected a file\n"
    )
