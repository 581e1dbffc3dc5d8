"""灯号 computed on reading: nothing about lateness is stored, so no job has to run for a list to be right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, and_, or_

from tracker.domain.labels import ClockState, Kind, Light
from tracker.domain.workdays import WorkdayCalendar
from tracker.models.case import Case

NEAR_DAYS = 2


@dataclass(frozen=True, slots=True)
class Today:
    """A day with the calendars that count from it: working days, for petitions calendar days."""

    on: date
    calendars: dict[Kind, WorkdayCalendar]
    counts_day_of_arrival: bool = False

    @classmethod
    def by_rules(cls, on: date, calendar: Callable[[Kind], WorkdayCalendar]) -> "Today":
        """``on`` with the deciding calendar of every kind."""
        return cls(on, {kind: calendar(kind) for kind in Kind})

    def days_left(self, kind: Kind, due_on: date) -> int:
        """Days to ``due_on``: 0 on the due day, negative when it has passed."""
        if kind is Kind.PETITION:
            return (due_on - self.on).days
        calendar = self.calendars[kind]
        if due_on >= self.on:
            return calendar.count(self.on, due_on)
        return -calendar.count(due_on, self.on)

    def days_used(self, case: Case) -> int | None:
        """用时: the days counted up to today, none of those on which the clock stood still; None when it is over."""
        if case.days_counted is None or case.counting_since is None:
            return case.days_counted
        if case.kind is Kind.PETITION:
            return case.days_counted + (self.on - case.counting_since).days
        return case.days_counted + self.calendars[case.kind].count(case.counting_since, self.on)

    def due_on(self, case: Case, left: int | None) -> date | None:
        """The due day of a list; while an opinion is overdue, the expected day moves on with today."""
        expected = case.due_on or case.expected_due_on
        if case.clock_state is not ClockState.PAUSED or expected is None or left is None:
            return expected
        going_on = self.on - timedelta(days=1) if self.counts_day_of_arrival else self.on
        return max(expected, self.calendars[case.kind].add(going_on, left))

    def near_until(self, kind: Kind) -> date:
        """The last due day that is still 临近: two days ahead."""
        if kind is Kind.PETITION:
            return self.on + timedelta(days=NEAR_DAYS)
        return self.calendars[kind].add(self.on, NEAR_DAYS)

    def light(self, kind: Kind, clock_state: ClockState, due_on: date | None) -> Light:
        """The light of an open case; one that is answered and only waits for its call-back is late no more."""
        if clock_state is ClockState.PAUSED:
            return Light.STOPPED
        if due_on is None or clock_state is not ClockState.RUNNING:
            return Light.GREEN
        if due_on < self.on:
            return Light.OVERDUE
        if due_on == self.on:
            return Light.RED
        return Light.YELLOW if due_on <= self.near_until(kind) else Light.GREEN


class Awaited(Enum):
    """What an open case waits for, as to its date: an answer by a day, an answer without one, or nothing any more."""

    DATED = "dated"
    UNDATED = "undated"
    ANSWERED = "answered"


def awaited_is(awaited: Awaited) -> ColumnElement[bool]:
    """Open cases that wait for ``awaited``; those whose clock stands still are none of them."""
    running = and_(Case.is_open, Case.clock_state == ClockState.RUNNING)
    return {
        Awaited.DATED: and_(running, Case.due_on.is_not(None)),
        Awaited.UNDATED: and_(running, Case.due_on.is_(None)),
        Awaited.ANSWERED: and_(
            Case.is_open, Case.clock_state.not_in((ClockState.RUNNING, ClockState.PAUSED))
        ),
    }[awaited]


def light_is(light: Light, today: Today) -> ColumnElement[bool]:
    """Open cases showing ``light``; the same answer as ``Today.light``."""
    if light is Light.STOPPED:
        return and_(Case.is_open, Case.clock_state == ClockState.PAUSED)
    running = and_(Case.is_open, Case.clock_state == ClockState.RUNNING)
    if light is Light.OVERDUE:
        return and_(running, Case.due_on < today.on)
    if light is Light.RED:
        return and_(running, Case.due_on == today.on)
    near = or_(*(and_(Case.kind == kind, Case.due_on <= today.near_until(kind)) for kind in Kind))
    ahead = and_(running, Case.due_on > today.on)
    if light is Light.YELLOW:
        return and_(ahead, near)
    answered = Case.clock_state.not_in((ClockState.RUNNING, ClockState.PAUSED))
    undated = and_(running, Case.due_on.is_(None))
    return or_(undated, and_(Case.is_open, answered), and_(ahead, ~near))
