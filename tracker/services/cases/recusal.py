"""回避: whom a case reports, as registration and correction name them (信访工作条例第二十八条、第三十条)."""

from tracker.domain.errors import DomainError
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.user import User


def refuse_unknown(agency_id: int, *, section_id: int | None, user_id: int | None) -> None:
    """Raise DomainError for a section or a person that is none of the agency's."""
    if section_id is not None:
        section = db.session.get(Section, section_id)
        if section is None or section.agency_id != agency_id:
            raise DomainError("被反映的科室：请从列表中选。", field="reported_section")
    if user_id is not None:
        user = db.session.get(User, user_id)
        if user is None or user.agency_id != agency_id:
            raise DomainError("被反映的人：请从列表中选。", field="reported_user")
