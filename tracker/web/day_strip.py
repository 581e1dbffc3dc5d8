"""逐日: a deadline as weeks of cells, each day with its one sign, and the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.deadline_clock import Deadline
from tracker.domain.labels import ClockState, PeriodUnit
from tracker.domain.workdays import WorkdayCalendar
from tracker.web import wording

DAY = timedelta(days=1)
SUNDAY = 6
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


@dataclass(frozen=True, slots=True)
class _Meaning:
    sign: str
    kind: str
    reason: str
    number: int | None = None
    is_voided: bool = False


def strip_page(deadline: Deadline, *, today: date) -> StripPage | None:
    """The strip of a deadline, whole weeks from its receipt; None where there is nothing to count."""
    last = _last_day(deadline, today)
    if deadline.limit is None or (last - deadline.received_on).days > MOST_DAYS:
        return None
    meanings = _meanings(deadline, today)
    calendar = deadline.run.calendar
    first = deadline.received_on - DAY * deadline.received_on.weekday()
    days = [
        _cell(day, meanings.get(day), calendar, today, is_first=day == first)
        for day in _days(first, last + DAY * (SUNDAY - last.weekday()))
    ]
    weeks = [StripWeek(tuple(days[at : at + 7])) for at in range(0, len(days), 7)]
    lines = tuple(day for day in days if deadline.received_on <= day.date <= last)
    return StripPage(_folded(weeks), lines, _note(deadline, lines))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def _last_day(deadline: Deadline, today: date) -> date:
    due = deadline.due_on or deadline.expected_due_on
    end = deadline.ended_on or today
    return max(day for day in (due, end, deadline.received_on) if day is not None)


def _meanings(deadline: Deadline, today: date) -> dict[date, _Meaning]:
    found: dict[date, _Meaning] = {}
    _past(deadline, found)
    if deadline.is_open:
        _ahead(deadline, found, today)
    due = deadline.due_on or deadline.expected_due_on
    if due:
        known = found.get(due)
        found[due] = _Meaning(
            known.sign if known else "限", "due", "期限届满", known.number if known else None
        )
    return found


def _counts(deadline: Deadline, day: date) -> bool:
    return deadline.unit is not PeriodUnit.WORKING_DAY or deadline.run.calendar.is_workday(day)


def _past(deadline: Deadline, found: dict[date, _Meaning]) -> None:
    steps = deadline.run.steps
    number = 0
    for at, step in enumerate(steps):
        restarts = at > 0 and step.round != steps[at - 1].round
        counted, limit = step.counted, 0 if restarts else step.limit or 0
        for day in _days(step.since + DAY, step.on):
            if not _counts(deadline, day):
                continue
            if step.was_running and counted > 0:
                number, counted = number + 1, counted - 1
                found[day] = _counted(number, limit)
            elif not step.was_running or step.counted == 0:
                found[day] = _Meaning("停", "stopped", "停止计时")
        if at == 0 or restarts:
            for day, meaning in found.items():
                found[day] = _Meaning(
                    meaning.sign, meaning.kind, meaning.reason, meaning.number, is_voided=True
                )
            found[step.on] = _Meaning("收", "receipt", "当日不计")
            number = 0


def _counted(number: int, limit: int) -> _Meaning:
    if limit and number > limit:
        return _Meaning("超", "late", f"超期第 {number - limit} 日")
    return _Meaning(str(number), "counted", "计入", number)


def _ahead(deadline: Deadline, found: dict[date, _Meaning], today: date) -> None:
    due = deadline.due_on or deadline.expected_due_on
    if due is None:
        return
    number = deadline.days_used
    left = (deadline.limit or 0) - number
    days = [day for day in _days(max(today, deadline.received_on) + DAY, due) if _counts(deadline, day)]
    for at, day in enumerate(days):
        if deadline.state is ClockState.PAUSED and len(days) - at > left:
            found[day] = _Meaning("停", "stopped cell-stopped-ahead", "停止计时（预计）")
        else:
            number += 1
            found[day] = _Meaning(str(number), "ahead", "将计入（预计）", number)


def _cell(
    day: date, meaning: _Meaning | None, calendar: WorkdayCalendar, today: date, *, is_first: bool
) -> StripDay:
    works = calendar.is_workday(day)
    if meaning is None:
        meaning = _Meaning("", "plain", "") if works else _Meaning("休", "off", _rest(calendar, day))
    words = f"{day.month}/{day.day}" if is_first or day.day == 1 else str(day.day)
    return StripDay(
        date=day,
        day_words=words + ("今天" if day == today else ""),
        sign=meaning.sign,
        kind=meaning.kind,
        is_today=day == today,
        is_makeup=works and day.weekday() >= SUNDAY - 1,
        is_voided=meaning.is_voided,
        number=meaning.number,
        reason=meaning.reason,
    )


def _rest(calendar: WorkdayCalendar, day: date) -> str:
    entry = calendar.entry(day)
    return entry.name if entry and entry.name else "双休日"


def _folded(weeks: list[StripWeek]) -> tuple[StripWeek, ...]:
    """Longer than twelve weeks: the first and last three, the middle folded."""
    if len(weeks) <= FOLDED_FROM_WEEKS:
        return tuple(weeks)
    middle = weeks[KEPT_WEEKS:-KEPT_WEEKS]
    first, last = middle[0].cells[0].date, middle[-1].cells[-1].date
    fold = StripWeek((), f"{first} 至 {last} 共 {len(middle)} 周略去，逐日表里有每一天")
    return (*weeks[:KEPT_WEEKS], fold, *weeks[-KEPT_WEEKS:])


def _note(deadline: Deadline, lines: tuple[StripDay, ...]) -> str:
    due = deadline.due_on or deadline.expected_due_on
    if due is None:
        return f"{deadline.received_on} 收到，期限待定，已计入 {deadline.days_used} 天"
    expected = "期限" if deadline.due_on else "预计期限"
    counted = sum(1 for line in lines if line.number is not None and not line.is_voided)
    unit = wording.WORKING_DAY if deadline.unit is PeriodUnit.WORKING_DAY else "日"
    span = (due - deadline.received_on).days + 1
    return f"{deadline.received_on} 收到 至 {due} {expected}，共 {span} 天，计入 {counted} 个{unit}"
