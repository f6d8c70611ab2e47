import datetime as dt

import pytest

from clientkit.backlog import ClientRequest, Estimates
from clientkit.base import specification


@pytest.fixture
def rebuilt():
    """Rebuilds a result through its checked constructor, which refuses what does not fit."""

    def rebuild(result):
        fields = specification(type(result))
        return type(result)(**{one.name: getattr(result, one.name) for one in fields})

    return rebuild


@pytest.fixture
def asked():
    """Makes a request with estimates."""

    def make(key, **estimates):
        return ClientRequest(
            id=key,
            text=key,
            by="curator",
            date=dt.date(2026, 5, 4),
            estimates=Estimates(**estimates),
        )

    return make
