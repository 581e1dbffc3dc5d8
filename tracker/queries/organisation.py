"""Channels, sections and people of an agency, as forms and lists offer them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from tracker.domain.labels import Role
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section
from tracker.models.case import Case
from tracker.models.user import User, UserRole


def only_agency() -> Agency:
    """The installation's first agency: the one commands speak of when none is named."""
    return db.session.execute(select(Agency).order_by(Agency.id).limit(1)).scalar_one()


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
    """The agency's sections in their order, closed ones last."""
    statement = select(Section).where(Section.agency_id == agency_id)
    if not with_inactive:
        statement = statement.where(Section.is_active)
    ordered = statement.order_by(Section.is_active.desc(), Section.sort, Section.id)
    return list(db.session.execute(ordered).scalars())


# what a name needs of an account; roles, section and agency come when somebody asks for them
NAME_ONLY = (lazyload(User.role_rows), lazyload(User.agency), lazyload(User.section))


def handlers(agency_id: int, *, with_former: bool = False) -> list[User]:
    """Enabled people who may be given cases, by section and name; on request those as well whose account is closed."""
    statement = (
        select(User)
        .join(UserRole)
        .where(User.agency_id == agency_id, UserRole.role.in_([Role.HANDLER, Role.SECTION_LEAD]))
        .order_by(User.is_enabled.desc(), User.section_id, User.id)
        .options(*NAME_ONLY)
        .distinct()
    )
    if not with_former:
        statement = statement.where(User.is_enabled)
    return list(db.session.execute(statement).unique().scalars())


def colleagues(agency_id: int) -> list[User]:
    """Every enabled account of the agency, by section and name: whom a case may report."""
    statement = (
        select(User)
        .where(User.agency_id == agency_id, User.is_enabled)
        .order_by(User.section_id, User.id)
        .options(*NAME_ONLY)
    )
    return list(db.session.execute(statement).unique().scalars())


def people_names(agency_id: int) -> dict[int, str]:
    """What everybody of the agency is called, those who left included: what they did keeps their name."""
    rows = db.session.execute(select(User.id, User.display_name).where(User.agency_id == agency_id))
    return dict(rows.tuples().all())


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An account with the number of open cases it handles."""

    user: User
    open_cases: int


def people(agency_id: int) -> list[PersonLine]:
    """Every account of the agency, enabled ones first, by section and name."""
    held = (
        select(Case.handler_id, func.count(Case.id).label("held"))
        .where(Case.agency_id == agency_id, Case.is_open)
        .group_by(Case.handler_id)
        .subquery()
    )
    rows = db.session.execute(
        select(User, func.coalesce(held.c.held, 0))
        .outerjoin(held, held.c.handler_id == User.id)
        .where(User.agency_id == agency_id)
        .order_by(User.is_enabled.desc(), User.section_id, User.id)
    ).unique()
    return [PersonLine(user, count) for user, count in rows]


def person(agency_id: int, user_id: int) -> User | None:
    """The agency's account of that id."""
    return db.session.execute(
        select(User).where(User.agency_id == agency_id, User.id == user_id)
    ).scalar_one_or_none()


def section(agency_id: int, section_id: int) -> Section | None:
    """The agency's section of that id."""
    return db.session.execute(
        select(Section).where(Section.agency_id == agency_id, Section.id == section_id)
    ).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section with its people and the open cases it leads."""

    section: Section
    people: int
    open_cases: int


def section_lines(agency_id: int) -> list[SectionLine]:
    """Every section of the agency, those in use first."""
    staff = (
        select(func.count(User.id))
        .where(User.section_id == Section.id, User.is_enabled)
        .correlate(Section)
        .scalar_subquery()
    )
    held = (
        select(func.count(Case.id))
        .where(Case.section_id == Section.id, Case.is_open)
        .correlate(Section)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Section, staff, held)
        .where(Section.agency_id == agency_id)
        .order_by(Section.is_active.desc(), Section.sort, Section.id)
    ).tuples()
    return [SectionLine(*row) for row in rows]
