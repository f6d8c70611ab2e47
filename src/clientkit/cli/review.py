"""`clientkit review`: who the client is, and what needs attention."""

import argparse
import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

from clientkit import plan as of_plans  # what a review needs is loaded when one is made
from clientkit.base import to_data
from clientkit.documents.checking import check_document
from clientkit.documents.reading import read
from clientkit.plan.model import ClientPlan, ClientRecord

from .sources import ENDINGS, without_errors
from .terminal import wants_colour

__all__ = ["add_to", "instant"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "review",
        help="who the client is, and what needs attention now and next",
        description="Read a plan and its record, and say what needs attention at an instant.",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN")
    parser.add_argument(
        "--record",
        type=Path,
        metavar="RECORD",
        help="left out, the file client-record.* beside the plan, if there is one",
    )
    parser.add_argument(
        "--at",
        type=instant,
        metavar="INSTANT",
        help="the instant asked about, such as 2026-04-17T09:00:00+02:00; left out, the present",
    )
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    parser.set_defaults(run=run)


def instant(text: str) -> dt.datetime:
    """Read an instant of the command line."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f"{text!r}; expected an instant with its offset such as '2026-04-17T09:00:00+02:00'"
        )
    return at


def run(options: argparse.Namespace) -> int:
    """Review, and print the page."""
    at = options.at or dt.datetime.now(dt.UTC).astimezone()  # noqa: TID251 (the shell reads the clock)
    plan = without_errors(check_document(ClientPlan, read(options.plan)))
    record = None
    record_path = options.record or _beside(options.plan)
    if record_path is not None:
        record = without_errors(check_document(ClientRecord, read(record_path), plan=plan))
    page = of_plans.review(plan, record, at=at)
    if options.format == "json":
        print(json.dumps(to_data(page), indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        print(of_plans.render_markdown(page))
    else:
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        print(of_plans.render_text(page, colour=wants_colour(), width=width))
    return 0


def _beside(plan: Path) -> Path | None:
    for ending in ENDINGS:
        path = plan.with_name(f"client-record{ending}")
        if path != plan and os.path.exists(path):  # noqa: PTH110 (never raises)
            return path
    return None
