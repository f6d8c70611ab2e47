"""Makes the catalogue of findings from the rules and from the documents that the tests check.

``python -m clientkit.documents.catalogue_generation`` in a clone of the repository writes it into
the package, with ``--check`` it only tells whether the file is up to date.

Each code has a document ``tests/documents/invalid/CODE.yaml``, or a few lines of Python where no
document can have the fault. In it

* the comment at its head is the text of the entry; for the code of a rule there is none, for the
  rule's docstring is the text;
* ``# !! CODE`` marks the line of the finding; lines of Python, which are run where there are the
  files ``client-plan.yaml`` and ``plans/harbor.yaml``, give it as one of their ``findings``;
* lines that begin with ``#>`` take the place of the line above them in the mended example; an
  empty one takes it away.
"""

import argparse
import contextlib
import datetime as dt
import inspect
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from clientkit.base import Finding
from clientkit.plan.judgement import ALL_RULES

from .catalogue import CATALOGUE
from .checking import check_plan, check_record
from .kinds import is_record
from .reading import read

__all__ = ["AS_OF", "catalogue_of", "examples", "findings_of", "main"]

AS_OF = dt.date(2026, 6, 1)
"""The day for which the documents are checked."""

_FILE = Path(__file__).with_name(CATALOGUE)
_TESTS = Path(__file__).parents[3] / "tests" / "documents"
_MARK = re.compile(" *# !! [a-z.-]+")
_MENDED = re.compile("^( *)# ?>(?: (.*))?$")  # with the space that formatters of Python put there


def catalogue_of(folder: Path) -> tuple[str, tuple[str, ...]]:
    """The catalogue of the documents in a folder, as its file says it, and what is wrong with them.

    A document without a text is of no code; one with a fault is left out.
    """
    rules = {rule.code: inspect.getdoc(rule.judge) or "" for rule in ALL_RULES}
    entries, problems = [], []
    for path in _documents(folder):
        try:
            entry = _entry(path, rules.get(path.stem, ""))
        except ValueError as error:
            problems.append(str(error))
        else:
            entries += [] if entry is None else [entry]
    return json.dumps(entries, indent=1, ensure_ascii=False) + "\n", tuple(problems)


def _documents(folder: Path) -> list[Path]:
    """The documents that are named after a code, by code."""
    paths = (path for path in folder.iterdir() if path.suffix in (".yaml", ".py"))
    return sorted((path for path in paths if "." in path.stem), key=lambda path: path.stem)


def _entry(path: Path, rule: str) -> dict[str, Any] | None:
    head, failing, mended = examples(path)
    if head and rule:
        raise ValueError(f"{path.stem} is explained by its rule and its document; expected one")
    if not head and not rule:
        return None
    if failing == mended:
        raise ValueError(f"nothing is mended in {path}; expected lines that begin with '#>'")
    is_python = path.suffix == ".py"
    findings = findings_of_python(failing) if is_python else findings_of(path)
    finding = next((one for one in findings if one.code == path.stem), None)
    if finding is None:
        raise ValueError(f"{path} gives no {path.stem}; expected it")
    return {
        "code": path.stem,
        "severity": finding.severity.value,
        "text": rule or head,
        "syntax": "python" if is_python else "yaml",
        "failing": failing,
        "mended": mended,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def findings_of(source: Path | str) -> tuple[Finding, ...]:
    """What is found in a plan, or in a record beside the plan of the tests."""
    if is_record(read(source)):
        return check_record(source, _TESTS / "harbor.yaml")
    return check_plan(source, as_of=AS_OF)


def findings_of_python(lines: str) -> tuple[Finding, ...]:
    """What lines of Python find, run in a folder with two plans."""
    scope: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("plans").mkdir()
        for name in ("client-plan.yaml", "plans/harbor.yaml"):
            shutil.copy(_TESTS / "harbor.yaml", name)
        exec(lines, scope)  # noqa: S102 (lines of this repository)
    return tuple(scope["findings"])


def examples(path: Path) -> tuple[str, str, str]:
    """The text at the head of a document, the document without marks, and the mended one."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    lines = [_MARK.sub("", line) for line in lines]
    head = list(takewhile(lambda line: re.match("#(?! ?>)", line), lines))
    body = lines[len(head) :]
    failing = (line for line in body if not _MENDED.match(line))
    text = "\n".join(line[2:] for line in head).replace("\n\n", "\0").replace("\n", " ")
    text = text.replace("\0", "\n\n")
    return text, _joined(failing).lstrip("\n"), _joined(_mended(body)).lstrip("\n")


def _mended(lines: list[str]) -> Iterator[str]:
    kept: str | None = None
    for line in lines:
        new = _MENDED.match(line)
        if new is None:
            if kept is not None:
                yield kept
            kept = line
            continue
        kept = None
        if new[2]:
            yield new[1] + new[2]
    if kept is not None:
        yield kept


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the catalogue, or with ``--check`` say whether it differs."""
    parser = argparse.ArgumentParser(
        prog="python -m clientkit.documents.catalogue_generation",
        description="Make the catalogue of findings of the rules and the tests' documents.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    only_check = parser.parse_args(arguments).check
    text, problems = catalogue_of(_TESTS / "invalid")
    if not _FILE.exists() or _FILE.read_text(encoding="utf-8") != text:
        if only_check:
            problems += (f"{_FILE.name} is not what the rules and documents say; expected it anew",)
        else:
            _FILE.write_text(text, encoding="utf-8", newline="\n")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
