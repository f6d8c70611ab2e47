"""Which of the two documents a text is meant to be."""

import msgspec

from clientkit.base import specification
from clientkit.plan.model import ClientPlan, ClientRecord

from .reading import Document

__all__ = ["is_record", "top_level_keys"]

_PLAN = {field.key for field in specification(ClientPlan)}
_RECORD = {field.key for field in specification(ClientRecord)}


def top_level_keys(document: Document) -> frozenset[str]:
    """The keys of a document, without building all its data; none where it is no mapping."""
    if document.json is not None:
        try:
            return frozenset(msgspec.json.decode(document.json, type=dict[str, msgspec.Raw]))
        except msgspec.ValidationError:
            return frozenset()
    return frozenset(document.data) if isinstance(document.data, dict) else frozenset()


def is_record(document: Document) -> bool:
    """Whether more of its keys are those of a record than those of a plan.

    >>> from clientkit.documents import read
    >>> is_record(read('{"clientkit": "1", "plan": "harbor-web", "deliveries": []}'))
    True
    """
    keys = top_level_keys(document)
    return len(keys & _RECORD) > len(keys & _PLAN)
