"""Functions compiled from the fields of a model, as attrs compiles its methods.

A loop over descriptions of fields takes several times as long.
"""

from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["compiled"]


def compiled(name: str, lines: Iterable[str], scope: dict[str, Any]) -> Callable[..., Any]:
    """The function of that name that the lines define, with the names in `scope` known to it."""
    exec("\n".join(lines), scope)  # noqa: S102 (no line holds more than names of fields)
    function: Callable[..., Any] = scope[name]
    return function
