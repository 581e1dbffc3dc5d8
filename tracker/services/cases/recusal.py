"""回避: whom a case reports, as registration and correction name them (信访工作条例第二十八条、第三十条)."""

from tracker.domain.errors import DomainError
from tracker.domain.lifecycle.standing import Standing
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


def refuse_while_held(standing: Standing, *, section_id: int | None, user_id: int | None) -> None:
    """Raise DomainError while the reported section or person works on the case: it is assigned elsewhere first."""
    if section_id is not None and section_id in {standing.section_id, *standing.assistant_ids}:
        raise DomainError(
            "这个科室正在主办或者协办本件：请先「分办」给其他科室，再登记它是被反映的科室（回避）。",
            field="reported_section",
        )
    if user_id is not None and user_id == standing.handler_id:
        raise DomainError(
            "这个人正在承办本件：请先「分办」给其他人，再登记他是被反映的人（回避）。",
            field="reported_user",
        )
