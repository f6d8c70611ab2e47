"""What schema and decoder say of a document, and the tables of where they and engines differ."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from clientkit.base import Due, Extensions, Finding, InvalidModelError, TimeRange, decode
from clientkit.base.specification import FieldSpecification, specification
from clientkit.documents.schema_files import schema
from clientkit.documents.schema_generation import schema_name

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(dt.date.fromisoformat(value))


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or bool(dt.datetime.fromisoformat(value))


def _whole(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and re.fullmatch(pattern, value) is None:
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _is_integer(checker: Any, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


# `jsonschema` as the specification leaves room for: formats count, patterns match the whole text,
# and a whole number has no decimal point.
Strict = extend(
    Draft202012Validator,
    {"pattern": _whole},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)
_validators: dict[type, Any] = {}


def errors(model: type, document: Any) -> list[ValidationError]:
    """What the schema of a model has against a document."""
    if model not in _validators:
        _validators[model] = Strict(schema(schema_name(model)), format_checker=FORMATS)
    return [leaf for error in _validators[model].iter_errors(document) for leaf in _leaves(error)]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of a part that may be null, what the part's own definition has against it."""
    if error.validator != "anyOf":
        yield error
        return
    for inner in error.context:
        if inner.relative_schema_path[0] == 0:
            yield from _leaves(inner)


def findings(model: type, document: Any) -> tuple[Finding, ...]:
    """What the decoder has against a document."""
    try:
        decode(model, json.dumps(document).encode())
    except InvalidModelError as error:
        return error.findings
    return ()


class Beyond(NamedTuple):
    """Something that the decoder refuses and the schema cannot."""

    what: str
    applies: Callable[[Finding, FieldSpecification | None, Any], bool]


# A field and its value are given where the finding points at a field.
BEYOND_THE_SCHEMA: tuple[Beyond, ...] = (
    Beyond(
        "what must hold between fields",
        lambda finding, _, __: not finding.code.startswith(("shape.", "reading.")),
    ),
    Beyond(
        "a text that fits the pattern, and still says nothing: a zone that the database lacks, "
        "a day that the calendar lacks",
        lambda _, field, value: (
            field is not None
            and field.format is not None
            and field.format.accepts is not None
            and isinstance(value, str)
            and re.fullmatch(field.format.pattern, value) is not None
        ),
    ),
    Beyond(
        "a due day that the calendar lacks, or occurrences that end before they start",
        lambda _, field, value: (
            field is not None
            and field.kind is Due
            and isinstance(value, str)
            and re.fullmatch(Due.PATTERN, value) is not None
        ),
    ),
    Beyond(
        "hours whose end is their start",
        lambda _, field, value: (
            field is not None
            and field.kind is TimeRange
            and isinstance(value, str)
            and re.fullmatch(TimeRange.PATTERN, value) is not None
        ),
    ),
    Beyond(
        "data of one's own that nest too deeply, or hold numbers of too many digits",
        lambda _, field, value: (
            field is not None and field.kind is Extensions and isinstance(value, dict)
        ),
    ),
    Beyond(
        "an instant that rounding moves past the last year",
        lambda _, field, value: (
            field is not None
            and field.kind is dt.datetime
            and str(value).startswith("9999-12-31T23:59:59.")
        ),
    ),
    Beyond(
        "half of a surrogate pair",
        lambda _, __, value: isinstance(value, str) and bool(re.search("[\ud800-\udfff]", value)),
    ),
)

# The decoder reads these variants of RFC 3339; most engines do not, so the schema does not.
LENIENT_INSTANT = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?"
    "([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)


def explained(model: type, document: Any, finding: Finding) -> str | None:
    """Which difference of the table a finding of the decoder is."""
    field, value = _looked_up(model, document, finding.path)
    return next((one.what for one in BEYOND_THE_SCHEMA if one.applies(finding, field, value)), None)


def _looked_up(model: type, value: Any, path: str) -> tuple[FieldSpecification | None, Any]:
    field = None
    for step in path.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(key)]
        else:
            field = next((one for one in specification(model) if one.key == key), None)
            value = value.get(key)
            model = field.kind if field is not None else model
    return field, value


def is_lenient(error: ValidationError) -> bool:
    """Whether the schema refuses an instant that the decoder may read."""
    instance = error.instance
    return (
        error.validator in ("pattern", "format")
        and isinstance(instance, str)
        and LENIENT_INSTANT.fullmatch(instance) is not None
    )


def _is_whole_float(error: ValidationError) -> bool:
    return (
        error.validator == "type"
        and isinstance(error.instance, float)
        and error.instance.is_integer()
        and "integer" in error.validator_value
    )


def _is_year_zero(error: ValidationError) -> bool:
    return error.validator == "format" and str(error.instance).startswith("0000-")


def _is_instant_of_year_zero(error: ValidationError) -> bool:
    return _is_year_zero(error) and error.validator_value == "date-time"


def _is_of_format(error: ValidationError) -> bool:
    return error.validator == "format"


def _ends_with_line_feed(error: ValidationError) -> bool:
    text = str(error.instance)
    return (
        error.validator == "pattern"
        and text.endswith("\n")
        and re.fullmatch(error.validator_value, text[:-1]) is not None
    )


# What engines let pass that `Strict` refuses, each as measured.
ENGINE_DIFFERENCES: dict[str, tuple[tuple[str, Callable[[ValidationError], bool]], ...]] = {
    "ajv": (
        ("2.0 is a whole number", _is_whole_float),
        ("there is a year 0000", _is_year_zero),
    ),
    "check-jsonschema": (
        ("2.0 is a whole number", _is_whole_float),
        ("there is a year 0000, in instants", _is_instant_of_year_zero),
    ),
    "jsonschema": (
        ("2.0 is a whole number", _is_whole_float),
        ("a format is checked on demand only", _is_of_format),
        ("'$' also matches before a line feed at the end", _ends_with_line_feed),
    ),
    "jsonschema-rs": (
        ("2.0 is a whole number", _is_whole_float),
        ("there is a year 0000", _is_year_zero),
    ),
}


def accepted_by(engine: str, found: list[ValidationError]) -> bool:
    """Whether an engine is expected to accept a document with these errors."""
    passes = [passes for _, passes in ENGINE_DIFFERENCES[engine]]
    return all(any(one(error) for one in passes) for error in found)


def disagreement(
    model: type, document: Any, refused_by_schema: list[ValidationError]
) -> str | None:
    """How schema and decoder judge a document otherwise than the tables above say."""
    refused_by_decoder = findings(model, document)
    if refused_by_schema and not refused_by_decoder:
        narrow = [error for error in refused_by_schema if not is_lenient(error)]
        return f"the decoder reads it; the schema: {narrow[0].message[:200]}" if narrow else None
    if not refused_by_schema:
        for finding in refused_by_decoder:
            if explained(model, document, finding) is None:
                return f"the schema accepts it; the decoder: {finding.message}"
    return None
