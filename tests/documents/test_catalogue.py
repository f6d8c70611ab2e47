"""Every code that a function can give has an entry, and the entries say what is so."""

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import clientkit
from clientkit import InvalidValueError
from clientkit.base import Finding, Severity
from clientkit.documents import explain, finding_codes
from clientkit.documents.catalogue import closest_code
from clientkit.documents.catalogue_generation import (
    catalogue_of,
    examples,
    findings_of,
    findings_of_python,
    main,
)
from clientkit.plan.judgement import ALL_RULES

SOURCE = Path(clientkit.__file__).parent
INVALID = Path(__file__).parent / "invalid"
ENTRIES = [explain(code) for code in finding_codes()]


def constants(node: ast.expr | None) -> set[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    return set()


@functools.cache
def calls(tree: ast.AST) -> dict[str, list[ast.Call]]:
    """The calls in a tree, by the name that is called."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found[node.func.attr].append(node)
            elif isinstance(node.func, ast.Name):
                found[node.func.id].append(node)
    return found


@functools.cache
def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """What is assigned in a tree, by the name that it is given first."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            found[ast.unparse(node.targets[0])].append(node.value)
    return found


def called(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for name in names:
        yield from calls(tree).get(name, ())


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}


def codes_of_findings() -> set[str]:
    """The codes in calls such as ``Finding(code="plan.x")`` and ``Finding(code=f"plan.{kind}")``.

    In the latter, and in ``Finding(code=code)``, it is a parameter of the function around the call,
    so that the calls of this function say what it may be.
    """
    found = set()
    for tree in TREES.values():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            names = [one.arg for one in function.args.args if one.arg != "self"]
            for call in called(function, "Finding"):
                (code,) = (one.value for one in call.keywords if one.arg == "code")
                found |= constants(code)
                if isinstance(code, ast.JoinedStr | ast.Name):
                    public = function in tree.body and not function.name.startswith("_")
                    callers = list(TREES.values()) if public else [tree]
                    found |= filled(code, function, names, callers)
    return found


def filled(
    code: ast.JoinedStr | ast.Name,
    function: ast.FunctionDef,
    names: list[str],
    callers: list[ast.Module],
) -> set[str]:
    if isinstance(code, ast.Name):
        hole: ast.expr = code
        before, after = "", ""
    else:
        (hole,) = (one.value for one in code.values if isinstance(one, ast.FormattedValue))
        before, _, after = ast.unparse(code)[2:-1].partition("{" + ast.unparse(hole) + "}")
    if not isinstance(hole, ast.Name):
        return set()  # of a text's fault, see below
    where = names.index(hole.id)
    words: set[str] = set()
    for tree in callers:
        for call in called(tree, function.name):
            words |= constants(call.args[where]) if len(call.args) > where else set()
        for value in assigned(tree).get(hole.id, ()):  # `code = "value" if ... else "type"`
            words |= constants(value)
    return {f"{before}{word}{after}" for word in words if re.fullmatch("[a-z.-]+", word)}


def codes_of_texts() -> set[str]:
    """The codes of what is wrong with a text, which every reader gives as its first argument."""
    found: set[str] = set()
    for path, tree in TREES.items():
        if path.parent.name == "documents" and re.search("_text|plain_data|reading", path.name):
            for call in called(tree, "Fault", "_fault", "refuse", "_RefusedSourceError"):
                found |= constants(call.args[0]) if call.args else set()
            for value in assigned(tree).get("code", ()):
                found |= constants(value)
        if path.name == "parsed.py":
            (numbers,) = (
                node
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef) and node.name == "refused_number"
            )
            for node in ast.walk(numbers):
                if isinstance(node, ast.Tuple):
                    found |= constants(node.elts[0])
    return {f"reading.{code}" for code in found if re.fullmatch("[a-z-]+", code)}


def test_the_codes_in_the_source_are_found() -> None:
    """The two searches find what they are for; else the next test could not fail."""
    assert {
        "scope.quorum-too-high",  # written out
        "cadence.set-pos-alone",  # by a function of the module
        "client.ends-before-start",  # by a function of another module
        "shape.type",  # by a variable
        "plan.ignore-expired",
        "privacy.names-person",
        "escalation.mistake-not-told",  # as a parameter of its own
    } <= codes_of_findings()
    assert {"reading.too-deep", "reading.huge-number", "reading.tag"} <= codes_of_texts()


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    given = codes_of_findings() | codes_of_texts() | {rule.code for rule in ALL_RULES}
    assert sorted(given - set(finding_codes())) == []
    assert sorted(set(finding_codes()) - given) == []


def test_the_catalogue_is_what_the_rules_and_documents_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["--check"])
    assert (status, capsys.readouterr().err) == (0, "")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_an_entry_says_what_why_and_how(entry: Any) -> None:
    assert entry.summary.endswith(".")
    assert len(entry.summary) < 200
    assert len(entry.text.split("\n\n")) >= 2
    assert "expected" in entry.message


def found(entry: Any, example: str) -> tuple[Finding, ...]:
    """What an example gives: a document is checked, lines of Python are run."""
    return findings_of(f"{example}\n") if entry.syntax == "yaml" else findings_of_python(example)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_a_failing_example_fails_and_a_mended_one_does_not(entry: Any) -> None:
    severities = {one.code: one.severity for one in found(entry, entry.failing)}
    if entry.code == "reading.encoding":  # as a text it holds no wrong byte
        assert "\ufffd" in entry.failing
    else:
        assert severities[entry.code] is entry.severity
    left = found(entry, entry.mended)
    assert entry.code not in {one.code for one in left}
    assert [one for one in left if one.severity is Severity.ERROR] == []


def test_what_stands_above_and_below_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "plan.x.yaml"
    path.write_text(
        "# What it is,\n# in a paragraph.\n#\n# Why.\na: 1\n  b: 2  # !! plan.x\n  #> b: 3\n"
        "  #> c: 4\nd: 5\n#>\n",
        encoding="utf-8",
    )
    assert examples(path) == (
        "What it is, in a paragraph.\n\nWhy.",
        "a: 1\n  b: 2\nd: 5\n",
        "a: 1\n  b: 3\n  c: 4\n",
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("shape.type", "# It.\nclientkit: 1\n", "nothing is mended"),
        ("shape.type", "# It.\na: 1\n#> clientkit: 1\n", "gives no shape.type"),
        ("plan.id-twice", "# It.\na: 1\n#> b: 1\n", "by its rule and its document"),
    ],
)
def test_what_makes_no_entry_is_said(tmp_path: Path, name: str, text: str, problem: str) -> None:
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    entries, (said,) = catalogue_of(tmp_path)
    assert entries == "[]\n"
    assert problem in said


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"'plan\.x'; expected the code of a finding"):
        explain("plan.x")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("plan.unknwon-id", "plan.unknown-id"),
        ("PLAN.UNKNOWN-ID", "plan.unknown-id"),
        ("duplicate-key", "reading.duplicate-key"),
        ("zzz", None),
    ],
)
def test_the_code_that_was_probably_meant(word: str, meant: str | None) -> None:
    assert closest_code(word) == meant
