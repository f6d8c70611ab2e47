"""Findings for other programs: plain data, GitHub's workflow commands, and SARIF."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from clientkit._version import __version__
from clientkit.base import Finding, Place, Severity
from clientkit.base._caching import cached
from clientkit.documents.catalogue import explain, finding_codes

__all__ = ["findings_as_data", "findings_as_sarif", "findings_as_workflow_commands"]

_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def findings_as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain data, each with the same keys."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "path": one.path,
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "message": one.message,
            "suggestion": one.suggestion,
            "related": [
                {"path": place.path, "file": place.file, "line": place.line, "column": place.column}
                for place in one.related
            ],
        }
        for one in findings
    ]


def findings_as_workflow_commands(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings as GitHub Actions shows them beside the lines of a change.

    The commands and what is escaped in them are those of the runner's ``ActionCommand``: in a
    message ``%`` and line ends, in a property ``:`` and ``,`` besides.
    """
    for one in findings:
        properties = {
            "file": _relative(one.file),
            "line": one.line,
            "col": one.column,
            "title": one.code,
        }
        given = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in properties.items()
            if value is not None
        )
        yield f"::{_GITHUB_LEVELS[one.severity]} {given}::{_data(_text(one))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def findings_as_sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings as one run of the Static Analysis Results Interchange Format, version 2.1.0.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    findings = list(findings)
    codes = sorted({one.code for one in findings})
    index = {code: number for number, code in enumerate(codes)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "clientkit",
                        "version": __version__,
                        "rules": [_descriptor(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, index[one.code]) for one in findings],
            }
        ],
    }


def _descriptor(code: str) -> dict[str, Any]:
    if code not in finding_codes():
        return {"id": code}
    entry = explain(code)
    return {
        "id": code,
        "shortDescription": {"text": entry.summary},
        "fullDescription": {"text": entry.text},
        "defaultConfiguration": {"level": _SARIF_LEVELS[entry.severity]},
        "help": {"text": f"{entry.text}\n\nMended, an example reads:\n\n{entry.mended}"},
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": _text(finding)},
        "locations": [_location(finding)],
    }
    if finding.related:
        result["relatedLocations"] = [_location(place) for place in finding.related]
    return result


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {}
    file = _relative(place.file)
    if file is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(file)}}
        if place.line is not None and place.column is not None:
            region = {"startLine": place.line, "startColumn": place.column}
            location["physicalLocation"]["region"] = region
    if place.path:
        location["logicalLocations"] = [{"fullyQualifiedName": place.path}]
    return location


@cached
def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(file)


def _text(finding: Finding) -> str:
    return f"{finding.message}; {finding.suggestion}" if finding.suggestion else finding.message


def _relative(file: str | None) -> str | None:
    """A file below the working directory as a relative path, as both formats want it."""
    return None if file is None or file == "<stdin>" else _below(file, Path.cwd())


@cached
def _below(file: str, folder: Path) -> str:
    path = Path(file)
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
