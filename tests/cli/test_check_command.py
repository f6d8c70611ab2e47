"""`clientkit check` as people and programs use it."""

import json
import shutil
from pathlib import Path

import pytest

from clientkit.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
BAD = """\
clientkit: "1"
client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
people:
  - id: curator
    titel: Head of exhibitions
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "client-plan.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_a_clean_plan_exits_with_0(capsys: Output) -> None:
    assert main(["check", str(EXAMPLES / "harbor-web")]) == 0
    assert capsys.readouterr().out == "2 files checked: no findings\n"


def test_errors_exit_with_1_and_look_like_a_compiler_s(bad: Path, capsys: Output) -> None:
    assert main(["check", str(bad)]) == 1
    assert capsys.readouterr().out == (
        f"{bad}:5:5: error[shape.unknown-key]: people[0] ('curator').titel is not a key of Person; "
        "expected 'title'\n"
        "    5 |     titel: Head of exhibitions\n"
        "      |     ^\n"
        "  = did you mean 'title'?\n"
        "\n"
        "1 file checked: 1 error\n"
    )


def test_json_is_one_array_of_findings(bad: Path, capsys: Output) -> None:
    assert main(["check", str(bad), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "code": "shape.unknown-key",
            "severity": "error",
            "path": "/people/0/titel",
            "file": str(bad),
            "line": 5,
            "column": 5,
            "message": "people[0] ('curator').titel is not a key of Person; expected 'title'",
            "suggestion": "did you mean 'title'?",
        }
    ]


def test_warnings_count_only_when_strict(capsys: Output) -> None:
    minimal = str(EXAMPLES / "minimal")
    assert main(["check", minimal]) == 0
    assert main(["check", minimal, "--strict"]) == 1
    assert "1 file checked: 1 warning" in capsys.readouterr().out


def test_a_missing_file_exits_with_2_and_the_rest_is_checked(bad: Path, capsys: Output) -> None:
    assert main(["check", "no-such-plan.yaml", str(bad)]) == 2
    out = capsys.readouterr().out
    assert "error[reading.no-such-file]" in out
    assert "error[shape.unknown-key]" in out
    assert "2 files checked: 2 errors" in out


def test_a_folder_without_documents_exits_with_2(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "docker-compose.yaml").write_text("services: {}\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 2
    assert "no document in the folder" in capsys.readouterr().err


def test_folders_are_searched_and_other_files_left_alone(tmp_path: Path, capsys: Output) -> None:
    shutil.copytree(EXAMPLES / "harbor-web", tmp_path / "clients" / "harbor")
    (tmp_path / "clients" / "other.yaml").write_text("services: {}\n", encoding="utf-8")
    hidden = tmp_path / ".cache"
    hidden.mkdir()
    (hidden / "client-plan.yaml").write_text(BAD, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "2 files checked" in capsys.readouterr().out


def test_a_record_is_checked_beside_the_plan_next_to_it(tmp_path: Path, capsys: Output) -> None:
    shutil.copytree(EXAMPLES / "harbor-web", tmp_path / "harbor")
    record = tmp_path / "harbor" / "client-record.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("deliverable: design", "deliverable: desgin", 1), "utf-8")
    assert main(["check", str(record)]) == 1
    assert "did you mean 'design'?" in capsys.readouterr().out


def test_the_plan_of_a_record_can_be_named(tmp_path: Path, capsys: Output) -> None:
    record = tmp_path / "record.yaml"
    shutil.copy(EXAMPLES / "harbor-web" / "client-record.yaml", record)
    plan = EXAMPLES / "minimal" / "client-plan.yaml"
    assert main(["check", str(record), "--plan", str(plan)]) == 1
    assert "record.unknown-id" in capsys.readouterr().out


def test_only_the_first_hundred_findings_are_printed(tmp_path: Path, capsys: Output) -> None:
    people = "".join(f"  - {{id: p{number}, titel: Somebody}}\n" for number in range(250))
    plan = tmp_path / "plan.yaml"
    plan.write_text(BAD.partition("people:")[0] + "people:\n" + people, encoding="utf-8")
    assert main(["check", str(plan)]) == 1
    out = capsys.readouterr().out
    assert out.count("error[shape.unknown-key]") == 100
    assert "and 150 findings more" in out
    assert "1 file checked: 250 errors" in out


def test_wrong_arguments_exit_with_2(capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check"])
    assert stopped.value.code == 2
    assert "usage: clientkit check" in capsys.readouterr().err


def test_colour_is_for_terminals_alone(
    bad: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    main(["check", str(bad)])
    assert "\x1b[1;31merror\x1b[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["check", str(bad)])
    assert "\x1b" not in capsys.readouterr().out
