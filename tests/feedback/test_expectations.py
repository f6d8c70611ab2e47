import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError
from clientkit.feedback import (
    Dimension,
    Expectation,
    ExpectationReview,
    ExpectationStatus,
    GapWeights,
    Reading,
    Symptom,
    expectation_gaps,
    parted_readings,
)

AT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def expected(key, importance=None, day=1, **more):
    return Expectation(
        **{"id": key, "text": key, "basis": "stated", "importance": importance, "by": "lena",
           "date": dt.date(2026, 5, day), **more}
    )  # fmt: skip


def review(expectation, status, day=10, key=None):
    return ExpectationReview(
        id=key or f"{expectation}-{status}-{day}", expectation=expectation, status=status,
        by="lena", date=dt.date(2026, 5, day),
    )  # fmt: skip


def sign(key, expectation=None, day=12):
    return Symptom(id=key, text=key, expectation=expectation, by="lena", date=dt.date(2026, 5, day))


def gaps(expectations, reviews=(), symptoms=(), at=AT, **more):
    return expectation_gaps(
        expectations, reviews, symptoms, at=at, timezone="Europe/Berlin", **more
    )


class TestScores:
    def test_by_hand(self, rebuilt):
        report = gaps(
            [expected("a", "high"), expected("b", "medium"), expected("c", "low"), expected("d")],
            [review("a", "partly"), review("b", "met"), review("c", "unmet")],
        )
        # gaps 0.5, 0, 1 with weights 3, 2, 1; d, not rated, weighs 2 and is unknown
        assert report.overall.score == pytest.approx(2.5 / 6)
        assert report.overall.worst == pytest.approx(4.5 / 8)
        assert report.overall.coverage == pytest.approx(6 / 8)
        assert (report.overall.n, report.overall.met, report.overall.judged) == (4, 1, 3)
        assert report.overall.counts == "1 of 4"
        assert rebuilt(report) == report
        assert [rebuilt(one) for one in report.gaps] == list(report.gaps)

    def test_nothing_expected_and_nothing_judged_are_no_score(self, rebuilt):
        empty = gaps([])
        assert (empty.overall.score, empty.overall.worst, empty.overall.coverage) == (
            None,
            None,
            None,
        )
        assert rebuilt(empty) == empty
        unjudged = gaps([expected("a")])
        assert (unjudged.overall.score, unjudged.overall.worst, unjudged.overall.coverage) == (
            None,
            1,
            0,
        )
        assert unjudged.gaps[0].status is ExpectationStatus.UNKNOWN
        assert unjudged.gaps[0].gap is None

    def test_judged_unknown_is_unknown_again(self):
        report = gaps([expected("a")], [review("a", "met", 10), review("a", "unknown", 11)])
        assert (report.overall.score, report.overall.coverage) == (None, 0)

    def test_heaviest_gaps_first_ties_as_stated_unknown_last(self):
        report = gaps(
            [expected("u", "high"), expected("m", "low"), expected("x", "low"),
             expected("y", "low"), expected("h", "high")],
            [review("m", "met"), review("x", "unmet"), review("y", "unmet"), review("h", "partly")],
        )  # fmt: skip
        assert [one.expectation for one in report.gaps] == ["h", "x", "y", "m", "u"]

    def test_by_dimension_with_those_of_none_last(self):
        report = gaps(
            [
                expected("a"),
                expected("b", dimension="empathy"),
                expected("c", dimension="reliability"),
            ],
            [review("b", "unmet"), review("c", "met")],
        )
        assert [(one.dimension, one.score) for one in report.dimensions] == [
            (Dimension.RELIABILITY, 0), (Dimension.EMPATHY, 1), (None, None),
        ]  # fmt: skip

    def test_weights_are_yours_but_not_upside_down(self):
        expectations = [expected("a", "high"), expected("b", "low")]
        reviews = [review("a", "unmet"), review("b", "met")]
        even = GapWeights(high=1, medium=1, low=1)
        assert gaps(expectations, reviews, weights=even).overall.score == 0.5
        with pytest.raises(ClientkitError) as caught:
            gaps(expectations, reviews, weights=GapWeights(high=1, medium=2, low=1))
        assert str(caught.value) == "weights is (1.0, 2.0, 1.0); expected high >= medium >= low"

    def test_scaling_all_weights_changes_nothing(self):
        expectations = [expected("a", "high"), expected("b", "low"), expected("c")]
        reviews = [review("a", "unmet"), review("b", "partly")]
        scaled = gaps(expectations, reviews, weights=GapWeights(high=30, medium=20, low=10))
        assert scaled.overall == gaps(expectations, reviews).overall


