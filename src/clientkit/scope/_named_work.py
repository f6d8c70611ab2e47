"""What the parts of an agreement name of its milestones, deliverables and responsibilities."""

from collections.abc import Iterator
from typing import Any, Final

from clientkit.base import Due, specification

__all__ = ["WORK_LISTS", "named_work"]

WORK_LISTS: Final = ("milestones", "deliverables", "responsibilities")
"""The lists of an agreement whose ids are one set of names."""
_WORK_KINDS = frozenset({"milestone", "deliverable", "responsibility"})


def named_work(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """The milestones, deliverables and responsibilities that a part names, and where."""
    for field in specification(type(part)):
        value = getattr(part, field.name)
        if value is None or value == ():
            continue
        here = (*path, field.key)
        if field.is_model:
            for index, item in enumerate(value if field.many else (value,)):
                at = (getattr(item, "id", None) or str(index),) if field.many else ()
                yield from named_work(item, (*here, *at))
        elif field.kind is Due or (field.key == "rework" and value != "next_occurrence"):
            due = value if isinstance(value, Due) else Due.parse(value)
            if due.anchor is not None:
                yield here, due.anchor
        elif _WORK_KINDS.intersection(field.refers):
            for one in value if field.many else (value,):
                yield here, one
