"""How messages show a value."""

import reprlib

__all__ = ["shown"]

_ROOM = 80


def shown(value: object) -> str:
    """The value's `repr`, cut where a message has no more room for it."""
    try:
        text = _brief.repr(value)
    except ValueError:  # Python writes out no more than some thousand digits
        text = "a number of thousands of digits"
    return text if len(text) <= _ROOM else text[: _ROOM - 3] + "..."


class _Brief(reprlib.Repr):
    """Never looks deeper or further into a value than a message has room for."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 5
        self.maxlist = self.maxtuple = self.maxdict = 20
        self.maxlong = self.maxother = _ROOM + 1

    def repr_str(self, x: str, level: int) -> str:  # noqa: ARG002 (it is called so)
        return repr(x[: _ROOM + 1])


_brief = _Brief()
