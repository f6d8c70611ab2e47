"""README and site: what they show runs, and says what it is shown to say."""

from __future__ import annotations

import argparse
import contextlib
import doctest
import importlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest
from sybil import Example
from sybil.document import Document
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

import clientkit
from clientkit.cli import _parser, main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FLAGS = doctest.ELLIPSIS


def pages() -> list[Path]:
    site = (page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
    return [ROOT / "README.md", *sorted(site)]


class Console:
    """Runs the commands of a ``console`` block, each after ``$``, and compares what they print."""

    def __init__(self) -> None:
        self.status = 0

    def __call__(self, example: Example) -> str | None:
        for block in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
            command, _, expected = block.partition("\n")
            actual = self.run(command)
            if not doctest.OutputChecker().check_output(expected, actual, FLAGS):
                return f"$ {command}\nexpected:\n{expected}\nbut it printed:\n{actual}"
        return None

    def run(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.status}\n"
        program, *arguments = shlex.split(command)
        assert program == "clientkit", f"{command!r} is no command that this test can run"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                self.status = main(arguments)
            except SystemExit as end:  # argparse ends the program where it does not understand
                self.status = int(end.code or 0)
        return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def examples(page: Path) -> list[Example]:
    python = PythonCodeBlockParser(doctest_optionflags=FLAGS)
    document = Document.parse(str(page), python, CodeBlockParser("console", Console()))
    document.namespace["PAGE"] = str(page)
    return list(document.examples())


WITH_EXAMPLES = [page for page in pages() if examples(page)]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_is_so(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for example in examples(page):
        example.evaluate()


def documented_modules() -> list[str]:
    """All modules that have examples in their docstrings."""
    package = Path(clientkit.__file__).parent
    files = [file for file in sorted(package.rglob("*.py")) if ">>> " in file.read_text("utf-8")]
    parts = [file.relative_to(package.parent).with_suffix("").parts for file in files]
    return [".".join(some).removesuffix(".__init__") for some in parts]


@pytest.mark.parametrize("name", documented_modules())
def test_what_docstrings_show_is_so(name: str) -> None:
    module = importlib.import_module(name)
    found = doctest.DocTestFinder(exclude_empty=True).find(module)
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    printed = io.StringIO()
    shared = dict(vars(module))  # what the module's own docstring sets up, the others may use
    for test in sorted(found, key=lambda one: one.name != name):
        test.globs = shared if test.name == name else dict(shared)
        runner.run(test, out=printed.write, clear_globs=False)
    assert runner.tries
    assert not runner.failures, printed.getvalue()


def test_the_command_page_names_every_option() -> None:
    page = (DOCS / "reference/cli.md").read_text(encoding="utf-8")
    (commands,) = (one for one in _parser()._actions if isinstance(one, argparse._SubParsersAction))
    for name, parser in commands.choices.items():
        _, heading, section = page.partition(f"## clientkit {name}\n")
        section = section.partition("\n## ")[0]
        assert heading
        for action in parser._actions:
            if "--help" not in action.option_strings:
                for option in action.option_strings:
                    assert f"| `{option}" in section, f"{name} {option} is not on the page"
                for choice in action.choices or ():
                    assert f"`{action.option_strings[0]} {choice}`" in section


PACKAGES = (
    "base", "worktime", "client", "scope", "communication", "kpi", "feedback", "escalation",
    "backlog", "plan", "documents", "report", "testing",
)  # fmt: skip


@pytest.mark.parametrize("package", PACKAGES)
def test_the_reference_has_every_public_name(package: str) -> None:
    page = (DOCS / f"reference/{package}.md").read_text(encoding="utf-8")
    assert f"<!-- reference: clientkit.{package} -->" in page  # all names but those chosen below
    for names in re.findall(rf"<!-- names: clientkit\.{package} (.+) -->", page):
        assert set(names.split()) <= set(importlib.import_module(f"clientkit.{package}").__all__)
