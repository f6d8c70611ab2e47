"""`clientkit digest`."""

import json
from pathlib import Path

import pytest

from clientkit.base import to_data
from clientkit.cli import main
from clientkit.documents.checking import load_plan
from clientkit.plan.digests import digest
from clientkit.scope import Covers

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/plan/golden_digests"
HARBOR = ROOT / "examples/harbor-web/client-plan.yaml"
Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "parts", ["scope", "kpis", "scope+kpis", "scope+kpis+escalation+communication"]
)
def test_it_prints_the_digest_of_what_is_covered(parts: str, capsys: Output) -> None:
    covers = ", ".join(reversed(parts.split("+")))
    assert main(["digest", str(GOLDEN / "plan.yaml"), "--covers", covers]) == 0
    printed = capsys.readouterr().out.removeprefix("sha256:").strip()
    assert f"{printed}  {parts}.signed.json\n" in (GOLDEN / "digests.txt").read_text("utf-8")


def test_left_out_the_scope_alone_is_covered(capsys: Output) -> None:
    assert main(["digest", str(GOLDEN / "plan.yaml")]) == 0
    assert capsys.readouterr().out == digest(load_plan(GOLDEN / "plan.yaml")) + "\n"


def test_json_and_yaml_have_the_same_digest(tmp_path: Path, capsys: Output) -> None:
    data = to_data(load_plan(GOLDEN / "plan.yaml"))
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    assert main(["digest", str(path), "--covers", "scope,kpis,escalation,communication"]) == 0
    expected = digest(load_plan(GOLDEN / "plan.yaml"), covers=Covers)
    assert capsys.readouterr().out == f"{expected}\n"


def test_earlier_versions_have_theirs(capsys: Output) -> None:
    plan = load_plan(HARBOR)
    assert plan.history is not None
    assert main(["digest", str(HARBOR), "--scope-version", "1"]) == 0
    assert capsys.readouterr().out == f"{plan.history.scope[0].sign_offs[0].digest}\n"
    assert main(["digest", str(HARBOR), "--scope-version", "2"]) == 0
    assert capsys.readouterr().out == f"{digest(plan)}\n"
    assert main(["digest", str(HARBOR), "--scope-version", "3"]) == 2
    assert capsys.readouterr().err == "clientkit: --scope-version is 3; expected 1 or 2\n"


def test_a_part_that_is_not_there(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text('clientkit: "1"\nclient: {id: h, name: H, timezone: UTC}\n', encoding="utf-8")
    assert main(["digest", str(path)]) == 2
    assert (
        capsys.readouterr().err
        == "clientkit: covers is 'scope'; expected a part that the plan has\n"
    )
    assert main(["digest", str(path), "--scope-version", "1"]) == 2
    assert capsys.readouterr().err == (
        "clientkit: --scope-version is 1; expected one, but the plan has no agreement\n"
    )


def test_an_unknown_part_is_refused(capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["digest", str(HARBOR), "--covers", "scope,people"])
    assert stopped.value.code == 2
    assert "'people'; expected some of scope, kpis, escalation, communication" in (
        capsys.readouterr().err
    )


def test_a_plan_with_errors_has_no_digest(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("clientkit: 2\n", encoding="utf-8")
    assert main(["digest", str(path)]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.endswith("clientkit: the document has errors; mend them first\n")
