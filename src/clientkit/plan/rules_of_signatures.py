"""Rules about signatures: whether they are of the text that stands there, and of all of it.

A draft is not signed at all, and no rule reads the clock to tell whether it should be by now: a
review does. There is a hint only where an agreement names the day from which it binds.
"""

from collections.abc import Iterator

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Side
from clientkit.scope.model import Covers, SignOff
from clientkit.scope.signing import Signatures, SignatureState, SigningState

from .model import ClientPlan
from .signing import Signing, agreements

__all__ = ["RULES"]

_TEXT = ("/scope", "/history", "/kpis", "/escalation", "/communication")
_PEOPLE = ("/people", "/roles", "/assignments")


@rule("scope.signature-outdated", Severity.WARNING, reads=_TEXT)
def signature_outdated(plan: ClientPlan) -> Iterator[Fault]:
    """A signature is of another text than the one that stands there.

    Somebody edited the agreement after it was signed, so nobody has signed what it says now, and
    each side may rely on another text. The digest of the signature shows it. Put the text back as
    it was signed; a change belongs into a new version, with the signed one under `history`. Or have
    it signed anew: `clientkit sign` adds the signatures.
    """
    signing = Signing(plan)
    texts = {text.version: text for _, text in agreements(plan)}
    outdated: dict[int, list[tuple[str, SignOff]]] = {}
    for path, holder in agreements(plan):
        for index, one in enumerate(holder.sign_offs):
            text = texts.get(one.version)
            if text is None or one.digest is None or one.digest in signing.digests(text, one):
                continue
            if not any(signing.replaces(new, one) for new in signing.given(text)):
                place = path + pointer("sign_offs", index, "digest")
                outdated.setdefault(one.version, []).append((place, one))
    for version, found in outdated.items():
        people = ", ".join(dict.fromkeys(repr(one.person) for _, one in found))
        parts = dict.fromkeys(part.value for _, one in found for part in one.covers)
        first, *others = (place for place, _ in found)
        yield Fault(
            path=first,
            message=f"version {version} ({', '.join(parts) or 'scope'}) is not the text that "
            f"{people} signed; expected that text",
            suggestion="put the change into a new version, or have it signed anew",
            related=tuple(others),
        )


@rule("scope.signed-by-one-side", Severity.WARNING, reads=(*_TEXT, *_PEOPLE))
def signed_by_one_side(plan: ClientPlan) -> Iterator[Fault]:
    """One side has signed the agreement as it stands, and the other has not.

    The side that signed believes that it has an agreement. Have the other sign too: `clientkit
    sign` adds the signature. A signature by somebody without the right to sign for their side does
    not count, nor does one of another version.
    """
    found = _signatures(plan)
    if found is None or found.state is not SigningState.ONE_SIDE:
        return
    (side,) = found.signed_by
    other = Side.PROVIDER if side is Side.CLIENT else Side.CLIENT
    theirs = [one for one in found.signatures if one.sign_off.side is other]
    if any(one.state is SignatureState.EDITED for one in theirs):
        return  # which is said already
    void = [
        f"; that by {one.sign_off.person!r} was {one.text}"
        for one in theirs
        if one.state is SignatureState.NO_RIGHT
    ]
    yield Fault(
        path="/scope/sign_offs",
        message=f"version {found.version} is signed by the {side.value} alone; expected a "
        f"signature by the {other.value} too{''.join(void)}",
    )


@rule("scope.unsigned", Severity.HINT, reads=_TEXT)
def unsigned(plan: ClientPlan) -> Iterator[Fault]:
    """An agreement names the day from which it binds, and nobody has signed it.

    Each side may rely on it from that day on, and neither could show that the other agreed. Have it
    signed before then: `clientkit sign` adds the signatures. As long as it is a draft, the day may
    be left out. Nothing is said of a version that grew from another by change orders: it needs no
    signatures of its own.
    """
    scope = plan.scope
    if scope is None or scope.sign_offs or scope.base is not None:
        return
    if scope.effective is not None and scope.effective.on is not None:
        yield Fault(
            path="/scope/effective",
            message=f"version {scope.version} is to bind from {scope.effective.text} and has no "
            "signature; expected one of each side",
        )


@rule("scope.signature-unbound", Severity.HINT, reads=("/scope",))
def signature_unbound(plan: ClientPlan) -> Iterator[Fault]:
    """A signature under the present version has no digest.

    It counts, but it would still seem to count after somebody had edited what was signed.
    `clientkit sign` writes the digest; for an agreement that was signed on paper, `clientkit
    digest` prints it, once somebody has compared the plan with the paper.
    """
    scope = plan.scope
    without = [
        index
        for index, one in enumerate(() if scope is None else scope.sign_offs)
        if scope is not None and one.digest is None and one.version == scope.version
    ]
    if scope is None or not without:
        return
    people = ", ".join(repr(scope.sign_offs[index].person) for index in without)
    places = [pointer("scope", "sign_offs", index) for index in without]
    yield Fault(
        path=places[0],
        message=f"the signature of {people} has no digest; expected the one that "
        "'clientkit digest' prints",
        related=tuple(places[1:]),
    )


@rule("scope.signature-leaves-out", Severity.HINT, reads=(*_TEXT, *_PEOPLE))
def signature_leaves_out(plan: ClientPlan) -> Iterator[Fault]:
    """Something that binds like the scope is covered by no signature under it.

    Targets and response times that nobody agreed to are wishes. A signature covers the scope alone
    unless its `covers` says more. A KPI needs none where `agreed_by`, `agreed_in` or `clause` says
    how it was agreed, nor does an escalation policy with a `clause`. The communication plan binds
    nobody in that way, and changes with the people.
    """
    found = _signatures(plan)
    if found is None or found.state is SigningState.UNSIGNED:
        return
    covered = {part for one in found.signatures if one.state.counts for part in one.sign_off.covers}
    open_kpis = [
        kpi.id
        for kpi in plan.kpis
        if not (kpi.agreed_by or kpi.agreed_in is not None or kpi.clause is not None)
    ]
    if open_kpis and Covers.KPIS not in covered:
        named = ", ".join(map(repr, open_kpis[:_SHOWN])) + (
            f" and {len(open_kpis) - _SHOWN} more" if len(open_kpis) > _SHOWN else ""
        )
        yield _uncovered(Covers.KPIS, f"the KPIs {named}", "agreed_by, agreed_in")
    policy = plan.escalation
    promises = policy is not None and policy.responses and policy.clause is None
    if promises and Covers.ESCALATION not in covered:
        yield _uncovered(Covers.ESCALATION, "the response times of the escalation", "clause")


def _uncovered(part: Covers, what: str, instead: str) -> Fault:
    return Fault(
        path="/scope/sign_offs",
        message=f"the signatures do not cover {what}; expected {part.value!r} under covers, or "
        f"{instead} there",
        related=(pointer(part.value),),
    )


def _signatures(plan: ClientPlan) -> Signatures | None:
    return None if plan.scope is None else Signing(plan).of(plan.scope)


_SHOWN = 5

RULES: tuple[Rule[ClientPlan], ...] = (
    signature_leaves_out,
    signature_outdated,
    signature_unbound,
    signed_by_one_side,
    unsigned,
)
"""What a signature should be, as far as that can be told without a clock."""
