"""Adding entries to a record that is kept in a file."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from clientkit import append_entry, check_record, load_plan, load_record
from clientkit.base import Term, specification
from clientkit.client import Entry
from clientkit.documents import AppendError
from clientkit.documents.recording import list_of
from clientkit.plan import ClientRecord
from clientkit.scope import Acceptance, AcceptanceOutcome, Delivery

FEDRAMP = Path(__file__).parents[2] / "examples" / "fedramp-dashboard"
PLAN = load_plan(FEDRAMP / "client-plan.yaml")
SPRINT_1 = Acceptance(
    id="sprint-1-acceptance",
    deliverable="sprint-work",
    occurrence=1,
    stage="acceptance",
    outcome=AcceptanceOutcome.ACCEPTED,
    by="cor-2",
    role="cor",
    date=dt.date(2016, 7, 1),
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return Path(shutil.copy(FEDRAMP / "client-record.yaml", tmp_path))


def test_an_entry_is_added_and_nothing_else_changes(record: Path) -> None:
    before = record.read_text(encoding="utf-8").splitlines()
    append_entry(record, SPRINT_1)
    after = record.read_text(encoding="utf-8").splitlines()
    start = after.index("  - id: sprint-1-acceptance")
    added = len(after) - len(before)
    assert after[:start] + after[start + added :] == before
    assert load_record(record, PLAN).acceptances[-1] == SPRINT_1
    assert check_record(record, PLAN) == ()


def test_an_id_that_the_record_has_is_refused(record: Path) -> None:
    append_entry(record, SPRINT_1)
    before = record.read_bytes()
    with pytest.raises(AppendError, match="has an entry 'sprint-1-acceptance'"):
        append_entry(str(record), SPRINT_1)
    assert record.read_bytes() == before


def test_a_list_that_is_missing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text('{"clientkit": "1", "plan": "p", "timezone": "UTC"}', encoding="utf-8")
    delivery = Delivery(id="one", deliverable="d", by="lena", date=dt.date(2026, 4, 24))
    append_entry(path, delivery)
    assert load_record(path).deliveries == (delivery,)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppendError):
        append_entry(tmp_path / "no-such-record.yaml", SPRINT_1)


@pytest.mark.parametrize("field", [one for one in specification(ClientRecord) if one.is_model])
def test_every_kind_of_entry_has_its_list(field: object) -> None:
    kind = field.kind  # type: ignore[attr-defined] # a specification of a field
    assert issubclass(kind, Entry)
    assert list_of(kind) == field.key  # type: ignore[attr-defined] # see above


def test_what_is_no_entry_has_no_list() -> None:
    with pytest.raises(TypeError, match="Term is no kind of entry"):
        list_of(Term)  # type: ignore[arg-type] # that is the point
