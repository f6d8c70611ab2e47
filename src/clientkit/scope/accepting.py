"""Acceptance in stages: what waits for whom until when, and what was accepted, or never judged."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from clientkit.base import Due
from clientkit.base._build import trusted
from clientkit.client.model import Side
from clientkit.worktime import Moment

from .acceptance_model import AcceptanceState, AcceptanceStatus, OpenRemark, StageState
from .authority import Rights
from .entries import Acceptance, AcceptanceOutcome, Delivery
from .judging import Judgements, WorkKey
from .ledger import NOTHING_REPLACED, Ledger
from .model import AcceptanceTerms, ScopeAgreement
from .times import Times, UnknownMoment, comes_after, day_in, is_past, plain

__all__ = ["acceptance_states", "states_of"]


def acceptance_states(  # noqa: PLR0913 (each is a fact of its own)
    agreement: ScopeAgreement,
    deliveries: Iterable[Delivery],
    acceptances: Iterable[Acceptance],
    *,
    at: dt.datetime,
    timezone: str,
    times: Times,
    rights: Rights | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> tuple[AcceptanceState, ...]:
    """Where the judgement of each piece of work stands that is on record, and what is missing.

    A window runs from the point that the stage names (`starts`), but not before the delivery; left
    out, from the delivery. A judgement at its very end is in time; where either bears a day only,
    on that day. After it silence is acceptance where that is agreed (`deemed`), and then a later
    rejection changes nothing; otherwise it is overdue. All stages that decide must accept, and one
    that does not decide is waited for until they have. A delivery opens judgement anew.

    With `rights`, judgements of people who have none do not count, and are listed as void; where
    nobody was given the right, all count. Of work that comes round, occurrences before the last
    one on record of which nothing is on record are listed as such, several in a row as one, unless
    everything was accepted as one. States come in the order of ids and occurrences, that of
    everything last.

    Days of entries begin and end in `timezone`. Of entries that were corrected before they came
    here, `replaced` says which entry stands in their place.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.scope import Delivery, KnownTimes, ScopeAgreement, acceptance_states
    >>> agreement = decode(ScopeAgreement, {
    ...     "id": "web", "title": "New web site",
    ...     "deliverables": [{"id": "design", "title": "Page designs"}],
    ...     "acceptance": {"stages": [{"role": "approver", "within": "5 days"}]}})
    >>> sent = Delivery(id="d1", deliverable="design", by="lena", date=dt.date(2026, 4, 10))
    >>> (state,) = acceptance_states(agreement, [sent], [], timezone="UTC",
    ...     times=KnownTimes(timezone="UTC"), at=dt.datetime(2026, 4, 15, 23, 59, tzinfo=dt.UTC))
    >>> state.status.value, state.waiting_for, str(state.until)
    ('waiting', ('approver',), '2026-04-15')
    >>> (state,) = acceptance_states(agreement, [sent], [], timezone="UTC",
    ...     times=KnownTimes(timezone="UTC"), at=dt.datetime(2026, 4, 16, tzinfo=dt.UTC))
    >>> state.status.value
    'overdue'

    Raises:
        InvalidArgumentError: The instant has no offset.
    """
    deliveries, acceptances = tuple(deliveries), tuple(acceptances)
    ledger = Ledger(deliveries, acceptances, at=at, timezone=timezone, replaced=replaced)
    judgements = Judgements(agreement, deliveries, acceptances, ledger=ledger, rights=rights)
    return tuple(states_of(judgements, agreement.acceptance or AcceptanceTerms(), times, at=at))


def states_of(
    judgements: Judgements, terms: AcceptanceTerms, times: Times, *, at: dt.datetime
) -> Iterator[AcceptanceState]:
    """The states of work whose judgements are known; see :func:`acceptance_states`."""
    bench = _Bench(judgements, terms, times, at)
    found = [bench.state(key) for key in judgements.work] + [*_gaps(judgements)]
    yield from sorted(
        found,
        key=lambda one: (one.deliverable, -1 if one.occurrence is None else one.occurrence),
    )
    if judgements.judged_whole:
        yield bench.state(None)


def _gaps(judgements: Judgements) -> Iterator[AcceptanceState]:
    """Occurrences before the last one on record of which nothing is on record."""
    if judgements.is_accepted_whole:
        return
    numbers: dict[str, list[int]] = {}
    for name, number in judgements.work:
        if number is not None and name in judgements.deliverables:
            numbers.setdefault(name, []).append(number)
    for name, on_record in numbers.items():
        expected = judgements.rhythms[name].first
        for number in on_record:  # they come in order
            if number > expected:
                yield trusted(
                    AcceptanceState,
                    deliverable=name,
                    occurrence=expected,
                    last_occurrence=number - 1,
                    status=AcceptanceStatus.NOT_ON_RECORD,
                )
            expected = max(expected, number + 1)


@attrs.frozen
class _Window:
    """When a stage may judge."""

    has_begun: bool
    until: Moment | UnknownMoment | None
    """Its end; none where it has no limit."""
    from_delivery: bool

    def ends_before(self, judgement: Acceptance, zone: str) -> bool:
        """Whether a judgement came too late; of a day alone the same day is in time."""
        if self.until is None or isinstance(self.until, UnknownMoment):
            return False
        return comes_after(judgement, self.until, zone)


@attrs.frozen
class _Bench:
    """What all judgements are looked at with."""

    judgements: Judgements
    terms: AcceptanceTerms
    times: Times
    at: dt.datetime

    def state(self, key: WorkKey | None) -> AcceptanceState:
        """Where one piece of work stands."""
        stages = tuple(self._stage(key, index) for index in self._stages(key))
        remarks = tuple(self._remarks(key))
        delivery = None if key is None else self.judgements.deliveries.get(key)
        facts = {
            "deliverable": None if key is None else key[0],
            "occurrence": None if key is None else key[1],
            "last_occurrence": None if key is None else key[1],
            "delivery": None if delivery is None else delivery.id,
            "stages": stages,
            "remarks": remarks,
        }
        return trusted(AcceptanceState, **(facts | self._verdict(key, stages, bool(remarks))))

    def _stages(self, key: WorkKey | None) -> tuple[int, ...]:
        if key is not None:
            return self.judgements.stages_of(*key)
        return tuple(
            index
            for index in range(len(self.judgements.stages))
            if any(self.judgements.is_of(one, index) for one in self.judgements.judged_whole)
        )

    def _verdict(
        self, key: WorkKey | None, stages: tuple[StageState, ...], has_remarks: bool
    ) -> dict[str, object]:
        """All stages together."""
        deciding = [one for one in stages if one.decides]
        if not deciding:
            return {"status": AcceptanceStatus.NOT_AGREED}
        rejected = [one for one in deciding if one.status is AcceptanceStatus.REJECTED]
        if rejected:
            return {"rejection": rejected[-1].judgement} | self._rework(key)
        waiting = [one for one in stages if one.status in _WAITING]
        due = [one for one in waiting if one.decides]
        if due:
            return self._waiting(key, waiting, due)
        statuses = {one.status for one in deciding}
        if AcceptanceStatus.NOT_BEGUN in statuses:
            return {"status": AcceptanceStatus.NOT_BEGUN}
        if has_remarks or AcceptanceStatus.ACCEPTED_WITH_REMARKS in statuses:
            return {"status": AcceptanceStatus.ACCEPTED_WITH_REMARKS}
        deemed = AcceptanceStatus.DEEMED in statuses
        return {"status": AcceptanceStatus.DEEMED if deemed else AcceptanceStatus.ACCEPTED}

    def _waiting(
        self, key: WorkKey | None, waiting: list[StageState], due: list[StageState]
    ) -> dict[str, object]:
        known = [one for one in due if one.until is not None]
        overdue = any(one.status is AcceptanceStatus.OVERDUE for one in due)
        status = AcceptanceStatus.OVERDUE if overdue else AcceptanceStatus.WAITING
        facts: dict[str, object] = {
            "waiting_for": tuple(dict.fromkeys(one.role for one in waiting)),
            "is_overdue": overdue,
        }
        if known:
            first = min(known, key=lambda one: (one.until or dt.date.max, one.index))
            facts |= {"until": first.until, "until_at": first.until_at}
        else:
            because = next((one.because for one in due if one.because is not None), None)
            facts["because"] = because
            if because is not None and key is not None and self._is_gap(key):
                status = AcceptanceStatus.NOT_ON_RECORD
        return facts | {"status": status}

    def _is_gap(self, key: WorkKey) -> bool:
        """Whether a later occurrence was judged."""
        name, number = key
        return number is not None and number < self.judgements.highest_judged.get(name, -1)

    def _rework(self, key: WorkKey | None) -> dict[str, object]:
        item = None if key is None else self.judgements.deliverables.get(key[0])
        owner = (item and item.owner) or Side.PROVIDER.value
        number = None if key is None else key[1]
        if self.terms.rework is None:
            return {"status": AcceptanceStatus.REJECTED}
        if self.terms.rework != "next_occurrence":
            due = Due.parse(self.terms.rework)
        elif item is None or item.due is None or number is None:
            return _unknown_rework("it does not come round")
        else:
            due, number = item.due, number + 1
        moment = self.times.due(due, number, owner)
        if isinstance(moment, UnknownMoment):
            return _unknown_rework(moment.because)
        zone = self.times.zone(owner)
        return _until(moment, zone) | {
            "status": AcceptanceStatus.REWORK_DUE,
            "is_overdue": is_past(moment, self.at, zone),
        }

    def _stage(self, key: WorkKey | None, index: int) -> StageState:
        stage = self.judgements.stages[index]
        zone = self.times.zone(stage.role)
        window = self._window(key, index, zone)
        deemed = self.terms.deemed and stage.decides
        counting: list[Acceptance] = []
        too_late: list[Acceptance] = []
        for one in self.judgements.counting(key, index):
            is_void = deemed and _is_rejection(one) and window.ends_before(one, zone)
            (too_late if is_void else counting).append(one)
        latest = counting[-1] if counting else None
        until = window.until
        if latest is not None:
            status = _OUTCOMES[latest.outcome]
        elif not window.has_begun:
            status = AcceptanceStatus.NOT_BEGUN
        elif until is None or isinstance(until, UnknownMoment) or not is_past(until, self.at, zone):
            status = AcceptanceStatus.WAITING
        else:
            status = AcceptanceStatus.DEEMED if deemed else AcceptanceStatus.OVERDUE
        return trusted(
            StageState,
            stage=stage.id,
            index=index,
            role=stage.role,
            decides=stage.decides,
            status=status,
            from_delivery=window.from_delivery,
            because=until.because if isinstance(until, UnknownMoment) else None,
            judgement=None if latest is None else latest.id,
            is_late=latest is not None and window.ends_before(latest, zone),
            void=tuple(one.id for one in self.judgements.void(key, index)),
            too_late=tuple(one.id for one in too_late),
            **({} if isinstance(until, UnknownMoment | None) else _until(until, zone)),
        )

    def _window(self, key: WorkKey | None, index: int, zone: str) -> _Window:
        stage = self.judgements.stages[index]
        delivery = None if key is None else self.judgements.deliveries.get(key)
        delivered = None if delivery is None else plain(delivery.at or delivery.date or dt.date.min)
        start: Moment | UnknownMoment = delivered or UnknownMoment(
            "the day of the delivery is not on record"
        )
        from_delivery = True
        if stage.starts is not None:
            named = self.times.due(stage.starts, None if key is None else key[1], stage.role)
            if not isinstance(named, UnknownMoment):
                day = day_in(named, zone)
                if day > day_in(self.at, zone):
                    return _Window(False, None, False)
                from_delivery = delivered is not None and day_in(delivered, zone) > day
            else:
                from_delivery = False
            start = start if from_delivery else named
        if stage.within is None:
            return _Window(True, None, from_delivery)
        if isinstance(start, UnknownMoment):
            return _Window(True, start, from_delivery)
        return _Window(True, self.times.after(start, stage.within, stage.role), from_delivery)

    def _remarks(self, key: WorkKey | None) -> Iterator[OpenRemark]:
        item = None if key is None else self.judgements.deliverables.get(key[0])
        zone = self.times.zone((item and item.owner) or Side.PROVIDER.value)
        for acceptance in self.judgements.latest_remarks(key):
            for remark in acceptance.remarks:
                yield trusted(
                    OpenRemark,
                    acceptance=acceptance.id,
                    remark=remark.id,
                    text=remark.text,
                    until=remark.until,
                    is_overdue=remark.until is not None and is_past(remark.until, self.at, zone),
                )


def _is_rejection(acceptance: Acceptance) -> bool:
    return acceptance.outcome is AcceptanceOutcome.REJECTED


def _unknown_rework(because: str) -> dict[str, object]:
    return {"status": AcceptanceStatus.REJECTED, "because": because}


def _until(moment: Moment, zone: str) -> dict[str, object]:
    return {
        "until": day_in(moment, zone),
        "until_at": moment if isinstance(moment, dt.datetime) else None,
    }


_WAITING = (AcceptanceStatus.WAITING, AcceptanceStatus.OVERDUE)
_OUTCOMES = {
    AcceptanceOutcome.ACCEPTED: AcceptanceStatus.ACCEPTED,
    AcceptanceOutcome.ACCEPTED_WITH_REMARKS: AcceptanceStatus.ACCEPTED_WITH_REMARKS,
    AcceptanceOutcome.REJECTED: AcceptanceStatus.REJECTED,
}
