"""Who had which right when, from roles, people and assignments."""

import datetime as dt

import pytest

from clientkit.base import InvalidValueError
from clientkit.client import Assignment, Delegate, Person, Right, Role, Side
from clientkit.client.holding import may
from clientkit.scope import Acceptance, HeldRights, Promise
from clientkit.scope.authority import may_judge

ROLES = [
    Role(id="approver", title="Approver", may=(Right.ACCEPT,)),
    Role(id="content", title="Content", may=(Right.REVIEW,)),
    Role(id="pm", title="Project manager", side=Side.PROVIDER, may=(Right.PROMISE,)),
    Role(id="press", title="Press"),
]
PEOPLE = [
    Person(id="editor", title="Editor", roles=("content", "press")),
    Person(id="lena", title="Lena", side=Side.PROVIDER, roles=("pm",)),
]
ASSIGNMENTS = [
    Assignment(
        role="approver",
        person="curator",
        starts_on=dt.date(2026, 2, 2),
        ends_on=dt.date(2026, 9, 30),
        delegates=(Delegate(person="director", starts_on=dt.date(2026, 7, 20)),),
    )
]
RIGHTS = HeldRights(ROLES, PEOPLE, ASSIGNMENTS, timezone="Europe/Berlin")


def judgement(by: str, day: str, role: str | None = None) -> Acceptance:
    date = dt.date.fromisoformat(day)
    return Acceptance(id="yes", outcome="accepted", by=by, date=date, role=role)


@pytest.mark.parametrize(
    ("by", "day", "role", "expected"),
    [
        ("curator", "2026-02-01", None, False),
        ("curator", "2026-02-02", None, True),
        ("curator", "2026-09-30", "approver", True),
        ("curator", "2026-10-01", None, False),
        ("curator", "2026-05-01", "press", False),
        ("director", "2026-07-19", None, False),
        ("director", "2026-07-20", None, True),
        ("editor", "2026-05-01", None, False),
        ("stranger", "2026-05-01", None, False),
    ],
)
def test_a_right_is_that_of_the_day_in_the_role_that_is_named(
    by: str, day: str, role: str | None, expected: bool
):
    one = judgement(by, day, role)
    assert RIGHTS.may(one, Right.ACCEPT) is expected
    if role is None:
        day_ = dt.date.fromisoformat(day)
        assert may(by, Right.ACCEPT, ROLES, PEOPLE, ASSIGNMENTS, as_of=day_) is expected


def test_what_was_given_to_nobody_of_a_side_nobody_can_tell():
    promised = Promise(id="p", text="A video", by="lena", date=dt.date(2026, 3, 12))
    assert RIGHTS.may(promised, Right.SIGN) is None
    assert RIGHTS.may(promised, Right.PROMISE) is True
    assert RIGHTS.may(promised, Right.PROMISE, side=Side.PROVIDER) is True
    assert RIGHTS.may(promised, Right.PROMISE, side=Side.CLIENT) is None
    assert RIGHTS.may(promised, Right.ACCEPT, side=Side.CLIENT) is False


def test_the_day_of_an_instant_is_that_of_the_zone():
    def at(text: str) -> Acceptance:
        instant = dt.datetime.fromisoformat(text)
        return Acceptance(id="yes", outcome="accepted", by="curator", at=instant)

    assert RIGHTS.may(at("2026-02-01T22:59:59+00:00"), Right.ACCEPT) is False
    assert RIGHTS.may(at("2026-02-01T23:00:00+00:00"), Right.ACCEPT) is True


def test_the_roles_in_which_somebody_acts():
    both = RIGHTS.acting(judgement("editor", "2026-05-01"))
    assert [role.id for role in both] == ["content", "press"]
    assert [role.id for role in RIGHTS.acting(judgement("editor", "2026-05-01", "press"))] == [
        "press"
    ]
    assert RIGHTS.acting(judgement("editor", "2026-05-01", "approver")) == ()


def test_to_judge_takes_accept_and_to_look_takes_either():
    reader, judge = judgement("editor", "2026-05-01"), judgement("curator", "2026-05-01")
    assert may_judge(RIGHTS, reader, decides=False) is True
    assert may_judge(RIGHTS, reader, decides=True) is False
    assert may_judge(RIGHTS, judge, decides=False) is True
    assert may_judge(RIGHTS, judge, decides=True) is True
    assert may_judge(None, reader, decides=True) is None
    only_accept = HeldRights(ROLES[:1], PEOPLE, ASSIGNMENTS, timezone="UTC")
    assert may_judge(only_accept, judge, decides=False) is True
    assert may_judge(only_accept, reader, decides=False) is None


def test_there_must_be_such_a_zone() -> None:
    with pytest.raises(InvalidValueError, match="expected a time zone"):
        HeldRights([], timezone="Europe/Hamburg")
