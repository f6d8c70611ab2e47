"""What the how-tos tell people to copy into files of theirs fits the command and the hook."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from clientkit.cli import _parser, main
from clientkit.documents import check_plan, read

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs/how-to"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    text = (HOW_TO / page).read_text(encoding="utf-8")
    return [body for kind, body in FENCE.findall(text) if kind == language]


def settings(page: str, key: str) -> Any:
    (found,) = (data for data in map(json.loads, blocks(page, "json")) if key in data)
    return found


def test_settings_map_the_files_that_the_page_writes() -> None:
    mapped = settings("editor-completion.md", "yaml.schemas")["yaml.schemas"]
    mapped |= {
        one["url"]: one["fileMatch"][0]
        for one in settings("editor-completion.md", "json.schemas")["json.schemas"]
    }
    (console,) = blocks("editor-completion.md", "console")
    written = re.findall(r"^examples/minimal/(.+)$", console, re.MULTILINE)
    assert {Path(one).name for one in mapped} == set(written)


def test_the_modeline_stands_above_a_plan_that_can_be_read() -> None:
    (plan,) = blocks("editor-completion.md", "yaml")
    assert plan.startswith("# yaml-language-server: $schema=")
    assert [one.code for one in check_plan(plan) if one.severity.value == "error"] == []
    assert read(plan).data["$schema"] == "./client-plan.schema.json"  # type: ignore[index]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "client-plan.yaml"
    file.write_text(
        'clientkit: "1"\nclient: {id: harbor, name: Harbor, timezone: Europe/Berln}\n'
        "people: [{id: lena, title: Lead, roles: [pm]}]\n"
    )
    return file


def test_the_problem_matcher_reads_what_the_command_prints(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (task,) = settings("editor-completion.md", "tasks")["tasks"]
    command = shlex.split(task["command"].replace("${relativeFileDirname}", str(broken.parent)))
    assert main(command[1:]) == 1
    pattern = task["problemMatcher"]["pattern"]
    matches = re.finditer(pattern["regexp"], capsys.readouterr().out, re.MULTILINE)
    found = [
        {name: one[group] for name, group in pattern.items() if name != "regexp"} for one in matches
    ]
    (timezone,) = (one for one in found if one["code"] == "shape.value")
    assert timezone["file"] == str(broken)
    assert (timezone["line"], timezone["column"], timezone["severity"]) == ("2", "46", "error")
    assert timezone["message"].startswith("client.timezone is 'Europe/Berln'; expected")
    assert "plan.unknown-id" in {one["code"] for one in found}


def test_the_hooks_of_the_page_are_those_of_the_repository() -> None:
    ours, local = (
        yaml.safe_load(one)["repos"][0]["hooks"][0]
        for one in blocks("check-in-ci.md", "yaml")
        if "repos:" in one
    )
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert ours["id"] == hook["id"]
    assert local["entry"] == hook["entry"]
    assert local["files"] == hook["files"]
    arguments = _parser().parse_args(["check", *ours["args"], "client-plan.yaml"])
    assert arguments.strict


def steps(data: Any) -> list[str]:
    """Every command of a workflow, at whatever depth."""
    if isinstance(data, dict):
        own = [data["run"]] if isinstance(data.get("run"), str) else []
        return own + [line for value in data.values() for line in steps(value)]
    if isinstance(data, list):
        return [
            line for item in data for line in ([item] if isinstance(item, str) else steps(item))
        ]
    return []


def test_workflows_say_commands_that_exist() -> None:
    commands = [
        line
        for block in blocks("check-in-ci.md", "yaml")
        for line in steps(yaml.safe_load(block))
        if line.startswith("clientkit ")
    ]
    assert len(commands) == 3
    for command in commands:
        arguments = shlex.split(command.partition(" > ")[0])[1:]
        assert _parser().parse_args(arguments).paths == ["plans"]


def test_the_entry_that_ignores_is_one_that_a_plan_takes() -> None:
    (block,) = (one for one in blocks("check-in-ci.md", "yaml") if one.startswith("ignore:"))
    plan = (
        'clientkit: "1"\nclient: {id: harbor, name: Harbor, timezone: Europe/Berlin}\n'
        "people: [{id: lena, title: Lead, roles: [lead]}]\n"
        "roles: [{id: lead, title: Lead}, {id: press, title: Press office}]\n"
    )
    unheld = "client.role-unheld"
    assert unheld in {one.code for one in check_plan(plan)}
    found = {one.code for one in check_plan(plan + block)}
    assert unheld not in found
    assert not any(code.startswith("plan.ignore") for code in found)
