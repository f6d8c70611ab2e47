"""`functools.lru_cache`, typed so that classes are arguments.

Type checkers take a class for its instances when they ask whether it can be hashed, and refuse it.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["cached"]

F = TypeVar("F", bound=Callable[..., Any])


def cached(function: F, at_most: int | None = None) -> F:
    """Keep what a function returns, for its latest arguments or, without a limit, for all."""
    return functools.lru_cache(at_most)(function)  # type: ignore[return-value] # is called alike
