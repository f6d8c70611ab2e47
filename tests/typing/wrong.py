"""What type checkers must refuse. Checked, never run.

Each line bears what mypy and basedpyright call the mistake; a comment that nothing needs is a
mistake too, so that a line that is accepted fails the check.
"""

import datetime as dt

from clientkit.base import Money, Term, TimeRange, decode, evolve, model
from clientkit.base.fields import Id, Line, Share


@model(kw_only=True)
class Part:
    id: Id
    size: Share | None = None


@model(kw_only=True)
class Thing:
    title: Line
    part: Part | None = None
    parts: tuple[Part, ...] = ()


part = Part(id="a")
thing = Thing(title="t")

Thing()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Thing("t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Thing(titel="t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
Thing(title=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Thing(title="t", part={"id": "a"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Thing(title="t", part=thing)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Thing(title="t", parts=part)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Part(id="a", size="big")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Part(id="a", size=dt.date(2026, 4, 17))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

part.id = "b"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
_ = part.idd  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
evolve(part, idd="b")  # type: ignore[call-arg]
evolve(part, id=5)  # type: ignore[arg-type]

decode(Part, 5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
_ = decode(Part, b"{}").title  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]

Money("5", "EUR")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
_ = Money.parse("1 EUR") < 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
_ = Money.parse("1 EUR") + Money.parse("1 EUR")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
Term(1, "day")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
TimeRange("09:00", "10:00")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class Subclass(Money):  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
    """Values are final."""
