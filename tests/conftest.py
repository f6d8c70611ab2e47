"""Hypothesis profiles, and every model of the package as a parameter."""

import importlib
import os
import pkgutil
from functools import cache

import attrs
import pytest
from hypothesis import HealthCheck, settings

import clientkit
from clientkit.base import specification
from clientkit.plan import ClientPlan, ClientRecord

# Machines differ in speed, and CI wants the same examples twice. `HYPOTHESIS_PROFILE=large` looks
# further, and elsewhere each time.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("small", max_examples=25, derandomize=True, database=None, **COMMON)
settings.register_profile("large", max_examples=1000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "small"))


@cache
def every_model() -> tuple[type, ...]:
    """All classes of the package that `@model` has made, but those that only lend their fields."""
    found: dict[type, None] = {}
    for module in pkgutil.walk_packages(clientkit.__path__, "clientkit."):
        if module.name.endswith("__main__"):
            continue
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and attrs.has(one) and "__init_subclass__" in vars(one):
                found[one] = None
    return tuple(found)


@cache
def every_part() -> tuple[type, ...]:
    """Those of which documents consist; results of functions are never read from anywhere."""
    found: dict[type, None] = {}
    waiting: list[type] = [ClientPlan, ClientRecord]
    while waiting:
        model = waiting.pop()
        found[model] = None
        kinds = [field.kind for field in specification(model) if field.is_model]
        waiting += [kind for kind in kinds if kind not in found]
    return tuple(found)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, models in (("every_model", every_model), ("every_part", every_part)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, models(), ids=[one.__qualname__ for one in models()])
