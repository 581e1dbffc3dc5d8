"""Which calendar a command counts by."""

from tracker.domain.workdays import WorkdayCalendar, national_calendar, regional_calendar


def calendar_for(region: str | None) -> WorkdayCalendar:
    """Return the national calendar, or a region's over it. Raises ``CalendarRefused`` for an unknown region."""
    return regional_calendar(region) if region else national_calendar()
