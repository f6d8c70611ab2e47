"""An independent walk over levels, half-hour by half-hour, without any cleverness.

Everything falls on half-hours, from Thursday 3 September 2026 at 14:00 in the office of `making`,
or from shortly before a change of the clocks at a place that is open at night, or always.
Each half-hour the rules of :func:`clientkit.escalation.escalation_state` are applied as they are
written down, to nothing but the history so far; what is to come is supposed to be ours.
"""

import datetime as dt

from clientkit.base import Term
from clientkit.worktime import add_term, is_open, subtract_term

from .making import OFFICE, moment
from .telling import calendar, instant

START = moment("03 14:00")
STEP = dt.timedelta(minutes=30)
BEFORE, AFTER = 500, 1500
MINUTES = {"minute": 1, "hour": 60}
NEVER = 10**9


class Place:
    """Where an issue is opened, and when; which half-hours before and after that are open."""

    def __init__(self, calendar, start):
        self.calendar, self.start = calendar, start
        self.open = [is_open(calendar, self.at(n)) for n in range(-BEFORE, AFTER)]

    def at(self, n):
        return self.start + STEP * n

    def number(self, at):
        return int((at - self.start).total_seconds()) // 1800


OFFICE_HOURS = Place(OFFICE, START)
NIGHTS = Place(
    calendar("22:00-06:30", days=5, timezone="America/New_York", holidays=["2026-11-02"]),
    instant("2026-10-30 12:00", "America/New_York").astimezone(dt.UTC),
)
ALWAYS = Place(
    calendar(timezone="Australia/Lord_Howe"),
    instant("2026-10-02 12:00", "Australia/Lord_Howe").astimezone(dt.UTC),
)


def steps_of(term: Term) -> tuple[int, bool]:
    """How many half-hours a term has, and whether they must be working time."""
    unit = term.unit.value.removeprefix("working ")
    return term.count * MINUTES[unit] // 30, term.unit.is_working


