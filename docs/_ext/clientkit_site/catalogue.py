"""The catalogue of findings and the list of schemas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from clientkit.base import Severity
from clientkit.documents import explain, finding_codes, schema
from clientkit.documents.schema_generation import TOP_LEVEL, schema_name

from .names import full_name

_COLOURS = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.HINT: "info"}


def findings() -> Iterator[str]:
    """An entry for each code, by the first half of it."""
    families: dict[str, list[str]] = defaultdict(list)
    for code in finding_codes():
        families[code.partition(".")[0]].append(code)
    for family in sorted(families, key=lambda name: (name not in ("reading", "shape"), name)):
        yield from ("", f"## {family}", "")
        for code in families[family]:
            yield from _entry(code)


def _entry(code: str) -> Iterator[str]:
    entry = explain(code)
    yield from (f"({code})=", f"### {code}", "")
    badge = f":bdg-{_COLOURS[entry.severity]}-line:`{entry.severity.value}`"
    yield from ("````{eval-rst}", f"{badge} {entry.text}", "````", "")
    yield from ("```{code-block} text", ":class: message", "", entry.message)
    if entry.suggestion:
        yield f"  = {entry.suggestion}"
    yield from ("```", "")
    yield from (":::{dropdown} What gives it, and the same mended", "")
    for example in (entry.failing, entry.mended):
        yield from (f"```{entry.syntax}", example.rstrip(), "```", "")
    yield from (":::", "")


def schemas() -> Iterator[str]:
    """Each schema with an anchor: what it describes, where its keys are explained, and the file."""
    for model in sorted(TOP_LEVEL, key=schema_name):
        name = schema_name(model)
        description = " ".join(schema(name)["description"].split())
        keys = f"keys: {{py:class}}`~{full_name(model)}`"
        link = f'<a class="reference" href="../schemas/v1/{name}.schema.json" download>file</a>'
        yield f'<span id="{name}"></span>`{name}`\n: {description} ({keys}; {link})\n'
