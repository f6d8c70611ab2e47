"""Findings as compilers print them."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from clientkit.base import Finding, Severity
from clientkit.documents.checking import Checked
from clientkit.documents.reading import Document

from .terminal import plural, styled

__all__ = ["print_findings", "summary"]

_SHOWN = 100
_OF_A_KIND = 10
_GROUPS = 20
_LINES = 8
_PLACES = 5
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "blue"}


def print_findings(
    checked: Iterable[Checked[Any]],
    findings: list[Finding],
    *,
    stream: TextIO | None = None,
    colour: bool = False,
) -> None:
    """Print findings with the line that each is about: the first hundred, ten of a kind in a file.

    What is left out is counted, by kind.
    """
    documents = {one.document.file: one.document for one in checked}
    of_kind: Counter[tuple[str | None, str]] = Counter()
    left: dict[tuple[str | None, str], list[Finding]] = {}
    shown = 0
    for finding in findings:
        kind = (finding.file, finding.code)
        if shown == _SHOWN or of_kind[kind] == _OF_A_KIND:
            left.setdefault(kind, []).append(finding)
            continue
        shown += 1
        of_kind[kind] += 1
        document = documents[finding.file]
        print("\n".join(_lines(finding, document, colour=colour)), file=stream or sys.stdout)
    if left:
        print("\n".join(_groups(left)), end="\n\n", file=stream or sys.stdout)


def _groups(left: dict[tuple[str | None, str], list[Finding]]) -> Iterator[str]:
    for (file, code), findings in list(left.items())[:_GROUPS]:
        lines = list(dict.fromkeys(str(one.line) for one in findings if one.line is not None))
        further = " ..." if len(lines) > _LINES else ""
        where = f", in line {', '.join(lines[:_LINES])}{further}" if lines else ""
        name = file or "the document"
        yield f"... and {plural(len(findings), 'finding')} more of {code} in {name}{where}"
    rest = sum(len(findings) for findings in list(left.values())[_GROUPS:])
    if rest:
        yield f"... and {plural(rest, 'finding')} more of other kinds or in other files"
    yield "(--format json has them all)"


def _lines(finding: Finding, document: Document, *, colour: bool) -> Iterator[str]:
    severity = finding.severity
    head = styled(severity.value, _STYLES[severity], colour=colour)
    place = finding.where or finding.path or "the document"
    yield f"{styled(place, 'bold', colour=colour)}: {head}[{finding.code}]: {finding.message}"
    source = document.line(finding.line) if finding.line is not None else None
    if source and source.strip() and finding.column is not None:
        yield from _excerpt(source, finding.line or 0, finding.column, colour=colour)
    if finding.suggestion:
        yield f"  = {finding.suggestion}"
    for place_ in finding.related[:_PLACES]:
        yield f"  see {place_.where or place_.path}"
    if len(finding.related) > _PLACES:
        yield f"  and {plural(len(finding.related) - _PLACES, 'place')} more"
    yield ""


def _excerpt(source: str, line: int, column: int, *, colour: bool) -> Iterator[str]:
    """The line of the document with a mark under the column, cut to what fits."""
    start = max(0, column - 60)
    cut = "".join(c if c.isprintable() else " " for c in source[start : start + 100])
    number = f"{line:>5} | "
    yield styled(number, "dim", colour=colour) + cut
    yield (
        " " * (len(number) - 2)
        + "| "
        + " " * (column - 1 - start)
        + styled("^", "red", colour=colour)
    )


def summary(findings: list[Finding], files: int) -> str:
    """How many files were checked, and how much was found."""
    counts = [
        plural(count, severity.value)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    ]
    return f"{plural(files, 'file')} checked: {', '.join(counts) or 'no findings'}"
