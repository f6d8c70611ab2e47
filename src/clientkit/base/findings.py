"""What a check returns: data, not exceptions."""

from __future__ import annotations

from enum import Enum, unique

import attrs

__all__ = ["Finding", "Place", "Severity", "pointer"]


@unique
class Severity(Enum):
    """How much a finding matters."""

    ERROR = "error"
    """The document contradicts itself or cannot be read."""
    WARNING = "warning"
    """A good practice is missing, or something is probably not meant."""
    HINT = "hint"
    """Worth a look; nothing is wrong."""


@attrs.frozen(kw_only=True)
class Place:
    """A place in a document."""

    path: str
    """Where in the data, as a JSON Pointer (:rfc:`6901`); the empty text is the whole document."""
    file: str | None = None
    """The file, as it was named by the caller."""
    line: int | None = None
    """Counted from 1."""
    column: int | None = None
    """Counted from 1, in characters."""

    @property
    def where(self) -> str:
        """The place as compilers print it, as far as it is known (``plan.yaml:12:5``)."""
        parts = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(parts)


@attrs.frozen(kw_only=True)
class Finding(Place):
    """One thing that a check found.

    The message reads "where is what; expected what". ``code`` is API and never changes; the
    wording of ``message`` is not.
    """

    code: str
    """What kind of finding, as ``family.kebab-case``."""
    severity: Severity = Severity.ERROR
    """How much it matters."""
    message: str
    """What is wrong where, and what was expected."""
    suggestion: str | None = None
    """What was probably meant, or how to mend it."""
    related: tuple[Place, ...] = ()
    """Other places that belong to it."""


def pointer(*parts: str | int) -> str:
    """Build a JSON Pointer from keys and indices (:rfc:`6901#section-3`).

    >>> pointer("people", 0, "a/b")
    '/people/0/a~1b'
    >>> pointer()
    ''
    """
    text = ""
    for part in parts:
        word = str(part)
        if "~" in word or "/" in word:
            word = word.replace("~", "~0").replace("/", "~1")
        text += f"/{word}"
    return text
