"""Working calendars, terms, cadences, clocks that pause.

Instants go in as aware ``datetime`` of any zone and come out as ``pendulum.DateTime`` in the zone
of the calendar or cadence. How everything is counted, and why, is explained in
:doc:`/explanation/how-time-is-counted`.
"""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .errors import (
    MissingExtraError,
    NoWorkingTimeError,
)
from .model import (
    Cadence,
    CadencePause,
    CalendarDay,
    Freq,
    Holidays,
    Roll,
    WeeklyHours,
    WorkingCalendar,
)

if TYPE_CHECKING:
    from .cadences import (
        next_occurrence,
        occurrences,
        pause_cadence,
        resume_cadence,
    )
    from .clock_events import (
        ClockEvent,
        ClockEventKind,
        ClockSegment,
        ClockState,
        WaitingFor,
    )
    from .combined import (
        AnyCalendar,
        Combination,
        CombinedCalendar,
        common_hours,
        either_hours,
    )
    from .data_versions import (
        TimeData,
        time_data,
    )
    from .describing import (
        describe,
    )
    from .holiday_dates import (
        freeze_holidays,
        public_holidays,
    )
    from .hours import (
        Edge,
        OpenRange,
        add_working_time,
        is_open,
        next_closing,
        next_opening,
        open_ranges,
        previous_opening,
        roll_back,
        roll_forward,
        working_time_between,
    )
    from .stopwatch import (
        Clock,
        run_clock,
    )
    from .terms import (
        KnownDates,
        Moment,
        add_term,
        resolve_due,
        subtract_term,
    )
    from .working_days import (
        add_working_days,
        is_working_day,
        working_days_between,
    )
    from .zones import (
        local,
    )

__all__ = [
    "AnyCalendar",
    "Cadence",
    "CadencePause",
    "CalendarDay",
    "Clock",
    "ClockEvent",
    "ClockEventKind",
    "ClockSegment",
    "ClockState",
    "Combination",
    "CombinedCalendar",
    "Edge",
    "Freq",
    "Holidays",
    "KnownDates",
    "MissingExtraError",
    "Moment",
    "NoWorkingTimeError",
    "OpenRange",
    "Roll",
    "TimeData",
    "WaitingFor",
    "WeeklyHours",
    "WorkingCalendar",
    "add_term",
    "add_working_days",
    "add_working_time",
    "common_hours",
    "describe",
    "either_hours",
    "freeze_holidays",
    "is_open",
    "is_working_day",
    "local",
    "next_closing",
    "next_occurrence",
    "next_opening",
    "occurrences",
    "open_ranges",
    "pause_cadence",
    "previous_opening",
    "public_holidays",
    "resolve_due",
    "resume_cadence",
    "roll_back",
    "roll_forward",
    "run_clock",
    "subtract_term",
    "time_data",
    "working_days_between",
    "working_time_between",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "cadences": (
            "next_occurrence",
            "occurrences",
            "pause_cadence",
            "resume_cadence",
        ),
        "clock_events": (
            "ClockEvent",
            "ClockEventKind",
            "ClockSegment",
            "ClockState",
            "WaitingFor",
        ),
        "combined": (
            "AnyCalendar",
            "Combination",
            "CombinedCalendar",
            "common_hours",
            "either_hours",
        ),
        "data_versions": ("TimeData", "time_data"),
        "describing": ("describe",),
        "hours": (
            "Edge",
            "OpenRange",
            "add_working_time",
            "is_open",
            "next_closing",
            "next_opening",
            "open_ranges",
            "previous_opening",
            "roll_back",
            "roll_forward",
            "working_time_between",
        ),
        "holiday_dates": (
            "freeze_holidays",
            "public_holidays",
        ),
        "stopwatch": (
            "Clock",
            "run_clock",
        ),
        "terms": (
            "KnownDates",
            "Moment",
            "add_term",
            "resolve_due",
            "subtract_term",
        ),
        "working_days": (
            "add_working_days",
            "is_working_day",
            "working_days_between",
        ),
        "zones": ("local",),
    },
    __all__,
)
