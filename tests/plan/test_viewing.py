"""What a client sees: an allow-list that fails closed."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    ClientkitError,
    Extensions,
    Finding,
    InvalidArgumentError,
    Severity,
    decode,
    encode,
    evolve,
    specification,
    to_data,
)
from clientkit.base.fields import INTERNAL, PERSONAL
from clientkit.client.entry import Entry, Visibility
from clientkit.client.model import Side
from clientkit.documents.checking import check_plan, check_record, load_plan, load_record
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.references import entry_lists
from clientkit.plan.shown_fields import HIDDEN, NEVER, OF_OURS, OWN, SHOWN
from clientkit.plan.standing_entries import entries_in_force
from clientkit.plan.viewing import ClientView, client_view
from clientkit.scope import ChangeOrderEvent
from clientkit.testing import instants, models

from .making import instant, plan_of, record_of

HARBOR = Path(__file__).parents[2] / "examples/harbor-web"
PLAN = load_plan(HARBOR / "client-plan.yaml")
RECORD = load_record(HARBOR / "client-record.yaml", PLAN)
END = dt.datetime(2026, 9, 25, 9, tzinfo=dt.UTC)
MARKER = "zz-marker"
ISSUE = {"id": "down", "title": "No tickets", "impact": "high", "urgency": "high"}


def reachable() -> Iterator[type]:
    found: dict[type, None] = {}
    waiting: list[type] = [ClientPlan, ClientRecord]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            yield model
            waiting += [field.kind for field in specification(model) if field.is_model]


def seen(
    record: ClientRecord, at: str = "2026-10-01", plan: ClientPlan | None = None
) -> ClientRecord:
    return client_view(plan or plan_of(), record, viewer="director", at=instant(at)).record


def errors(*several: Iterable[Finding]) -> list[str]:
    return [one.code for findings in several for one in findings if one.severity is Severity.ERROR]


def ids(record: ClientRecord) -> list[str]:
    return [entry.id for entries in entry_lists(record).values() for entry in entries]


@pytest.mark.parametrize("model", list(reachable()), ids=lambda model: model.__name__)
def test_every_field_is_either_shown_or_hidden(model: type) -> None:
    names = {field.name for field in specification(model) if field.kind is not Extensions}
    tables = [table.get(model, frozenset()) for table in (SHOWN, OWN, HIDDEN)]
    if model in NEVER:
        assert not any(tables)
        return
    assert set().union(*tables) == names
    assert sum(map(len, tables)) == len(names), "a field stands in two tables"
    assert OF_OURS.get(model, frozenset()) <= OWN.get(model, frozenset())


@pytest.mark.parametrize("model", list(reachable()), ids=lambda model: model.__name__)
def test_what_is_marked_is_not_shown_to_everybody(model: type) -> None:
    shown = SHOWN.get(model, frozenset())
    for field in specification(model):
        if INTERNAL in field.marks or field.kind is Extensions:
            assert field.name not in shown | OWN.get(model, frozenset())
        if PERSONAL in field.marks:
            assert field.name not in shown - {"name"}


def test_the_tables_speak_of_models_that_documents_hold() -> None:
    known = set(reachable())
    assert {*SHOWN, *OWN, *OF_OURS, *HIDDEN, *NEVER} <= known
    for table in (SHOWN, OWN, OF_OURS, HIDDEN):
        for model, names in table.items():
            assert names <= {field.name for field in specification(model)}


def test_a_field_that_stands_in_no_table_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    client = type(PLAN.client)
    monkeypatch.setitem(SHOWN, client, SHOWN[client] - {"industry"})
    view = client_view(PLAN, RECORD, viewer="director", at=END)
    assert view.plan.client == evolve(PLAN.client, industry=None, extensions=None)


def test_a_model_that_stands_in_no_table_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    goal = type(PLAN.client.goals[0])
    monkeypatch.delitem(SHOWN, goal)
    assert client_view(PLAN, RECORD, viewer="director", at=END).plan.client.goals == ()


def test_harbor_as_the_director_sees_it() -> None:
    view = client_view(PLAN, RECORD, viewer="director", at=END)
    assert errors(check_plan(view.plan), check_record(view.record, view.plan)) == []
    assert view.record.assessments == view.record.check_ins == view.record.survey_responses == ()
    assert [one.id for one in view.record.interactions] == [
        "kickoff-0202", "status-0205", "letter-0331", "letter-0630", "debrief-0915",
    ]  # fmt: skip
    assert view.plan.scope == evolve(PLAN.scope, extensions=None)
    assert view.plan.history == PLAN.history
    assert decode(ClientView, encode(view)) == view


@pytest.mark.parametrize("viewer", ["nobody", "", "pm-1", "photographer", "sponsor", "client"])
def test_only_people_of_the_client_may_look(viewer: str) -> None:
    with pytest.raises(ClientkitError) as caught:
        client_view(PLAN, RECORD, viewer=viewer, at=END)
    assert str(caught.value) == (
        f"viewer is {viewer!r}; expected the id of a person on the client's side"
    )


def test_an_id_that_is_given_on_two_sides_may_not_look() -> None:
    ours = evolve(PLAN.people[0], side=Side.PROVIDER)
    with pytest.raises(InvalidArgumentError, match="client's side"):
        client_view(evolve(PLAN, people=(*PLAN.people, ours)), RECORD, viewer="director", at=END)


def test_the_record_of_another_plan_is_refused() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        client_view(PLAN, evolve(RECORD, plan="other"), viewer="director", at=END)
    assert str(caught.value) == (
        "record.plan is 'other'; expected 'harbor-site-2026', the plan's id"
    )


def test_an_instant_without_offset_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="an instant with its offset from UTC"):
        client_view(PLAN, RECORD, viewer="director", at=END.replace(tzinfo=None))


def test_nothing_is_seen_before_it_happened() -> None:
    record = record_of(
        deliveries=[
            {"id": "a", "deliverable": "site", "at": "2026-04-17T12:00:00+02:00"},
            {"id": "b", "deliverable": "site", "date": "2026-04-18"},
        ]
    )
    plan = plan_of({"deliverables": [{"id": "site", "title": "The site"}]})
    assert ids(seen(record, "2026-04-17T11:59:59+02:00", plan)) == []
    assert ids(seen(record, "2026-04-17T12:00:00+02:00", plan)) == ["a"]
    assert ids(seen(record, "2026-04-18T23:59:59+02:00", plan)) == ["a"]
    assert ids(seen(record, "2026-04-19T00:00:00+02:00", plan)) == ["a", "b"]


def test_signatures_and_facts_are_seen_from_their_day_on() -> None:
    plan = plan_of(
        {
            "sign_offs": [
                {"person": "director", "side": "client", "date": "2026-01-01"},
                {"person": "pm", "side": "provider", "at": "2026-01-02T10:00:00+01:00"},
            ]
        },
        client={
            "id": "harbor",
            "name": "Harbor Museum",
            "timezone": "Europe/Berlin",
            "facts": [{"text": "Closed on Mondays", "noted_on": "2026-01-01"}, {"text": "Old"}],
        },
    )

    def dated(at: str) -> tuple[int, int]:
        shown = client_view(plan, record_of(), viewer="director", at=instant(at)).plan
        assert shown.scope is not None
        return len(shown.scope.sign_offs), len(shown.client.facts)

    assert dated("2026-01-01T23:59:59+01:00") == (0, 1)
    assert dated("2026-01-02T00:00:00+01:00") == (1, 2)
    assert dated("2026-01-02T09:59:59+01:00") == (1, 2)
    assert dated("2026-01-02T10:00:00+01:00") == (2, 2)


def test_touchpoints_of_the_team_among_itself_are_not_seen() -> None:
    view = client_view(PLAN, RECORD, viewer="director", at=END)
    assert PLAN.communication is not None
    assert view.plan.communication is not None
    gone = {one.id for one in PLAN.communication.touchpoints} - {
        one.id for one in view.plan.communication.touchpoints
    }
    assert gone == {"team-demo"}


def test_of_other_people_little_is_seen_and_of_oneself_everything() -> None:
    def people(viewer: str) -> dict[str, Any]:
        shown = client_view(PLAN, RECORD, viewer=viewer, at=END).plan.people
        return {one.id: to_data(one) for one in shown}

    own = to_data(evolve(PLAN.people[0], extensions=None))
    assert own["preference"]
    assert people("director")["director"] == own
    assert people("curator")["director"] == {
        "id": "director", "title": "Museum director", "name": "Ilse Brandt", "roles": ["sponsor"],
    }  # fmt: skip
    assert people("curator")["pm-1"] == {
        "id": "pm-1", "title": "Project manager", "name": "Lena Prates", "side": "provider",
        "organisation": "Studio Tern", "email": "lena@studio-tern.example",
    }  # fmt: skip
    assert people("curator")["photographer"] == {
        "id": "photographer", "title": "Photographer", "side": "third_party",
        "organisation": "Lichtwerk Photography", "roles": ["pictures"],
    }  # fmt: skip


def test_answers_to_surveys_bear_names_and_comments_for_their_own_authors_only() -> None:
    answers = {"survey": "pulse", "visibility": "shared", "date": "2026-05-19", "score": 2}
    record = record_of(
        survey_responses=[
            answers | {"id": "a", "respondent": "director", "comment": "Too slow"},
            answers | {"id": "b", "respondent": "curator", "comment": "All is well"},
            answers | {"id": "c", "comment": "Whoever I am"},
        ]
    )
    plan = plan_of(feedback={"surveys": [{"id": "pulse", "metric": "csat", "scale": "1-5"}]})
    found = seen(record, plan=plan).survey_responses
    assert [(one.id, one.respondent, one.comment) for one in found] == [
        ("a", "director", "Too slow"), ("b", None, None), ("c", None, None),
    ]  # fmt: skip


def test_a_shared_check_in_is_not_seen() -> None:
    record = record_of(
        check_ins=[
            {"person": "director", "mood": "upset", "date": "2026-05-19", "visibility": "shared"}
        ]
    )
    assert ids(seen(record)) == []


def test_references_to_what_is_hidden_fall_away() -> None:
    talk = {"kind": "call", "started_by": "client", "participants": ["director"]}
    record = record_of(
        interactions=[
            {"id": "secret", "date": "2026-05-19", **talk},
            {"id": "open", "date": "2026-05-20", "visibility": "shared", **talk}
            | {"confirms": "secret", "answers": "secret", "tells": ["secret", "down"]}
            | {"acknowledges": [{"entry": e, "response": "read"} for e in ("secret", "down")]},
        ],
        issues=[ISSUE | {"date": "2026-05-19"}],
        promises=[{"text": "A page", "made_in": "secret", "date": "2026-05-19"}],
    )
    (shown,) = seen(record).interactions
    assert to_data(shown) == {
        "id": "open", "date": "2026-05-20", "by": "pm", "visibility": "shared", **talk,
        "tells": ["down"], "acknowledges": [{"entry": "down", "response": "read"}],
    }  # fmt: skip
    assert [one.made_in for one in seen(record).promises] == [None]


def test_what_says_nothing_without_a_hidden_entry_falls_away_with_it() -> None:
    record = record_of(
        issues=[
            ISSUE | {"date": "2026-05-19", "visibility": "team"},
            ISSUE | {"id": "open", "date": "2026-05-19"},
        ],
        issue_steps=[
            {"id": "step", "issue": "down", "kind": "correction", "text": "x", "date": "2026-05-19"}
        ],
        issue_events=[
            {"id": "a", "issue": "down", "kind": "acknowledged", "date": "2026-05-20"},
            # Shared itself, but done is a step that falls away with its issue.
            {"id": "b", "issue": "open", "kind": "step_done", "step": "step", "date": "2026-05-20"},
            {"id": "c", "issue": "open", "kind": "resolved", "date": "2026-05-20"},
        ],
    )
    assert ids(seen(record)) == ["open", "c"]


def test_a_thing_of_the_plan_stays_named_though_a_hidden_entry_bears_its_id() -> None:
    plan = plan_of({"deliverables": [{"id": "site", "title": "The site"}]})
    team = {"id": "site", "text": "Secret", "date": "2026-05-19"}
    shared = {"id": "s", "text": "Slow", "visibility": "shared", "about": ["site"]}
    record = record_of(symptoms=[team, shared | {"date": "2026-05-20"}])
    (shown,) = seen(record, plan=plan).symptoms
    assert (shown.id, shown.about) == ("s", ("site",))


def corrected(first: str, second: str, **more: str) -> ClientRecord:
    return record_of(
        issues=[
            ISSUE | {"id": "a", "date": "2026-05-19", "visibility": first},
            ISSUE
            | {"id": "b", "date": "2026-05-25", "visibility": second, "corrects": "a"}
            | {"title": "Right"},
        ],
        issue_events=[{"id": "e", "issue": "a", "kind": "acknowledged", "date": "2026-05-20"}],
    )


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    record = corrected("shared", "shared")
    shown = seen(record)
    assert [(one.id, one.corrects) for one in shown.issues] == [("b", None)]
    assert [one.issue for one in shown.issue_events] == ["b"]
    assert ids(seen(record, "2026-05-21")) == ["a", "e"]


def test_a_shared_correction_of_a_hidden_entry_shows_nothing_of_it() -> None:
    shown = seen(corrected("team", "shared"))
    assert [(one.id, one.corrects) for one in shown.issues] == [("b", None)]
    assert [one.issue for one in shown.issue_events] == ["b"]


def test_what_the_team_took_back_is_not_seen_even_for_the_time_before() -> None:
    record = corrected("shared", "team")
    assert ids(seen(record)) == []
    assert ids(seen(record, "2026-05-21")) == []


def test_of_two_entries_with_one_id_neither_is_seen_if_one_is_hidden() -> None:
    record = record_of(
        issues=[
            ISSUE | {"date": "2026-05-19"},
            ISSUE | {"date": "2026-05-19", "visibility": "team"},
        ]
    )
    assert ids(seen(record)) == []


def marked(data: Any, model: type, hidden: bool = False) -> Any:
    """Plain data with the marker in each text that a viewer may not see."""
    if model is ClientRecord:
        data = {"schema": None} | data
    result = dict(data)
    for field in specification(model):
        shown = field.name in SHOWN.get(model, frozenset()) | OF_OURS.get(model, frozenset())
        gone = hidden or (not shown and field.name not in ("corrects", "respondent"))
        value = result.get(field.key)
        if field.key not in result or value is None:
            if gone and field.optional and field.kind is str and field.format is None:
                result[field.key] = MARKER
            continue
        if field.is_model:
            many = value if field.many else [value]
            inner = [marked(one, field.kind, gone) for one in many]
            result[field.key] = inner if field.many else inner[0]
        elif gone and field.kind is str and field.format is None:
            result[field.key] = [MARKER] if field.many else MARKER
        elif gone and isinstance(value, dict):
            result[field.key] = {MARKER: [MARKER]}
    return {key: value for key, value in result.items() if value is not None}


def test_no_hidden_text_is_ever_seen() -> None:
    plan = decode(ClientPlan, marked(to_data(PLAN), ClientPlan))
    shared = evolve(
        RECORD,
        **{
            name: tuple(
                entry
                if name == "assessments"
                else evolve(entry, visibility=Visibility.SHARED, corrects=None)
                for entry in entries
            )
            for name, entries in entry_lists(RECORD).items()
        },
    )
    record = decode(ClientRecord, marked(to_data(shared), ClientRecord))
    text = (encode(plan) + encode(record)).decode()
    assert text.count(MARKER) > 250
    view = client_view(plan, record, viewer="front-desk", at=END)
    assert MARKER not in encode(view).decode()
    assert len(ids(view.record)) > 190  # or the marker would be absent for want of entries
    assert len(view.record.survey_responses) == 5


def test_no_entry_of_the_team_is_ever_seen_not_even_its_id() -> None:
    hidden = {
        entry.id: f"{MARKER}-{entry.id}"
        for entries in entry_lists(RECORD).values()
        for entry in entries
        if entry.visibility is Visibility.TEAM
    }
    data = renamed(to_data(RECORD), ClientRecord, hidden)
    record = decode(ClientRecord, data)
    assert errors(check_record(record, PLAN)) == []
    assert encode(record).decode().count(MARKER) > len(hidden) > 60
    for person in PLAN.people:
        if person.side is Side.CLIENT:
            view = client_view(PLAN, record, viewer=person.id, at=END)
            assert MARKER not in encode(view).decode()


def renamed(data: dict[str, Any], model: type, ids: dict[str, str]) -> dict[str, Any]:
    result = dict(data)
    for field in specification(model):
        value = result.get(field.key)
        if value is None:
            continue
        items = value if field.many else [value]
        if field.is_model:
            items = [renamed(one, field.kind, ids) for one in items]
        elif (issubclass(model, Entry) and field.name == "id") or {
            "entry", "interaction", "issue", "survey_response", "expectation", "concern",
            "issue_step",
        } & {*field.refers}:  # fmt: skip
            items = [ids.get(one, one) for one in items]
        result[field.key] = items if field.many else items[0]
    return result


visibilities = st.sampled_from(Visibility)


@st.composite
def records(draw: st.DrawFn) -> ClientRecord:
    """Harbor's record with other visibilities and further corrections."""
    names = [one.id for entries in entry_lists(RECORD).values() for one in entries]
    lists = {}
    for name, entries in entry_lists(RECORD).items():
        if name != "assessments":
            flags = draw(st.lists(visibilities, min_size=len(entries), max_size=len(entries)))
            lists[name] = [
                evolve(entry, visibility=flag) for entry, flag in zip(entries, flags, strict=True)
            ]
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(sorted(lists)))
        place = draw(st.integers(0, len(lists[name]) - 1))
        corrects = draw(st.sampled_from(names))
        lists[name][place] = evolve(lists[name][place], corrects=corrects)
    return evolve(RECORD, **lists)


