"""The packages' public names: sorted, loadable, and light to import."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import clientkit

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(clientkit.__path__, "clientkit.")
    if module.name != "clientkit.__main__"
)


@pytest.mark.parametrize("name", ["clientkit", *MODULES])
def test_every_public_name_exists_and_the_list_is_sorted(name: str) -> None:
    module = importlib.import_module(name)
    names = getattr(module, "__all__", None)
    if name.rpartition(".")[2] == "_version":
        return
    assert names is not None
    assert sorted(names, key=_as_ruff) == list(names)
    for one in names:
        assert not isinstance(getattr(module, one), type(importlib)), one


def _as_ruff(name: str) -> tuple[int, str]:
    """Constants first, then classes, then the rest, as isort has it."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, name


@pytest.mark.parametrize("code", ["import clientkit", "from clientkit import ClientPlan"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    program = (
        f"{code}\nimport sys\n"
        "print(*{'jsonschema', 'yaml', 'dateutil.rrule', 'urllib.request', 'matplotlib', 'rich'}"
        ".intersection(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'clientkit' has no attribute 'CleintPlan'"):
        _ = clientkit.CleintPlan  # type: ignore[attr-defined] # that is the point


def test_the_directory_shows_the_public_names() -> None:
    assert dir(clientkit) == sorted(clientkit.__all__)
