"""开始使用: what an installation still lacks before a case can go its way."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, func, select

from tracker.domain.labels import Kind, Role
from tracker.extensions import db
from tracker.models.agency import Agency, Channel, Section
from tracker.models.user import User, UserRole

WORKING = (Role.HANDLER, Role.SECTION_LEAD)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is there. ``holders`` are people of a section who may be given cases, not needed where the desk answers
    everything itself; ``unnamed`` the facts of the agency that letters and receipts need and that are empty.
    """

    sections: int
    clerks: int
    holders: int
    leads: int
    needs_review: bool
    needs_holders: bool
    unnamed: tuple[str, ...]


def readiness(agency: Agency) -> Readiness:
    """What of the agency is in use."""
    sections, discloses, reviews, signs = db.session.execute(
        select(
            _counted(select(Section.id).where(Section.agency_id == agency.id, Section.is_active)),
            _counted(_channels(agency).where(Channel.kind == Kind.DISCLOSURE)),
            _counted(_channels(agency).where(Channel.needs_review)),
            _counted(_channels(agency).where(Channel.needs_signature)),
        )
    ).one()
    people = db.session.execute(
        select(UserRole.role, User.section_id)
        .join(User, User.id == UserRole.user_id)
        .where(User.agency_id == agency.id, User.is_enabled)
    ).tuples()
    held = [(role, section_id is not None) for role, section_id in people]
    return Readiness(
        sections=sections,
        clerks=sum(role is Role.CLERK for role, _ in held),
        holders=sum(role in WORKING and has_section for role, has_section in held),
        leads=sum(role is Role.SECTION_LEAD for role, _ in held),
        needs_review=bool(reviews),
        needs_holders=bool(reviews or signs),
        unnamed=_unnamed(agency, discloses=bool(discloses)),
    )


def _channels(agency: Agency) -> Select[tuple[int]]:
    return select(Channel.id).where(Channel.agency_id == agency.id, Channel.is_active)


def _counted(rows: Select[tuple[int]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _unnamed(agency: Agency, *, discloses: bool) -> tuple[str, ...]:
    needed = {"电话": agency.phone, "地址": agency.address}
    if discloses:
        needed |= {"行政复议机关": agency.reviewing_agency, "管辖法院": agency.court}
    return tuple(name for name, said in needed.items() if not said)
