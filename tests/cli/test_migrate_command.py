"""`clientkit migrate`: says which version documents have, and writes nothing needlessly."""

import shutil
from pathlib import Path

import pytest

from clientkit.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
Output = pytest.CaptureFixture[str]


def test_documents_of_the_newest_version_stay_as_they_are(tmp_path: Path, capsys: Output) -> None:
    shutil.copytree(EXAMPLES / "harbor-web", tmp_path / "harbor")
    before = {path: (path.read_bytes(), path.stat()) for path in (tmp_path / "harbor").iterdir()}
    assert main(["migrate", str(tmp_path)]) == 0
    plan = tmp_path / "harbor" / "client-plan.yaml"
    record = tmp_path / "harbor" / "client-record.yaml"
    assert capsys.readouterr().out == (
        f"{plan}: version 1.0, the newest; nothing to lift\n"
        f"{record}: version 1.0, the newest; nothing to lift\n"
    )
    after = {path: (path.read_bytes(), path.stat()) for path in (tmp_path / "harbor").iterdir()}
    for path, (content, status) in after.items():
        assert content == before[path][0]
        assert status.st_mtime_ns == before[path][1].st_mtime_ns


def test_a_newer_document_is_left_to_a_newer_program(tmp_path: Path, capsys: Output) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text('clientkit: "1.3"\n', encoding="utf-8")
    assert main(["migrate", str(plan)]) == 2
    assert capsys.readouterr().out == (
        f"{plan}: version 1.3, newer than 1.0, the newest that this program knows; "
        "install a newer clientkit\n"
    )


@pytest.mark.parametrize("text", ["a: 1\n", "- a\n", 'clientkit: "2"\n', "clientkit: 1\n"])
def test_what_says_no_version_exits_with_2(tmp_path: Path, capsys: Output, text: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(text, encoding="utf-8")
    assert main(["migrate", str(plan)]) == 2
    assert "no version of the format that is known" in capsys.readouterr().err


def test_what_cannot_be_read_exits_with_2_and_the_rest_is_told(
    tmp_path: Path, capsys: Output
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text('clientkit: "1"\n', encoding="utf-8")
    assert main(["migrate", "no-such.yaml", str(plan)]) == 2
    out, err = capsys.readouterr()
    assert "'no-such.yaml' does not exist" in err
    assert out == f"{plan}: version 1.0, the newest; nothing to lift\n"


def test_a_folder_without_documents_exits_with_2(tmp_path: Path, capsys: Output) -> None:
    assert main(["migrate", str(tmp_path)]) == 2
    assert "no document in the folder" in capsys.readouterr().err
