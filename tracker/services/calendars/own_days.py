"""本机关的放假和上班日: taken back as a new version without them."""

from datetime import datetime

from tracker.domain.errors import DomainError
from tracker.domain.holiday_notices import Notice, in_force
from tracker.domain.labels import CalendarLayer
from tracker.models.agency import Agency
from tracker.models.audit import AuditEntry
from tracker.queries.calendars import Place, standing_notices
from tracker.services.calendars.loading import load_notice


def own_holidays(agency: Agency, year: int) -> list[tuple[str, str]]:
    """The agency's own holidays of ``year`` as (name, basis), in their order."""
    place = Place(CalendarLayer.AGENCY, agency_id=agency.id)
    return [(holiday.name, notice.number) for notice, holiday in in_force(standing_notices(place, year))]


def withdraw(*, agency: Agency, year: int, name: str, actor_id: int, at: datetime) -> AuditEntry:
    """Take back the own holiday called ``name``; raises DomainError when there is none."""
    place = Place(CalendarLayer.AGENCY, agency_id=agency.id)
    standing = list(in_force(standing_notices(place, year)))
    kept = tuple(holiday for _, holiday in standing if holiday.name != name)
    if len(kept) == len(standing):
        raise DomainError(f"{year} 年没有名为“{name}”的本机关日子。", field="name")
    notice = Notice(year, f"取消“{name}”", kept, layer=CalendarLayer.AGENCY)
    return load_notice(notice, agency=agency, actor_id=actor_id, at=at)
