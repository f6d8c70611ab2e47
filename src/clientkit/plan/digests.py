"""What a signature covers that covers more than the scope, and the digest of that.

For the scope alone it is the text and the digest of :func:`clientkit.scope.digest`. For anything
else the text is one JSON object with a member for each covered part, named as in `covers`, each
written as :mod:`clientkit.scope.digests` says, without `extensions`. The KPIs are sorted by id, for
their order means nothing.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TypeVar

from clientkit.base import InvalidArgumentError, evolve
from clientkit.communication.model import CommunicationPlan
from clientkit.escalation.model import EscalationPolicy
from clientkit.kpi.model import Kpi
from clientkit.scope.digests import canonical_json, digest_of_text
from clientkit.scope.digests import signed_text as signed_scope
from clientkit.scope.model import Covers, ScopeAgreement, SignOff

from .model import ClientPlan
from .moments import local_day

__all__ = ["digest", "digests_of", "parts_of", "signed_text", "signing_day"]

V = TypeVar("V", Kpi, EscalationPolicy)


def digest(plan: ClientPlan, *, covers: Iterable[Covers | str] = ()) -> str:
    """The digest of what a signature covers, as the plan stands.

    The order of `covers` makes no difference; left out, it is the scope alone, and then
    :func:`clientkit.scope.digest` gives the same.

    >>> from clientkit import load_plan
    >>> from clientkit.plan import digest
    >>> from clientkit.scope import Covers
    >>> text = '{"clientkit": "1", "client": {"id": "harbor", "name": "Harbor Museum",'
    >>> text += '"timezone": "Europe/Berlin"}, "scope": {"id": "web", "title": "New web site"}}'
    >>> digest(load_plan(text))
    'sha256:d51e099cad040a219cb9af9c86aa923260489050489011c4596eb5252688c9fe'
    >>> digest(load_plan(text), covers=[Covers.SCOPE, Covers.KPIS])
    Traceback (most recent call last):
        ...
    clientkit.base.errors.InvalidArgumentError: covers is 'kpis'; expected a part that the plan has

    Raises:
        InvalidArgumentError: There is no such part, or the plan does not have it: nobody can agree
            to what is not there.
    """
    return digest_of_text(signed_text(plan, covers=covers))


def signed_text(plan: ClientPlan, *, covers: Iterable[Covers | str] = ()) -> bytes:
    """The text that the digest is taken of, to be kept as evidence or checked by other programs.

    Raises:
        InvalidArgumentError: There is no such part, or the plan does not have it.
    """
    texts = {}
    for part in parts_of(covers):
        found = _texts(plan, plan.scope, part)
        if not found:
            raise InvalidArgumentError("covers", part.value, "a part that the plan has")
        texts[part] = found[0]
    return _joined(texts)


def parts_of(covers: Iterable[Covers | str]) -> tuple[Covers, ...]:
    """What a signature covers, each part once and in one order; the scope where nothing is said.

    As everywhere, a word such as ``kpis`` stands for its member.

    Raises:
        InvalidArgumentError: There is no such part.
    """
    found = set()
    for one in (covers,) if isinstance(covers, str) else covers:
        try:
            found.add(Covers(one))
        except ValueError:
            expected = f"some of {', '.join(repr(part.value) for part in Covers)}"
            raise InvalidArgumentError("covers", one, expected) from None
    return tuple(part for part in Covers if part in found) or (Covers.SCOPE,)


def digests_of(plan: ClientPlan, scope: ScopeAgreement, sign_off: SignOff) -> frozenset[str]:
    """The digests by which a signature under a version of the agreement still shows what it covers.

    What was replaced in due form is looked up: KPIs and the escalation policy count as they stand
    and as they stood on the day of the signature, by the versions under `history`. No digest at all
    where the plan does not have a part that is covered.
    """
    day = signing_day(sign_off, plan.client.timezone)
    wanted = parts_of(sign_off.covers)
    several = [_texts(plan, scope, part, day) for part in wanted]
    return frozenset(
        digest_of_text(_joined(dict(zip(wanted, texts, strict=True))))
        for texts in product(*several)
    )


def signing_day(sign_off: SignOff, zone: str) -> dt.date:
    """The day of a signature, read in a zone where the signature bears an instant."""
    if sign_off.date is not None:
        return sign_off.date
    return dt.date.min if sign_off.at is None else local_day(sign_off.at, zone)


def _texts(
    plan: ClientPlan, scope: ScopeAgreement | None, part: Covers, day: dt.date | None = None
) -> tuple[bytes, ...]:
    """The texts of a part: as it stands, then as it stood on a day, each once."""
    texts: Iterable[bytes]
    if part is Covers.SCOPE:
        texts = () if scope is None else (signed_scope(scope),)
    elif part is Covers.KPIS:
        texts = (_listed(kpis) for kpis in (plan.kpis, *_kpis_on(plan, day)) if kpis)
    elif part is Covers.ESCALATION:
        policies = (plan.escalation, *_policies_on(plan, day))
        texts = (_bare(policy) for policy in policies if policy is not None)
    else:
        texts = () if plan.communication is None else (_bare(plan.communication),)
    return tuple(dict.fromkeys(texts))


def _joined(texts: dict[Covers, bytes]) -> bytes:
    if list(texts) == [Covers.SCOPE]:
        return texts[Covers.SCOPE]
    members = sorted((part.value, text) for part, text in texts.items())
    return b"{" + b",".join(b'"%s":%s' % (name.encode(), text) for name, text in members) + b"}"


def _listed(kpis: Iterable[Kpi]) -> bytes:
    return b"[" + b",".join(text for _, text in sorted((one.id, _bare(one)) for one in kpis)) + b"]"


def _bare(part: Kpi | EscalationPolicy | CommunicationPlan) -> bytes:
    return canonical_json(evolve(part, extensions=None))


def _kpis_on(plan: ClientPlan, day: dt.date | None) -> Iterator[list[Kpi]]:
    """The KPIs of a day, with those that took effect only later in their first version, without."""
    if day is None or plan.history is None:
        return
    versions: dict[str, list[Kpi]] = {one.id: [] for one in plan.kpis}
    for one in sorted((*plan.history.kpis, *plan.kpis), key=lambda one: one.version):
        if one.id in versions:
            versions[one.id].append(one)
    in_force = {name: _latest(some, day) for name, some in versions.items()}
    yield [in_force[name] or some[0] for name, some in versions.items()]
    yield [one for one in in_force.values() if one is not None]


def _policies_on(plan: ClientPlan, day: dt.date | None) -> Iterator[EscalationPolicy]:
    if day is None or plan.history is None or plan.escalation is None:
        return
    versions = sorted((*plan.history.escalation, plan.escalation), key=lambda one: one.version)
    yield _latest(versions, day) or versions[0]


def _latest(versions: Iterable[V], day: dt.date) -> V | None:
    """The last of several versions, in order, that had taken effect by a day."""
    held = None
    for one in versions:
        if one.effective_on is None or one.effective_on <= day:
            held = one
    return held
