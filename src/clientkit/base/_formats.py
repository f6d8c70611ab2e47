"""Formats of texts, tested for a whole document at once."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from ._caching import cached
from .fields import Format
from .specification import specification

__all__ = ["all_fit"]

Found = defaultdict[Format, set[str]]
_CHUNK = 2_000


def all_fit(model: type, instance: Any) -> bool:
    """Tell whether every text in a model and the models it holds has its field's format.

    The instance may be of the model or of its mirror.
    """
    found: Found = defaultdict(set)
    _collector(model)(instance, found)
    return all(_fit(format_, list(texts)) for format_, texts in found.items())


def _fit(format_: Format, texts: list[str]) -> bool:
    whole = _many(format_.pattern)
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        # No format admits a line feed, so one expression can read all texts, a line each, once
        # it is sure that no text brings a line feed of its own.
        lines = "\n".join(chunk) + "\n"
        if lines.count("\n") != len(chunk) or whole(lines) is None:
            return False
        if format_.accepts is not None and not all(map(format_.accepts, chunk)):
            return False
    return True


@cached
def _many(pattern: str) -> Callable[[str], object]:
    return re.compile(f"(?:(?:{pattern.removeprefix('^').removesuffix('$')})\n)*").fullmatch


@cached
def _collector(model: type) -> Callable[[Any, Found], None]:
    """A function that adds the texts of an instance to `found`, by format.

    It is compiled, as attrs compiles its methods: a loop over descriptions took as long as the
    decoding itself.
    """
    scope: dict[str, Any] = {}
    lines = list(_lines(model, scope)) or ["    pass"]
    exec("\n".join(["def collect(one, found):", *lines]), scope)  # noqa: S102 (field names only)
    collect: Callable[[Any, Found], None] = scope["collect"]
    return collect


def _lines(model: type, scope: dict[str, Any]) -> Iterator[str]:
    for index, field in enumerate(specification(model)):
        get = f"one.{field.name}"
        if field.format is not None:
            scope[f"f{index}"] = field.format
            if field.many:
                yield f"    if {get}: found[f{index}].update({get})"
            elif field.optional:
                yield f"    if {get} is not None: found[f{index}].add({get})"
            else:
                yield f"    found[f{index}].add({get})"
        elif field.is_model and _has_formats(field.kind):
            scope[f"c{index}"] = _collector(field.kind)
            if field.many:
                yield f"    for item in {get}: c{index}(item, found)"
            else:
                yield f"    if {get} is not None: c{index}({get}, found)"


@cached
def _has_formats(model: type) -> bool:
    return any(
        field.format is not None or (field.is_model and _has_formats(field.kind))
        for field in specification(model)
    )
