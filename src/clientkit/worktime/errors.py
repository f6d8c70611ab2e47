"""What can go wrong in counting time, besides values that do not fit."""

import datetime as dt

from clientkit.base import ClientkitError

__all__ = ["MissingExtraError", "NoWorkingTimeError"]


class NoWorkingTimeError(ClientkitError, ValueError):
    """A search in a calendar came to no end within the years that it may look at.

    Searches look at most ten years past the last opening they know of, and a thousand years in all.
    """

    def __init__(self, what: str, until: dt.datetime) -> None:
        super().__init__(what, until)
        self.what = what
        """What was looked for."""
        self.until = until
        """How far the search went, before or after where it began."""

    def __str__(self) -> str:
        return f"{self.what} not found; looked until {self.until.isoformat()}"


class MissingExtraError(ClientkitError, ImportError):
    """A library is needed that is installed with an extra of clientkit."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(library, extra)
        self.library = library
        """The library that is missing."""
        self.extra = extra
        """What to install, such as ``clientkit[holidays]``."""

    def __str__(self) -> str:
        return f"the library {self.library!r} is not installed; expected it from {self.extra!r}"
