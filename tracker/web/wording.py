"""How the screens say dates, days, counts and names; one wording each, used by filters, pages and letters."""

from datetime import date, datetime, timedelta

from tracker.domain.labels import Light
from tracker.domain.masking import masked_name as masked_name  # noqa: PLC0414  pages ask wording for it
from tracker.domain.masking import masked_phone as masked_phone  # noqa: PLC0414  the same
from tracker.now import local

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WORKING_DAY = "工作日"
CALENDAR_DAY = "天"
COUNT_CEILING = 10_000
_TRUE_MINUS = "−"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def short_day(day: date, *, year: int | None = None) -> str:
    """``12-18``, or the full date when it lies outside ``year``."""
    return day.isoformat() if year is not None and day.year != year else f"{day:%m-%d}"


def day_with_weekday(day: date, *, year: int | None = None) -> str:
    return f"{short_day(day, year=year)} {weekday(day)}"


def full_day(day: date) -> str:
    return f"{day.isoformat()} {weekday(day)}"


def official_day(day: date) -> str:
    """``2026年12月18日``, as letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def clock_time(instant: datetime) -> str:
    return f"{local(instant):%H:%M}"


def moment(instant: datetime) -> str:
    """``2026-11-25 18:00`` on the bureau's clock."""
    return f"{local(instant):%Y-%m-%d %H:%M}"


def relative_day(day: date, *, today: date) -> str:
    """今天, 昨天, otherwise the date; nothing else is said relatively."""
    if day == today:
        return "今天"
    if day == today - timedelta(days=1):
        return "昨天"
    return short_day(day, year=today.year)


def since(instant: datetime, *, today: date) -> str:
    """The time for today, otherwise the day, as the notice column shows it."""
    day = local(instant).date()
    return clock_time(instant) if day == today else relative_day(day, today=today)


def signed(number: int) -> str:
    """A number with the true minus sign."""
    return str(number) if number >= 0 else f"{_TRUE_MINUS}{-number}"


def days(number: int, unit: str) -> str:
    """``3 个工作日`` or ``3 天``; the unit is always named."""
    return f"{number} 个{WORKING_DAY}" if unit == WORKING_DAY else f"{number} {unit}"


def days_left(number: int, unit: str) -> str:
    return f"超期 {days(-number, unit)}" if number < 0 else f"余 {days(number, unit)}"


def light_words(light: Light, *, left: int | None = None, unit: str = WORKING_DAY) -> str:
    """灯号 as text; an overdue light says by how many days."""
    if light is Light.OVERDUE and left is not None and left < 0:
        return days_left(left, unit)
    return light.label


def count(number: int, *, ceiling: int = COUNT_CEILING) -> str:
    """A count of cases; above the ceiling only its size is said."""
    if number <= ceiling:
        return str(number)
    return f"{ceiling // COUNT_CEILING} 万件以上" if ceiling >= COUNT_CEILING else f"{ceiling}+"


def short_number(number: str) -> str:
    """``示自然资热线〔2026〕305号`` → ``305号``, where the channel is known from the line."""
    return number.rpartition("〕")[2] or number


def file_size(size: int) -> str:
    if size < 1024:  # noqa: PLR2004 - one kibibyte
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"
