"""Channels, sections and people of an agency, as forms and lists offer them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section
from tracker.models.user import User, UserRole


def only_agency() -> Agency:
    """The installation's first agency: the one commands speak of when none is named."""
    return db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()


def agency_by_code(code: str) -> Agency | None:
    """The agency of that code."""
    return db.session.execute(select(Agency).where(Agency.code == code)).scalar_one_or_none()


def channels(agency_id: int, *, with_inactive: bool = False) -> list[Channel]:
    """The agency's channels in their order."""
    statement = select(Channel).where(Channel.agency_id == agency_id).options(joinedload(Channel.agency))
    if not with_inactive:
        statement = statement.where(Channel.is_active)
    return list(db.session.execute(statement.order_by(Channel.sort, Channel.id)).scalars())


def channel(agency_id: int, code: str) -> Channel | None:
    """The agency's channel of that code."""
    return next((one for one in channels(agency_id, with_inactive=True) if one.code == code), None)


def sections(agency_id: int, *, with_inactive: bool = False) -> list[Section]:
    """The agency's sections in their order."""
    statement = select(Section).where(Section.agency_id == agency_id)
    if not with_inactive:
        statement = statement.where(Section.is_active)
    return list(db.session.execute(statement.order_by(Section.sort, Section.id)).scalars())


def handlers(agency_id: int) -> list[User]:
    """Enabled people who may be given cases, by section and name."""
    statement = (
        select(User)
        .join(UserRole)
        .where(
            User.agency_id == agency_id,
            User.is_enabled,
            UserRole.role.in_([Role.HANDLER, Role.SECTION_LEAD]),
        )
        .order_by(User.section_id, User.id)
        .distinct()
    )
    return list(db.session.execute(statement).unique().scalars())
