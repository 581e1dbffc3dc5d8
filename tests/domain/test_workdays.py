"""The calendar against the notices, and against another reading of them."""

from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest

from tracker.domain.holiday_notices import Notice, holiday_from_line, shipped_notices
from tracker.domain.labels import CalendarLayer
from tracker.domain.workdays import CalendarRefused, WorkdayCalendar, national_calendar, regional_calendar

NATIONAL = national_calendar()
NINGXIA = regional_calendar("64")


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("year", "national", "ningxia"),
    [
        (2019, 250, 246),
        (2020, 249, 245),
        (2021, 250, 246),
        (2022, 249, 247),
        (2023, 249, 247),
        (2024, 251, 247),
        (2025, 248, 245),
        (2026, 248, 246),
    ],
)
def test_working_days_of_the_year(year, national, ningxia):
    last_of_before, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert NATIONAL.count(last_of_before, last) == national
    assert NINGXIA.count(last_of_before, last) == ningxia


def test_every_day_agrees_with_chinesecalendar():
    for each in days(date(2019, 1, 1), date(2026, 12, 31)):
        assert NATIONAL.is_workday(each) is chinese_calendar.is_workday(each), each


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        ("2018-12-29", True),
        ("2018-12-31", False),
        ("2020-01-31", False),
        ("2020-02-01", False),
        ("2020-02-03", True),
        ("2022-12-31", False),
        ("2024-02-09", True),
        ("2019-02-02", True),
        ("2019-02-03", True),
        ("2022-01-30", True),
        ("2022-10-09", True),
        ("2023-01-29", True),
        ("2023-10-08", True),
    ],
)
def test_traps_of_the_notices(day, is_workday):
    assert NATIONAL.is_workday(date.fromisoformat(day)) is is_workday


@pytest.mark.parametrize(
    ("start", "n", "national", "ningxia"),
    [
        ("2020-05-22", 5, "2020-05-29", "2020-06-02"),
        ("2020-07-29", 3, "2020-08-03", "2020-08-05"),
        ("2026-09-28", 20, "2026-10-30", "2026-10-30"),
        ("2020-01-17", 20, "2020-02-21", "2020-02-21"),
        ("2026-11-20", 20, "2026-12-18", "2026-12-18"),
        ("2026-09-19", 1, "2026-09-20", "2026-09-20"),
        ("2026-09-25", 1, "2026-09-28", "2026-09-28"),
    ],
)
def test_nth_working_day(start, n, national, ningxia):
    assert NATIONAL.add(date.fromisoformat(start), n) == date.fromisoformat(national)
    assert NINGXIA.add(date.fromisoformat(start), n) == date.fromisoformat(ningxia)


def test_the_counted_days_come_with_the_answer():
    start = date(2020, 1, 17)
    counted = NATIONAL.days_after(start, 20)
    assert len(counted) == 20
    assert counted[0] == date(2020, 1, 19)
    assert counted[-1] == NATIONAL.add(start, 20)
    assert all(NATIONAL.is_workday(each) for each in counted)
    assert all(one < other for one, other in pairwise(counted))


def test_counting_leaves_out_the_first_day_and_takes_in_the_last():
    assert NATIONAL.count(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert NATIONAL.count(date(2026, 11, 20), date(2026, 11, 20)) == 0
    assert NATIONAL.count(date(2026, 11, 23), date(2026, 11, 20)) == -1


@pytest.mark.parametrize(
    ("after", "through", "provisional"),
    [
        ("2026-12-01", "2026-12-24", False),
        ("2026-12-01", "2026-12-25", True),
        ("2026-12-24", "2026-12-31", True),
        ("2025-12-20", "2026-01-10", False),
        ("2026-12-31", "2027-01-04", True),
        ("2018-12-31", "2019-01-04", False),
        ("2018-12-28", "2019-01-04", True),
        ("2026-12-31", "2026-12-31", False),
    ],
)
def test_provisional_where_a_notice_is_missing(after, through, provisional):
    assert NATIONAL.is_provisional(date.fromisoformat(after), date.fromisoformat(through)) is provisional


def test_an_unpublished_year_is_counted_monday_to_friday():
    assert NATIONAL.add(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert NATIONAL.add(date(2035, 10, 1), 5) == date(2035, 10, 8)


def test_a_region_whose_own_year_is_missing_is_provisional():
    without = [n for n in shipped_notices() if not (n.region == "64" and n.year == 2025)]
    calendar = WorkdayCalendar(without, region="64")
    assert calendar.is_provisional(date(2025, 3, 3), date(2025, 3, 31))
    assert not NATIONAL.is_provisional(date(2025, 3, 3), date(2025, 3, 31))


def test_a_hole_between_loaded_years_is_provisional():
    calendar = WorkdayCalendar([n for n in shipped_notices() if n.year != 2022])
    assert calendar.is_provisional(date(2022, 5, 5), date(2022, 5, 6))
    assert calendar.is_provisional(date(2021, 12, 24), date(2021, 12, 27))
    assert not calendar.is_provisional(date(2023, 1, 1), date(2023, 12, 31))
    assert not calendar.is_provisional(date(2019, 1, 1), date(2019, 12, 31))


def test_an_amendment_replaces_the_holiday_it_names():
    before = WorkdayCalendar([n for n in shipped_notices() if n.number != "国办发明电〔2020〕1号"])
    assert before.is_workday(date(2020, 1, 31))
    assert before.is_workday(date(2020, 2, 1))
    entry = NATIONAL.entry(date(2020, 2, 1))
    assert entry is not None
    assert (entry.notice, entry.version) == ("国办发明电〔2020〕1号", 2)
    assert NATIONAL.entry(date(2020, 4, 6)).notice == "国办发明电〔2019〕16号"


def test_an_agency_day_lies_over_the_notices():
    own = Notice(
        2026, "本局通知", (holiday_from_line("停电检修 休 11-23", 2026),), layer=CalendarLayer.AGENCY
    )
    calendar = WorkdayCalendar([*shipped_notices(), own])
    assert calendar.add(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert not calendar.is_provisional(date(2026, 11, 20), date(2026, 11, 24))


def test_two_entries_of_one_name_are_one_holiday():
    rows = tuple(holiday_from_line(f"检修 休 {day}", 2026) for day in ("11-23", "11-25"))
    own = Notice(2026, "本局通知", rows, layer=CalendarLayer.AGENCY)
    calendar = WorkdayCalendar([*shipped_notices(), own])
    assert calendar.add(date(2026, 11, 20), 2) == date(2026, 11, 26)


def test_before_counts_back():
    assert NATIONAL.before(date(2026, 10, 8), 1) == date(2026, 9, 30)
    assert NATIONAL.before(date(2020, 2, 3), 1) == date(2020, 1, 23)


def test_next_workday_is_the_day_itself_when_worked():
    assert NATIONAL.next_workday(date(2026, 10, 10)) == date(2026, 10, 10)
    assert NATIONAL.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)


def test_dates_far_away_are_answered():
    assert NATIONAL.add(date(1949, 10, 1), 1) == date(1949, 10, 3)
    assert NATIONAL.count(date(1999, 12, 31), date(2000, 12, 31)) == 260


def test_refusals():
    with pytest.raises(CalendarRefused, match="不小于 0"):
        NATIONAL.add(date(2026, 1, 1), -1)
    with pytest.raises(CalendarRefused, match="范围"):
        NATIONAL.add(date(9999, 12, 1), 500)
    with pytest.raises(CalendarRefused, match="没有地区"):
        regional_calendar("11")
