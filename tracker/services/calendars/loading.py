"""载入放假通知: step one shows what a notice would change, step two writes it as a new calendar version."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracker.domain.errors import VersionClash
from tracker.domain.holiday_notices import Holiday, Notice, in_force
from tracker.domain.labels import CalendarLayer
from tracker.domain.workdays import WorkdayCalendar
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.audit import AuditEntry
from tracker.models.calendar import CalendarDay, CalendarNotice
from tracker.queries.calendars import LOADED_AFTER_SHIPPED, Place, latest_version, standing_notices
from tracker.queries.cases.open_cases import all_open_cases, reaching
from tracker.services import audit
from tracker.services.deadlines.moves import Move, Unreplayed, moves_under
from tracker.services.rules import Rules, rules_for, with_notices

ONE_DAY = timedelta(days=1)
LAST_WEEK = 25


@dataclass(frozen=True, slots=True)
class Difference:
    """A day that would be worked instead of off, or off instead of worked."""

    day: date
    was_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class NoticeCheck:
    """What loading a notice would do. ``version`` is the one it would get; ``replaces`` names what stands now."""

    notice: Notice
    version: int
    replaces: tuple[str, ...]
    differences: tuple[Difference, ...]
    moves: tuple[Move, ...]
    unreplayed: tuple[Unreplayed, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """The cases whose date becomes another one."""
        return tuple(move for move in self.moves if move.has_moved)


def place_of(notice: Notice, agency: Agency) -> Place:
    """Where the notice applies; only own days (本机关) belong to the agency alone."""
    return Place(
        layer=notice.layer,
        region=notice.region,
        agency_id=agency.id if notice.layer is CalendarLayer.AGENCY else None,
    )


def check_notice(notice: Notice, *, agency: Agency) -> NoticeCheck:
    """Compare ``notice`` with the calendar in force and replay the open cases under it; writes nothing."""
    place = place_of(notice, agency)
    version = _next_version(place, notice.year)
    candidate = _as_it_would_stand(notice, place, version)
    now, then = rules_for(agency), with_notices(agency, candidate)
    differences = _differences(now, then, notice)
    moves: list[Move] = []
    kept: list[Unreplayed] = []
    if differences or not _calendar(now, notice).is_settled(notice.year):
        cases = all_open_cases(agency.id, narrowed_to=reaching(_first_touched(differences, notice)))
        for found in moves_under(then, cases):
            (moves if isinstance(found, Move) else kept).append(found)  # type: ignore[arg-type]
    return NoticeCheck(
        notice=notice,
        version=version,
        replaces=tuple(dict.fromkeys(each.number for each in standing_notices(place, notice.year))),
        differences=differences,
        moves=tuple(moves),
        unreplayed=tuple(kept),
    )


def load_notice(
    notice: Notice,
    *,
    agency: Agency,
    actor_id: int | None,
    at: datetime,
    source_text: str = "",
    seen_version: int | None = None,
) -> AuditEntry:
    """Write ``notice`` as the next version of its layer, place and year; returns the audit line of it.

    Raises VersionClash when another version was loaded since ``seen_version`` was shown.
    """
    place = place_of(notice, agency)
    version = _next_version(place, notice.year)
    if seen_version is not None and seen_version != version:
        raise VersionClash(f"{notice.year} 年的日历刚有人载入过新版本，请重新核对。", since=seen_version)
    parts = _as_it_would_stand(notice, place, version)
    row = CalendarNotice(
        layer=place.layer.value,
        region_code=place.region,
        agency_id=place.agency_id,
        year=notice.year,
        version=version,
        notice_number=notice.number,
        source_text=source_text,
        loaded_by_id=actor_id,
        loaded_at=at,
        days=[day for part in parts for day in _days(part)],
    )
    db.session.add(row)
    db.session.flush()
    return audit.record(
        action="calendar.loaded",
        at=at,
        actor_id=actor_id,
        subject=f"{notice.year}年 {notice.number}",
        detail={
            "layer": place.layer.value,
            "region": place.region,
            "year": notice.year,
            "version": version,
            "days": len(row.days),
        },
    )


def _next_version(place: Place, year: int) -> int:
    latest = latest_version(place, year)
    return 1 + (latest.version if latest else 0)


def _as_it_would_stand(notice: Notice, place: Place, version: int) -> tuple[Notice, ...]:
    """The notice, and after an amending one the holidays it leaves alone, under the number they came with."""
    whole = replace(notice, version=LOADED_AFTER_SHIPPED + version, amends=False)
    if not notice.amends:
        return (whole,)
    named = {each.name for each in notice.holidays}
    days = {day for each in notice.holidays for day in (*each.days_off, *each.makeup_days)}
    kept = [
        replace(whole, number=standing.number, holidays=(_without(holiday, days),), amends=True)
        for standing, holiday in in_force(standing_notices(place, notice.year))
        if holiday.name not in named
    ]
    return (whole, *kept)


def _without(holiday: Holiday, days: set[date]) -> Holiday:
    return Holiday(
        holiday.name,
        tuple(day for day in holiday.days_off if day not in days),
        tuple(day for day in holiday.makeup_days if day not in days),
    )


def _days(notice: Notice) -> Iterable[CalendarDay]:
    for holiday in notice.holidays:
        for days, is_workday in ((holiday.days_off, False), (holiday.makeup_days, True)):
            for day in days:
                yield CalendarDay(
                    on_day=day, is_workday=is_workday, name=holiday.name, notice_number=notice.number
                )


def _calendar(rules: Rules, notice: Notice) -> WorkdayCalendar:
    if notice.layer is CalendarLayer.REGIONAL and rules.regional is not None:
        return rules.regional
    return rules.national


def _differences(now: Rules, then: Rules, notice: Notice) -> tuple[Difference, ...]:
    before, after = _calendar(now, notice), _calendar(then, notice)
    span = (date(notice.year, 1, 1) - timedelta(days=31) + ONE_DAY * n for n in range(31 + 366))
    return tuple(
        Difference(day, before.is_workday(day), _name(before, after, day))
        for day in span
        if before.is_workday(day) != after.is_workday(day)
    )


def _name(before: WorkdayCalendar, after: WorkdayCalendar, day: date) -> str:
    entry = after.entry(day) or before.entry(day)
    return entry.name if entry else ""


def _first_touched(differences: tuple[Difference, ...], notice: Notice) -> date:
    """The first day from which dates may move: a changed day, or the unsettled last week of the year before."""
    return min([date(notice.year - 1, 12, LAST_WEEK), *(each.day for each in differences)])