moments = st.datetimes(
    dt.datetime(2026, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    dt.datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)


def follows_from_what_is_left_out(
    error: Finding, shown: ClientRecord, given_: dict[str, Any]
) -> bool:
    """Whether an error in what is shown is there for want of what is not, and could not be mended.

    A step of a change order may follow one that is not shown; and an entry may speak of one that
    was corrected, in whose place stands the correction, with a later date of its own.
    """
    _, name, index, *field = error.path.split("/")
    entry = getattr(shown, name)[int(index)]
    if error.code == "scope.impossible-change-order-step":
        about = {entry.change_order, given_[entry.id].change_order}
        kept = {one.id for one in shown.change_order_events}
        steps = [one for one in given_.values() if isinstance(one, ChangeOrderEvent)]
        return any(one.change_order in about and one.id not in kept for one in steps)
    if error.code == "record.out-of-order":
        named, meant = getattr(entry, field[0]), getattr(given_[entry.id], field[0])
        return bool(named != meant)
    return False


@given(record=records(), at=moments, viewer=st.sampled_from(["director", "curator", "finance"]))
def test_law_a_view_holds_shared_entries_that_stand_and_nothing_dangles(
    record: ClientRecord, at: dt.datetime, viewer: str
) -> None:
    view = client_view(PLAN, record, viewer=viewer, at=at)
    given_ = {one.id: one for entries in entry_lists(record).values() for one in entries}
    in_force = entries_in_force(record, at=at)
    for entries in entry_lists(view.record).values():
        for entry in entries:
            assert given_[entry.id].visibility is entry.visibility is Visibility.SHARED
            assert in_force.current(entry.id) == entry.id
            assert in_force.instant(entry) <= at
            assert (entry.note, entry.extensions, entry.corrects) == (None, None, None)
    found = [one for one in check_record(view.record, view.plan) if one.severity is Severity.ERROR]
    assert all(follows_from_what_is_left_out(one, view.record, given_) for one in found)
    assert client_view(view.plan, view.record, viewer=viewer, at=at) == view


@given(plan=models(ClientPlan), record=models(ClientRecord), at=instants())
def test_law_any_documents_give_a_view_or_a_typed_error(
    plan: ClientPlan, record: ClientRecord, at: dt.datetime
) -> None:
    record = evolve(record, plan=plan.name)
    clients = [one.id for one in plan.people if one.side is Side.CLIENT]
    try:
        view = client_view(plan, record, viewer=clients[0] if clients else "x", at=at)
    except InvalidArgumentError as error:
        assert error.where == "viewer"  # noqa: PT017 (either outcome is right)
        return
    assert decode(ClientView, encode(view)) == view
    assert client_view(view.plan, view.record, viewer=view.viewer, at=at) == view
