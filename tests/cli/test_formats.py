"""Findings for other programs: GitHub's workflow commands, and SARIF against its own schema.

`sarif-2.1.0.schema.json` is the schema of the OASIS committee (2.1.0-rtm.5), as the npm package
`@microsoft/jest-sarif` 1.0.0-beta.0 ships it.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit import check_plan
from clientkit.base import Finding, Place, Severity
from clientkit.cli import main
from clientkit.cli.formats import findings_as_sarif, findings_as_workflow_commands
from clientkit.documents import explain, finding_codes

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
INVALID = Path(__file__).parents[1] / "documents" / "invalid"
Output = pytest.CaptureFixture[str]


def finding(**more: Any) -> Finding:
    given = {"code": "plan.unknown-id", "message": "x is y; expected z", "path": "/a", **more}
    return Finding(**given)


def command(**more: Any) -> str:
    (line,) = findings_as_workflow_commands([finding(**more)])
    return line


class TestWorkflowCommands:
    def test_a_finding_has_file_line_column_and_title(self) -> None:
        assert command(file="plans/a.yaml", line=3, column=7, suggestion="did you mean 'q'?") == (
            "::error file=plans/a.yaml,line=3,col=7,title=plan.unknown-id::"
            "x is y; expected z; did you mean 'q'?"
        )

    @pytest.mark.parametrize(
        ("severity", "word"),
        [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.HINT, "notice")],
    )
    def test_severities_have_their_word(self, severity: Severity, word: str) -> None:
        assert command(severity=severity) == f"::{word} title=plan.unknown-id::x is y; expected z"

    def test_what_would_end_a_command_is_escaped(self) -> None:
        assert command(message="100 %: a, b\r\nc::d", file="a,b:c%\n.yaml") == (
            "::error file=a%2Cb%3Ac%25%0A.yaml,title=plan.unknown-id::100 %25: a, b%0D%0Ac::d"
        )

    @given(st.text(), st.text(min_size=1))
    def test_a_command_is_a_line_and_can_be_read_back(self, message: str, file: str) -> None:
        line = command(message=message, file=file)
        assert "\n" not in line
        assert "\r" not in line
        head, _, text = line.removeprefix("::error ").partition("::")
        for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            text = text.replace(code, char)
        assert text == message
        assert len(head.split(",")) == 2

    def test_standard_input_is_no_file(self) -> None:
        assert command(file="<stdin>") == "::error title=plan.unknown-id::x is y; expected z"

    def test_a_file_below_here_is_named_from_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert "file=plans/a.yaml," in command(file=str(tmp_path / "plans" / "a.yaml"))
        assert "file=/elsewhere/a.yaml," in command(file="/elsewhere/a.yaml")

    def test_the_command_prints_them_and_a_summary(self, capsys: Output) -> None:
        path = INVALID / "plan.unknown-id.yaml"
        assert main(["check", str(path), "--format", "github"]) == 1
        line, last = capsys.readouterr().out.splitlines()
        assert line.startswith("::error file=")
        assert last == "1 file checked: 1 error"


def sarif(*findings: Finding) -> dict[str, Any]:
    log = findings_as_sarif(findings)
    VALIDATOR.validate(log)
    return log


class TestSarif:
    def test_the_schema_refuses_what_is_wrong(self) -> None:
        log = sarif(finding())
        log["runs"][0]["results"][0]["level"] = "hint"
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(log)

    def test_a_result_has_rule_level_place_and_message(self) -> None:
        place = Place(path="/b", file="a b/ü#.yaml", line=9, column=1)
        log = sarif(finding(file="a b/ü#.yaml", line=3, column=7, related=(place,)))
        (run,) = log["runs"]
        (result,) = run["results"]
        uri = {"uri": "a%20b/%C3%BC%23.yaml"}
        assert result == {
            "ruleId": "plan.unknown-id",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "x is y; expected z"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": uri,
                        "region": {"startLine": 3, "startColumn": 7},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "/a"}],
                }
            ],
            "relatedLocations": [
                {
                    "physicalLocation": {
                        "artifactLocation": uri,
                        "region": {"startLine": 9, "startColumn": 1},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "/b"}],
                }
            ],
        }
        assert run["columnKind"] == "unicodeCodePoints"

    def test_rules_are_those_of_the_catalogue(self) -> None:
        hint = finding(code="studio.own", severity=Severity.HINT)
        (run,) = sarif(finding(code="shape.type"), hint, finding())["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["plan.unknown-id", "shape.type", "studio.own"]
        assert [result["ruleIndex"] for result in run["results"]] == [1, 2, 0]
        assert [result["level"] for result in run["results"]] == ["error", "note", "error"]
        assert rules[1]["shortDescription"]["text"] == explain("shape.type").summary
        assert rules[2] == {"id": "studio.own"}

    def test_no_findings_are_a_log_too(self) -> None:
        (run,) = sarif()["runs"]
        assert run["results"] == []

    def test_every_code_makes_a_valid_rule(self) -> None:
        sarif(*(finding(code=code) for code in finding_codes()))

    @pytest.mark.parametrize("path", sorted(INVALID.glob("*.yaml")), ids=lambda path: path.stem)
    def test_every_invalid_document_makes_a_valid_log(self, path: Path) -> None:
        findings = check_plan(path)
        (run,) = sarif(*findings)["runs"]
        assert len(run["results"]) == len(findings)

    def test_a_file_elsewhere_has_an_absolute_uri(self) -> None:
        (run,) = sarif(finding(file="/else where/a.yaml"))["runs"]
        (location,) = run["results"][0]["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "file:///else%20where/a.yaml"
        assert "region" not in location["physicalLocation"]

    def test_the_command_prints_a_log(self, capsys: Output) -> None:
        path = INVALID / "plan.unknown-id.yaml"
        assert main(["check", str(path), "--format", "sarif"]) == 1
        log = json.loads(capsys.readouterr().out)
        VALIDATOR.validate(log)
        assert log["version"] == "2.1.0"
