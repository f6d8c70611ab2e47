"""`clientkit schema`."""

import json
from pathlib import Path

import pytest

from clientkit.cli import main
from clientkit.documents import schema, schema_names

Output = pytest.CaptureFixture[str]


def test_the_names_are_listed(capsys: Output) -> None:
    assert main(["schema"]) == 0
    assert tuple(capsys.readouterr().out.split()) == schema_names()


@pytest.mark.parametrize("name", ["client-plan", "client-plan.schema.json"])
def test_one_schema_is_printed(name: str, capsys: Output) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == schema("client-plan")


def test_all_schemas_are_written(tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "new" / "schemas"
    assert main(["schema", "--out", str(folder)]) == 0
    written = {path.name for path in folder.iterdir()}
    assert written == {f"{name}.schema.json" for name in schema_names()}
    assert str(folder / "client-plan.schema.json") in capsys.readouterr().out


def test_one_schema_is_written(tmp_path: Path) -> None:
    assert main(["schema", "client-record", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["client-record.schema.json"]


def test_an_unknown_name_exits_with_2(capsys: Output) -> None:
    assert main(["schema", "client-plam"]) == 2
    assert "no schema 'client-plam'; did you mean 'client-plan'?" in capsys.readouterr().err
    assert main(["schema", "xyz"]) == 2
    assert "no schema 'xyz'; expected one of acceptance, " in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_exits_with_2(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["schema", "--out", str(file)]) == 2
    assert "could not be written" in capsys.readouterr().err
