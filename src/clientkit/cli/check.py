"""`clientkit check`: all findings of plans and records."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from clientkit.base import Finding, Severity
from clientkit.documents.checking import Checked, check_document
from clientkit.documents.kinds import is_record
from clientkit.documents.reading import Document, read
from clientkit.plan.model import ClientPlan, ClientRecord

from .terminal import plural, styled, wants_colour

__all__ = ["ENDINGS", "add_to", "findings_as_data", "print_findings"]

ENDINGS = (".yaml", ".yml", ".json", ".toml")
_NOT_THERE = ("reading.no-such-file", "reading.not-a-file", "reading.unreadable-file")
_SHOWN = 100


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="check plans and records",
        description="Check plans and records: keys, types, ids, references, dates, and more. "
        "Exit status: 0 clean, 1 errors, 2 could not run.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    parser.add_argument(
        "--plan",
        type=Path,
        metavar="PLAN",
        help="the plan of the records; left out, it is looked for among the files given, "
        "then beside each record",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and print what was found."""
    paths = list(_documents(options.paths))
    if not paths:
        print("clientkit: there is no document in the folder; expected files that say "
              "'clientkit: \"1\"' at their beginning", file=sys.stderr)  # fmt: skip
        return 2
    checked = _check_all(paths, options.plan)
    findings = [finding for one in checked for finding in one.findings]
    if options.format == "json":
        print(json.dumps(findings_as_data(findings), indent=2, ensure_ascii=False))
    else:
        _print(checked, findings, colour=wants_colour())
    if any(finding.code in _NOT_THERE for finding in findings):
        return 2
    counted = (Severity.ERROR, Severity.WARNING) if options.strict else (Severity.ERROR,)
    return int(any(finding.severity in counted for finding in findings))


def findings_as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain data, each with the same keys."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "path": one.path,
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "message": one.message,
            "suggestion": one.suggestion,
        }
        for one in findings
    ]


def _documents(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in folders those that are documents of this library."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.suffix in ENDINGS and file.is_file() and not hidden and _is_document(file):
                yield file


def _is_document(file: Path) -> bool:
    """Whether a file of a folder is meant for us: it says the version of the format."""
    try:
        return "clientkit" in file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # the check says why it cannot be read


def _check_all(paths: list[Path], plan_path: Path | None) -> list[Checked[Any]]:
    documents = [(path, read(path)) for path in paths]
    checked: dict[Path, Checked[Any]] = {}
    for path, document in documents:
        if not is_record(document):
            checked[path] = check_document(ClientPlan, document)
    plans = {one.model.name: one.model for one in checked.values() if one.model is not None}
    given = None
    if plan_path is not None:
        asked = checked.get(plan_path) or check_document(ClientPlan, read(plan_path))
        checked.setdefault(plan_path, asked)
        given = asked.model
    for path, document in documents:
        if path not in checked:
            plan = given or _plan_for(path, document, plans)
            checked[path] = check_document(ClientRecord, document, plan=plan)
    return [checked[path] for path in dict.fromkeys([*paths, *checked])]


def _plan_for(path: Path, document: Document, plans: dict[str, ClientPlan]) -> ClientPlan | None:
    """The plan of a record: the one it names among those given, else the one beside it."""
    data = document.data
    named = data.get("plan") if isinstance(data, dict) else None
    if isinstance(named, str) and named in plans:
        return plans[named]
    for ending in ENDINGS:
        beside = path.with_name(f"client-plan{ending}")
        if beside.exists():
            return check_document(ClientPlan, read(beside)).model
    return next(iter(plans.values())) if len(plans) == 1 else None


_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "blue"}


def _print(checked: list[Checked[Any]], findings: list[Finding], *, colour: bool) -> None:
    print_findings(checked, findings, colour=colour)
    print(_summary(findings, len(checked)))


def print_findings(
    checked: Iterable[Checked[Any]],
    findings: list[Finding],
    *,
    stream: TextIO | None = None,
    colour: bool = False,
) -> None:
    """Print findings as compilers do, with the line that each is about; the first hundred."""
    documents = {one.document.file: one.document for one in checked}
    for finding in findings[:_SHOWN]:
        document = documents[finding.file]
        print("\n".join(_lines(finding, document, colour=colour)), file=stream or sys.stdout)
    if len(findings) > _SHOWN:
        more = plural(len(findings) - _SHOWN, "finding")
        print(f"... and {more} more (--format json has them all)\n", file=stream or sys.stdout)


def _lines(finding: Finding, document: Document, *, colour: bool) -> Iterator[str]:
    severity = finding.severity
    head = styled(severity.value, _STYLES[severity], colour=colour)
    place = finding.where or finding.path or "the document"
    yield f"{styled(place, 'bold', colour=colour)}: {head}[{finding.code}]: {finding.message}"
    source = document.line(finding.line) if finding.line is not None else None
    if source is not None and finding.column is not None:
        yield from _excerpt(source, finding.line or 0, finding.column, colour=colour)
    if finding.suggestion:
        yield f"  = {finding.suggestion}"
    for place_ in finding.related[:5]:
        yield f"  see {place_.where or place_.path}"
    if len(finding.related) > 5:
        yield f"  and {plural(len(finding.related) - 5, 'place')} more"
    yield ""


def _excerpt(source: str, line: int, column: int, *, colour: bool) -> Iterator[str]:
    """The line of the document with a mark under the column, cut to what fits."""
    start = max(0, column - 60)
    cut = source[start : start + 100].replace("\t", " ")
    number = f"{line:>5} | "
    yield styled(number, "dim", colour=colour) + cut
    yield (
        " " * (len(number) - 2)
        + "| "
        + " " * (column - 1 - start)
        + styled("^", "red", colour=colour)
    )


def _summary(findings: list[Finding], files: int) -> str:
    counts = [
        plural(count, severity.value)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    ]
    return f"{plural(files, 'file')} checked: {', '.join(counts) or 'no findings'}"
