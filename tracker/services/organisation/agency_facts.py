"""本机关: the facts that numbers, letters and calendars take from the agency."""

from collections.abc import Mapping
from datetime import datetime

from tracker.domain.errors import DomainError
from tracker.domain.workdays import regional_calendar
from tracker.extensions import db
from tracker.models.agency import Agency
from tracker.models.audit import AuditEntry
from tracker.services import audit

LONGEST = {
    "name": 120,
    "number_prefix": 20,
    "address": 200,
    "postcode": 10,
    "phone": 40,
    "email": 120,
    "website": 200,
    "office_hours": 80,
    "reviewing_agency": 120,
    "court": 120,
    "online_review": 200,
}


def change_agency(
    *,
    agency: Agency,
    facts: Mapping[str, str],
    region_code: str | None,
    actor_id: int | None,
    at: datetime,
) -> AuditEntry | None:
    """Set the agency's facts; returns the audit line, or None when nothing changed.

    Raises DomainError naming the field; CalendarRefused for a region without a calendar. A changed region
    moves dates: the caller asks for a recomputation.
    """
    plain = {name: words.strip() for name, words in facts.items() if name in LONGEST}
    for name, words in plain.items():
        if len(words) > LONGEST[name]:
            raise DomainError(f"超过 {LONGEST[name]} 个字，请写短些。", field=name)
    if not plain.get("name", agency.name):
        raise DomainError("请填写机关全称。", field="name")
    if not plain.get("number_prefix", agency.number_prefix):
        raise DomainError("请填写编号字头，例如“示自然资”。", field="number_prefix")
    if region_code:
        regional_calendar(region_code)
    after: dict[str, str | None] = {**plain, "region_code": region_code or None}
    before = {name: getattr(agency, name) for name in after}
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if not changed:
        return None
    for name in changed:
        setattr(agency, name, after[name])
    db.session.flush()
    return audit.record(
        action="agency.changed", at=at, actor_id=actor_id, subject=agency.name, detail={"changed": changed}
    )
