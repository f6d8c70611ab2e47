"""The states that a KPI can be in."""

from enum import Enum, unique

__all__ = ["KpiState"]


@unique
class KpiState(Enum):
    """How a KPI stands. Only the first three are a judgement of its value."""

    GREEN = "green"
    """On target."""
    AMBER = "amber"
    """Off target, within the amber bound."""
    RED = "red"
    """Off target, beyond the amber bound where there is one."""
    WAIVED = "waived"
    """Not judged, as was agreed for the time."""
    NO_DATA = "no_data"
    """Nothing was measured; neither good nor bad."""
    STALE = "stale"
    """The next measurement is overdue, so that the latest value may not be true any more."""
    NOT_COMPARABLE = "not_comparable"
    """Measured, but under another definition, or with no target to compare with."""

    @property
    def is_judged(self) -> bool:
        """Whether it is green, amber or red."""
        return self in _COLOURS


_COLOURS = (KpiState.GREEN, KpiState.AMBER, KpiState.RED)
