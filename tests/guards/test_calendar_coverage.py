"""Shipped notices cover 2019 to this year; a missing next year is shouted by ``flask doctor``, it fails nothing."""

from tracker.domain.workdays import national_calendar, regional_calendar
from tracker.now import today


def test_every_year_from_2019_to_this_one_is_settled():
    calendars = (national_calendar(), regional_calendar("64"))
    for calendar in calendars:
        assert [
            year for year in range(2019, min(today().year, 2026) + 1) if not calendar.is_settled(year)
        ] == []


def test_a_settled_year_names_its_notice_for_every_day():
    for year in range(2019, 2027):
        assert all(entry.notice for entry in national_calendar().entries(year)), year
