"""`clientkit new`: a plan to start from, clean and never in the way of another."""

from pathlib import Path

import pytest

from clientkit.cli import main
from clientkit.cli.new import starter_plan
from clientkit.documents import check_plan, load_plan

Output = pytest.CaptureFixture[str]


def test_the_plan_checks_clean() -> None:
    assert check_plan(starter_plan()) == ()


def test_the_plan_explains_itself() -> None:
    comments = [line for line in starter_plan().splitlines() if "#" in line]
    assert len(comments) >= 15
    plan = load_plan(starter_plan())
    assert None not in (plan.scope, plan.communication, plan.escalation)


def test_it_is_written_where_asked_for(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new"]) == 0
    assert capsys.readouterr().out == (
        "client-plan.yaml\nfill it in, then run: clientkit check client-plan.yaml\n"
    )
    assert (tmp_path / "client-plan.yaml").read_bytes() == starter_plan().encode()
    assert main(["new", "other.yml"]) == 0
    assert main(["check", "client-plan.yaml", "--strict"]) == 0


def test_a_file_that_is_there_stays(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "client-plan.yaml"
    path.write_text("mine", encoding="utf-8")
    assert main(["new", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert capsys.readouterr().err == f"clientkit: {str(path)!r} is there; expected a new file\n"


def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "client-plan.yaml"
    link.symlink_to(tmp_path / "elsewhere.yaml")
    assert main(["new", str(link)]) == 2
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_what_cannot_be_written_exits_with_2(tmp_path: Path, capsys: Output) -> None:
    assert main(["new", str(tmp_path / "no-folder" / "plan.yaml")]) == 2
    assert "could not be written (No such file or directory)" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "plan.json")]) == 2
    assert "expected an ending such as '.yaml'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_dash_is_standard_output(capsys: Output) -> None:
    assert main(["new", "-"]) == 0
    assert capsys.readouterr().out == starter_plan()
