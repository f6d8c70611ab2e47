"""`clientkit sign`."""

import datetime as dt
import json
from pathlib import Path

import pytest

from clientkit.cli import main
from clientkit.cli.new import starter_plan
from clientkit.documents.checking import check_plan, load_plan
from clientkit.plan.digests import digest
from clientkit.plan.signing import signatures
from clientkit.scope import Covers, SigningState

AT = dt.datetime(2026, 4, 17, 12, tzinfo=dt.UTC)
Output = pytest.CaptureFixture[str]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "client-plan.yaml"
    path.write_bytes(starter_plan().encode())
    return path


def sign(plan: Path, person: str, *more: str, date: str | None = "2026-04-17") -> int:
    when = () if date is None else ("--date", date)
    return main(["sign", str(plan), "--person", person, *when, *more])


def test_both_sides_sign_and_nothing_else_changes(plan: Path, capsys: Output) -> None:
    before = plan.read_text(encoding="utf-8")
    value = digest(load_plan(plan))
    assert sign(plan, "director", "--side", "client") == 0
    assert capsys.readouterr().out == (
        f"{plan}: 'director' signed version 1 (scope) for the client\n{value}\n"
    )
    assert sign(plan, "manager", "--side", "provider") == 0
    after = plan.read_text(encoding="utf-8")
    added = (
        "  sign_offs:\n"
        "    - person: director\n"
        "      side: client\n"
        "      version: 1\n"
        '      date: "2026-04-17"\n'
        f'      digest: "{value}"\n'
        "    - person: manager\n"
        "      side: provider\n"
        "      version: 1\n"
        '      date: "2026-04-17"\n'
        f'      digest: "{value}"\n'
    )
    assert after.replace(added, "") == before
    found = signatures(load_plan(plan), at=AT)
    assert found is not None
    assert (found.state, found.is_bound) == (SigningState.BOTH_SIDES, True)
    assert [one.code for one in check_plan(plan)] == ["scope.signature-leaves-out"]


def test_parts_that_are_covered(plan: Path, capsys: Output) -> None:
    value = digest(load_plan(plan), covers=Covers)
    assert sign(plan, "director", "--covers", "kpis,scope,communication,escalation") == 0
    printed = capsys.readouterr().out
    assert "signed version 1 (scope, kpis, escalation, communication) for the client" in printed
    (one,) = load_plan(plan).scope.sign_offs  # type: ignore[union-attr] # it has a scope
    assert (one.covers, one.digest) == (tuple(Covers), value)


def test_an_instant_or_the_present(plan: Path) -> None:
    assert sign(plan, "director", "--at", "2026-04-17T09:00:00+02:00", date=None) == 0
    assert sign(plan, "manager", date=None) == 0
    first, second = load_plan(plan).scope.sign_offs  # type: ignore[union-attr] # it has a scope
    assert first.at == dt.datetime(2026, 4, 17, 7, tzinfo=dt.UTC)
    assert second.at is not None
    seconds_ago = plan.stat().st_mtime - second.at.timestamp()
    assert 0 <= seconds_ago < 60
    assert second.at.microsecond == 0
    assert "2026-04-17T09:00:00+02:00" in plan.read_text(encoding="utf-8")


def test_json(plan: Path, tmp_path: Path) -> None:
    data = {
        "clientkit": "1",
        "client": {"id": "harbor", "name": "Harbor", "timezone": "UTC"},
        "people": [{"id": "director", "title": "Director"}],
        "scope": {"id": "web", "title": "New web site"},
    }
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(data, indent=2), encoding="utf-8")
    assert sign(path, "director") == 0
    signed = {
        "person": "director", "side": "client", "version": 1, "date": "2026-04-17",
        "digest": "sha256:d51e099cad040a219cb9af9c86aa923260489050489011c4596eb5252688c9fe",
    }  # fmt: skip
    new = data | {"scope": {"id": "web", "title": "New web site", "sign_offs": [signed]}}
    assert path.read_text(encoding="utf-8") == json.dumps(new, indent=2)


def test_toml_is_refused(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "plan.toml"
    text = (
        'clientkit = "1"\nclient = {id = "h", name = "H", timezone = "UTC"}\n'
        'people = [{id = "director", title = "D"}]\nscope = {id = "w", title = "W"}\n'
    )
    path.write_text(text, encoding="utf-8")
    assert sign(path, "director") == 2
    assert capsys.readouterr().err == (
        f"clientkit: {path} is TOML; expected YAML or JSON, which items can be added to\n"
    )
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("person", "more", "message"),
    [
        (
            "directr",
            (),
            "person is 'directr'; expected a person of the plan; did you mean 'director'?",
        ),
        ("nobody", (), "person is 'nobody'; expected a person of the plan"),
        (
            "editor",
            (),
            "person is 'editor'; expected somebody who may sign for the client: 'director'",
        ),
        (
            "director",
            ("--side", "provider"),
            "side is 'provider'; expected 'client', the side of 'director'",
        ),
    ],
)
def test_who_may_not_sign_does_not(
    plan: Path, person: str, more: tuple[str, ...], message: str, capsys: Output
) -> None:
    before = plan.read_bytes()
    assert sign(plan, person, *more) == 2
    streams = capsys.readouterr()
    assert (streams.out, streams.err) == ("", f"clientkit: {message}\n")
    assert plan.read_bytes() == before


def test_nobody_signs_twice_unless_the_text_changed(plan: Path, capsys: Output) -> None:
    assert sign(plan, "director") == 0
    assert sign(plan, "director") == 2
    assert capsys.readouterr().err == (
        "clientkit: person is 'director'; expected somebody who has not signed version 1 yet\n"
    )
    text = plan.read_text(encoding="utf-8").replace("What is launched", "What goes online")
    plan.write_text(text, encoding="utf-8")
    assert [one.code for one in check_plan(plan)] == ["scope.signature-outdated"]
    assert sign(plan, "director", "--covers", "scope,escalation") == 0
    assert sign(plan, "manager", "--covers", "scope,escalation") == 0
    assert check_plan(plan) == ()


def test_a_plan_with_errors_is_not_signed(plan: Path, capsys: Output) -> None:
    text = plan.read_text(encoding="utf-8").replace("on launch", "on lunch")
    plan.write_text(text, encoding="utf-8")
    assert sign(plan, "director") == 2
    assert "error[plan.unknown-id]" in capsys.readouterr().err
    assert plan.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "when", [("--date", "17 April"), ("--at", "2026-04-17"), ("--date", "2026-04-17", "--at", "x")]
)
def test_a_day_or_an_instant_with_its_offset(
    plan: Path, when: tuple[str, ...], capsys: Output
) -> None:
    with pytest.raises(SystemExit) as stopped:
        sign(plan, "director", *when, date=None)
    assert stopped.value.code == 2
    assert "expected" in capsys.readouterr().err
