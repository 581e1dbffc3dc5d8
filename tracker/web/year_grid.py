"""The year on the sign-in page: a square per day, white where a weekend day is worked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

STEP = 18
LEFT = 38
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DaySquare:
    x: int
    kind: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    number: int
    y: int
    days: tuple[DaySquare, ...]


@dataclass(frozen=True, slots=True)
class YearGrid:
    width: int
    height: int
    months: tuple[MonthRow, ...]


def year_grid(today: date, is_workday: Callable[[date], bool]) -> YearGrid:
    """Twelve rows of squares for the year of ``today``."""

    def kind(day: date) -> str:
        if day == today:
            return "today"
        if not is_workday(day):
            return "off"
        return "makeup" if day.weekday() >= SATURDAY else "work"

    months = []
    for month in range(1, 13):
        days = []
        day = date(today.year, month, 1)
        while day.month == month:
            days.append(DaySquare(LEFT + (day.day - 1) * STEP, kind(day)))
            day += timedelta(days=1)
        months.append(MonthRow(month, (month - 1) * STEP, tuple(days)))
    return YearGrid(LEFT + 31 * STEP, 12 * STEP + 40, tuple(months))
