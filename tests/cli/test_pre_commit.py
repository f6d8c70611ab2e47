"""The hook that other repositories name in their `.pre-commit-config.yaml`."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from clientkit.cli import _parser, main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture
def hook() -> dict[str, Any]:
    (one,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return one


def test_it_has_what_pre_commit_asks_for(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"


def test_it_names_the_command_that_the_package_installs(hook: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program, *arguments = shlex.split(hook["entry"])
    assert project["scripts"][program] == "clientkit.cli:main"
    assert _parser().parse_args([*arguments, "client-plan.yaml"]).paths == ["client-plan.yaml"]


def test_it_runs_on_the_files_that_it_asks_for(hook: dict[str, Any]) -> None:
    _, *arguments = shlex.split(hook["entry"])
    files = [path for path in EXAMPLES.rglob("*") if re.search(hook["files"], path.as_posix())]
    assert len(files) == len(list(EXAMPLES.rglob("client-*.yaml")))
    assert main([*arguments, *map(str, files)]) == 0


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("client-plan.yaml", True),
        ("plans/harbor/client-record.yml", True),
        ("client-plan-2026.json", True),
        ("client-plan.toml", True),
        ("client-planning.md", False),
        ("my-client-plan.yaml", False),
        ("client-plan.yaml.bak", False),
        ("client-plan/notes.yaml", False),
    ],
)
def test_the_files_that_it_asks_for(hook: dict[str, Any], name: str, *, wanted: bool) -> None:
    assert bool(re.search(hook["files"], name)) is wanted
