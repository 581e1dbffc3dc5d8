"""The calendars in force: what ships with the program, and over it what the agency has loaded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from tracker.domain.holiday_notices import Holiday, Notice, shipped_notices
from tracker.domain.labels import CalendarLayer
from tracker.domain.workdays import WorkdayCalendar
from tracker.extensions import db
from tracker.models.calendar import CalendarDay, CalendarNotice

LOADED_AFTER_SHIPPED = 1000


def national(*, agency_id: int, candidate: Sequence[Notice] = ()) -> WorkdayCalendar:
    """The national calendar with the agency's own days, as if ``candidate`` were loaded already."""
    return WorkdayCalendar((*shipped_notices(), *loaded_notices(agency_id=agency_id), *candidate))


def regional(
    *, agency_id: int, region: str | None, candidate: Sequence[Notice] = ()
) -> WorkdayCalendar | None:
    """The calendar of ``region`` laid over the national one, or None where no region is set."""
    if region is None:
        return None
    return WorkdayCalendar(
        (*shipped_notices(), *loaded_notices(agency_id=agency_id), *candidate), region=region
    )


def loaded_notices(*, agency_id: int | None) -> tuple[Notice, ...]:
    """Every notice loaded here, oldest first; a loaded version replaces the shipped one of its year."""
    rows = db.session.execute(
        select(CalendarNotice)
        .where(or_(CalendarNotice.agency_id.is_(None), CalendarNotice.agency_id == agency_id))
        .order_by(CalendarNotice.year, CalendarNotice.version, CalendarNotice.id)
    ).scalars()
    return tuple(notice for row in rows for notice in as_notices(row))


def as_notices(row: CalendarNotice) -> tuple[Notice, ...]:
    """One loaded version as the calendar reads it: days kept from an earlier notice keep its number."""
    by_number: dict[str, list[CalendarDay]] = {row.notice_number: []}
    for day in row.days:
        by_number.setdefault(day.notice_number, []).append(day)
    return tuple(
        Notice(
            year=row.year,
            number=number,
            holidays=_holidays(days),
            layer=CalendarLayer(row.layer),
            region=row.region_code,
            version=LOADED_AFTER_SHIPPED + row.version,
            amends=number != row.notice_number,
            issued_on=None,
            source="本机载入",
        )
        for number, days in by_number.items()
    )


def _holidays(days: Sequence[CalendarDay]) -> tuple[Holiday, ...]:
    off: dict[str, list[date]] = defaultdict(list)
    worked: dict[str, list[date]] = defaultdict(list)
    for day in days:
        (worked if day.is_workday else off)[day.name].append(day.on_day)
    names = dict.fromkeys((*off, *worked))
    return tuple(Holiday(name, tuple(off[name]), tuple(worked[name])) for name in names)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice applies: a layer, and for the lower two its region or its agency."""

    layer: CalendarLayer
    region: str | None = None
    agency_id: int | None = None


def standing_notices(place: Place, year: int) -> tuple[Notice, ...]:
    """The notices that stand for ``year`` at ``place``: the latest loaded version, else what ships."""
    row = latest_version(place, year)
    if row is not None:
        return as_notices(row)
    return tuple(
        notice
        for notice in shipped_notices()
        if (notice.year, notice.layer, notice.region) == (year, place.layer, place.region)
    )


def latest_version(place: Place, year: int) -> CalendarNotice | None:
    """The last version loaded for ``year`` at ``place``."""
    return db.session.execute(
        select(CalendarNotice)
        .where(
            CalendarNotice.layer == place.layer.value,
            CalendarNotice.region_code == place.region,
            CalendarNotice.agency_id == place.agency_id,
            CalendarNotice.year == year,
        )
        .order_by(CalendarNotice.version.desc())
        .limit(1)
    ).scalar_one_or_none()


def versions(*, agency_id: int, year: int) -> list[CalendarNotice]:
    """Every version loaded for ``year`` that counts for the agency, the newest first."""
    return list(
        db.session.execute(
            select(CalendarNotice)
            .where(
                or_(CalendarNotice.agency_id.is_(None), CalendarNotice.agency_id == agency_id),
                CalendarNotice.year == year,
            )
            .order_by(CalendarNotice.id.desc())
        ).scalars()
    )
