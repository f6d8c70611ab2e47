"""Telling plans from records."""

import pytest

from clientkit.documents import read
from clientkit.documents.kinds import is_record, top_level_keys


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('{"clientkit": "1", "client": {}}', False),
        ('{"clientkit": "1", "plan": "p"}', True),
        ('{"clientkit": "1"}', False),  # as many keys of the one as of the other
        ("plan: p\ntimezone: UTC\npeople: []\n", True),
        ("people: []\nroles: []\nplan: p\n", False),
        ("- plan\n", False),
        ("[1, 2]", False),
        ("{", False),
    ],
)
def test_the_keys_decide(text: str, record: bool) -> None:
    assert is_record(read(text)) is record


def test_keys_of_json_are_read_without_the_rest() -> None:
    document = read('{"plan": "p", "deliveries": [1, 2, 3]}')
    assert top_level_keys(document) == {"plan", "deliveries"}
    assert document._data == []
