"""`clientkit explain`: what the code of a finding means, and how to mend it."""

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from clientkit.documents.catalogue import Explanation, closest_code, explain, finding_codes

from .terminal import styled, wants_colour

__all__ = ["add_to"]

_WIDTH = 88
_ROLE = re.compile(":[a-z:]+:`~?([^`]*)`|``([^`]*)``")


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        help="say what the code of a finding means, and how to mend it",
        description="Say what a code means, why it matters to a client, and how to mend it, "
        "with an example that has the finding and the same one mended. "
        "Without a code: all codes.",
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="such as plan.unknown-id")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one entry of the catalogue, or the list of codes."""
    if options.code is not None and options.code not in finding_codes():
        close = closest_code(options.code)
        hint = f"did you mean {close!r}?" if close else "`clientkit explain` lists all codes"
        print(f"clientkit: there is no code {options.code!r}; {hint}", file=sys.stderr)
        return 2
    if options.code is None:
        width = max(map(len, finding_codes()))
        for code in finding_codes():
            print(f"{code:<{width}}  {_plain(explain(code).summary)}")
    else:
        colour = wants_colour()
        print("\n".join(_page(explain(options.code), colour=colour)))
    return 0


def _page(entry: Explanation, *, colour: bool) -> Iterator[str]:
    yield f"{styled(entry.code, 'bold', colour=colour)} ({entry.severity.value})"
    yield ""
    for paragraph in entry.text.split("\n\n"):
        yield textwrap.fill(_plain(" ".join(paragraph.split())), _WIDTH, break_on_hyphens=False)
        yield ""
    yield styled("Found in", "red", colour=colour)
    yield _indented(entry.failing)
    yield textwrap.fill(f"-> {entry.message}", _WIDTH, subsequent_indent="   ")
    if entry.suggestion is not None:
        yield textwrap.fill(f"   {entry.suggestion}", _WIDTH, subsequent_indent="   ")
    yield ""
    yield styled("Mended", "green", colour=colour)
    yield _indented(entry.mended).rstrip("\n")


def _indented(example: str) -> str:
    shown = "".join(
        one if one.isprintable() or one == "\n" else f"<U+{ord(one):04X}>" for one in example
    )
    return textwrap.indent(shown or "(an empty file)\n", "    ")


def _plain(text: str) -> str:
    """A text without the marks of reStructuredText that mean nothing on a terminal."""
    return _ROLE.sub(lambda found: f"`{found[1] or found[2]}`", text)
