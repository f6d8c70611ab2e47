"""The versions of the format, and documents of a newer one.

``clientkit: "1"`` is version 1.0. Versions 1.1 and so on may add optional keys and nothing else, so
that a document of an older one is always one of a newer one too, and an older library can check
all of a newer document but the keys that it does not know.
"""

import re
from collections.abc import Sequence

from clientkit.base import Finding, Place

__all__ = ["FORMAT_VERSION", "unknown_keys", "version_of", "version_text"]

FORMAT_VERSION = (1, 0)
"""The newest version of the format that this library knows, as major and minor."""

_VERSION = re.compile("1(?:[.]([0-9]{1,3}))?")
_SHOWN = 8


def version_text(version: tuple[int, int]) -> str:
    """A version as people write it.

    >>> version_text((1, 0))
    '1.0'
    """
    return f"{version[0]}.{version[1]}"


def version_of(data: object) -> tuple[int, int] | None:
    """The version that a document says it has; `None` where it says none of this major version.

    >>> version_of({"clientkit": "1.3"}), version_of({"clientkit": "1"}), version_of({})
    ((1, 3), (1, 0), None)
    """
    written = data.get("clientkit") if isinstance(data, dict) else None
    found = _VERSION.fullmatch(written) if isinstance(written, str) else None
    return None if found is None else (FORMAT_VERSION[0], int(found[1] or 0))


def unknown_keys(paths: Sequence[str], version: tuple[int, int]) -> Finding:
    """The one finding for all keys that a document of a newer version has and nobody here knows."""
    names = ", ".join(path[1:].replace("/", ".") for path in paths[:_SHOWN])
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return Finding(
        code="document.newer-version",
        path="/clientkit",
        message=f"clientkit is {version_text(version)!r}, and these keys are not known: "
        f"{names}{more}; expected {version_text(FORMAT_VERSION)!r}, the newest version that this "
        "library knows",
        suggestion="install a newer clientkit, or leave the keys out",
        related=tuple(Place(path=path) for path in paths),
    )
