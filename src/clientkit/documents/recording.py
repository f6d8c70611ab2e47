"""Add entries to a record that is kept in a file."""

import os
from pathlib import Path

from clientkit.base import specification, to_data
from clientkit.base._caching import cached
from clientkit.client.entry import Entry
from clientkit.plan.model import ClientRecord

from .appending import AppendError, append_to_list
from .reading import read

__all__ = ["append_entry", "list_of"]


def append_entry(path: str | os.PathLike[str], entry: Entry) -> None:
    """Add an entry to a record file, at the end of the list of its kind.

    Nothing else in the file changes: comments, order and line ends stay as they are. The file is
    replaced as a whole, so that a crash leaves either the old or the new one. YAML and JSON files
    can be added to.

    Raises:
        AppendError: The file cannot be read or added to, an entry of it has this id, or somebody
            else changed it at the same moment; the file is as it was.
    """
    data = read(Path(path)).data
    if isinstance(data, dict):
        for entries in data.values():
            for one in entries if isinstance(entries, list) else ():
                if isinstance(one, dict) and one.get("id") == entry.id:
                    raise AppendError(
                        f"{os.fspath(path)!r} has an entry {entry.id!r}; expected a new id"
                    )
    append_to_list(path, list_of(type(entry)), to_data(entry))


@cached
def list_of(kind: type[Entry]) -> str:
    """The key of a record's list for entries of a kind.

    >>> from clientkit.scope import Delivery
    >>> list_of(Delivery)
    'deliveries'

    Raises:
        TypeError: Records do not hold such entries.
    """
    for field in specification(ClientRecord):
        if field.kind is kind:
            return field.key
    raise TypeError(f"{kind.__name__} is no kind of entry that a record holds")
