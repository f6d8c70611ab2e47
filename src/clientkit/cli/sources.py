"""Where the commands find their documents: files, folders, patterns and standard input."""

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from clientkit.base import ClientkitError, Severity
from clientkit.documents.checking import Checked
from clientkit.documents.reading import Document, Limits, read

from .printing import print_findings

__all__ = [
    "ENDINGS",
    "NOT_THERE",
    "STANDARD_INPUT",
    "find_documents",
    "read_document",
    "without_errors",
]

M = TypeVar("M")

ENDINGS = (".yaml", ".yml", ".json", ".toml")
NOT_THERE = ("reading.no-such-file", "reading.not-a-file", "reading.unreadable-file")
"""What is found where there is nothing to check."""
STANDARD_INPUT: Final = Path("-")
"""What the argument `-` becomes; compare by identity, for `./-` is a file."""


class _DocumentError(ClientkitError):
    """A document that nothing but checking can be done with."""


def find_documents(arguments: Iterable[str]) -> list[Path]:
    """The files named, those that match patterns, and in folders the documents of this library.

    A pattern that matches nothing stands for itself, so that the check can say that there is no
    such file.
    """
    return list(dict.fromkeys(path for argument in arguments for path in _found(argument)))


def _found(argument: str) -> Iterator[Path]:
    if argument == "-":
        yield STANDARD_INPUT
        return
    if not argument:
        raise _DocumentError("a path is empty; expected a file, a folder or a pattern")
    is_pattern = glob.has_magic(argument) and not os.path.exists(argument)  # noqa: PTH110 (never raises)
    for one in _matching(argument) if is_pattern else [argument]:
        if os.path.isdir(one):  # noqa: PTH112 (never raises)
            yield from _in_folder(Path(one))
        else:
            yield Path(one)


def _matching(pattern: str) -> list[str]:
    """What matches a pattern, each thing by one of its names, for links may lead in circles."""
    names = sorted(glob.glob(pattern, recursive=True), key=lambda name: (name.count(os.sep), name))  # noqa: PTH207 (takes absolute patterns too)
    real = {os.path.realpath(name): name for name in reversed(names)}
    return sorted(real.values()) or [pattern]


def _in_folder(folder: Path) -> Iterator[Path]:
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise _DocumentError(f"{str(folder)!r} could not be read ({error.strerror})") from None
    foreign = {one.parent for one in folder.rglob("pyvenv.cfg")}  # libraries' files, ours too
    foreign |= set(folder.rglob("node_modules"))
    foreign.discard(folder)  # it was asked for
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix not in ENDINGS or hidden or not foreign.isdisjoint(file.parents):
            continue
        if file.is_file() and _is_document(file):
            yield file


def _is_document(file: Path) -> bool:
    """Whether a file of a folder is meant for us: it says the version of the format.

    It need not be readable; all but a project that depends on this library is better checked.
    """
    if file.name == "pyproject.toml":
        return False
    try:
        return "clientkit" in file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # the check says why it cannot be read


def read_document(path: Path) -> Document:
    """Read a file or standard input."""
    if path is not STANDARD_INPUT:
        return read(path)
    return read(sys.stdin.buffer.read(Limits().json_bytes + 1), file="<stdin>")


def without_errors(checked: Checked[M]) -> M:
    """The model of a document; where it has errors, they are printed and the command ends."""
    if checked.model is not None and not checked.has_errors:
        return checked.model
    errors = [one for one in checked.findings if one.severity is Severity.ERROR]
    if not checked.document.readable and errors and errors[0].code in NOT_THERE:
        raise _DocumentError(errors[0].message)
    print_findings([checked], errors, stream=sys.stderr)
    raise _DocumentError("the document has errors; mend them first")
