"""`clientkit check` as people and programs use it."""

import datetime as dt
import io
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
            "related": [],
        }
    ]


def test_json_has_all_places_of_a_finding(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "client-plan.yaml"
    path.write_text(BAD.replace("titel", "title") + "  - {id: curator, title: C}\n", "utf-8")
    assert main(["check", str(path), "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["line"], finding["related"]) == (
        6,
        [{"path": "/people/0/id", "file": str(path), "line": 4, "column": 9}],
    )


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


def test_what_may_not_be_looked_at_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def refuse(path: object, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"clientkit: {str(tmp_path)!r} could not be read (Permission denied)\n"
    )
    monkeypatch.setattr("os.stat", refuse)
    assert main(["check", "folder/client-plan.yaml"]) == 2
    assert "cannot be read (Permission denied)" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "*" * 300 + "x"])
def test_names_that_no_file_can_have_are_said(name: str, capsys: Output) -> None:
    assert main(["check", name]) == 2
    assert "expected a file" in capsys.readouterr().out


def test_an_empty_path_is_refused(capsys: Output) -> None:
    assert main(["check", ""]) == 2
    assert "a path is empty" in capsys.readouterr().err


def test_a_link_that_leads_in_a_circle_is_followed_once(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "clients").mkdir()
    shutil.copy(EXAMPLES / "harbor-web" / "client-plan.yaml", tmp_path / "clients")
    (tmp_path / "clients" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert main(["check", f"{tmp_path}/**/*.yaml"]) == 0
    assert capsys.readouterr().out == "1 file checked: no findings\n"


def test_an_empty_line_is_not_shown(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "client-plan.yaml"
    path.write_bytes(BAD.encode("utf-16"))
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out == (
        f"{path}:1:1: error[reading.encoding]: text is UTF-16; expected UTF-8\n"
        "  = save the file as UTF-8\n\n1 file checked: 1 error\n"
    )


def test_a_folder_without_documents_exits_with_2(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "docker-compose.yaml").write_text("services: {}\n", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 2
    assert "no document in the folder" in capsys.readouterr().err


def test_what_others_installed_in_a_folder_is_left_alone(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "pyproject.toml").write_text('dependencies = ["clientkit"]\n', encoding="utf-8")
    for name in ("venv", "node_modules", "ours"):
        inner = tmp_path / name / "lib"
        inner.mkdir(parents=True)
        (inner / "client-plan.yaml").write_text(BAD, encoding="utf-8")
    (tmp_path / "venv" / "pyvenv.cfg").touch()
    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "ours" in out
    assert "1 file checked" in out
    assert main(["check", str(tmp_path / "node_modules")]) == 1  # it was asked for
    assert main(["check", str(tmp_path / "venv")]) == 1


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


def test_of_plans_with_one_name_a_record_takes_the_one_that_is_called_alike(
    tmp_path: Path, capsys: Output
) -> None:
    harbor = EXAMPLES / "harbor-web"
    copies = tmp_path / "copies"
    copies.mkdir()
    shutil.copy(harbor / "client-record.yaml", tmp_path / "harbor-record.yaml")
    text = (harbor / "client-plan.yaml").read_text(encoding="utf-8")
    (tmp_path / "harbor-plan.yaml").write_text(text, encoding="utf-8")
    small = plan_of("{id: director, title: Director}") + "id: harbor-site-2026\n"
    for other in (copies / "plan.yaml", tmp_path / "zoo-plan.yaml"):
        other.write_text(small, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "4 files checked" in capsys.readouterr().out


def plan_of(*people: str) -> str:
    return BAD.partition("people:")[0] + "people:\n" + "".join(f"  - {one}\n" for one in people)


def test_many_findings_of_a_kind_are_grouped(tmp_path: Path, capsys: Output) -> None:
    plan = tmp_path / "plan.yaml"
    misspelt = [f"{{id: p{number}, titel: Somebody}}" for number in range(10)]
    plan.write_text(plan_of(*misspelt), encoding="utf-8")
    main(["check", str(plan)])
    out = capsys.readouterr().out
    assert out.count("error[shape.unknown-key]") == 10
    assert "more of" not in out
    plan.write_text(plan_of(*misspelt, "{id: p10, titel: Somebody}"), encoding="utf-8")
    main(["check", str(plan)])
    out = capsys.readouterr().out
    assert out.count("error[shape.unknown-key]") == 10
    assert f"\n... and 1 finding more of shape.unknown-key in {plan}, in line 14\n" in out
    assert "1 file checked: 11 errors" in out


def test_only_the_first_hundred_findings_are_printed(tmp_path: Path, capsys: Output) -> None:
    wrong = [f"{{id: p{number}, titel: Somebody}}" for number in range(25)]
    for number in range(30):
        (tmp_path / f"plan-{number:02}.yaml").write_text(plan_of(*wrong), encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert out.count("error[shape.unknown-key]") == 100
    groups = [line for line in out.splitlines() if line.startswith("... and ")]
    assert len(groups) == 21
    assert groups[0].endswith("plan-00.yaml, in line 14, 15, 16, 17, 18, 19, 20, 21 ...")
    assert groups[0].startswith("... and 15 findings more of shape.unknown-key in ")
    assert groups[-1] == "... and 250 findings more of other kinds or in other files"
    assert "30 files checked: 750 errors" in out


def test_standard_input_is_a_dash(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    text = BAD.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["check", "-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:5:5: error[shape.unknown-key]: ")


def test_a_file_may_be_called_a_dash(
    bad: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad.rename(bad.with_name("-"))
    monkeypatch.chdir(bad.parent)
    assert main(["check", "./-"]) == 1
    assert capsys.readouterr().out.startswith("-:5:5: error[shape.unknown-key]: ")


def test_a_record_from_standard_input_is_checked_beside_the_plan_here(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(EXAMPLES / "harbor-web" / "client-plan.yaml", tmp_path)
    text = (EXAMPLES / "harbor-web" / "client-record.yaml").read_text(encoding="utf-8")
    wrong = text.replace("deliverable: design", "deliverable: desgin", 1).encode()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(wrong)))
    assert main(["check", "-"]) == 1
    assert "did you mean 'design'?" in capsys.readouterr().out


def test_patterns_find_files_and_folders(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    for client in ("a", "b/c"):
        shutil.copytree(EXAMPLES / "harbor-web", tmp_path / "plans" / client)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "plans/**/client-plan.yaml"]) == 0
    assert capsys.readouterr().out == "2 files checked: no findings\n"
    assert main(["check", "pl*"]) == 0
    assert capsys.readouterr().out == "4 files checked: no findings\n"
    assert main(["check", "plans/a/*.yaml", "plans/a"]) == 0
    assert capsys.readouterr().out == "2 files checked: no findings\n"


def test_a_pattern_without_a_match_exits_with_2(capsys: Output) -> None:
    assert main(["check", "no-such-*.yaml"]) == 2
    assert "'no-such-*.yaml' does not exist" in capsys.readouterr().out


def test_a_file_may_be_called_like_a_pattern(bad: Path, capsys: Output) -> None:
    odd = bad.with_name("plan[1].yaml")
    bad.rename(odd)
    assert main(["check", str(odd)]) == 1
    assert capsys.readouterr().out.startswith(f"{odd}:5:5: ")


def test_an_ignored_warning_runs_out_today(tmp_path: Path, capsys: Output) -> None:
    text = BAD.partition("people:")[0] + "roles: [{id: sponsor, title: Sponsor}]\n"
    text += "ignore: [{code: client.role-unheld, reason: Later, until: %s}]\n"
    today = dt.date.today()  # noqa: TID251, DTZ011 (as the command does)
    plan = tmp_path / "plan.yaml"
    plan.write_text(text % (today + dt.timedelta(1)), encoding="utf-8")
    main(["check", str(plan)])
    assert capsys.readouterr().out == "1 file checked: no findings\n"
    plan.write_text(text % (today - dt.timedelta(1)), encoding="utf-8")
    main(["check", str(plan)])
    out = capsys.readouterr().out
    assert "warning[plan.ignore-expired]" in out
    assert "warning[client.role-unheld]" in out


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b'\xef\xbb\xbfclientkit: "1"\nclinet: {}\n', "shape.unknown-key", "2:1"),
        (b'clientkit: "1"\nclient: {id: "a\\u0007b", name: A, timezone: UTC}\n',
         "shape.value", "2:14"),
        (b'clientkit: "1"\nclient: {id: a\x07b, name: A, timezone: UTC}\n',
         "reading.control-character", "2:15"),
        (BAD.encode("utf-16"), "reading.encoding", "1:1"),
        (BAD.encode()[:70], "reading.syntax", "2:56"),
        (b"", "reading.empty", "1:1"),
        (b"clientkit: 1e999\n", "reading.not-finite", "1:12"),
        (b"clientkit: " + b"9" * 400 + b"\n", "reading.huge-number", "1:12"),
        (b"a: " + b"[" * 500 + b"]" * 500, "reading.too-deep", None),
        (b"a: &a [*a]\n", "reading.alias-bomb", "1:8"),
        (b"clientkit: !!python/object:os.system x\n", "reading.tag", "1:12"),
        (b"clientkit: '1'\n---\nclientkit: '1'\n", "reading.several-documents", "2:1"),
        (b"# " + b"x" * 2_000_000, "reading.too-large", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_odd_texts_are_findings_at_their_place(
    tmp_path: Path, capsys: Output, content: bytes, code: str, where: str | None
) -> None:
    plan = tmp_path / "client-plan.yaml"
    plan.write_bytes(content)
    assert main(["check", str(plan)]) == 1
    out = capsys.readouterr().out
    assert out.replace("\n", "").isprintable()
    assert f"{plan}:{where}: error[{code}]" in out if where else f"error[{code}]" in out


def test_progress_is_for_much_work_on_terminals(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = BAD.partition("people:")[0]
    for number in range(20):
        (tmp_path / f"plan-{number}.yaml").write_text(text, encoding="utf-8")
    main(["check", str(tmp_path)])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["check", str(tmp_path)])
    err = capsys.readouterr().err
    assert "\rchecking 1 of 20 files" in err
    assert err.endswith("\rchecking 20 of 20 files\r\x1b[K")
    (tmp_path / "plan-0.yaml").unlink()
    main(["check", str(tmp_path)])
    assert capsys.readouterr().err == ""


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
