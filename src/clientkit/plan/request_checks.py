"""Whether something that is asked for on record is in the scope."""

import datetime as dt
from collections.abc import Iterable

from clientkit.backlog import ClientRequest
from clientkit.scope.requests import RequestCheck, check_request
from clientkit.scope.times import require_instant

from .model import ClientPlan, ClientRecord
from .situation import situation

__all__ = ["check_request_of"]


def check_request_of(
    plan: ClientPlan,
    request: ClientRequest,
    record: ClientRecord | None = None,
    *,
    at: dt.datetime,
    deliverables: Iterable[str] = (),
    most: int = 5,
) -> RequestCheck | None:
    """What the agreement in force says of a request; none where the plan has no agreement.

    As :func:`clientkit.scope.check_request`, for the request's words and the version of the
    agreement that is in force at an instant. The `record` tells when a version took effect whose
    beginning hangs on a milestone.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest
    >>> from clientkit.base import decode
    >>> from clientkit.plan import ClientPlan, check_request_of
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "client": {"id": "h", "name": "Harbor", "timezone": "Europe/Berlin"},
    ...     "scope": {"id": "web", "title": "New web site", "exclusions": [
    ...         {"id": "audio", "text": "Recording of audio", "clause": "3.6"}]}})
    >>> asked = ClientRequest(id="guide", text="An audio guide", by="paul",
    ...                       date=dt.date(2026, 3, 12))
    >>> found = check_request_of(plan, asked, at=dt.datetime(2026, 3, 13, tzinfo=dt.UTC))
    >>> found.verdict.value, [(one.id, one.clause) for one in found.suggestions]
    ('undecided', [('audio', '3.6')])

    Raises:
        InvalidArgumentError: The instant has no offset, the request says nothing but spaces and no
            ids were given, or `most` is not from 0 to 1000.
        InvalidModelError: What is given as an id cannot be one.
    """
    require_instant("at", at)
    scope = situation(plan, record, at=at).scope
    if scope is None:
        return None
    return check_request(scope, request.text, deliverables=deliverables, most=most)
