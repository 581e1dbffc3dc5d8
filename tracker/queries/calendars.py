"""The calendars in force: what ships with the program, and over it what the agency has loaded."""

from collections import defaultdict
from datetime import date

from sqlalchemy import or_, select

from tracker.domain.holiday_notices import Holiday, Notice, shipped_notices
from tracker.domain.labels import CalendarLayer
from tracker.domain.workdays import WorkdayCalendar
from tracker.extensions import db
from tracker.models.calendar import CalendarNotice

LOADED_AFTER_SHIPPED = 1000


def national(*, agency_id: int) -> WorkdayCalendar:
    """The national calendar with the agency's own days."""
    return WorkdayCalendar((*shipped_notices(), *loaded_notices(agency_id=agency_id)))


def regional(*, agency_id: int, region: str | None) -> WorkdayCalendar | None:
    """The calendar of ``region`` laid over the national one, or None where no region is set."""
    if region is None:
        return None
    return WorkdayCalendar((*shipped_notices(), *loaded_notices(agency_id=agency_id)), region=region)


def loaded_notices(*, agency_id: int | None) -> tuple[Notice, ...]:
    """Every notice loaded here, oldest first; a loaded version replaces the shipped one of its year."""
    rows = db.session.execute(
        select(CalendarNotice)
        .where(or_(CalendarNotice.agency_id.is_(None), CalendarNotice.agency_id == agency_id))
        .order_by(CalendarNotice.year, CalendarNotice.version, CalendarNotice.id)
    ).scalars()
    return tuple(_notice(row) for row in rows)


def _notice(row: CalendarNotice) -> Notice:
    off: dict[str, list[date]] = defaultdict(list)
    worked: dict[str, list[date]] = defaultdict(list)
    for day in row.days:
        (worked if day.is_workday else off)[day.name].append(day.on_day)
    names = list(dict.fromkeys((*off, *worked)))
    return Notice(
        year=row.year,
        number=row.notice_number,
        holidays=tuple(Holiday(name, tuple(off[name]), tuple(worked[name])) for name in names),
        layer=CalendarLayer(row.layer),
        region=row.region_code,
        version=LOADED_AFTER_SHIPPED + row.version,
        issued_on=None,
        source="本机载入",
    )
