"""`clientkit schema`: the JSON Schemas of the documents."""

import argparse
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from clientkit.documents.schema_files import schema_names, schema_text

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "schema",
        help="print or write the JSON Schemas",
        description="Print the JSON Schema of a document, or write files for editors. "
        "Without a name: the names, or with --out all files.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="such as client-plan")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write files into this folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print or write schemas."""
    known = schema_names()
    names = known if options.name is None else (options.name.removesuffix(".schema.json"),)
    unknown = [name for name in names if name not in known]
    if unknown:
        close = get_close_matches(unknown[0].lower(), known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"expected one of {', '.join(known)}"
        print(f"clientkit: there is no schema {unknown[0]!r}; {hint}", file=sys.stderr)
        return 2
    if options.out is not None:
        return _write(names, options.out)
    if options.name is None:
        print("\n".join(known))
    else:
        print(schema_text(names[0]), end="")
    return 0


def _write(names: tuple[str, ...], folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            path = folder / f"{name}.schema.json"
            path.write_text(schema_text(name), encoding="utf-8", newline="\n")
            print(path)
    except OSError as error:
        print(f"clientkit: {folder} could not be written ({error.strerror})", file=sys.stderr)
        return 2
    return 0
