"""The priority of an issue."""

from typing import Final

from .arguments import a_model
from .entries import Issue
from .model import Grade, PriorityMatrix

__all__ = ["priority_of"]

_STEPS: Final = (Grade.HIGH, Grade.MEDIUM, Grade.LOW)


def priority_of(issue: Issue, matrix: PriorityMatrix | None = None) -> int:
    """The priority that an issue has by its impact and urgency, from 1, the highest, to 5.

    A pair that the matrix does not name has the usual priority: 1 where both are high, one more for
    each step down of either. Events that change the priority are not looked at; the clocks and the
    state of an issue say which it has at a moment.

    >>> import datetime as dt
    >>> from clientkit.escalation import Issue, PriorityCell, PriorityMatrix, priority_of
    >>> issue = Issue(id="slow", title="Pages load slowly", impact="high", urgency="medium",
    ...               by="lena", date=dt.date(2026, 9, 3))
    >>> priority_of(issue)
    2
    >>> priority_of(issue, PriorityMatrix(cells=(
    ...     PriorityCell(impact="high", urgency="medium", priority=1),)))
    1

    Raises:
        InvalidArgumentError: ``issue`` or ``matrix`` is something else.
    """
    a_model("issue", issue, Issue)
    if matrix is not None:
        a_model("matrix", matrix, PriorityMatrix)
        for cell in matrix.cells:
            if cell.impact is issue.impact and cell.urgency is issue.urgency:
                return cell.priority
    return 1 + _STEPS.index(issue.impact) + _STEPS.index(issue.urgency)
