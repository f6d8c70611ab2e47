"""Every exception of the library, under one root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._showing import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .findings import Finding

__all__ = [
    "ClientkitError",
    "InvalidArgumentError",
    "InvalidDocumentError",
    "InvalidModelError",
    "InvalidValueError",
]


class ClientkitError(Exception):
    """The root of all errors that clientkit raises itself."""


class InvalidValueError(ClientkitError, ValueError):
    """A text that does not say a value of the kind expected.

    >>> from clientkit.base import Money
    >>> Money.parse("12,50 EUR")
    Traceback (most recent call last):
        ...
    clientkit.base.errors.InvalidValueError: '12,50 EUR'; expected an amount such as '12500.00 EUR'
    """

    def __init__(self, text: str, expected: str) -> None:
        super().__init__(text, expected)
        self.text = text
        """What was given."""
        self.expected = expected
        """What would have been understood, with an example."""

    def __str__(self) -> str:
        return f"{shown(self.text)}; expected {self.expected}"


class InvalidArgumentError(ClientkitError, ValueError):
    """An argument of a function that it cannot work with, alone or beside the others."""

    def __init__(self, where: str, value: object, expected: str) -> None:
        super().__init__(where, value, expected)
        self.where = where
        """Which argument, or which part of it."""
        self.value = value
        """What was given."""
        self.expected = expected
        """What would have done."""

    def __str__(self) -> str:
        return f"{self.where} is {shown(self.value)}; expected {self.expected}"


class _FindingsError(ClientkitError, ValueError):
    """An error that carries findings, and shows them a line each."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        """All that was found, in the order of the document."""
        super().__init__(self.findings)

    def __str__(self) -> str:
        shown = [f"{f.where}: {f.message}" if f.where else f.message for f in self.findings[:20]]
        if len(self.findings) > len(shown):
            shown.append(f"and {len(self.findings) - len(shown)} more")
        return "\n".join(shown)


class InvalidModelError(_FindingsError):
    """Values that do not make the model they were given to.

    Raised by constructors, by ``evolve`` and by ``decode``. ``findings`` holds every offence with
    its path inside the model.
    """


class InvalidDocumentError(_FindingsError):
    """A document with errors, raised by ``load_plan`` and ``load_record``.

    ``findings`` holds all findings of the check, warnings and hints included.
    """
