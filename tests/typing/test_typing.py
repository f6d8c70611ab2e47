"""What type checkers make of the models: right uses pass, wrong ones do not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = [str(HERE / name) for name in ("correct.py", "wrong.py")]


def test_mypy_strict(tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api")
    settings = tmp_path / "mypy.ini"  # without the repository's own, as in another project
    settings.write_text("[mypy]\nstrict = True\nwarn_unused_ignores = True\n")
    said, failed, _ = api.run([*FILES, f"--config-file={settings}", f"--cache-dir={tmp_path}"])
    assert said.startswith("Success: no issues found in 2 source files"), said + failed


def test_basedpyright(tmp_path: Path) -> None:
    program = shutil.which("basedpyright") or shutil.which(
        "basedpyright", path=str(Path(sys.executable).parent)
    )
    if program is None:
        pytest.skip("basedpyright is not installed")
    settings = {
        "include": FILES,
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
        "reportUnnecessaryTypeIgnoreComment": "error",
        # `type: ignore` speaks to mypy here
        "enableTypeIgnoreComments": False,
    }
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps(settings))
    ran = subprocess.run(
        [program, "--project", str(project), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 errors, 0 warnings" in ran.stdout
