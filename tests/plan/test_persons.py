"""Everything about one person: handed out, erased, and found when its time has come."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    Extensions,
    InvalidArgumentError,
    Severity,
    Term,
    decode,
    encode,
    evolve,
    to_data,
)
from clientkit.client.model import Person
from clientkit.documents.checking import check_plan, check_record, load_plan, load_record
from clientkit.plan.erasure_due import DueErasure, due_for_erasure
from clientkit.plan.mentions import LONGEST, MentionKind, Traces
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.persons import Erasure, PersonExport, erase_person, export_person
from clientkit.plan.references import entry_lists, references
from clientkit.testing import models

from .making import PEOPLE, plan_of, record_of

HARBOR = Path(__file__).parents[2] / "examples/harbor-web"
PLAN = load_plan(HARBOR / "client-plan.yaml")
RECORD = load_record(HARBOR / "client-record.yaml", PLAN)
DAY = dt.date(2026, 10, 1)
YEARS = Term.parse("3650 days")
TALK = {"kind": "call", "started_by": "client", "participants": ["director", "pm"]}


def erased(
    plan: ClientPlan, record: ClientRecord, person: str = "director", **more: Any
) -> Erasure:
    given_ = {"new_id": "person-7", "as_of": DAY, "keep_signatures": YEARS} | more
    return erase_person(plan, record, person, **given_)


def named(plan: ClientPlan, record: ClientRecord) -> set[str]:
    found = {one.id for one in references(plan) if "person" in one.to}
    return found | {one.id for one in references(record) if "person" in one.to}


def places(mentions: Any) -> list[tuple[str, str, str]]:
    return [(one.document.value, one.kind.value, one.path) for one in mentions]


def plan_with(**data: Any) -> ClientPlan:
    first, *others = PEOPLE
    return plan_of(people=[first | data, *others])


# Exporting.


def test_an_export_has_the_data_the_roles_and_the_entries_that_name_somebody() -> None:
    export = export_person(PLAN, RECORD, "curator")
    assert export.data == next(one for one in PLAN.people if one.id == "curator")
    assert [one.role for one in export.assignments] == ["approver"]
    assert [one.role for one in export_person(PLAN, RECORD, "director").assignments] == ["approver"]
    for name, entries in entry_lists(RECORD).items():
        expected = [one.id for one in entries if any(r.id == "curator" for r in references(one))]
        found = [one.id for one in getattr(export.record, name)]
        assert [one for one in found if one in expected] == expected
    assert decode(PersonExport, encode(export)) == export


def test_an_export_has_the_opinions_of_the_team() -> None:
    export = export_person(PLAN, RECORD, "director")
    assert (
        [one.id for one in export.record.assessments if one.about == "director"]
        == [one.id for one in RECORD.assessments if one.about == "director"]
        != []
    )


def test_words_count_as_well_as_references() -> None:
    plan = plan_with(name="Ilse Brandt", email="i@harbor.example", phone="+49 40 5550100")
    record = record_of(
        symptoms=[
            {"text": "Mrs BRANDT called", "date": "2026-05-20"},
            {"text": "Write to i@harbor.example", "date": "2026-05-20"},
            {"text": "Call 040/555 01-00.", "date": "2026-05-20"},
            {"text": "The brandts, 040 55501001", "date": "2026-05-20"},
            {"text": "The director called", "date": "2026-05-20", "extensions": {"to": ["Ilse"]}},
        ]
    )
    export = export_person(plan, record, "director")
    assert places(export.mentions)[-5:] == [
        ("record", "name", "/symptoms/0/text"),
        ("record", "email", "/symptoms/1/text"),
        ("record", "phone", "/symptoms/2/text"),
        ("record", "name", "/symptoms/4/extensions/to/0"),
        ("record", "id", "/symptoms/4/text"),
    ]
    assert [one.id for one in export.record.symptoms] == [
        "symptoms-0", "symptoms-1", "symptoms-2", "symptoms-4",
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["nobody", "", "client", "sponsor"])
def test_somebody_whom_nothing_names_cannot_be_asked_for(person: str) -> None:
    expected = f"person is {person!r}; expected the id of somebody whom the documents name"
    for ask in (export_person, erased):
        with pytest.raises(InvalidArgumentError) as caught:
            ask(plan_of(), record_of(), person)
        assert str(caught.value) == expected


def test_somebody_whom_only_entries_name_can_be_asked_for() -> None:
    record = record_of(symptoms=[{"text": "x", "date": "2026-05-20", "by": "temp"}])
    export = export_person(plan_of(), record, "temp")
    assert (export.data, export.assignments) == (None, ())
    assert places(export.mentions) == [("record", "reference", "/symptoms/0/by")]
    assert erased(plan_of(), record, "temp").record.symptoms[0].by == "person-7"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ms van der Berg", MentionKind.NAME),
        ("berg-work", MentionKind.NAME),
        ("BERG", MentionKind.NAME),
        ("Bergen", None),
        ("der Anfang van", None),
        ("Jo", None),
        ("Jo van der Berg", MentionKind.NAME),
        ("jo@x.example", MentionKind.EMAIL),
        ("ajo@x.example", None),
        ("p-1", MentionKind.ID),
        ("p-12", None),
    ],
)
def test_what_names_somebody(text: str, kind: MentionKind | None) -> None:
    person = Person(id="p-1", title="x", name="Jo van der Berg", email="jo@x.example", phone="1-2")
    assert Traces.of("p-1", (person,)).kind_in(text) is kind


def test_names_are_found_in_scripts_without_spaces_and_in_any_composition() -> None:
    traces = Traces.of("p-1", (Person(id="p-1", title="x", name="王小明"),))
    assert traces.kind_in("请给王小明打电话") is MentionKind.NAME
    traces = Traces.of("p-1", (Person(id="p-1", title="x", name="Zoe\u0308"),))
    assert traces.kind_in("Zo\u00eb called") is MentionKind.NAME


# Erasing.


@pytest.mark.parametrize("person", [one.id for one in PLAN.people])
def test_harbor_checks_as_before_whoever_is_erased(person: str) -> None:
    done = erased(PLAN, RECORD, person)
    assert person not in named(done.plan, done.record)
    assert [one.code for one in check_plan(done.plan)] == [one.code for one in check_plan(PLAN)]
    assert [one.code for one in check_record(done.record, done.plan)] == [
        one.code for one in check_record(RECORD, PLAN)
    ]
    again = erased(done.plan, done.record, "person-7")
    assert (again.plan, again.record) == (done.plan, done.record)
    assert decode(Erasure, encode(done)) == done


def test_of_the_own_data_only_what_the_work_needs_stays() -> None:
    data = to_data(PLAN.people[0]) | {"timezone": "Europe/Paris", "language": "fr"}
    plan = evolve(PLAN, people=(decode(Person, data), *PLAN.people[1:]))
    done = erased(plan, RECORD)
    assert done.plan.people[0] == Person(
        id="person-7", title="Museum director", timezone="Europe/Paris", roles=("sponsor",)
    )
    assert done.plan.people[1:] == plan.people[1:]


def test_the_id_is_rewritten_in_earlier_versions_too() -> None:
    done = erased(PLAN, RECORD, "curator")
    assert PLAN.history is not None
    assert done.plan.history is not None
    before = [one.owner for one in PLAN.history.scope[0].responsibilities]
    after = [one.owner for one in done.plan.history.scope[0].responsibilities]
    assert "curator" in before
    assert after == ["person-7" if one == "curator" else one for one in before]


def test_opinions_about_the_person_go_and_what_refers_to_them() -> None:
    opinion = {"text": "Nervous", "date": "2026-05-20", "expires_on": "2026-06-20"}
    record = record_of(
        assessments=[
            opinion | {"id": "wrong", "about": "curator"},
            opinion | {"id": "a", "about": "director", "corrects": "wrong"},
            opinion | {"id": "b", "about": "curator", "by": "director"},
        ],
        interactions=[
            TALK
            | {"date": "2026-05-21", "confirms": "a", "tells": ["a", "b"]}
            | {"acknowledges": [{"entry": one, "response": "read"} for one in ("a", "b")]}
        ],
    )
    done = erased(plan_of(), record).record
    # What a removed opinion had put right would stand again, so it goes too.
    assert [(one.id, one.by) for one in done.assessments] == [("b", "person-7")]
    (talk,) = done.interactions
    assert (talk.confirms, talk.tells, talk.participants) == (None, ("b",), ("person-7", "pm"))
    assert [one.entry for one in talk.acknowledges] == ["b"]


def test_own_words_go_and_those_of_others_stay() -> None:
    answer = {"survey": "pulse", "score": 2, "date": "2026-05-19", "comment": "Too slow"}
    check_in = {"mood": "upset", "date": "2026-05-19", "quotes": ["Never again"]}
    record = record_of(
        survey_responses=[
            answer | {"respondent": "director"},
            answer | {"respondent": "curator", "by": "director"},
        ],
        check_ins=[check_in | {"person": "director"}, check_in | {"person": "curator"}],
    )
    done = erased(plan_of(), record).record
    assert [(one.respondent, one.comment, one.by) for one in done.survey_responses] == [
        ("person-7", None, "pm"), ("curator", "Too slow", "person-7"),
    ]  # fmt: skip
    assert [(one.person, one.quotes) for one in done.check_ins] == [
        ("person-7", ()), ("curator", ("Never again",)),
    ]  # fmt: skip


def test_free_text_that_names_the_person_is_left_and_listed() -> None:
    plan = plan_with(name="Ilse Brandt", email="i@harbor.example")
    record = record_of(
        promises=[{"text": "A page for Ilse", "date": "2026-05-20", "note": "the director asked"}]
    )
    done = erased(plan, record)
    assert done.record.promises == record.promises
    assert places(done.left) == [
        ("plan", "id", "/people/0/title"),
        ("record", "id", "/promises/0/note"),
        ("record", "name", "/promises/0/text"),
    ]
    first, _, last = done.to_findings()
    assert (first.code, first.severity, first.path) == (
        "privacy.names-person", Severity.HINT, "/people/0/title",
    )  # fmt: skip
    assert last.severity is Severity.WARNING
    assert last.message == (
        "a text of the record contains the name of an erased person; "
        "expected words that name nobody"
    )


SCOPE = {"responsibilities": [{"id": "photos", "title": "Photographs", "owner": "director"}]}
DIGEST = "sha256:" + "0" * 64


def signed(covers: list[str], **parts: Any) -> ClientPlan:
    signature = {"person": "director", "side": "client", "date": "2026-01-01"}
    other = {"person": "pm", "side": "provider", "at": "2026-01-01T23:30:00Z", "digest": DIGEST}
    signs = [signature | {"digest": DIGEST, "covers": covers}, other]
    return plan_of({"sign_offs": signs} | parts.pop("scope", {}), **parts)


def digests(plan: ClientPlan) -> list[str | None]:
    assert plan.scope is not None
    return [one.digest for one in plan.scope.sign_offs]


def test_evidence_of_signatures_is_kept_until_its_last_day() -> None:
    plan = signed([], people=[PEOPLE[0] | {"name": "Ilse Brandt"}, *PEOPLE[1:]])
    term = Term.parse("52 weeks")
    (kept,) = erased(plan, record_of(), as_of=dt.date(2026, 12, 31), keep_signatures=term).kept
    assert plan.scope is not None
    assert (kept.name, kept.title, kept.keep_until, kept.signature, kept.agreement) == (
        "Ilse Brandt", "Museum director", dt.date(2026, 12, 31), plan.scope.sign_offs[0],
        plan.scope,
    )  # fmt: skip
    late = erased(plan, record_of(), as_of=dt.date(2027, 1, 1), keep_signatures=term)
    assert late.kept == ()
    assert late.plan.scope is not None
    assert late.plan.scope.sign_offs[0].person == "person-7"


def test_the_day_of_a_signature_is_the_clients() -> None:
    kept = erased(signed([]), record_of(), "pm", keep_signatures=Term.parse("0 days"), as_of=DAY)
    assert kept.kept == ()
    day = dt.date(2026, 1, 2)  # in Berlin
    (one,) = erased(
        signed([]), record_of(), "pm", keep_signatures=Term.parse("0 days"), as_of=day
    ).kept
    assert one.keep_until == day


def test_a_term_beyond_the_calendar_does_not_end() -> None:
    (one,) = erased(signed([]), record_of(), keep_signatures=Term.parse("999999 weeks")).kept
    assert one.keep_until == dt.date.max


def test_a_digest_stays_where_what_was_signed_does() -> None:
    assert digests(erased(signed([]), record_of()).plan) == [DIGEST, DIGEST]
    done = erased(signed([], scope=SCOPE), record_of())
    assert digests(done.plan) == [None, None]
    assert done.kept[0].signature.digest == DIGEST
    touchpoint = {"id": "t", "purpose": "x", "audience": ["director"]}
    told = {"communication": {"touchpoints": [touchpoint]}}
    assert digests(erased(signed([], **told), record_of()).plan) == [DIGEST, DIGEST]
    done = erased(signed(["scope", "communication"], **told), record_of())
    assert digests(done.plan) == [None, DIGEST]
    assert done.kept[0].communication == signed([], **told).communication


@pytest.mark.parametrize(
    "new_id", ["pm", "sponsor", "harbor", "client", "temp", "", "a b", "x" * 101]
)
def test_the_new_id_must_be_new(new_id: str) -> None:
    record = record_of(symptoms=[{"text": "x", "date": "2026-05-20", "by": "temp"}])
    with pytest.raises(InvalidArgumentError, match=r"^new_id is "):
        erased(plan_of(), record, new_id=new_id)


@pytest.mark.parametrize("term", ["3 working days", "5 hours"])
def test_terms_that_are_not_of_days_are_refused(term: str) -> None:
    with pytest.raises(InvalidArgumentError, match="expected a term in days or weeks"):
        erased(plan_of(), record_of(), keep_signatures=Term.parse(term))
    with pytest.raises(InvalidArgumentError, match="expected a term in days or weeks"):
        due_for_erasure(plan_of(), record_of(), as_of=DAY, retention=Term.parse(term))


def test_what_is_longer_than_any_path_does_not_matter() -> None:
    plan = evolve(plan_of(), extensions=Extensions({"director " * LONGEST: 1}))
    left = erased(plan, record_of()).left
    assert [len(one.path) for one in left if one.path.startswith("/ext")] == [LONGEST]


@given(plan=models(ClientPlan), record=models(ClientRecord), data=st.data())
def test_law_no_trace_is_left_but_where_it_is_said(
    plan: ClientPlan, record: ClientRecord, data: st.DataObject
) -> None:
    person = Person(
        id="zz9", title="x", name="Qqxx Zzyy", email="qqxx@zzyy.example", phone="+99 55 77889911"
    )
    plan = evolve(plan, people=(*plan.people, person))
    done = erased(plan, record, "zz9", new_id="yy8")
    assert "zz9" not in named(done.plan, done.record)
    assert done.left == ()
    text = (encode(done.plan) + encode(done.record)).decode()
    assert not [trace for trace in ("zz9", "Qqxx", "Zzyy", "778899") if trace in text]
    # Nothing else changed.
    assert done.plan == evolve(plan, people=(*plan.people[:-1], Person(id="yy8", title="x")))
    assert done.record == record
    # A name in somebody's words is found wherever it is.
    back = evolve(done.plan, people=(*done.plan.people[:-1], person))
    if back.client.extensions is None:
        back = evolve(back, client=evolve(back.client, extensions=Extensions({"a": ["zzyy"]})))
        assert [one.path for one in erased(back, record, "zz9", new_id="yy8").left] == [
            "/client/extensions/a/0"
        ]


# Due.


def due(
    plan: ClientPlan, record: ClientRecord, as_of: str, days: int = 30
) -> list[tuple[str, str, str]]:
    found = due_for_erasure(
        plan, record, as_of=dt.date.fromisoformat(as_of), retention=Term.parse(f"{days} days")
    )
    for one in found:
        assert decode(DueErasure, encode(one)) == one
    return [(one.kind.value, one.path, one.since.isoformat()) for one in found]


def test_an_assessment_is_due_after_its_last_day() -> None:
    record = record_of(
        assessments=[
            {"about": "director", "text": "x", "date": "2026-05-20", "expires_on": "2026-06-20"}
        ]
    )
    assert due(plan_of(), record, "2026-06-20") == []
    assert due(plan_of(), record, "2026-06-21") == [("assessment", "/assessments/0", "2026-06-21")]


LEFT = [{"id": "editor", "title": "Web editor"}, *(p for p in PEOPLE if p["id"] != "editor")]
HELD = {"role": "content", "person": "editor", "ends_on": "2026-06-30"}


def test_somebody_who_left_is_due_when_the_retention_has_passed() -> None:
    plan = plan_of(people=LEFT, assignments=[HELD])
    assert due(plan, record_of(), "2026-07-30") == []
    assert due(plan, record_of(), "2026-07-31") == [("person_left", "/people/0", "2026-07-31")]
    later = record_of(symptoms=[{"text": "x", "date": "2026-07-05", "by": "editor"}])
    assert due(plan, later, "2026-08-04") == []
    assert due(plan, later, "2026-08-05") == [("person_left", "/people/0", "2026-08-05")]


@pytest.mark.parametrize(
    "held",
    [
        {"role": "content", "person": "editor"},
        {"role": "content", "person": "editor", "ends_on": "2027-01-01"},
        {"role": "content", "person": "curator", "delegates": [{"person": "editor"}]},
    ],
)
def test_who_has_a_role_has_not_left(held: dict[str, Any]) -> None:
    plan = plan_of(people=LEFT, assignments=[HELD, held])
    assert due(plan, record_of(), "2027-01-01") == []


def test_a_stand_in_leaves_with_the_holder_and_a_signature_is_a_day() -> None:
    held = HELD | {"person": "curator", "delegates": [{"person": "editor"}]}
    assert due(plan_of(people=LEFT, assignments=[held]), record_of(), "2026-07-31") == [
        ("person_left", "/people/0", "2026-07-31")
    ]
    sign = [{"person": "editor", "side": "client", "date": "2026-02-01"}]
    plan = plan_of({"sign_offs": sign}, people=LEFT)
    assert due(plan, record_of(), "2026-03-03") == []
    assert due(plan, record_of(), "2026-03-04") == [("person_left", "/people/0", "2026-03-04")]


def test_of_whom_no_day_is_known_nothing_is_said() -> None:
    assert due(plan_of(people=LEFT), record_of(), "2099-01-01") == []


def test_contact_data_of_somebody_who_must_not_be_contacted_is_due() -> None:
    wish = {"reason": "Asked for it", "starts_on": "2026-05-01"}
    plan = plan_with(email="i@harbor.example", do_not_contact=[wish])
    assert due(plan, record_of(), "2026-04-30") == []
    assert due(plan, record_of(), "2026-05-01") == [("contact_data", "/people/0", "2026-05-01")]
    assert due(plan_with(do_not_contact=[wish]), record_of(), "2026-05-01") == []
    for other in ({"channel": "email"}, {"ends_on": "2026-06-01"}):
        plan = plan_with(email="i@harbor.example", do_not_contact=[wish | other])
        assert due(plan, record_of(), "2026-05-01") == []


def test_a_wish_that_has_ended_is_due() -> None:
    plan = plan_with(do_not_contact=[{"reason": "On leave", "ends_on": "2026-08-07"}])
    assert due(plan, record_of(), "2026-08-07") == []
    assert due(plan, record_of(), "2026-08-08") == [
        ("do_not_contact", "/people/0/do_not_contact/0", "2026-08-08")
    ]


def test_the_calendar_has_an_end() -> None:
    plan = plan_with(do_not_contact=[{"reason": "On leave", "ends_on": "9999-12-31"}])
    assert due(plan, record_of(), "9999-12-31") == []


def test_what_is_longest_overdue_comes_first() -> None:
    found = due_for_erasure(
        PLAN, RECORD, as_of=dt.date(2027, 10, 1), retention=Term.parse("180 days")
    )
    assert [one.since for one in found] == sorted(one.since for one in found)
    assert {(one.kind.value, one.subject) for one in found} >= {
        ("do_not_contact", "curator"), ("person_left", "web-editor"), ("person_left", "pm-1"),
    }  # fmt: skip


@given(plan=models(ClientPlan), record=models(ClientRecord), day=st.dates())
def test_law_what_is_due_stays_due(plan: ClientPlan, record: ClientRecord, day: dt.date) -> None:
    found = due_for_erasure(plan, record, as_of=day, retention=YEARS)
    assert all(one.since <= day for one in found)
    places_ = {(one.kind, one.path) for one in found}
    later = due_for_erasure(plan, record, as_of=dt.date.max, retention=YEARS)
    assert places_ <= {(one.kind, one.path) for one in later}
