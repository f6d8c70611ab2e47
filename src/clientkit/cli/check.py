"""`clientkit check`: all findings of plans and records."""

import argparse
import datetime as dt
import os
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec

from clientkit.base import Severity
from clientkit.documents.checking import Checked, check_document
from clientkit.documents.kinds import is_record
from clientkit.documents.reading import Document, read
from clientkit.plan.model import ClientPlan, ClientRecord

from .formats import findings_as_data, findings_as_sarif, findings_as_workflow_commands
from .printing import print_findings, summary
from .sources import ENDINGS, NOT_THERE, find_documents, read_document
from .terminal import Progress, wants_colour

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        help="check plans and records",
        description="Check plans and records: keys, types, ids, references, dates, and more. "
        "Exit status: 0 clean, 1 errors, 2 could not run.",
    )
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="FILE|FOLDER|PATTERN",
        help="'-' is standard input; '**' in a pattern stands for any folders",
    )
    parser.add_argument(
        "--plan",
        type=Path,
        metavar="PLAN",
        help="the plan of the records; left out, it is looked for among the files given, "
        "then beside each record",
    )
    parser.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, and print what was found."""
    paths = find_documents(options.paths)
    if not paths:
        print("clientkit: there is no document in the folder; expected files that say "
              "'clientkit: \"1\"' at their beginning", file=sys.stderr)  # fmt: skip
        return 2
    checked = _check_all(paths, options.plan)
    findings = [finding for one in checked for finding in one.findings]
    if options.format == "json":
        print(_json(findings_as_data(findings)))
    elif options.format == "sarif":
        print(_json(findings_as_sarif(findings)))
    elif options.format == "github":
        for command in findings_as_workflow_commands(findings):
            print(command)
        print(summary(findings, len(checked)))
    else:
        print_findings(checked, findings, colour=wants_colour())
        print(summary(findings, len(checked)))
    if any(finding.code in NOT_THERE for finding in findings):
        return 2
    counted = (Severity.ERROR, Severity.WARNING) if options.strict else (Severity.ERROR,)
    return int(any(finding.severity in counted for finding in findings))


def _json(data: object) -> str:
    """As `json.dumps` with an indent, which takes a minute where this takes a second."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode()


def _check_all(paths: list[Path], plan_path: Path | None) -> list[Checked[Any]]:
    today = dt.date.today()  # noqa: TID251 DTZ011 (the shell reads the clock, and its zone)
    progress = Progress("checking", len(paths))
    checked: dict[Path, Checked[Any]] = {}
    records: list[tuple[Path, Document]] = []
    for path in paths:  # plans first, for records are judged beside them
        document = read_document(path)
        if is_record(document):
            records.append((path, document))
        else:
            checked[path] = check_document(ClientPlan, document, as_of=today)
            progress.step()
    plans = {path: one.model for path, one in checked.items() if one.model is not None}
    given = None
    if plan_path is not None:
        asked = checked.get(plan_path)
        if asked is None:
            asked = check_document(ClientPlan, read(plan_path), as_of=today)
            checked[plan_path] = asked
        given = asked.model
    for path, document in records:
        plan = given or _plan_for(path, document, plans)
        checked[path] = check_document(ClientRecord, document, plan=plan)
        progress.step()
    progress.end()
    return [checked[path] for path in dict.fromkeys([*paths, *checked])]


def _plan_for(path: Path, document: Document, plans: dict[Path, ClientPlan]) -> ClientPlan | None:
    """The plan of a record: the one it names among those given, else the one beside it.

    Of several plans of that name, as copies of one have, it is that whose path begins most alike.
    """
    data = document.data
    named = data.get("plan") if isinstance(data, dict) else None
    same_name = [other for other, plan in plans.items() if plan.name == named]
    if same_name:
        return plans[max(same_name, key=lambda other: _likeness(path, other))]
    for ending in ENDINGS:
        beside = path.with_name(f"client-plan{ending}")
        if os.path.exists(beside):  # noqa: PTH110 (never raises)
            return check_document(ClientPlan, read(beside)).model
    return next(iter(plans.values())) if len(plans) == 1 else None


def _likeness(one: Path, other: Path) -> int:
    """How many characters two paths have in common at their beginning."""
    pairs = zip(str(one), str(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
