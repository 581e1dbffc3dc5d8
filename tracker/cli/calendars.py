"""Which calendar a command counts by."""

from sqlalchemy.exc import DatabaseError

from tracker.domain.holiday_notices import shipped_notices
from tracker.domain.workdays import WorkdayCalendar, national_calendar, regional_calendar
from tracker.extensions import db
from tracker.queries.calendars import loaded_notices


def calendar_for(region: str | None) -> WorkdayCalendar:
    """Return the national calendar, or a region's over it, with the notices loaded here.

    Raises ``CalendarRefused`` for an unknown region.
    """
    shipped = regional_calendar(region) if region else national_calendar()
    try:
        loaded = loaded_notices(agency_id=None)
    except DatabaseError:  # counting days needs no installation: what ships is enough
        db.session.rollback()
        return shipped
    return WorkdayCalendar((*shipped_notices(), *loaded), region=shipped.region) if loaded else shipped
