"""`clientkit sign`: write a sign-off with its digest into a plan."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from clientkit.base import to_data
from clientkit.client.model import Side
from clientkit.documents.appending import append_to_list
from clientkit.documents.checking import check_document
from clientkit.documents.reading import read
from clientkit.plan.model import ClientPlan
from clientkit.plan.signing import sign

from .digest import add_covers
from .review import instant
from .sources import without_errors

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "sign",
        help="write a sign-off with its digest into a plan",
        description="Add a sign-off to the scope agreement of a plan, with the version that was "
        "signed and the digest of its text, so that a later edit shows. Nothing else in the file "
        "changes. The person should have read what the file says.",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN")
    parser.add_argument("--person", required=True, metavar="ID", help="who signs")
    parser.add_argument(
        "--side",
        choices=[Side.CLIENT.value, Side.PROVIDER.value],
        help="for which side; left out, the person's own",
    )
    when = parser.add_mutually_exclusive_group()
    when.add_argument(
        "--at",
        type=instant,
        metavar="INSTANT",
        help="the instant of the signature, such as 2026-04-17T09:00:00+02:00; left out, and "
        "without a day, the present",
    )
    when.add_argument("--date", type=_day, metavar="DAY", help="its day, where no more is known")
    add_covers(parser)
    parser.set_defaults(run=run)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}; expected a day such as '2026-04-17'") from None


def run(options: argparse.Namespace) -> int:
    """Sign, and say what was written."""
    at = options.at
    if at is None and options.date is None:
        at = dt.datetime.now(dt.UTC).astimezone().replace(microsecond=0)  # noqa: TID251 (the shell reads the clock)
    plan = without_errors(check_document(ClientPlan, read(options.plan)))
    sign_off = sign(
        plan,
        person=options.person,
        side=None if options.side is None else Side(options.side),
        at=at,
        date=options.date,
        covers=options.covers,
    )
    data = to_data(sign_off)
    # the version stands in the file even where it is the first, which is the default
    head = {"person": data.pop("person"), "side": data.pop("side"), "version": sign_off.version}
    append_to_list(options.plan, "sign_offs", head | data, within="scope")
    covered = ", ".join(part.value for part in sign_off.covers) or "scope"
    print(f"{options.plan}: {sign_off.person!r} signed version {sign_off.version} ({covered}) "
          f"for the {sign_off.side.value}\n{sign_off.digest}")  # fmt: skip
    return 0
