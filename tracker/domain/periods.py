"""Periods (期限) as rows with their article, and the day one ends.

Statutory periods can only be shortened; local ones can be set by the office as new versions, kept in a ``PeriodBook``.
A running case is replayed with the book it was given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from tracker.domain.errors import DomainError
from tracker.domain.labels import Mark, PeriodUnit
from tracker.domain.period_moves import MOVED, Moved
from tracker.domain.period_rows import (
    DISCLOSURE_ROWS,
    LOCAL_ROWS,
    PETITION_ROWS,
    REMEDY_ROWS,
    PeriodRow,
)
from tracker.domain.workdays import ONE_DAY, WorkdayCalendar

ACT_IN_FORCE = date(2019, 5, 15)
CIVIL_CODE_203 = "民法典第二百零三条"
HOURS_A_DAY = 8
EARLIER_LAW = {"reply": "reply_2008"}
OURS_TO_SHORTEN = frozenset(
    {
        "correction_notice",
        "reply",
        "extension",
        "proactive_publication",
        "review_answer",
        "review_answer_simplified",
        "suit_answer",
        "petition_acceptance",
        "petition_objection",
        "petition_handling",
        "petition_extension",
    }
)
BACKWARDS = frozenset({"internal_target", "extension_request"})
SINCE = {
    "reply": ACT_IN_FORCE,
    "extension": ACT_IN_FORCE,
    "reply_2008": date(2008, 5, 1),
    "extension_2008": date(2008, 5, 1),
}


class PeriodRefused(DomainError):
    """Unknown period, or a length the law does not allow."""

    code = "period_refused"


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``length`` is in ``unit``; for a fixed date it is MMDD (131 = 31 January).

    ``rolls``: an end on a rest day moves to the next working day (民法典第二百零三条); working days never need it.
    ``backwards``: counted back from day zero, as internal targets are.
    """

    code: str
    name: str
    length: int
    unit: PeriodUnit
    day_zero: str
    article: str
    source: str
    mark: Mark
    is_statutory: bool
    rolls: bool = False
    backwards: bool = False
    since: date | None = None
    version: int = 1

    @property
    def may_shorten(self) -> bool:
        """Tell whether the office may set another length: any for a local period, a shorter one for its own duty."""
        return not self.is_statutory or self.code in OURS_TO_SHORTEN

    @property
    def moved(self) -> Moved:
        """Return the events that stop, restart, lengthen or end the period."""
        return MOVED.get(self.code, Moved())

    @property
    def length_label(self) -> str:
        """Return the length as people say it: ``20 个工作日``, ``6 个月``, ``60 日``."""
        if self.unit is PeriodUnit.FIXED_DATE:
            return f"{self.length // 100} 月 {self.length % 100} 日"
        measure = "个" if self.unit in {PeriodUnit.WORKING_DAY, PeriodUnit.WORKING_HOUR} else ""
        return f"{self.length} {measure}{self.unit.label}"

    def as_json(self) -> dict[str, Any]:
        """Return the row as ``flask periods list --json`` prints it."""
        row = asdict(self)
        row["since"] = self.since.isoformat() if self.since else None
        row["start"] = self.day_zero
        row["length_label"] = self.length_label
        row["may_shorten"] = self.may_shorten
        return row | {name: list(events) for name, events in self.moved._asdict().items()}


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The day a period ends and what that rests on; ``rolled_from`` is the rest day it would have ended on."""

    due_on: date
    is_provisional: bool
    article: str
    rolled_from: date | None = None


class PeriodBook:
    """The periods in force for a case, looked up by code."""

    def __init__(self, periods: Iterable[Period]) -> None:
        self._periods = {period.code: period for period in periods}
        self.days = {code: period.length for code, period in self._periods.items()}

    def __iter__(self) -> Iterator[Period]:
        return iter(self._periods.values())

    def __getitem__(self, code: str) -> Period:
        """Return the period. Raises ``PeriodRefused`` for an unknown code."""
        try:
            return self._periods[code]
        except KeyError:
            raise PeriodRefused(
                f"没有名为“{code}”的期限，可用 flask periods list 查看全部。", field="period"
            ) from None

    def with_length(self, code: str, length: int) -> "PeriodBook":
        """Return a book in which one period has a new length, as a new version.

        Raises ``PeriodRefused`` for a negative length and for a statutory period made longer than the law has it,
        or one that is not ours but the applicant's, a party's or a court's.
        """
        period = self[code]
        if length < 0:
            raise PeriodRefused(f"{period.name}期限不能是负数：{length}。", field="length")
        law = SHIPPED_PERIODS[code] if period.is_statutory else None
        if law and (length > law.length or code not in OURS_TO_SHORTEN):
            allowed = "只能缩短" if code in OURS_TO_SHORTEN else "不能改动"
            raise PeriodRefused(
                f"{law.name}由{law.article}规定为 {law.length_label}，{allowed}，不能改为 {length}。",
                field="length",
            )
        changed = replace(period, length=length, version=period.version + 1)
        return PeriodBook(changed if each.code == code else each for each in self)


def period_end(
    code: str,
    day: date,
    calendar: WorkdayCalendar,
    *,
    book: PeriodBook | None = None,
    petition_rolls: bool = False,
    old_law: bool = True,
) -> PeriodEnd:
    """Return when the period ``code`` ends whose day zero is ``day`` (day zero is not counted, 民法典第二百零一条).

    ``petition_rolls`` moves a petition's end off a rest day too; ``old_law`` counts requests received before
    2019-05-15 by the old act. Periods in working hours end on the working day in which they run out when counted
    from the opening of the first working day. Raises ``PeriodRefused`` for an unknown code.
    """
    periods = SHIPPED_PERIODS if book is None else book
    period = periods[code]
    if old_law and code in EARLIER_LAW and day < ACT_IN_FORCE:
        period = periods[EARLIER_LAW[code]]
    if period.unit is PeriodUnit.WORKING_DAY:
        return _working_day_end(period, day, calendar)
    if period.unit is PeriodUnit.WORKING_HOUR:
        first = calendar.next_workday(day)
        due_on = calendar.add(first, max(0, period.length - 1) // HOURS_A_DAY)
        return PeriodEnd(due_on, calendar.is_provisional(day - ONE_DAY, due_on), period.article)
    due_on = _calendar_end(period, day)
    if period.rolls or (petition_rolls and code.startswith("petition_")):
        return rolled(due_on, calendar, period.article)
    return PeriodEnd(due_on, is_provisional=False, article=period.article)


def _working_day_end(period: Period, day: date, calendar: WorkdayCalendar) -> PeriodEnd:
    if period.backwards:
        due_on = calendar.before(day, period.length)
        return PeriodEnd(due_on, calendar.is_provisional(due_on - ONE_DAY, day), period.article)
    due_on = calendar.add(day, period.length)
    return PeriodEnd(due_on, calendar.is_provisional(day, due_on), period.article)


def _calendar_end(period: Period, day: date) -> date:
    if period.unit is PeriodUnit.MONTH:
        return add_months(day, period.length)
    if period.unit is PeriodUnit.FIXED_DATE:
        this_year = date(day.year, period.length // 100, period.length % 100)
        return this_year if day <= this_year else this_year.replace(year=day.year + 1)
    if period.unit is PeriodUnit.HOUR:
        return day + timedelta(hours=period.length)
    return day + timedelta(days=period.length)


def rolled(due_on: date, calendar: WorkdayCalendar, article: str) -> PeriodEnd:
    """Move an end on a rest day to the next working day (民法典第二百零三条)."""
    moved = calendar.next_workday(due_on)
    provisional = calendar.is_provisional(due_on - ONE_DAY, moved)
    if moved == due_on:
        return PeriodEnd(due_on, provisional, article)
    return PeriodEnd(moved, provisional, f"{article}、{CIVIL_CODE_203}", rolled_from=due_on)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, or that month's last day (民法典第二百零二条)."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - ONE_DAY)


def _period(row: PeriodRow, *, is_statutory: bool, rolls: bool) -> Period:
    code, name, length, unit, day_zero, article, source, mark = row
    return Period(
        code,
        name,
        length,
        unit,
        day_zero,
        article,
        source,
        mark,
        is_statutory=is_statutory,
        rolls=rolls and unit in {PeriodUnit.CALENDAR_DAY, PeriodUnit.MONTH},
        backwards=code in BACKWARDS,
        since=SINCE.get(code),
    )


SHIPPED_PERIODS = PeriodBook(
    [
        *(_period(row, is_statutory=True, rolls=False) for row in DISCLOSURE_ROWS),
        *(_period(row, is_statutory=True, rolls=True) for row in REMEDY_ROWS),
        *(_period(row, is_statutory=True, rolls=False) for row in PETITION_ROWS),
        *(_period(row, is_statutory=False, rolls=False) for row in LOCAL_ROWS),
    ]
)
