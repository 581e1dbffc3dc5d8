"""逐日: a deadline as weeks of cells, each day with its one sign, and the same in words."""

from dataclasses import dataclass
from datetime import date

from tracker.domain import day_strip as domain
from tracker.domain.day_strip import day_strip
from tracker.domain.deadline_clock import Deadline
from tracker.domain.labels import DaySign, PeriodUnit
from tracker.web import wording

FOLDED_FROM_WEEKS = 12
KEPT_WEEKS = 3
MOST_DAYS = 800


@dataclass(frozen=True, slots=True)
class StripDay:
    """One cell: ``kind`` is its class (receipt, counted, ahead, off, stopped, due, late, plain)."""

    date: date
    day_words: str
    sign: str
    kind: str
    is_today: bool
    is_makeup: bool
    is_voided: bool
    number: int | None
    reason: str

    @property
    def verdict(self) -> str:
        return "计入" if self.number is not None else "不计"


@dataclass(frozen=True, slots=True)
class StripWeek:
    cells: tuple[StripDay, ...]
    fold: str = ""


@dataclass(frozen=True, slots=True)
class StripPage:
    weeks: tuple[StripWeek, ...]
    lines: tuple[StripDay, ...]
    note: str

    @property
    def has_late(self) -> bool:
        """Tell whether a day after the deadline is shown, which the legend then explains."""
        return any(line.kind == "late" for line in self.lines)


CELL = {
    DaySign.RECEIPT: ("receipt", "收"),
    DaySign.COUNTED: ("counted", ""),
    DaySign.AHEAD: ("ahead", ""),
    DaySign.OFF: ("off", "休"),
    DaySign.STOPPED: ("stopped", "停"),
    DaySign.STOPPED_AHEAD: ("stopped cell-stopped-ahead", "停"),
    DaySign.DEADLINE: ("due", "限"),
    DaySign.LATE: ("late", "超"),
    DaySign.OUTSIDE: ("plain", ""),
}
COUNTING = frozenset({DaySign.COUNTED, DaySign.AHEAD, DaySign.DEADLINE})


def strip_page(deadline: Deadline, *, today: date) -> StripPage | None:
    """The strip of a deadline, whole weeks from its receipt; None where there is nothing to count."""
    last = _last_day(deadline, today)
    if deadline.limit is None or (last - deadline.received_on).days > MOST_DAYS:
        return None
    strip = day_strip(deadline)
    days = [_cell(cell, today, is_first=cell is strip[0]) for cell in strip]
    weeks = [StripWeek(tuple(days[at : at + 7])) for at in range(0, len(days), 7)]
    lines = tuple(day for day in days if deadline.received_on <= day.date <= last)
    counted = sum(1 for cell in strip if cell.sign in COUNTING and cell.number and not cell.is_voided)
    return StripPage(_folded(weeks), lines, _note(deadline, counted))


def _last_day(deadline: Deadline, today: date) -> date:
    due = deadline.due_on or deadline.expected_due_on
    end = deadline.ended_on or today
    return max(day for day in (due, end, deadline.received_on) if day is not None)


def _cell(cell: domain.StripDay, today: date, *, is_first: bool) -> StripDay:
    day, (kind, sign) = cell.day, CELL[cell.sign]
    counts = cell.sign in COUNTING and cell.number is not None
    names_month = (is_first or day.day == 1) and day != today
    words = f"{day.month}/{day.day}" if names_month else str(day.day)
    return StripDay(
        date=day,
        day_words=words,
        sign=str(cell.number) if counts else sign,
        kind=kind,
        is_today=day == today,
        is_makeup=cell.is_makeup,
        is_voided=cell.is_voided,
        number=cell.number if counts else None,
        reason=cell.reason,
    )


def _folded(weeks: list[StripWeek]) -> tuple[StripWeek, ...]:
    """Longer than twelve weeks: the first and last three, the middle folded."""
    if len(weeks) <= FOLDED_FROM_WEEKS:
        return tuple(weeks)
    middle = weeks[KEPT_WEEKS:-KEPT_WEEKS]
    first, last = middle[0].cells[0].date, middle[-1].cells[-1].date
    fold = StripWeek((), f"{first} 至 {last} 共 {len(middle)} 周略去，逐日表里有每一天")
    return (*weeks[:KEPT_WEEKS], fold, *weeks[-KEPT_WEEKS:])


def _note(deadline: Deadline, counted: int) -> str:
    due = deadline.due_on or deadline.expected_due_on
    if due is None:
        return f"{deadline.received_on} 收到，期限待定，已计入 {wording.days(deadline.days_used, _unit(deadline))}"
    if not deadline.is_open and deadline.ended_on:
        used = wording.days(deadline.days_used, _unit(deadline))
        return f"{deadline.received_on} 收到 至 {deadline.ended_on} 结束计时，用了 {used}，期限 {due}"
    expected = "期限" if deadline.due_on else "预计期限"
    days = wording.days(counted, _unit(deadline))
    span = (due - deadline.received_on).days + 1
    return f"{deadline.received_on} 收到 至 {due} {expected}，共 {span} 天，计入 {days}"


def _unit(deadline: Deadline) -> str:
    return wording.WORKING_DAY if deadline.unit is PeriodUnit.WORKING_DAY else wording.CALENDAR_DAY
