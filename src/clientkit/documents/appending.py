"""One more item for a list of a record file, every other byte left as it is."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from clientkit.base.errors import ClientkitError

from .json_edit import with_json_item
from .plain_data import parse_plain
from .reading import Document, Limits, read
from .yaml_edit import with_yaml_item

__all__ = ["AppendError", "append_to_list"]

_BOM = b"\xef\xbb\xbf"


class AppendError(ClientkitError):
    """A file that an item could not be added to; the file is as it was."""


def append_to_list(
    path: os.PathLike[str] | str,
    key: str,
    item: Mapping[str, object],
    *,
    within: str | None = None,
) -> None:
    """Add an item to the end of a list of a YAML or JSON file.

    The list is a top-level one, or stands in the top-level mapping whose key is ``within``. It is
    created at the end of the mapping if it is missing or null. Comments, line ends, a
    byte order mark and a missing final line end stay as they are, and the new item is written in
    the style of its neighbours. The new text is read again before it replaces the file, in one
    step: whatever happens, the file holds the old text or the new one. Symbolic links are
    followed; other hard links keep the old text. Two programs that append at the same moment
    are told apart except within the instant between the last comparison and the replacement.

    Raises:
        AppendError: The file cannot be read or written or has findings, is TOML, has been changed
            meanwhile, holds something else than a list at ``key`` or a mapping at ``within``, or
            is written in a way that leaves no place for the item.
    """
    target, old = _found(path)
    before = read(old, syntax=_syntax(target), file=str(path))
    if before.syntax == "toml":
        raise AppendError(f"{path} is TOML; expected YAML or JSON, which items can be added to")
    _check_readable(before, path)
    plain = parse_plain(item, Limits())
    if plain.faults or not isinstance(entry := plain.data(), dict):
        reason = plain.faults[0].message if plain.faults else "item is a list"
        raise AppendError(f"item cannot be written: {reason}")
    data = before.data
    if not isinstance(data, dict):
        raise AppendError(f"{path} holds a {type(data).__name__}; expected a mapping")
    holder = data if within is None else data.get(within)
    if not isinstance(holder, dict):
        raise AppendError(f"{within} in {path} is a {type(holder).__name__}; expected a mapping")
    items = holder.get(key)
    if not (items is None or isinstance(items, list)):
        raise AppendError(f"{key} in {path} is a {type(items).__name__}; expected a list")
    text = old.removeprefix(_BOM).decode()
    change = with_json_item if before.syntax == "json" else with_yaml_item
    changed = change(text, key, entry, within=within)
    expected = {**holder, key: [*(items or ()), entry]}
    if within is not None:
        expected = {**data, within: expected}
    new = old[: len(old) - len(old.removeprefix(_BOM))] + changed.encode()
    after = read(new, syntax=before.syntax, file=str(path))
    if after.findings or json.dumps(after.data) != json.dumps(expected):
        raise AppendError(f"{key} in {path} is written in a way that leaves no place for an item")
    _replace(target, old, new)


def _syntax(target: str) -> str | None:
    endings = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml"}
    return endings.get(Path(target).suffix.lower())


def _found(path: os.PathLike[str] | str) -> tuple[str, bytes]:
    """The file behind all links, and what it holds."""
    try:
        target = os.path.realpath(os.fspath(path))
        return target, Path(target).read_bytes()
    except (OSError, ValueError) as error:
        # ValueError: the path holds a null character
        raise AppendError(f"{str(path)!a} cannot be read: {error}") from error


def _check_readable(document: Document, path: os.PathLike[str] | str) -> None:
    if document.findings:
        first = document.findings[0]
        raise AppendError(f"{first.where}: {first.message}; expected {path} to have no findings")


def _replace(target: str, old: bytes, new: bytes) -> None:
    """Replace a file in one step, if it still holds what it held."""
    folder = os.path.dirname(target)  # noqa: PTH120 the same words as os.open below takes
    temporary = ""
    try:
        if not os.access(target, os.W_OK):
            raise AppendError(f"{target!a} is read-only; expected a file that can be written")
        mode = stat.S_IMODE(os.stat(target).st_mode)  # noqa: PTH116
        handle, temporary = tempfile.mkstemp(prefix=".clientkit-", dir=folder)
        with open(handle, "wb") as stream:  # noqa: PTH123 Path opens no handles
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)  # noqa: PTH101
        if Path(target).read_bytes() != old:
            raise AppendError(f"{target!a} has been changed meanwhile; expected nobody else")
        os.replace(temporary, target)  # noqa: PTH105
        temporary = ""
        _sync_folder(folder)
    except OSError as error:
        raise AppendError(f"{target!a} cannot be written: {error}") from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108


def _sync_folder(folder: str) -> None:
    """Make the new name of the file last, where the system can (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    # the file is whole already, so a system that cannot do this makes no difference to it
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
