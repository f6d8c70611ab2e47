"""`clientkit digest`: the digest of what a signature covers."""

import argparse
from pathlib import Path
from typing import Any

from clientkit.base import InvalidArgumentError, evolve
from clientkit.documents.checking import check_document
from clientkit.documents.reading import read
from clientkit.plan.digests import digest
from clientkit.plan.model import ClientPlan
from clientkit.plan.signing import agreements
from clientkit.scope.model import Covers

from .sources import without_errors

__all__ = ["add_covers", "add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "digest",
        help="print the digest of what a signature covers",
        description="Print the digest of what a signature under a plan covers, as it stands. "
        "It changes with the text, and not with its writing: order of keys, comments, defaults.",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN")
    add_covers(parser)
    parser.add_argument(
        "--scope-version",
        type=int,
        metavar="N",
        help="take this version of the scope agreement, such as one under history; left out, "
        "the present one",
    )
    parser.set_defaults(run=run)


def add_covers(parser: argparse.ArgumentParser) -> None:
    """Add the option that says what a signature covers."""
    parser.add_argument(
        "--covers",
        type=_covers,
        default=(),
        metavar="PARTS",
        help="what is covered, of scope, kpis, escalation and communication, with commas between; "
        "left out, the scope alone",
    )


def _covers(text: str) -> tuple[Covers, ...]:
    words = [word.strip() for word in text.split(",")]
    known = {part.value: part for part in Covers}
    for word in words:
        if word not in known:
            raise argparse.ArgumentTypeError(f"{word!r}; expected some of {', '.join(known)}")
    return tuple(part for word, part in known.items() if word in words)


def run(options: argparse.Namespace) -> int:
    """Print the digest."""
    plan = without_errors(check_document(ClientPlan, read(options.plan)))
    if options.scope_version is not None:
        texts = {text.version: text for _, text in agreements(plan)}
        if options.scope_version not in texts:
            held = " or ".join(map(str, sorted(texts))) or "one, but the plan has no agreement"
            raise InvalidArgumentError("--scope-version", options.scope_version, held)
        plan = evolve(plan, scope=texts[options.scope_version])
    print(digest(plan, covers=options.covers))
    return 0
