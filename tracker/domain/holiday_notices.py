"""Notices of days off and make-up workdays (放假通知): their shape, and the ones that ship.

A notice is kept as it was issued. One that amends another (国办发明电〔2019〕3号, 〔2020〕1号) replaces only the
holidays it names, so that what was known on an earlier day can still be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tracker.domain.labels import CalendarLayer, Mark

ONE_DAY = timedelta(days=1)
NINGXIA = "64"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice: every day off, weekend days included, and the weekend days worked for it."""

    name: str
    days_off: tuple[date, ...]
    makeup_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of one year at one layer; ``region`` is the two-digit code of a regional one (64 宁夏)."""

    year: int
    number: str
    holidays: tuple[Holiday, ...]
    layer: CalendarLayer = CalendarLayer.NATIONAL
    region: str | None = None
    version: int = 1
    amends: bool = False
    issued_on: date | None = None
    source: str = ""
    mark: Mark = Mark.CONFIRMED


@dataclass(frozen=True, slots=True)
class DayEntry:
    """What a notice says about one day."""

    day: date
    is_workday: bool
    name: str
    notice: str
    layer: CalendarLayer
    version: int = 1


def in_force(notices: tuple[Notice, ...]) -> Iterator[tuple[Notice, Holiday]]:
    """Yield the holidays that stand after every amendment, for notices of one layer and region."""
    standing: dict[tuple[int, str], tuple[Notice, Holiday]] = {}
    for notice in sorted(notices, key=lambda each: (each.year, each.version)):
        if not notice.amends:
            standing = {key: value for key, value in standing.items() if key[0] != notice.year}
        for holiday in notice.holidays:
            there, known = standing.get((notice.year, holiday.name), (None, holiday))
            both = _joined(known, holiday) if there is notice else holiday
            standing[notice.year, holiday.name] = (notice, both)
    yield from standing.values()


def _joined(one: Holiday, other: Holiday) -> Holiday:
    """Two entries of one name in one notice are one holiday."""
    return Holiday(one.name, one.days_off + other.days_off, one.makeup_days + other.makeup_days)


def parse_days(text: str, year: int) -> tuple[date, ...]:
    """Read ``01-01..01-03 2018-12-29``: days of ``year`` unless a year is written, ``a..b`` inclusive.

    Raises ``ValueError`` for anything else and for a span that runs backwards.
    """
    days: list[date] = []
    for part in text.split():
        first, _, last = part.partition("..")
        start = _day(first, year)
        end = _day(last, year) if last else start
        if end < start:
            raise ValueError(part)
        days.extend(start + ONE_DAY * offset for offset in range((end - start).days + 1))
    return tuple(days)


def _day(text: str, year: int) -> date:
    return date.fromisoformat(text if text.count("-") > 1 else f"{year:04d}-{text}")


def holiday_from_line(line: str, year: int) -> Holiday:
    """Read one line ``春节 休 02-15..02-23 班 02-14 02-28``. Raises ``ValueError`` when it is not of that form."""
    name, _, rest = line.strip().partition(" 休")
    off, _, worked = rest.partition("班")
    if not name or not (off.strip() or worked.strip()):
        raise ValueError(line)
    return Holiday(name.strip(), parse_days(off, year), parse_days(worked, year))


_NATIONAL: tuple[tuple[int, str, bool, date | None, Mark, str], ...] = (
    (
        2019,
        "国办发明电〔2018〕15号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 2018-12-30..2019-01-01 班 2018-12-29
        春节 休 02-04..02-10 班 02-02 02-03
        清明节 休 04-05..04-07
        劳动节 休 05-01
        端午节 休 06-07..06-09
        中秋节 休 09-13..09-15
        国庆节 休 10-01..10-07 班 09-29 10-12""",
    ),
    (
        2019,
        "国办发明电〔2019〕3号",
        True,
        date(2019, 3, 22),
        Mark.CONFIRMED,
        "劳动节 休 05-01..05-04 班 04-28 05-05",
    ),
    (
        2020,
        "国办发明电〔2019〕16号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 01-01
        春节 休 01-24..01-30 班 01-19 02-01
        清明节 休 04-04..04-06
        劳动节 休 05-01..05-05 班 04-26 05-09
        端午节 休 06-25..06-27 班 06-28
        国庆节、中秋节 休 10-01..10-08 班 09-27 10-10""",
    ),
    (
        2020,
        "国办发明电〔2020〕1号",
        True,
        date(2020, 1, 26),
        Mark.CONFIRMED,
        "春节 休 01-24..02-02 班 01-19",
    ),
    (
        2021,
        "国办发明电〔2020〕27号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 01-01..01-03
        春节 休 02-11..02-17 班 02-07 02-20
        清明节 休 04-03..04-05
        劳动节 休 05-01..05-05 班 04-25 05-08
        端午节 休 06-12..06-14
        中秋节 休 09-19..09-21 班 09-18
        国庆节 休 10-01..10-07 班 09-26 10-09""",
    ),
    (
        2022,
        "国办发明电〔2021〕11号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 01-01..01-03
        春节 休 01-31..02-06 班 01-29 01-30
        清明节 休 04-03..04-05 班 04-02
        劳动节 休 04-30..05-04 班 04-24 05-07
        端午节 休 06-03..06-05
        中秋节 休 09-10..09-12
        国庆节 休 10-01..10-07 班 10-08 10-09""",
    ),
    (
        2023,
        "国办发明电〔2022〕16号",
        False,
        date(2022, 12, 8),
        Mark.FROM_MEMORY,
        """元旦 休 2022-12-31..2023-01-02
        春节 休 01-21..01-27 班 01-28 01-29
        清明节 休 04-05
        劳动节 休 04-29..05-03 班 04-23 05-06
        端午节 休 06-22..06-24 班 06-25
        中秋节、国庆节 休 09-29..10-06 班 10-07 10-08""",
    ),
    (
        2024,
        "国办发明电〔2023〕7号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 01-01
        春节 休 02-10..02-17 班 02-04 02-18
        清明节 休 04-04..04-06 班 04-07
        劳动节 休 05-01..05-05 班 04-28 05-11
        端午节 休 06-10
        中秋节 休 09-15..09-17 班 09-14
        国庆节 休 10-01..10-07 班 09-29 10-12""",
    ),
    (
        2025,
        "国办发明电〔2024〕12号",
        False,
        None,
        Mark.CONFIRMED,
        """元旦 休 01-01
        春节 休 01-28..02-04 班 01-26 02-08
        清明节 休 04-04..04-06
        劳动节 休 05-01..05-05 班 04-27
        端午节 休 05-31..06-02
        国庆节、中秋节 休 10-01..10-08 班 09-28 10-11""",
    ),
    (
        2026,
        "国办发明电〔2025〕7号",
        False,
        date(2025, 11, 4),
        Mark.FROM_MEMORY,
        """元旦 休 01-01..01-03 班 01-04
        春节 休 02-15..02-23 班 02-14 02-28
        清明节 休 04-04..04-06
        劳动节 休 05-01..05-05 班 05-09
        端午节 休 06-19..06-21
        中秋节 休 09-25..09-27
        国庆节 休 10-01..10-07 班 09-20 10-10""",
    ),
)

