"""Each document under ``invalid/`` gives exactly the findings that its comments name, there."""

import re
from pathlib import Path

import pytest

from clientkit.documents.catalogue_generation import findings_of
from clientkit.plan.judgement import ALL_RULES

HERE = Path(__file__).parent
DOCUMENTS = sorted((HERE / "invalid").glob("*.yaml"))


def announced(path: Path) -> list[tuple[int, str]]:
    """The findings that comments such as ``# !! plan.unknown-id`` name, with their lines."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        (number, code)
        for number, line in enumerate(lines, 1)
        for code in re.findall(r"# !! ([a-z.-]+)", line)
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_an_invalid_document_gives_exactly_its_findings(path: Path) -> None:
    findings = findings_of(path)
    assert sorted((finding.line, finding.code) for finding in findings) == sorted(announced(path))
    for finding in findings:
        assert finding.file == str(path)
        assert finding.column is not None
        assert "expected" in finding.message


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_document_that_breaks_it(rule: object) -> None:
    code = rule.code  # type: ignore[attr-defined] # pytest knows no type for parameters
    assert (HERE / "invalid" / f"{code}.yaml").exists()


def test_the_file_is_named_after_its_finding() -> None:
    for path in DOCUMENTS:
        if "." in path.stem:
            assert path.stem in {code for _, code in announced(path)}
