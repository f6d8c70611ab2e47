"""Versions of the format, and documents that are newer than this library."""

from typing import Any

import pytest

from clientkit import InvalidDocumentError
from clientkit.documents import check_plan, check_record, load_plan
from clientkit.documents.versions import FORMAT_VERSION, version_of, version_text

CLIENT = {"id": "harbor", "name": "Harbor", "timezone": "Europe/Berlin"}


def plan(version: Any, **more: Any) -> dict[str, Any]:
    return {"clientkit": version, "client": dict(CLIENT), **more}


def test_this_library_knows_1_0() -> None:
    assert version_text(FORMAT_VERSION) == "1.0"


@pytest.mark.parametrize(
    ("written", "version"),
    [("1", (1, 0)), ("1.0", (1, 0)), ("1.3", (1, 3)), ("1.999", (1, 999)), ("1.1000", None),
     ("2", None), ("1.", None), (1, None), (None, None)],
)  # fmt: skip
def test_what_a_document_says_it_is(written: object, version: tuple[int, int] | None) -> None:
    assert version_of({"clientkit": written}) == version


def test_what_is_no_document_has_no_version() -> None:
    assert version_of([]) is None
    assert version_of({}) is None


def test_unknown_keys_of_a_newer_document_are_one_finding() -> None:
    data = plan("1.3", mood="sunny", people=[{"id": "a", "title": "A", "shoe/size": 42}])
    (finding,) = check_plan(data)
    assert (finding.code, finding.path) == ("document.newer-version", "/clientkit")
    assert finding.message == (
        "clientkit is '1.3', and these keys are not known: mood, people.0.shoe~1size; "
        "expected '1.0', the newest version that this library knows"
    )
    assert [place.path for place in finding.related] == ["/mood", "/people/0/shoe~1size"]


def test_the_finding_stands_at_the_version() -> None:
    text = 'client: {id: a, name: A, timezone: UTC, mood: sunny}\nclientkit: "1.1"\n'
    (finding,) = check_plan(text)
    assert (finding.line, finding.column) == (2, 12)
    assert [(place.line, place.column) for place in finding.related] == [(1, 47)]


def test_of_many_keys_eight_are_named() -> None:
    eight = {f"k{number}": 1 for number in range(8)}
    (finding,) = check_plan(plan("1.3", **eight))
    assert "k7; expected" in finding.message
    (finding,) = check_plan(plan("1.3", **eight, k8=1, k9=1))
    assert "k7 and 2 more; expected" in finding.message
    assert len(finding.related) == 10


def test_known_parts_of_a_newer_document_are_checked() -> None:
    data = plan("1.3", mood="sunny", people=[{"id": "a", "title": "A", "roles": ["sponsr"]}])
    del data["client"]["name"]
    codes = [finding.code for finding in check_plan(data)]
    assert codes == ["document.newer-version", "shape.missing-key", "plan.unknown-id"]


def test_a_key_of_a_newer_version_is_not_taken_for_a_misspelt_one() -> None:
    data = plan("1.3", peopl=[{"nothing": "like a person"}])
    assert [finding.code for finding in check_plan(data)] == ["document.newer-version"]
    data["clientkit"] = "1"
    assert {"shape.unknown-key", "shape.missing-key"} <= {one.code for one in check_plan(data)}


def test_a_newer_document_of_known_keys_is_as_good_as_any() -> None:
    assert check_plan(plan("1.3")) == ()
    assert load_plan(plan("1.3")).clientkit == "1.3"


def test_what_would_be_lost_is_not_loaded() -> None:
    with pytest.raises(InvalidDocumentError, match=r"clientkit is '1\.3'"):
        load_plan(plan("1.3", mood="sunny"))


def test_records_too() -> None:
    record = {"clientkit": "1.1", "plan": "harbor", "timezone": "UTC", "moods": []}
    assert [one.code for one in check_record(record)] == ["document.newer-version"]


def test_another_major_version_is_no_version() -> None:
    (finding,) = check_plan(plan("2"))
    assert (finding.code, finding.path) == ("shape.value", "/clientkit")
