"""Plans and records as TOML, checked from end to end."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from clientkit.cli import main
from clientkit.documents import check_plan, load_plan, load_record, read

EXAMPLES = Path(__file__).parents[2] / "examples"
Output = pytest.CaptureFixture[str]


def value(data: Any) -> str:
    """One value, in a line; texts as basic strings, which escape as JSON does but for DEL."""
    if isinstance(data, dict):
        return (
            "{" + ", ".join(f"{json.dumps(key)} = {value(one)}" for key, one in data.items()) + "}"
        )
    if isinstance(data, list):
        return "[" + ", ".join(map(value, data)) + "]"
    return json.dumps(data).replace("\x7f", "\\u007f")


def toml(data: dict[str, Any]) -> str:
    """A document with a table for each mapping at its top, and an array of tables for each list."""
    lines = []
    for key, one in data.items():
        if not isinstance(one, dict | list):
            lines.append(f"{json.dumps(key)} = {value(one)}")
    for key, one in data.items():
        tables = one if isinstance(one, list) else [one] if isinstance(one, dict) else []
        for table in tables:
            lines += ["", f"[[{key}]]" if isinstance(one, list) else f"[{key}]"]
            lines += [f"{json.dumps(name)} = {value(item)}" for name, item in table.items()]
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for path in (EXAMPLES / request.param).glob("client-*.yaml"):
        data: Any = read(path).data
        (tmp_path / path.with_suffix(".toml").name).write_text(toml(data), encoding="utf-8")
    return tmp_path


EACH = pytest.mark.parametrize(
    "folder", ["fedramp-dashboard", "harbor-web", "minimal"], indirect=True
)
HARBOR = pytest.mark.parametrize("folder", ["harbor-web"], indirect=True)


@EACH
def test_an_example_is_the_same_plan_and_record(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    original = EXAMPLES / request.node.callspec.params["folder"]
    plan = load_plan(folder / "client-plan.toml")
    assert plan == load_plan(original / "client-plan.yaml")
    if (folder / "client-record.toml").exists():
        record = load_record(folder / "client-record.toml", plan)
        assert record == load_record(original / "client-record.yaml", plan)


@EACH
def test_an_example_has_the_same_findings(folder: Path, request: pytest.FixtureRequest) -> None:
    original = EXAMPLES / request.node.callspec.params["folder"] / "client-plan.yaml"
    here = check_plan(folder / "client-plan.toml")
    assert [(f.code, f.path) for f in here] == [(f.code, f.path) for f in check_plan(original)]


@HARBOR
def test_the_command_finds_them_in_a_folder(folder: Path, capsys: Output) -> None:
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out == "2 files checked: no findings\n"


@HARBOR
def test_a_slip_is_found_on_its_line(folder: Path, capsys: Output) -> None:
    plan = folder / "client-plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace('"title" = "Museum director"', '"titel" = "Museum director"'))
    assert main(["check", str(plan)]) == 1
    out = capsys.readouterr().out
    assert "error[shape.unknown-key]: people[0] ('director').titel is not a key of Person" in out
    line = text.partition('"title" = "Museum director"')[0].count("\n") + 1
    assert f"{plan}:{line}:1: " in out


@HARBOR
def test_a_syntax_error_has_its_line_and_is_all_that_is_said(folder: Path, capsys: Output) -> None:
    plan = folder / "client-plan.toml"
    lines = plan.read_text(encoding="utf-8").splitlines()
    number = lines.index("[scope]") + 1
    lines[number - 1] = "[scope"
    plan.write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(plan)]) == 1
    out = capsys.readouterr().out
    assert re.match(rf"{re.escape(str(plan))}:{number}:[0-9]+: error\[reading\.syntax\]", out)
    assert out.endswith("1 file checked: 1 error\n")


def test_a_day_of_toml_is_a_day() -> None:
    text = """
clientkit = "1"
client = {id = "harbor", name = "Harbor", timezone = "Europe/Berlin"}
people = [{id = "a", title = "A"}]
roles = [{id = "sponsor", title = "Sponsor"}]
assignments = [{role = "sponsor", person = "a", starts_on = 2026-02-02}]
"""
    assert check_plan(text) == ()
    (finding,) = check_plan(text.replace("2026-02-02", "2026-02-02T10:00:00Z"))
    assert (finding.code, finding.path) == ("shape.value", "/assignments/0/starts_on")
