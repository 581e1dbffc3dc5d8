"""Days and times as people type them: 1120, 11-20, 今天, 2026-11-25 18:00."""

import re
from datetime import date, datetime, timedelta

from tracker.domain.errors import DomainError
from tracker.now import LOCAL_ZONE

FIRST_YEAR, LAST_YEAR = 1949, 2199
WORDS = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1}
_SEPARATED = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$")
_DIGITS = re.compile(r"^(?:(\d{4}))?(\d{2})(\d{2})$")
_TIME = re.compile(r"^(\d{1,2})[:：时](\d{2})分?$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－／．：", "0123456789-/.:")


def _written(text: str, label: str) -> str:
    written = text.strip().translate(_FULL_WIDTH)
    if not written:
        raise DomainError(f"请填写{label}，例如 2026-11-20、1120 或 今天。")
    return written


def _nearest(month: int, day: int, today: date) -> date:
    """The day of that month nearest to today: in January ``1230`` means last December."""
    years = [year for year in (today.year - 1, today.year, today.year + 1) if _exists(year, month, day)]
    if not years:
        raise ValueError
    return min((date(year, month, day) for year in years), key=lambda found: abs((found - today).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def read_day(text: str, *, today: date, label: str = "日期") -> date:
    """The day somebody typed; a missing year is the one that lies nearest to ``today``.

    Raises DomainError with a Chinese sentence when it is no day.
    """
    written = _written(text, label)
    if written in WORDS:
        return today + timedelta(days=WORDS[written])
    match = _SEPARATED.match(written) or _DIGITS.match(written)
    if match is None:
        raise DomainError(f"“{written}”看不出是哪一天，{label}请写成 2026-11-20、11-20、1120 或 今天。")
    year, month, day = match[1], int(match[2]), int(match[3])
    if year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise DomainError(f"“{written}”的年份不对，{label}应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间。")
    try:
        return date(int(year), month, day) if year else _nearest(month, day, today)
    except ValueError:
        raise DomainError(f"没有 {month} 月 {day} 日这一天，请核对{label}。") from None


def read_moment(text: str, *, today: date, label: str = "时间") -> tuple[date, datetime | None]:
    """A day and, where the text names one, its instant on the bureau's clock."""
    written = _written(text, label)
    head, _, tail = written.replace("T", " ").partition(" ")
    day = read_day(head, today=today, label=label)
    if not tail.strip():
        return day, None
    match = _TIME.match(tail.strip().removesuffix(":00") if tail.count(":") > 1 else tail.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004 - the last hour and minute
        raise DomainError(f"“{tail.strip()}”看不出是几点，{label}请写成 2026-11-20 15:20。")
    return day, datetime(day.year, day.month, day.day, int(match[1]), int(match[2]), tzinfo=LOCAL_ZONE)