class Walk:
    """What happened to one issue up to a half-hour."""

    def __init__(self, plan, events, end, place=OFFICE_HOURS):
        self.place, self.plan, self.state, self.priority, self.attempts = place, plan, "ours", 1, 0
        self.ours, self.reached = [], []
        self.acknowledged = self.first_stop = self.update = None
        self.passes = [self.a_pass(0, 1, plan.levels)]
        for now in range(end + 1):
            if now in events:
                self.happen(events[now], now)
            self.ours.append(self.state == "ours")
            if self.state == "ours":
                self.expire(now)
                self.climb(now)
        self.reached.sort(key=lambda one: one[2])

    @staticmethod
    def a_pass(base, number, levels):
        return {"base": base, "number": number, "levels": levels, "told": {}, "due": {},
                "dropped": set()}  # fmt: skip

    def happen(self, event, now):  # noqa: C901 (one branch a kind)
        kind = event.kind.value
        if kind == "acknowledged":
            self.acknowledged = now
        elif kind == "attempt":
            self.attempts += 1
        elif kind == "waiting" and self.state != "closed":
            self.state = "theirs"
        elif kind == "resumed" and self.state == "theirs":
            self.state = "ours"
        elif kind == "resolved":
            self.state = "closed"
        elif kind == "reopened" and self.state == "closed":
            self.state = "ours"
            if self.update == [None, None]:
                self.update = [now, None]
        elif kind == "priority_changed":
            if event.priority < self.priority:
                self.acknowledged = None
            self.priority = event.priority
        elif kind == "message":
            self.speak(event.party.value, now)

    def speak(self, party, now):
        if party == "provider":
            self.first_stop = now if self.first_stop is None else self.first_stop
            if self.update and self.update[1] is None:
                self.update[1] = now
        elif party == "client" and (self.update is None or self.update[1] is not None):
            self.update = [None if self.state == "closed" else now, None]

    def counts(self, t, is_working):
        return (t >= len(self.ours) or self.ours[t]) and (
            not is_working or self.place.open[t + BEFORE]
        )

    def after(self, start, term, *, is_deadline=False):
        """When a term has passed; a deadline may fall on a closing, a level on what counts."""
        left, is_working = self.steps(term, start)
        for t in range(start, AFTER - BEFORE):
            if not left and (is_deadline or self.counts(t, is_working)):
                return t
            left -= self.counts(t, is_working) and left > 0
        return NEVER

    def steps(self, term, start):
        """As many as lie from a half-hour to where days or weeks lead."""
        if not term.unit.value.endswith(("day", "week")):
            return steps_of(term)
        place, is_working = self.place, term.unit.is_working
        end = place.number(add_term(place.calendar, place.at(start), term))
        return sum(place.open[t + BEFORE] or not is_working for t in range(start, end)), is_working

    def before(self, end, term):
        place, opened = self.place, self.place.open
        if term.unit.value.endswith(("day", "week")):
            at = place.at(end)
            return place.number(subtract_term(place.calendar, at, term, edge="open"))
        left, is_working = steps_of(term)
        if not is_working:
            return end - left
        while left:
            end -= 1
            left -= opened[end + BEFORE]
        while not opened[end + BEFORE]:
            end += 1
        return end

    def expire(self, now):
        term = self.plan.acknowledgement_expires
        if self.acknowledged is not None and term and now >= self.after(self.acknowledged, term):
            self.acknowledged = None

    def deadline(self, name):
        """When the deadline of a clock is that waits for something; none for any other."""
        target = next((one for one in self.plan.responses if one.priority == self.priority), None)
        term = getattr(target, name, None)
        start = 0 if name != "update" else self.update and self.update[0]
        is_over = (name == "first_response" and self.first_stop is not None) or (
            name == "update" and (self.update is None or self.update[1] is not None)
        )
        if term is None or is_over or start is None:
            return None
        return self.after(start, term, is_deadline=True)

    def base(self, level, one, previous):
        name = level.anchor.value
        if name in ("previous", "opened"):
            return previous if name == "previous" else one["base"]
        due = self.deadline(name)
        return due if due is None or one["number"] == 1 else max(due, one["base"])

    def climb(self, now):
        for one in self.passes:  # further ones may follow meanwhile
            ended = self.climb_pass(one, now)
            repeat = self.plan.repeat
            if ended is None or one is not self.passes[-1] or repeat is None:
                continue
            if one["number"] <= repeat.times:
                ids = [level.id for level in self.plan.levels]
                first = ids.index(repeat.starting) if repeat.starting else 0
                again = [level for level in self.plan.levels[first:] if level.after is not None]
                self.passes.append(self.a_pass(ended, one["number"] + 1, again))

    def climb_pass(self, one, now):
        """When it ended, if nothing of it is to come."""
        previous, ended, is_complete = one["base"], None, True
        for level in one["levels"]:
            settled = one["told"].get(level.id)
            if settled is None:
                if level.priorities and self.priority not in level.priorities:
                    continue
                base = self.base(level, one, previous)
                if base is None:
                    is_complete = is_complete and level.anchor.value != "previous"
                    continue
                settled = self.due(level, one, base)
                if settled > now:
                    previous, is_complete = None, False
                    continue
                one["due"][level.id] = base, settled
                if self.is_told(level, one):
                    settled = one["told"][level.id] = now
                    self.reached.append((level.id, one["number"], now))
            previous = max(settled, one["base"])
            ended = max(previous, ended or 0)
        return ended if is_complete else None

    def due(self, level, one, base):
        counted_from, due = one["due"].get(level.id, (None, None))
        if counted_from == base:  # its time has come, and that stays so
            return due
        return self.after(base, level.after) if level.after else self.before(base, level.before)

    def is_told(self, level, one):
        for earlier in self.passes:
            if earlier["number"] < one["number"] and level.id not in earlier["told"]:
                earlier["dropped"].add(level.id)
        is_stopped = self.acknowledged is not None and level.unless.value == "acknowledged"
        is_dropped = level.id in one["dropped"]
        return not is_dropped and not is_stopped and level.attempts <= self.attempts
