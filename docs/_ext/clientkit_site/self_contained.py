"""What a built site would load from other servers, which is to be nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_REMOTE = r"""["']?(?:https?:)?//[^"')\s>]+"""
_LOADED = re.compile(
    rf"<(?:script|img|iframe|source|video|audio|embed|track)\b[^>]*\s(?:src|srcset|poster)={_REMOTE}"
    rf"|<object\b[^>]*\sdata={_REMOTE}"
    rf"|<link\b(?![^>]*\brel=[\"']?canonical)[^>]*\shref={_REMOTE}"
    rf"|\burl\({_REMOTE}|@import\s+{_REMOTE}",
    re.IGNORECASE,
)


def remote_parts(folder: Path) -> Iterator[tuple[str, str]]:
    """What the pages and styles in a folder load from other servers; links that lead there stay."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".html", ".css", ".svg"}:
            for part in _LOADED.finditer(file.read_text(encoding="utf-8")):
                yield file.relative_to(folder).as_posix(), part.group()
