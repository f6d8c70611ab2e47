"""The `clientkit` command: a thin shell over the library."""

import argparse
import os
import sys
from collections.abc import Sequence

from clientkit._version import __version__
from clientkit.base import ClientkitError

from . import check, digest, explain, migrate, new, review, schema, sign

__all__ = ["main"]

COULD_NOT_RUN = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns 0 when all is well, 1 when documents have errors, 2 when it could not do what it was
    asked to.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except ClientkitError as error:
        print(f"clientkit: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clientkit",
        description="Check client plans and records, and see what needs attention.",
    )
    parser.add_argument("--version", action="version", version=f"clientkit {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (check, digest, explain, migrate, new, review, schema, sign):
        command.add_to(commands)
    return parser
