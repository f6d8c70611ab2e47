"""`clientkit new`: a commented plan to start from."""

import argparse
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["add_to", "starter_plan"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "new",
        help="write a commented plan to start from",
        description="Write a plan to start from, with comments that say what belongs where. "
        "A file that is there is never overwritten.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        default="client-plan.yaml",
        metavar="FILE",
        help="left out, client-plan.yaml; '-' is standard output",
    )
    parser.set_defaults(run=run)


def starter_plan() -> str:
    """The text of the plan."""
    return files("clientkit.cli").joinpath("starter-plan.yaml").read_text(encoding="utf-8")


def run(options: argparse.Namespace) -> int:
    """Write the plan."""
    text = starter_plan()
    if options.file == "-":
        print(text, end="")
        return 0
    path = Path(options.file)
    if path.suffix not in (".yaml", ".yml"):
        print(f"clientkit: {options.file!r} is no YAML file; expected an ending such as '.yaml'",
              file=sys.stderr)  # fmt: skip
        return 2
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        print(f"clientkit: {options.file!r} is there; expected a new file", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"clientkit: {options.file!r} could not be written ({error.strerror})",
              file=sys.stderr)  # fmt: skip
        return 2
    print(f"{path}\nfill it in, then run: clientkit check {path}")
    return 0
