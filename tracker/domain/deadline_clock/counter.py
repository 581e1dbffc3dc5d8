"""Counting one run of days: started, stopped, gone on, extended; by working days or by calendar days."""

from datetime import date, timedelta
from typing import Protocol

from tracker.domain.workdays import ONE_DAY, WorkdayCalendar


class Measure(Protocol):
    """Adding and counting days in one unit."""

    def add(self, day: date, n: int, /) -> date: ...
    def count(self, after: date, through: date, /) -> int: ...
    def is_provisional(self, after: date, through: date, /) -> bool: ...


class CalendarDays:
    """Calendar days (自然日); ``rolls`` moves an end on a rest day to the next working day (民法典第二百零三条)."""

    def __init__(self, calendar: WorkdayCalendar, *, rolls: bool) -> None:
        self._calendar = calendar
        self._rolls = rolls

    def add(self, day: date, n: int) -> date:
        end = day + timedelta(days=n)
        return self._calendar.next_workday(end) if self._rolls else end

    def count(self, after: date, through: date) -> int:
        return (through - after).days

    def is_provisional(self, after: date, through: date) -> bool:
        return self._rolls and through > after and self._calendar.is_provisional(through - ONE_DAY, through)


class Counter:
    """The count of one clock. ``limit`` days in all; ``used`` before ``anchor``; days after ``anchor`` count.

    A ``fixed_due`` was named by somebody (上级时限、承诺日期、延迟答复) and stands until the count is stopped for a day
    or more; ``limit`` is then the number of days up to it. ``due`` is the last day, None while stopped or without
    limit; it is kept up to date by every method.
    """

    __slots__ = (
        "anchor",
        "due",
        "fixed_due",
        "fixed_from",
        "is_running",
        "limit",
        "measure",
        "started_on",
        "stopped_on",
        "strict",
        "used",
    )

    def __init__(self, measure: Measure, *, strict: bool = False) -> None:
        self.measure = measure
        self.strict = strict
        self.limit: int | None = None
        self.used = 0
        self.anchor = self.started_on = self.stopped_on = self.fixed_from = date.min
        self.is_running = False
        self.fixed_due: date | None = None
        self.due: date | None = None

    def twin(self, *, strict: bool) -> "Counter":
        """Return a counter standing where this one stands."""
        other = Counter(self.measure, strict=strict)
        other.limit, other.used, other.due = self.limit, self.used, self.due
        other.anchor, other.started_on, other.stopped_on = self.anchor, self.started_on, self.stopped_on
        other.is_running, other.fixed_due, other.fixed_from = self.is_running, self.fixed_due, self.fixed_from
        return other

    def _settle_due(self) -> None:
        if not self.is_running or self.limit is None:
            self.due = None
        elif self.fixed_due is not None:
            self.due = self.fixed_due
        else:
            left = self.limit - self.used
            self.due = self.measure.add(self.anchor, left) if left > 0 else self.anchor

    def begin(self, on: date, limit: int | None) -> None:
        """Start counting the day after ``on``; with no limit the clock has no end (表扬)."""
        self.anchor = self.started_on = self.stopped_on = on
        self.limit = limit
        self.used = 0
        self.fixed_due = None
        self.is_running = True
        self._settle_due()

    def used_on(self, day: date) -> int:
        """Return the days counted up to and including ``day``."""
        return self.used + self.measure.count(self.anchor, day) if self.is_running else self.used

    def due_if_going_on_after(self, day: date) -> date | None:
        """Return the last day if the stopped count went on the day after ``day``."""
        other = self.twin(strict=self.strict)
        other.go_on(day, answers_consultation=True)
        return other.due

    def stop(self, on: date) -> None:
        """Stop; ``on`` itself still counts. A period already over is not stopped any more."""
        if self.is_running and (self.due is None or on <= self.due):
            self.used = self.used_on(on)
            self.stopped_on = on
            self.is_running = False
            self.due = None

    def go_on(self, on: date, *, answers_consultation: bool) -> None:
        """Go on the day after ``on``; by the strict reading the day an opinion arrives counts already."""
        if self.is_running:
            return
        if self.strict and answers_consultation and on > self.stopped_on:
            on -= ONE_DAY
        if self.fixed_due is not None and self.measure.count(self.stopped_on, on) > 0:
            self.fixed_due = None
        self.anchor = on
        self.is_running = True
        self._settle_due()

    def extend(self, days: int) -> None:
        """Lengthen the period by ``days`` (自原期限届满之日起)."""
        if self.limit is None:
            return
        self.limit += days
        if self.fixed_due is not None:
            self.fixed_due = self.measure.add(self.fixed_due, days)
        self._settle_due()

    def fix_due(self, on: date, due: date) -> None:
        """Let the period end on ``due``, as decided on ``on``."""
        self.limit = self.used_on(on) + self.measure.count(on, due)
        self.fixed_due = self.fixed_from = due
        self._settle_due()

    def is_provisional(self, due: date) -> bool:
        """Tell whether ``due`` rests on days whose notice is not loaded."""
        base = self.started_on if self.fixed_due is None else self.fixed_from
        return self.measure.is_provisional(base, due)
