"""`clientkit migrate`: which version of the format documents have, and lifting old ones."""

import argparse
import sys
from typing import Any

from clientkit.documents.reading import Document
from clientkit.documents.versions import FORMAT_VERSION, version_of, version_text

from .sources import find_documents, read_document

__all__ = ["add_to"]


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "migrate",
        help="lift documents to the newest version of the format",
        description="Lift documents to the newest version of the format that this program knows. "
        f"So far there is {version_text(FORMAT_VERSION)} alone, so that nothing is to be lifted "
        "and no file is written; it says of each document which version it has.",
    )
    parser.add_argument("paths", nargs="+", metavar="FILE|FOLDER|PATTERN")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say of each document which version it has."""
    paths = find_documents(options.paths)
    if not paths:
        print("clientkit: there is no document in the folder", file=sys.stderr)
        return 2
    return max(_migrate(read_document(path)) for path in paths)


def _migrate(document: Document) -> int:
    known = version_text(FORMAT_VERSION)
    if not document.readable:
        for finding in document.findings:
            print(f"{finding.where}: {finding.message}", file=sys.stderr)
        return 2
    version = version_of(document.data)
    if version is not None and version > FORMAT_VERSION:
        print(f"{document.file}: version {version_text(version)}, newer than {known}, the newest "
              "that this program knows; install a newer clientkit")  # fmt: skip
        return 2
    if version is None:
        print(f"{document.file}: no version of the format that is known; "
              "expected 'clientkit: \"1\"'", file=sys.stderr)  # fmt: skip
        return 2
    print(f"{document.file}: version {version_text(version)}, the newest; nothing to lift")
    return 0
