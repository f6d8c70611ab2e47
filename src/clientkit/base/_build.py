"""`@model` at run time; type checkers read it as `attrs.frozen` (see `model.py`)."""

import functools
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

import attrs

from ._caching import cached
from ._checking import Refusal, checks, fault_of
from ._compiling import compiled
from .errors import InvalidModelError
from .findings import Finding
from .specification import specification

__all__ = [
    "invariant_findings",
    "invariants_of",
    "is_abstract",
    "model",
    "trusted",
    "trusting",
    "twin",
]

C = TypeVar("C", bound=type)
M = TypeVar("M")


def model(*, kw_only: bool) -> Callable[[C], C]:
    """Make a frozen, slotted, final class whose constructor checks what it is given."""
    if not kw_only:
        raise TypeError("models take keywords only: write @model(kw_only=True)")
    return _decorate


def _decorate(cls: C) -> C:
    if invariants_of(cls):
        # attrs calls it at the end of `__init__`, decoding when it has filled an instance.
        cls.__attrs_post_init__ = _check_invariants  # type: ignore[attr-defined] # see above
    cls.__repr__ = _repr  # type: ignore[method-assign,assignment] # of whatever class it is
    built = attrs.frozen(kw_only=True, weakref_slot=False, repr=False)(cls)
    _check_on_construction(built)
    if not is_abstract(built):
        refuse: Any = classmethod(_refuse_subclass)
        built.__init_subclass__ = refuse  # type: ignore[method-assign] # no class has one before
    return built


def is_abstract(cls: type) -> bool:
    """Whether a class only lends its fields to others."""
    return vars(cls).get("_abstract", False) is True


def _check_on_construction(cls: type) -> None:
    fill: Callable[..., None] = cls.__init__  # type: ignore[misc] # of just this class

    @functools.wraps(fill)
    def __init__(self: Any, **values: Any) -> None:  # noqa: N807 (it becomes the method)
        findings = []
        for name, check in checks(type(self)).items():
            if name in values:
                try:
                    values[name] = check(values[name])
                except Refusal as refusal:
                    findings.append(fault_of(type(self), name, refusal))
        if findings:
            raise InvalidModelError(findings)
        fill(self, **values)

    cls.__init__ = __init__  # type: ignore[misc] # of just this class


def invariant_findings(instance: Any) -> Iterator[Finding]:
    """What is true of no single field, and fails."""
    for judge in invariants_of(type(instance)):
        yield from judge(instance)


def _check_invariants(self: Any) -> None:
    for judge in invariants_of(type(self)):
        for _ in judge(self):
            raise InvalidModelError(invariant_findings(self))


@cached
def invariants_of(model: type) -> tuple[Callable[[Any], Iterator[Finding]], ...]:
    """The generators of findings of a class and of those that lend it fields, these first."""
    return tuple(
        vars(kind)["_invariants"] for kind in reversed(model.__mro__) if "_invariants" in vars(kind)
    )


def trusted(cls: type[M], **values: Any) -> M:
    """Build a model without any check, from values that are known to fit.

    For results of functions: checking them again would cost more than computing them.
    """
    return trusting(cls)(**values)


@cached
def trusting(cls: type[M]) -> Callable[..., M]:
    """What builds a model as :func:`trusted` does, for where many of one class are built.

    It is compiled, as attrs compiles its methods.
    """
    fields = specification(cls)
    scope: dict[str, Any] = {f"_{field.name}": field.default for field in fields}
    scope |= {"__twin": twin(cls), "__cls": cls}
    taken = [field.name if field.required else f"{field.name}=_{field.name}" for field in fields]
    lines = [
        f"def build(*, {', '.join(taken)}):",
        "    self = __twin()",
        *(f"    self.{field.name} = {field.name}" for field in fields),
        "    self.__class__ = __cls",
        "    return self",
    ]
    return compiled("build", lines, scope)


@cached
def twin(cls: type) -> type:
    """A mutable class with the slots of a model.

    A frozen class can only be filled by slow means. So its twin is filled, and then changes its
    class.
    """
    names = {
        "__slots__": cls.__dict__["__slots__"],
        "__init__": object.__init__,
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,  # both must be object's for setting to be fast
    }
    return type(cls.__name__, cls.__bases__, names)


def _repr(self: Any) -> str:
    """Only what differs from the default: entries have many optional fields."""
    shown = []
    for field in specification(type(self)):
        value = getattr(self, field.name)
        if field.required or value != field.default:
            shown.append(f"{field.name}={value!r}")
    return f"{type(self).__name__}({', '.join(shown)})"


def _refuse_subclass(cls: type, /, **_: object) -> NoReturn:
    raise TypeError(f"{cls.__mro__[1].__name__} is final; build on it by holding one")