class TestReviews:
    def test_the_latest_counts_and_what_is_to_come_does_not(self):
        reviews = [review("a", "met", 20), review("a", "unmet", 10)]
        assert gaps([expected("a")], reviews).gaps[0].status is ExpectationStatus.MET
        before = dt.datetime(2026, 5, 15, tzinfo=dt.UTC)
        assert gaps([expected("a")], reviews, at=before).gaps[0].status is ExpectationStatus.UNMET

    def test_of_one_day_the_last_given_counts(self):
        reviews = [review("a", "unmet", key="1"), review("a", "met", key="2")]
        assert gaps([expected("a")], reviews).gaps[0].status is ExpectationStatus.MET

    def test_a_review_of_a_corrected_expectation_judges_its_correction(self):
        report = gaps([expected("a"), expected("b", "high", corrects="a")], [review("a", "met")])
        assert [(one.expectation, one.status) for one in report.gaps] == [
            ("b", ExpectationStatus.MET)
        ]


class TestSymptoms:
    def test_a_sign_after_the_judgement_puts_met_in_doubt(self):
        met = [expected("a")], [review("a", "met", 10)]
        assert gaps(*met, [sign("s", "a", 11)]).gaps[0].in_doubt
        assert not gaps(*met, [sign("s", "a", 10)]).gaps[0].in_doubt
        assert (
            not gaps([expected("a")], [review("a", "unmet", 10)], [sign("s", "a", 11)])
            .gaps[0]
            .in_doubt
        )

    def test_signs_stay_apart_from_what_is_expected(self):
        report = gaps(
            [expected("a")], (), [sign("t", None, 13), sign("s", "a"), sign("r", "gone", 11)]
        )
        assert report.gaps[0].symptoms == ("s",)
        assert report.unexplained == ("r", "t")
        assert report.overall.n == 1


class TestLaws:
    statuses = st.sampled_from(["met", "partly", "unmet"])
    cases = st.lists(
        st.tuples(st.sampled_from([None, "high", "medium", "low"]), st.none() | statuses),
        max_size=8,
    )

    @given(cases, st.data())
    def test_taking_all_reviews_of_one_away_never_lowers_the_worst_case(self, case, data):
        expectations = [expected(f"e{i}", importance) for i, (importance, _) in enumerate(case)]
        reviews = [review(f"e{i}", status) for i, (_, status) in enumerate(case) if status]
        if reviews:
            fewer = [one for one in reviews if one is not data.draw(st.sampled_from(reviews))]
            worst = gaps(expectations, fewer).overall.worst
            assert worst >= gaps(expectations, reviews).overall.worst - 1e-12

    @given(cases)
    def test_the_score_lies_below_the_worst_case_where_bad_news_is_missing(self, case):
        expectations = [expected(f"e{i}", importance) for i, (importance, _) in enumerate(case)]
        reviews = [review(f"e{i}", status) for i, (_, status) in enumerate(case) if status]
        overall = gaps(expectations, reviews).overall
        if overall.score is not None:
            assert 0 <= overall.score <= overall.worst + 1e-12 <= 1 + 1e-12


class TestReadings:
    def part(self, *readings):
        one = expected(
            "a", readings=tuple(Reading(team=team, text=text) for team, text in readings)
        )
        return parted_readings([one])

    def test_where_they_part(self, rebuilt):
        (found,) = self.part(
            ("design", "Fears"), ("support", "A hotline"), ("sales", "a  Hotline.")
        )
        assert found.expectation == "a"
        assert [(one.text, one.teams) for one in found.hearings] == [
            ("A hotline", ("support", "sales")),
            ("Fears", ("design",)),
        ]
        assert rebuilt(found) == found

    @pytest.mark.parametrize(
        "readings",
        [
            (),
            (("support", "A hotline"),),
            (("support", "A hotline"), ("sales", "a hotline")),
            (("support", "A hotline"), ("support", "Fears")),
        ],
    )
    def test_what_is_read_alike_or_by_one_team_does_not_part(self, readings):
        assert self.part(*readings) == ()
