"""Read the dates people and platforms write into cells, and say exactly what is wrong with the others."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  cells hold local time without a zone
_LOCAL = timezone(timedelta(hours=8))
_MONTHS = 12

_TIME = (
    r"(?:(?:(?<=[日号])|[ T]) ?(?P<noon>上午|下午|晚上|凌晨|中午|AM|PM)? ?(?P<hour>\d{1,2})[:时点]"
    r"(?P<minute>\d{1,2})分?(?:[:]?(?P<second>\d{1,2})秒?)?(?:\.\d+)? ?(?P<noon_after>AM|PM)?)?"
)
_PLAIN = re.compile(r"[0-9]{4}([-/])[0-9]{1,2}\1[0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?$")
_AROUND_SIGNS = re.compile(r" ?([-/.年月:时点分秒]) ?")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})[日号]?{_TIME}$", re.IGNORECASE
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?: ?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?)?$"
)
_YEAR_LAST = re.compile(
    rf"(?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}$", re.IGNORECASE
)
_NO_YEAR = re.compile(rf"(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})[日号]?{_TIME}$", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\D.*)?$")
_MONTH_ONLY = re.compile(r"\d{4}[-/.年]\d{1,2}月?$")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")


class DayOrder(StrEnum):
    """日和月的顺序 of dates whose year comes last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with the local time of day, where the cell gave one."""

    on: date
    at: time | None = None

    @property
    def local(self) -> datetime | None:
        """The local date and time, without a zone; None when only the date is known."""
        return None if self.at is None else datetime.combine(self.on, self.at)


class DateUnreadable(ValueError):
    """A cell that is no date; the message is Chinese and says how to mend it."""


def day_order(cells: Iterable[object]) -> DayOrder:
    """Tell from a column's clear cells (a part above 12) whether day or month stands first."""
    seen: set[DayOrder] = set()
    for cell in cells:
        match = _YEAR_LAST.match(_folded(cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        one, two = int(match["one"]), int(match["two"])
        if one > _MONTHS >= two:
            seen.add(DayOrder.DAY_FIRST)
        elif two > _MONTHS >= one:
            seen.add(DayOrder.MONTH_FIRST)
    if len(seen) > 1:
        return DayOrder.MIXED
    return seen.pop() if seen else DayOrder.UNKNOWN


def ambiguous(cell: object) -> bool:
    """Tell whether a cell is a date that reads either way round (05/11/2026)."""
    match = _YEAR_LAST.match(_folded(cell)) if isinstance(cell, str) else None
    return (
        match is not None
        and match["one"] != match["two"]
        and max(int(match["one"]), int(match["two"])) <= _MONTHS
    )


def read_date(cell: object, *, order: DayOrder = DayOrder.UNKNOWN, year_default: int | None = None) -> Moment:
    """Read one cell as a date. Raises ``DateUnreadable`` for an impossible, unclear or unreadable one."""
    if isinstance(cell, datetime):
        at = cell.time().replace(microsecond=0)
        return _within(Moment(cell.date(), at if at != time() else None), cell)
    if isinstance(cell, date):
        return _within(Moment(cell), cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell))
    if not isinstance(cell, str):
        raise DateUnreadable(f"“{cell}”不是日期。请写成 2026-11-05 这样的日期。")
    return _within(_from_text(cell.strip(), _folded(cell), order, year_default), cell.strip())


def _folded(cell: object) -> str:
    text = str(cell)
    if _PLAIN.match(text):
        return text
    text = unicodedata.normalize("NFKC", text)
    spaced = re.sub(r"[\s\u200b-\u200f\ufeff]+", " ", _WEEKDAY.sub(" ", text)).strip()
    return _AROUND_SIGNS.sub(r"\1", spaced)


def _within(moment: Moment, cell: object) -> Moment:
    if not EARLIEST <= moment.on <= LATEST:
        raise DateUnreadable(f"“{cell}”读成 {moment.on}，年份不像办件的日期。请核对原件后改正。")
    return moment


def _from_number(number: float) -> Moment:
    if number.is_integer() and _COMPACT.match(str(int(number))):
        return _from_text(str(int(number)), str(int(number)), DayOrder.UNKNOWN, None)
    low, high = (EARLIEST - _EPOCH.date()).days, (LATEST - _EPOCH.date()).days
    if not low <= number < high + 1:
        raise DateUnreadable(f"“{number:g}”不是日期。请把这一格改成 2026-11-05 这样的日期。")
    moment = _EPOCH + timedelta(seconds=round(number * 86400))
    at = moment.time()
    return Moment(moment.date(), at if at != time() else None)


def _from_text(shown: str, text: str, order: DayOrder, year_default: int | None) -> Moment:
    if _ZONED.match(text):
        try:
            zoned = datetime.fromisoformat(text).astimezone(_LOCAL)
        except ValueError:
            raise DateUnreadable(f"“{shown}”不是日期。请写成 2026-11-05 08:30 这样的日期。") from None
        return Moment(zoned.date(), zoned.time().replace(microsecond=0))
    if match := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        return Moment(
            _day(int(match["year"]), int(match["month"]), int(match["day"]), shown), _time(match, shown)
        )
    if match := _YEAR_LAST.match(text):
        month, day = _month_and_day(int(match["one"]), int(match["two"]), order, shown)
        return Moment(_day(int(match["year"]), month, day, shown), _time(match, shown))
    if _SERIAL.match(text):
        return _from_number(float(text))
    if match := _NO_YEAR.match(text):
        if year_default is None:
            raise DateUnreadable(f"“{shown}”没有年份。请补上年份，或在导入时指定缺省年份。")
        return Moment(_day(year_default, int(match["month"]), int(match["day"]), shown), _time(match, shown))
    if _SHORT_YEAR.match(text):
        raise DateUnreadable(f"“{shown}”的年份只有两位，认不准。请写成四位年份，如 2026-11-05。")
    if _MONTH_ONLY.match(text):
        raise DateUnreadable(f"“{shown}”没有写明哪一日。请补全，如 2026-11-05。")
    raise DateUnreadable(f"“{shown}”不是日期。请写成 2026-11-05 这样的日期。")


def _month_and_day(one: int, two: int, order: DayOrder, shown: str) -> tuple[int, int]:
    if one == two or min(one, two) > _MONTHS or two > _MONTHS >= one:
        return one, two
    if one > _MONTHS >= two:
        return two, one
    if order is DayOrder.MONTH_FIRST:
        return one, two
    if order is DayOrder.DAY_FIRST:
        return two, one
    reason = "同一列里两种顺序都有" if order is DayOrder.MIXED else "整列没有能分清的日期"
    raise DateUnreadable(
        f"“{shown}”分不清是 {one} 月 {two} 日还是 {two} 月 {one} 日，{reason}。"
        "请改成年在前的写法，如 2026-11-05。"
    )


def _day(year: int, month: int, day: int, shown: str) -> date:
    if not 1 <= month <= _MONTHS:
        raise DateUnreadable(f"“{shown}”没有 {month} 月。请核对原件后改为正确日期。")
    if year < 1 or not 1 <= day <= 31:  # noqa: PLR2004  no month is longer
        raise DateUnreadable(f"“{shown}”没有 {month} 月 {day} 日。请核对原件后改为正确日期。")
    if day > monthrange(year, month)[1]:
        which = f"{year} 年" if (month, day) == (2, 29) else ""
        raise DateUnreadable(f"“{shown}”{which}没有 {month} 月 {day} 日。请核对原件后改为正确日期。")
    return date(year, month, day)


def _time(match: re.Match[str], shown: str) -> time | None:
    parts = match.groupdict()
    if parts["hour"] is None:
        return None
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    noon = (parts.get("noon") or parts.get("noon_after") or "").upper()
    if noon in {"下午", "晚上", "PM"} and hour < 12:  # noqa: PLR2004  clock hours
        hour += 12
    if noon in {"上午", "凌晨", "AM"} and hour == 12:  # noqa: PLR2004  clock hours
        hour = 0
    try:
        at = time(hour, minute, second)
    except ValueError:
        raise DateUnreadable(f"“{shown}”里的时刻不存在。请核对原件后改正。") from None
    return at if at != time() else None
