"""The working-day calendar (工作日历): weekday pattern, national, regional and agency notices, one over the other.

Counting is two look-ups in a table of how many working days have passed, adding one more in the list of them.
A year without its notice is counted Monday to Friday with nothing off, and every answer that touches it is
provisional (暂定).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise

from tracker.domain.errors import DomainError
from tracker.domain.holiday_notices import DayEntry, Notice, in_force, shipped_notices
from tracker.domain.labels import CalendarLayer

ONE_DAY = timedelta(days=1)
FIRST_UNSETTLED_DECEMBER_DAY = 25
WEEKDAYS = 5


class CalendarRefused(DomainError):
    """The calendar cannot answer: unknown region, or a date outside what a calendar can hold."""

    code = "calendar_refused"


@dataclass(frozen=True, slots=True)
class RestSpan:
    """A named holiday's days off without a break, weekend days included."""

    first: date
    last: date
    name: str


class WorkdayCalendar:
    """Working days of one place, exact where every layer's notice is loaded.

    ``region`` is a two-digit code (64 宁夏) whose notices are laid over the national ones, or None for the national
    calendar; agency notices among ``notices`` always count. Immutable to its callers and safe between threads.
    """

    def __init__(self, notices: Iterable[Notice], *, region: str | None = None) -> None:
        layers = [
            notice
            for notice in notices
            if notice.layer is not CalendarLayer.REGIONAL or notice.region == region
        ]
        self.region = region
        self.notices: tuple[Notice, ...] = tuple(layers)
        self._entries = _overlay(layers)
        self._settled_years = _settled_years(layers, region)
        self._settled = _longest_settled_run(self._settled_years)
        self._spans = _rest_spans(self._entries)
        self._span_ends = [span.last.toordinal() for span in self._spans]
        self._makeup = sorted(day for day, entry in self._entries.items() if entry.is_workday)
        self._makeup_ordinals = [day.toordinal() for day in self._makeup]
        years = self._settled_years or {2019, 2026}
        self._years = (min(years) - 1, max(years) + 2)
        self._table = self._build(*self._years)

    def _build(self, first_year: int, last_year: int) -> tuple[int, list[int], list[date]]:
        """Return the first day's ordinal, for each day the working days up to it, and the working days."""
        start = date(first_year, 1, 1).toordinal()
        end = date(last_year, 12, 31).toordinal()
        is_worked = [(day - 1) % 7 < WEEKDAYS for day in range(start, end + 1)]
        for day, entry in self._entries.items():
            if start <= day.toordinal() <= end:
                is_worked[day.toordinal() - start] = entry.is_workday
        dates = [date.fromordinal(start + offset) for offset, worked in enumerate(is_worked) if worked]
        return start, list(accumulate(is_worked)), dates

    def _grow(self, first_year: int, last_year: int) -> None:
        if first_year < date.min.year or last_year > date.max.year:
            raise CalendarRefused("日期超出日历能表示的范围，请核对起始日期和天数。")
        self._table = self._build(first_year, last_year)
        self._years = (first_year, last_year)

    def _cover(self, day: date) -> None:
        first, last = self._years
        if not first < day.year < last:
            low, high = max(date.min.year, day.year - 1), min(date.max.year, day.year + 1)
            if low < first or high > last:
                self._grow(min(first, low), max(last, high))

    def is_workday(self, day: date) -> bool:
        """Tell whether the office works on ``day``."""
        entry = self._entries.get(day)
        return day.weekday() < WEEKDAYS if entry is None else entry.is_workday

    def add(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after ``day`` (day 0); ``day`` itself for 0.

        Raises ``CalendarRefused`` for a negative ``n`` or an end after the year 9999.
        """
        start, passed, dates = self._table
        offset = day.toordinal() - start
        if n > 0 <= offset:
            try:
                return dates[passed[offset] + n - 1]
            except IndexError:
                pass
        return self._add_beyond(day, n)

    def _add_beyond(self, day: date, n: int) -> date:
        if n < 0:
            raise CalendarRefused(f"工作日数应为不小于 0 的整数，现在是 {n}。")
        if n == 0:
            return day
        self._cover(day)
        first, last = self._years
        start, passed, dates = self._table
        if passed[day.toordinal() - start] + n > len(dates):
            if last == date.max.year:
                raise CalendarRefused("日期超出日历能表示的范围，请核对起始日期和天数。")
            self._grow(first, min(date.max.year, last + 2 + n // 200))
        return self.add(day, n)

    def before(self, day: date, n: int) -> date:
        """Return the ``n``-th working day before ``day``; ``day`` itself for 0."""
        if n == 0:
            return day
        self._cover(day)
        start, passed, dates = self._table
        index = passed[day.toordinal() - start] - self.is_workday(day) - n
        if index >= 0:
            return dates[index]
        first, last = self._years
        self._grow(first - 2 - n // 200, last)
        return self.before(day, n)

    def count(self, after: date, through: date) -> int:
        """Count the working days in (after, through]; negative when ``through`` is the earlier one."""
        start, passed, _ = self._table
        first, last = after.toordinal() - start, through.toordinal() - start
        if first >= 0 <= last:
            try:
                return passed[last] - passed[first]
            except IndexError:
                pass
        self._cover(after)
        self._cover(through)
        return self.count(after, through)

    def days_after(self, day: date, n: int) -> tuple[date, ...]:
        """Return the ``n`` working days after ``day``, in order."""
        return self.between(day, self.add(day, n))

    def between(self, after: date, through: date) -> tuple[date, ...]:
        """Return the working days in (after, through], in order."""
        if through <= after:
            return ()
        self._cover(after)
        self._cover(through)
        start, passed, dates = self._table
        return tuple(dates[passed[after.toordinal() - start] : passed[through.toordinal() - start]])

    def next_workday(self, day: date) -> date:
        """Return ``day`` itself if it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.add(day, 1)

    def entry(self, day: date) -> DayEntry | None:
        """Return what the notices say about ``day``, or None when only the weekday pattern decides."""
        return self._entries.get(day)

    def entries(self, year: int) -> tuple[DayEntry, ...]:
        """Return every day of ``year`` a notice speaks of, in order of date."""
        return tuple(entry for day, entry in sorted(self._entries.items()) if day.year == year)

    def rest_spans(self, after: date, through: date) -> list[RestSpan]:
        """Return the named holidays with a day in (after, through], whole, in order."""
        first = bisect_right(self._span_ends, after.toordinal())
        spans = []
        for span in self._spans[first:]:
            if span.first > through:
                break
            spans.append(span)
        return spans

    def makeup_days(self, after: date, through: date) -> list[date]:
        """Return the make-up workdays (调休上班日) in (after, through], in order."""
        ordinals = self._makeup_ordinals
        return self._makeup[
            bisect_right(ordinals, after.toordinal()) : bisect_right(ordinals, through.toordinal())
        ]

    def is_settled(self, year: int) -> bool:
        """Tell whether every layer's notice for ``year`` is loaded."""
        return year in self._settled_years

    def is_provisional(self, after: date, through: date) -> bool:
        """Tell whether any day in (after, through] may still change: 暂定.

        That is a year one of whose notices is not loaded, and 25 to 31 December while the next year's is not.
        """
        first, last = self._settled
        if first <= after and through <= last:
            return False
        return through > after and any(
            self._is_unsettled(year, after, through)
            for year in range((after + ONE_DAY).year, through.year + 1)
        )

    def _is_unsettled(self, year: int, after: date, through: date) -> bool:
        if year not in self._settled_years:
            return True
        if year + 1 in self._settled_years:
            return False
        return after < date(year, 12, 31) and through >= date(year, 12, FIRST_UNSETTLED_DECEMBER_DAY)


def _overlay(notices: list[Notice]) -> dict[date, DayEntry]:
    entries: dict[date, DayEntry] = {}
    for layer in CalendarLayer:
        for notice, holiday in in_force(tuple(notice for notice in notices if notice.layer is layer)):
            for day, is_workday in [(day, False) for day in holiday.days_off] + [
                (day, True) for day in holiday.makeup_days
            ]:
                below = entries.get(day)
                if below is None or below.is_workday is not is_workday:
                    entries[day] = DayEntry(
                        day, is_workday, holiday.name, notice.number, layer, notice.version
                    )
    return entries


def _settled_years(notices: list[Notice], region: str | None) -> frozenset[int]:
    national = {notice.year for notice in notices if notice.layer is CalendarLayer.NATIONAL}
    if region is None:
        return frozenset(national)
    return frozenset(national & {notice.year for notice in notices if notice.layer is CalendarLayer.REGIONAL})


def _longest_settled_run(years: frozenset[int]) -> tuple[date, date]:
    """Return (the day before it, its last settled day): a range in which nothing is provisional."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    if not runs:
        return date.max, date.min
    run = max(runs, key=len)
    return date(run[0] - 1, 12, 31), date(run[-1], 12, FIRST_UNSETTLED_DECEMBER_DAY - 1)


def _rest_spans(entries: dict[date, DayEntry]) -> list[RestSpan]:
    days_off = sorted(day for day, entry in entries.items() if not entry.is_workday)
    breaks = [
        later
        for earlier, later in pairwise(days_off)
        if later - earlier != ONE_DAY or entries[earlier].name != entries[later].name
    ]
    firsts = days_off[:1] + breaks
    return [
        RestSpan(first, days_off[bisect_left(days_off, following) - 1], entries[first].name)
        for first, following in zip(firsts, [*breaks, date.max], strict=False)
    ]


@cache
def national_calendar() -> WorkdayCalendar:
    """Return the national calendar of the shipped notices."""
    return WorkdayCalendar(shipped_notices())


@cache
def regional_calendar(region: str) -> WorkdayCalendar:
    """Return the calendar of a region's own notices over the national ones (64, 6405, 640502: 宁夏).

    Raises ``CalendarRefused`` for a region none of the shipped notices is about.
    """
    known = {notice.region for notice in shipped_notices() if notice.region}
    code = region.strip()[:2]
    if code not in known:
        raise CalendarRefused(
            f"没有地区“{region}”的工作日历；现有：{'、'.join(sorted(known))}。不写地区则用全国日历。",
            field="region",
        )
    return WorkdayCalendar(shipped_notices(), region=code)
