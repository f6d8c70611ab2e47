import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.client import Right
from clientkit.scope import ChangeControl, refusal_is_certain
from clientkit.scope.approvals import Answer, Answers, answer_of

from .changing import CONTROL, RIGHTS, event, order

YES = event("approved", "2026-03-03", by="both")


@pytest.mark.parametrize(
    ("refused", "required", "of", "certain"),
    [(1, 1, 2, False), (2, 1, 2, True), (1, 2, 2, True), (0, 3, 3, False), (33, 67, 100, False),
     (34, 67, 100, True)],
)  # fmt: skip
def test_a_refusal_is_certain_when_refused_and_required_are_more_than_all(
    refused: int, required: int, of: int, certain: bool
):
    assert refusal_is_certain(refused=refused, required=required, of=of) is certain


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))), st.data())
def test_an_offer_is_never_approved_and_refused_and_always_one_of_them_in_the_end(
    size: tuple[int, int], data: st.DataObject
):
    roles = [f"role-{number}" for number in range(size[0])]
    answers = Answers(ChangeControl(approved_by=roles, quorum=size[1]))
    settled = []
    for role in data.draw(st.permutations(roles)):
        hear = data.draw(st.sampled_from([answers.approve, answers.refuse]))
        if hear(Answer(counts=True, roles=(role,))):
            settled.append(hear.__name__)
    assert len(set(settled)) == 1
    assert answers.silent == ()


def test_a_role_named_twice_counts_once():
    control = ChangeControl(approved_by=["sponsor", "sponsor", "approver"])
    assert (Answers(control).asked, Answers(control).required) == (("sponsor", "approver"), 2)


class TestAnswer:
    def test_it_counts_for_each_role_that_is_asked(self):
        found = answer_of(YES, order(), CONTROL, RIGHTS, approves=True)
        assert (found.counts, found.roles) == (True, ("sponsor", "approver"))
        one = ChangeControl(approved_by=["approver"])
        assert answer_of(YES, order(), one, RIGHTS, approves=True).roles == ("approver",)

    def test_of_two_roles_the_one_within_its_limit_counts(self):
        dear = order(price="5000.01 EUR")
        assert answer_of(YES, dear, CONTROL, RIGHTS, approves=True).roles == ("approver",)

    def test_a_refusal_takes_no_limit(self):
        dear = order(price="5000.01 EUR")
        no = event("declined", "2026-03-03", by="director")
        assert answer_of(no, dear, CONTROL, RIGHTS, approves=False).roles == ("sponsor",)

    def test_a_limit_is_named_only_where_it_is_what_stands_in_the_way(self):
        dear = order(price="5000.01 EUR")
        yes = event("approved", "2026-03-03", by="director")
        found = answer_of(yes, dear, CONTROL, RIGHTS, approves=True)
        assert found.above is not None
        assert found.above.text == "5000.00 EUR"
        editor = event("approved", "2026-03-03", by="editor")
        found = answer_of(editor, dear, CONTROL, RIGHTS, approves=True)
        assert (found.counts, found.above) == (False, None)
        assert found.why_not == f"it takes the right {Right.APPROVE_CHANGE.value!r}"

    def test_the_limit_of_a_role_that_is_not_asked_is_not_named(self):
        one = ChangeControl(approved_by=["approver"])
        director = event("approved", "2026-03-03", by="director")
        found = answer_of(director, order(price="5000.01 EUR"), one, RIGHTS, approves=True)
        assert (found.counts, found.above) == (False, None)
        assert found.why_not == "the agreement asks 'approver'"

    def test_the_right_alone_is_not_enough_for_somebody_who_is_not_asked(self):
        curator = event("approved", "2026-03-03", by="curator")
        one = ChangeControl(approved_by=["sponsor"])
        not_asked = answer_of(curator, order(), one, RIGHTS, approves=True)
        assert (not_asked.counts, not_asked.why_not) == (False, "the agreement asks 'sponsor'")

    def test_without_rights_the_role_that_is_named_is_believed(self):
        named = event("approved", "2026-03-03", role="sponsor")
        assert answer_of(named, order(), CONTROL, None, approves=True).roles == ("sponsor",)
        other = answer_of(YES, order(), CONTROL, None, approves=True)
        assert (other.counts, other.why_not) == (
            False, "the agreement asks 'sponsor', 'approver'",
        )  # fmt: skip
