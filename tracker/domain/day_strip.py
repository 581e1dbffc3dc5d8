"""逐日: a deadline day by day, in whole weeks, each day with its sign and the reason for it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from tracker.domain.case_events import EventType
from tracker.domain.deadline_clock.deadline import Deadline
from tracker.domain.deadline_clock.ordering import ENDINGS
from tracker.domain.deadline_clock.run import Step
from tracker.domain.labels import DaySign, PeriodUnit
from tracker.domain.workdays import ONE_DAY, WorkdayCalendar

E = EventType

STOP_REASON = {
    E.CORRECTION_REQUESTED: "等待补正，不计",
    E.CONSULTATION_STARTED: "征求意见，不计",
    E.FEE_NOTICE_SENT: "等待缴费，不计",
}
ENDING_CODES = frozenset(kind.value for kind in ENDINGS)


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day. ``number`` is which day of the count it is; ``is_voided`` days were counted before a restart.

    ``holiday`` names the day off or the holiday a make-up day is worked for; ``reason`` is for the table in words.
    """

    day: date
    sign: DaySign
    number: int | None
    reason: str
    is_makeup: bool = False
    holiday: str | None = None
    is_today: bool = False
    is_voided: bool = False


def day_strip(deadline: Deadline) -> tuple[StripDay, ...]:
    """Return every day from the week of receipt to the week of the due date, today or the end, Monday to Sunday."""
    strip = _Strip(deadline)
    strip.fill_past()
    if deadline.is_open:
        strip.fill_ahead()
    strip.mark_deadline()
    return tuple(strip.weeks())


class _Strip:
    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.calendar: WorkdayCalendar = deadline.run.calendar
        self.by_workday = deadline.unit is PeriodUnit.WORKING_DAY
        self.cells: dict[date, StripDay] = {}
        self.number = 0

    def fill_past(self) -> None:
        """Give the days up to today, or to the end, the signs of the ledger's steps."""
        steps = self.deadline.run.steps
        self._put_receipt(steps[0].on)
        for before, step in pairwise(steps):
            self.number = before.used
            for day in _days(step.since, step.on):
                self._put_past(before, step, day)
            if step.round > before.round:
                self._void()
                self._put_receipt(step.on)
        self.number = steps[-1].used

    def _put_past(self, before: Step, step: Step, day: date) -> None:
        if before.event in ENDING_CODES:
            self._put(day, DaySign.OUTSIDE)
        elif step.was_running or (day == step.on and step.counted):
            self._count(day, before.limit)
        else:
            self._put(day, DaySign.STOPPED, reason=self._stop_reason(day))

    def _count(self, day: date, limit: int | None) -> None:
        if self.by_workday and not self.calendar.is_workday(day):
            self._put(day, DaySign.OFF)
            return
        self.number += 1
        if limit is not None and self.number > limit:
            unit = "个工作日" if self.by_workday else "天"
            reason = f"超期第 {self.number - limit} {unit}"
            self._put(day, DaySign.LATE, number=self.number, reason=reason)
        else:
            self._put(day, DaySign.COUNTED, number=self.number)

    def _put_receipt(self, day: date) -> None:
        self._put(day, DaySign.RECEIPT, rest_matters=False)

    def _void(self) -> None:
        for day, cell in self.cells.items():
            if cell.sign in {DaySign.RECEIPT, DaySign.COUNTED, DaySign.LATE}:
                self.cells[day] = replace(cell, is_voided=True)

    def _stop_reason(self, day: date) -> str:
        for asked in self.deadline.run.asked:
            if (
                asked.stops
                and asked.event.on < day
                and (asked.answered_on is None or day <= asked.answered_on)
            ):
                return STOP_REASON[asked.type]
        return DaySign.STOPPED.label

    def fill_ahead(self) -> None:
        """Give the days still to come their expected signs."""
        deadline = self.deadline
        due = deadline.due_on or deadline.expected_due_on
        if due is None:
            return
        going_on_after = deadline.as_of
        if deadline.due_on is None:
            waits = [each.answer_by for each in deadline.run.waiting if each.stops and each.answer_by]
            going_on_after = max([deadline.as_of, *waits])
        for day in _days(deadline.as_of, going_on_after):
            self._put(day, DaySign.STOPPED_AHEAD, reason=self._stop_reason(day))
        for day in _days(going_on_after, due):
            if self.by_workday and not self.calendar.is_workday(day):
                self._put(day, DaySign.OFF)
            else:
                self.number += 1
                self._put(day, DaySign.AHEAD, number=self.number)

    def mark_deadline(self) -> None:
        """Give the due day its own sign, whatever it was."""
        due = self.deadline.due_on or self.deadline.expected_due_on
        if due is None:
            return
        there = self.cells.get(due)
        number = there.number if there else None
        if number is None and not self.deadline.is_open:
            number = self.deadline.limit
        self._put(due, DaySign.DEADLINE, number=number, rest_matters=False)

    def _put(
        self,
        day: date,
        sign: DaySign,
        *,
        number: int | None = None,
        reason: str = "",
        rest_matters: bool = True,
    ) -> None:
        entry = self.calendar.entry(day)
        is_rest = not self.calendar.is_workday(day)
        holiday = entry.name if entry else None
        if is_rest and rest_matters and self.by_workday:
            sign, number = DaySign.OFF, None
            reason = f"{holiday}放假（{entry.notice}）" if entry else "双休日"
        is_makeup = entry is not None and entry.is_workday
        if is_makeup and entry and sign in {DaySign.COUNTED, DaySign.AHEAD}:
            reason = f"{holiday}调休上班，计入（{entry.notice}）"
        self.cells[day] = StripDay(
            day, sign, number, reason or sign.label, is_makeup, holiday, day == self.deadline.as_of
        )

    def weeks(self) -> Iterator[StripDay]:
        """Yield whole weeks; days before receipt and after the end are outside the period."""
        first, last = min(self.cells), max(self.cells)
        monday = first - timedelta(days=first.weekday())
        sunday = last + timedelta(days=6 - last.weekday())
        for day in _days(monday - ONE_DAY, sunday):
            if day not in self.cells:
                self._put(day, DaySign.OUTSIDE)
            yield self.cells[day]


def _days(after: date, through: date) -> Iterator[date]:
    day = after
    while day < through:
        day += ONE_DAY
        yield day
