"""Names of a package that are loaded on first use (:pep:`562`).

Whoever imports a plan's models should not pay for every function of every family.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazily"]


def lazily(
    package: str, names: Mapping[str, tuple[str, ...]], public: list[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package.

    `names` says which names stand in which of its modules, `public` is its ``__all__``.
    """
    homes = {name: module for module, some in names.items() for name in some}

    def __getattr__(name: str) -> Any:  # noqa: N807 (it becomes the package's)
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    def __dir__() -> list[str]:  # noqa: N807 (it becomes the package's)
        return public

    return __getattr__, __dir__