_NINGXIA: tuple[tuple[int, str, Mark, str], ...] = (
    (2019, "宁政办发〔2018〕137号", Mark.CONFIRMED, "开斋节 休 06-05..06-06\n古尔邦节 休 08-12..08-13"),
    (
        2020,
        "自治区人民政府办公厅通知（2019-12-04）",
        Mark.CONFIRMED,
        "开斋节 休 05-25..05-26\n古尔邦节 休 07-30..07-31",
    ),
    (
        2021,
        "自治区人民政府办公厅通知（2021年）",
        Mark.CONFIRMED,
        "开斋节 休 05-13..05-14\n古尔邦节 休 07-19..07-20",
    ),
    (2022, "自治区人民政府办公厅通知（2022年）", Mark.CONFIRMED, "古尔邦节 休 07-11..07-12"),
    (2023, "宁政办发〔2022〕73号", Mark.SECOND_HAND, "古尔邦节 休 06-29..06-30"),
    (2024, "宁政办发〔2023〕51号", Mark.SECOND_HAND, "开斋节 休 04-10..04-11\n古尔邦节 休 06-17..06-18"),
    (2025, "宁政办发〔2024〕54号", Mark.SECOND_HAND, "开斋节 休 03-31..04-01\n古尔邦节 休 06-06"),
    (2026, "宁政办发〔2025〕36号", Mark.SECOND_HAND, "古尔邦节 休 05-27..05-28"),
)


def _holidays(text: str, year: int) -> tuple[Holiday, ...]:
    return tuple(holiday_from_line(line, year) for line in text.splitlines())


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """Return the notices that ship: national and Ningxia 2019 to 2026, amended ones with their versions.

    A mark other than 已核对原文 is about the notice's number; the national dates themselves are confirmed.
    """
    national = tuple(
        Notice(
            year,
            number,
            _holidays(text, year),
            version=2 if amends else 1,
            amends=amends,
            issued_on=issued_on,
            mark=mark,
        )
        for year, number, amends, issued_on, mark, text in _NATIONAL
    )
    ningxia = tuple(
        Notice(
            year,
            number,
            _holidays(text, year),
            layer=CalendarLayer.REGIONAL,
            region=NINGXIA,
            mark=mark,
        )
        for year, number, mark, text in _NINGXIA
    )
    return national + ningxia
