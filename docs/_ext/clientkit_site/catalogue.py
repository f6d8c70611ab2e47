"""The catalogue of findings and the list of schemas."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import clientkit
from clientkit.base import Finding, Severity
from clientkit.base.rules import Rule
from clientkit.documents import (
    check_plan,
    check_record,
    load_plan,
    read,
    reading,
    schema,
    schema_names,
)
from clientkit.documents.kinds import is_record
from clientkit.plan.judgement import ALL_RULES

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_COLOURS = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.HINT: "info"}
ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "tests/documents/invalid"
ITS_PLAN = ROOT / "tests/documents/harbor.yaml"

# What the codes of the second stage mean; their messages say the rest.
SHAPE = {
    "shape.count": "A list has too few items, or too many.",
    "shape.missing-key": "A key is not there that must be.",
    "shape.type": "A value is of another type, such as a number where a text is expected.",
    "shape.unknown-key": "A key that means nothing here; the suggestion is the closest that does.",
    "shape.value": "A value is of the right type, and cannot be understood or is out of bounds.",
}


def findings() -> Iterator[str]:
    """An entry for each code, by the first half of it."""
    families: dict[str, list[str]] = defaultdict(list)
    for code in codes():
        families[code.partition(".")[0]].append(code)
    for family in sorted(families, key=lambda name: (name not in ("reading", "shape"), name)):
        yield from ("", f"## {family}", "")
        for code in families[family]:
            yield from _entry(code)


@cache
def codes() -> tuple[str, ...]:
    """Every code that a check can give."""
    return tuple(sorted({*_rules(), *_reading(), *SHAPE, *_of_invariants()}))


def _rules() -> dict[str, Rule[object]]:
    return {rule.code: rule for rule in ALL_RULES}


def _reading() -> dict[str, str]:
    """The codes of the first stage, which one table in the source explains."""
    table = inspect.getdoc(reading) or ""
    found = re.finditer(r"^``(reading\.[a-z-]+)`` +(.+)$", table, re.MULTILINE)
    return {one[1]: one[2] for one in found}


def _of_invariants() -> set[str]:
    """The codes of what must hold between the fields of a model."""
    found: set[str] = set()
    for file in Path(clientkit.__file__).parent.rglob("model.py"):
        found |= _codes_in(file)
    for file in Path(clientkit.__file__).parent.rglob("entr*.py"):
        found |= _codes_in(file)
    return found | {path.stem for path in EXAMPLES.glob("*.yaml") if "." in path.stem}


def _codes_in(file: Path) -> set[str]:
    return {
        word.value.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "code" and isinstance(word.value, ast.Constant)
    }


def _entry(code: str) -> Iterator[str]:
    yield from (f"({code})=", f"### {code}", "")
    rule = _rules().get(code)
    severity = Severity.ERROR if rule is None else rule.severity
    badge = f":bdg-{_COLOURS[severity]}-line:`{severity.value}`"
    if rule is None:
        text = _reading().get(code) or SHAPE.get(code) or ""
        text = text.replace(":class:`Limits`", ":class:`~clientkit.documents.Limits`")
    else:
        text = inspect.getdoc(rule.judge) or ""
    yield from ("````{eval-rst}", f"{badge} {text}", "````", "")
    yield from _example(code)


def _example(code: str) -> Iterator[str]:
    path = EXAMPLES / f"{code}.yaml"
    if not path.exists():
        return
    finding = next((one for one in _found(path) if one.code == code), None)
    if finding is None:  # the tests say so in better words
        return
    yield from ("```text", finding.message)
    if finding.suggestion:
        yield f"  = {finding.suggestion}"
    yield from ("```", "")
    yield from (":::{dropdown} The document that gives it", "")
    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r" *# !! [a-z.-]+", "", _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
    # What breaks the syntax cannot be coloured by it.
    yield from (
        "```text" if code.startswith("reading") else "```yaml",
        *(line[:120] for line in text.rstrip().splitlines()[:40]),
    )
    yield from ("```", ":::", "")


def _found(path: Path) -> tuple[Finding, ...]:
    if is_record(read(path)):
        return check_record(path, load_plan(ITS_PLAN))
    return check_plan(path)


def schemas() -> Iterator[str]:
    """Each schema, what it describes, and the file itself."""
    for name in schema_names():
        description = " ".join(schema(name)["description"].split())
        link = f'<a class="reference" href="../schemas/v1/{name}.schema.json" download>file</a>'
        yield f"`{name}`\n: {description} ({link})\n"
