"""Rules: judgements of models that stand, one function for one code."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

import attrs

from .findings import Finding, Place, Severity

__all__ = ["Fault", "Rule", "rule"]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class Fault:
    """One place where a rule is broken, as the rule says it."""

    path: str
    """Where in the subject, as a JSON Pointer."""
    message: str
    """What is wrong there, and what was expected."""
    suggestion: str | None = None
    """What was probably meant, or how to mend it."""
    related: tuple[str, ...] = ()
    """Other places that belong to it."""


@attrs.frozen(kw_only=True)
class Rule(Generic[S]):
    """A judgement with a code of its own; call it with its subject to get findings."""

    code: str
    """What its findings are called, as ``family.kebab-case``."""
    severity: Severity
    """How much its findings matter."""
    reads: tuple[str, ...]
    """What it draws conclusions from besides the place it reports, as JSON Pointers in its subject.

    Where something there could not be read, the rule is silent.
    """
    judge: Callable[[S], Iterable[Fault]] = attrs.field(repr=False)
    """The function that finds the faults; its docstring is the rule's entry in the catalogue."""

    def __call__(self, subject: S, *, prefix: str = "") -> Iterator[Finding]:
        """The findings for a subject that stands at `prefix` in its document."""
        for fault in self.judge(subject):
            yield Finding(
                code=self.code,
                severity=self.severity,
                path=prefix + fault.path,
                message=fault.message,
                suggestion=fault.suggestion,
                related=tuple(Place(path=prefix + path) for path in fault.related),
            )


def rule(
    code: str, severity: Severity = Severity.ERROR, *, reads: Iterable[str] = ()
) -> Callable[[Callable[[S], Iterable[Fault]]], Rule[S]]:
    """Make a rule of a generator function.

    >>> from clientkit.base import Severity
    >>> @rule("scope.untitled", Severity.HINT)
    ... def untitled(title):
    ...     if not title:
    ...         yield Fault(path="/title", message="title is ''; expected words")
    >>> [finding.code for finding in untitled("")]
    ['scope.untitled']
    """
    return lambda judge: Rule(code=code, severity=severity, reads=tuple(reads), judge=judge)
