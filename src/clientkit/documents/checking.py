"""Check documents: everything that is wrong with them, at its place, at once.

Three stages: *reading* the text, its *shape* (keys, types, values), and its *sense* (what must hold
between fields, and the rules). What one stage refuses is masked, and later stages are silent about
whatever depends on it, so that one slip gives one finding.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import attrs

from clientkit.base import Finding, InvalidDocumentError, Severity, to_data
from clientkit.base.codec import decode_strictly
from clientkit.base.rules import Rule
from clientkit.base.tolerant import read_plain
from clientkit.plan.ignoring import without_ignored
from clientkit.plan.judgement import ALL_RULES, judge_part, judge_plan, judge_record
from clientkit.plan.masking import Unread
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.rules_of_ids import Documents

from .catalogue import finding_codes
from .parsed import path_parts
from .reading import Document, Source, read
from .versions import FORMAT_VERSION, unknown_keys, version_of

__all__ = [
    "Checked",
    "check",
    "check_document",
    "check_plan",
    "check_record",
    "load_plan",
    "load_record",
]

M = TypeVar("M")


@attrs.frozen(kw_only=True)
class Checked(Generic[M]):
    """A document, the model that was made of it, and all that was found."""

    document: Document
    model: M | None
    """The model, without what could not be read; none where nothing could be made of it."""
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong, not only worth a thought."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_plan(
    source: Source | ClientPlan,
    *,
    rules: Iterable[Rule[ClientPlan]] = (),
    as_of: dt.date | None = None,
) -> tuple[Finding, ...]:
    """All findings of a plan, in the order of the document.

    The source is a path, a text, bytes, plain data or a model; see
    :func:`clientkit.documents.reading.read`. It is never changed, and nothing is ever raised.
    `rules` are further ones of your own. `as_of` is the day on which entries under the plan's
    `ignore` hold or have run out; without it none has.

    >>> from clientkit import check_plan
    >>> text = '{"clientkit": "1", "client": {"id": "harbor", "nam": "Harbor"}}'
    >>> for finding in check_plan(text):
    ...     print(finding.where, finding.message)
    1:30 client has no 'timezone'; expected a time zone of the IANA database such as 'Europe/Berlin'
    1:47 client.nam is not a key of Client; expected 'name'
    """
    return check_document(ClientPlan, _read(source), rules=rules, as_of=as_of).findings


def check_record(
    source: Source | ClientRecord,
    plan: Source | ClientPlan | None = None,
    *,
    rules: Iterable[Rule[Documents]] = (),
) -> tuple[Finding, ...]:
    """All findings of a record, beside its plan where one is given.

    What is wrong with the plan itself is not among them: check it with :func:`check_plan`.
    """
    known = plan if isinstance(plan, ClientPlan) or plan is None else _plan_of(plan)
    return check_document(ClientRecord, _read(source), plan=known, rules=rules).findings


def check(
    model: type, source: Source | object, *, as_of: dt.date | None = None
) -> tuple[Finding, ...]:
    """All findings of a document that holds one model of any kind.

    A plan or a record is judged by all rules. A part of a plan - a scope agreement, a communication
    plan, a KPI, an escalation policy - is judged by those of its family, which need no plan.
    `as_of` is as in :func:`check_plan`.

    >>> from clientkit.documents import check
    >>> from clientkit.escalation import EscalationPolicy
    >>> for finding in check(EscalationPolicy, "levels: [{id: lead, after: 1 working day}]"):
    ...     print(finding.code, finding.path)
    escalation.level-tells-nobody-new /levels/0
    """
    return check_document(model, _read(source), as_of=as_of).findings


def load_plan(source: Source) -> ClientPlan:
    """Read a plan without errors; warnings and hints do not matter.

    Raises:
        InvalidDocumentError: The plan has errors; it holds all findings.
    """
    return _loaded(check_document(ClientPlan, _read(source)))


def load_record(source: Source, plan: Source | ClientPlan | None = None) -> ClientRecord:
    """Read a record without errors, beside its plan where one is given.

    Raises:
        InvalidDocumentError: The record has errors; it holds all findings.
    """
    known = plan if isinstance(plan, ClientPlan) or plan is None else load_plan(plan)
    return _loaded(check_document(ClientRecord, _read(source), plan=known))


def _loaded(checked: Checked[M]) -> M:
    if checked.has_errors or checked.model is None:
        raise InvalidDocumentError(checked.findings)
    return checked.model


def _plan_of(source: Source) -> ClientPlan | None:
    return check_document(ClientPlan, _read(source)).model


def _read(source: Any) -> Document:
    return read(to_data(source) if attrs.has(type(source)) else source)


def check_document(
    model: type[M],
    document: Document,
    *,
    plan: ClientPlan | None = None,
    rules: Iterable[Rule[Any]] = (),
    as_of: dt.date | None = None,
) -> Checked[M]:
    """Check what was read: its shape, then its sense; `as_of` is as in :func:`check_plan`."""
    shape = _shape(model, document)
    rules = tuple(rules)
    findings = [*shape.findings, *_sense(shape, plan, rules)]
    if isinstance(shape.value, ClientPlan) and shape.value.ignore:
        findings = list(
            without_ignored(
                shape.value,
                findings,
                data=document.data,
                codes={*finding_codes(), *(one.code for one in (*ALL_RULES, *rules))},
                as_of=as_of,
                complete=not shape.unread.places
                and not any(one.severity is Severity.ERROR for one in findings),
            )
        )
    return Checked(
        document=document,
        model=shape.value,
        findings=_in_order((*document.findings, *_placed(findings, document))),
    )


@attrs.frozen(kw_only=True)
class _Shape(Generic[M]):
    value: M | None
    findings: tuple[Finding, ...] = ()
    unread: Unread = Unread()


def _shape(model: type[M], document: Document) -> _Shape[M]:
    if not document.readable:
        return _Shape(value=None)
    if document.json is not None:
        value = decode_strictly(model, document.json)
        if value is not None:
            return _Shape(value=value)
    version = version_of(document.data) or FORMAT_VERSION
    reading = read_plain(model, document.data, newer=version > FORMAT_VERSION)
    of_version = [unknown_keys(reading.unknown, version)] if reading.unknown else []
    refused = {finding.path for finding in document.findings}  # its value is missing from the data
    return _Shape(
        value=reading.value,
        findings=(
            *of_version,
            *(finding for finding in reading.findings if finding.path not in refused),
        ),
        unread=Unread(
            places=(*refused, *reading.masked),
            dropped=reading.dropped,
            ids=frozenset(_lost_ids(document.data, reading.dropped)),
        ),
    )


def _lost_ids(data: Any, dropped: Mapping[str, list[int]]) -> Iterator[str]:
    """The ids of items that were left out."""
    for path, indices in dropped.items():
        items = data
        for key in path_parts(path):
            items = items[int(key)] if isinstance(items, list) else items.get(key, [])
        for index in indices:
            item = items[index] if index < len(items) else None
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield item["id"]


def _sense(
    shape: _Shape[Any], plan: ClientPlan | None, rules: Iterable[Rule[Any]]
) -> Iterator[Finding]:
    value = shape.value
    if isinstance(value, ClientPlan):
        yield from judge_plan(value, unread=shape.unread, rules=rules)
    elif isinstance(value, ClientRecord):
        yield from judge_record(value, plan, unread=shape.unread, rules=rules)
    else:
        yield from judge_part(value, unread=shape.unread)


def _placed(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """Findings with file, line and column."""
    findings = list(findings)
    paths = {place.path for finding in findings for place in (finding, *finding.related)}
    values = document.positions(paths)
    keys = document.positions(
        (one.path for one in findings if one.code == "shape.unknown-key"), keys=True
    )

    def at(place: Any, spots: Mapping[str, tuple[int, int]], **more: Any) -> Any:
        line, column = spots.get(place.path, (None, None))
        return attrs.evolve(place, file=document.file, line=line, column=column, **more)

    return [
        at(
            finding,
            keys if finding.code == "shape.unknown-key" else values,
            related=tuple(at(place, values) for place in finding.related),
        )
        for finding in findings
    ]


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: (one.line or 0, one.column or 0)))
