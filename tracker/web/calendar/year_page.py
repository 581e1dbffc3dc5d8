"""The year of the working-day calendar as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from tracker.domain.holiday_notices import in_force
from tracker.domain.labels import CalendarLayer
from tracker.domain.regions import REGION_NAMES
from tracker.domain.workdays import WorkdayCalendar
from tracker.models.agency import Agency
from tracker.models.calendar import CalendarNotice
from tracker.queries.calendars import Place, latest_version, standing_notices
from tracker.services.rules import Rules
from tracker.web import wording

ONE_DAY = timedelta(days=1)
SATURDAY = 5
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: how it is drawn, its sign, and why."""

    number: int
    kind: str
    sign: str = ""
    reason: str = ""
    is_today: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """One month in weeks from Monday; None stands for a day of another month."""

    number: int
    workdays: int
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """现行依据 of one layer: the notices it rests on and the version loaded here, where one was."""

    layer: str
    numbers: tuple[str, ...]
    version_words: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One holiday of the agency's own."""

    name: str
    basis: str
    days: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """One version as the history lists it."""

    what: str
    version: int
    when: str
    days: int


@dataclass(frozen=True, slots=True)
class YearPage:
    """Everything ``calendar/year.html`` shows besides its forms."""

    year: int
    summary: str
    months: tuple[MonthBlock, ...]
    years: tuple[tuple[str, str | None], ...]
    standing: tuple[Standing, ...]
    own_days: tuple[OwnDay, ...]
    history: tuple[Loaded, ...]
    provisional_words: str
    is_editable: bool


def year_page(
    year: int,
    *,
    agency: Agency,
    rules: Rules,
    versions: Sequence[CalendarNotice],
    today: date,
    is_editable: bool,
) -> YearPage:
    """Prepare the page of ``year``."""
    cells = _Cells(rules, today)
    return YearPage(
        year=year,
        summary=_summary(year, rules),
        months=tuple(cells.month(year, number) for number in range(1, 13)),
        years=tuple(_link(each, year, rules) for each in range(year - 1, year + 2)),
        standing=_standing(year, agency),
        own_days=_own_days(year, agency),
        history=tuple(_loaded(row) for row in versions),
        provisional_words=_provisional_words(year, rules),
        is_editable=is_editable,
    )


def region_name(code: str | None) -> str:
    """宁夏 for 64; a code without a name is shown as it is."""
    return REGION_NAMES.get(code or "", code or "")


class _Cells:
    """Draws days by the national calendar, with the regional days off marked on it."""

    def __init__(self, rules: Rules, today: date) -> None:
        self.rules = rules
        self.today = today

    def month(self, year: int, number: int) -> MonthBlock:
        first = date(year, number, 1)
        last = (first + timedelta(days=31)).replace(day=1) - ONE_DAY
        days: list[DayCell | None] = [None] * first.weekday()
        days += [self.cell(first + ONE_DAY * offset) for offset in range(last.day)]
        days += [None] * (-len(days) % DAYS_OF_WEEK)
        weeks = [tuple(days[at : at + DAYS_OF_WEEK]) for at in range(0, len(days), DAYS_OF_WEEK)]
        return MonthBlock(number, self.rules.national.count(first - ONE_DAY, last), tuple(weeks))

    def cell(self, day: date) -> DayCell:
        kind, sign, reason = self._looks(day)
        return DayCell(
            number=day.day,
            kind=kind,
            sign=sign,
            reason=reason,
            is_today=day == self.today,
            is_provisional=self.rules.national.is_provisional(day - ONE_DAY, day),
        )

    def _looks(self, day: date) -> tuple[str, str, str]:
        regional = self.rules.regional.entry(day) if self.rules.regional else None
        entry = self.rules.national.entry(day)
        if entry is None and regional is not None and regional.layer is CalendarLayer.REGIONAL:
            sign = region_name(self.rules.regional.region if self.rules.regional else None)[:1]
            return "regional", sign, f"{regional.name}（{regional.notice}）"
        if entry is None:
            return ("weekend" if day.weekday() >= SATURDAY else "plain"), "", ""
        kind, sign = ("makeup", "班") if entry.is_workday else ("off", "休")
        return kind, sign, f"{entry.name}（{entry.notice}）"


def _year_span(year: int) -> tuple[date, date]:
    return date(year - 1, 12, 31), date(year, 12, 31)


def _summary(year: int, rules: Rules) -> str:
    span = _year_span(year)
    national = rules.national.count(*span)
    words = f"全国 {national} 个工作日"
    if rules.regional is None:
        return words
    regional = rules.regional.count(*span)
    return f"{words}；{region_name(rules.regional.region)}另休 {national - regional} 天，{regional} 个"


def _link(year: int, current: int, rules: Rules) -> tuple[str, str | None]:
    words = str(year) if rules.national.is_settled(year) else f"{year}（暂定）"
    return words, None if year == current else url_for("calendar.year", year=year)


def _provisional_words(year: int, rules: Rules) -> str:
    if not rules.national.is_settled(year):
        return f"{year} 年放假通知还没有载入，全年按周一至周五暂算。"
    if not rules.national.is_settled(year + 1):
        return f"12-25 以后暂定：{year + 1} 年的通知可能改动 {year} 年最后几天。"
    return ""


def _places(agency: Agency) -> list[tuple[str, Place]]:
    places = [("全国", Place(CalendarLayer.NATIONAL))]
    if agency.region_code:
        places.append(
            (region_name(agency.region_code), Place(CalendarLayer.REGIONAL, region=agency.region_code))
        )
    return [*places, ("本机关", Place(CalendarLayer.AGENCY, agency_id=agency.id))]


def _standing(year: int, agency: Agency) -> tuple[Standing, ...]:
    found = []
    for words, place in _places(agency):
        numbers = dict.fromkeys(notice.number for notice, _ in in_force(standing_notices(place, year)))
        row = latest_version(place, year)
        found.append(Standing(words, tuple(numbers), f"第 {row.version} 版" if row else ""))
    return tuple(found)


def _own_days(year: int, agency: Agency) -> tuple[OwnDay, ...]:
    place = Place(CalendarLayer.AGENCY, agency_id=agency.id)
    return tuple(
        OwnDay(
            holiday.name,
            notice.number,
            "、".join(
                [f"{day:%m-%d} 休" for day in holiday.days_off]
                + [f"{day:%m-%d} 班" for day in holiday.makeup_days]
            ),
        )
        for notice, holiday in in_force(standing_notices(place, year))
    )


def _loaded(row: CalendarNotice) -> Loaded:
    return Loaded(
        f"{CalendarLayer(row.layer).label} {row.notice_number}",
        row.version,
        wording.moment(row.loaded_at),
        len(row.days),
    )


def missing_notices(rules: Rules, on: date) -> list[str]:
    """Which notices of the next year should be loaded by ``on``: from 1 November they are due."""
    if on.month < 11:  # noqa: PLR2004 - notices have come between the end of October and December
        return []
    calendars: list[tuple[str, WorkdayCalendar | None]] = [
        ("全国", rules.national),
        (region_name(rules.regional.region) if rules.regional else "", rules.regional),
    ]
    return [name for name, calendar in calendars if calendar and not calendar.is_settled(on.year + 1)]
