"""分设: part of a section becomes a section of its own; its people take along the open cases they handle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from tracker.domain.errors import DomainError
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case import Case
from tracker.models.user import User
from tracker.services import audit
from tracker.services.cases.work import open_for_administration
from tracker.services.organisation.sections import create_section


@dataclass(frozen=True, slots=True)
class SplitOff:
    """The new section, and how many open cases went with its people."""

    section: Section
    cases: int


def split_section(
    *,
    actor: Actor,
    section: Section,
    name: str,
    duty: str,
    people: Sequence[User],
    takes_unassigned: bool,
    at: datetime,
) -> SplitOff:
    """Make a section of ``people`` of ``section``; ``takes_unassigned`` moves the cases nobody handles yet as well.

    Each case gets an event of its own and keeps state, handler and deadline. An open case that reports the section
    stops it: those who leave it would come to see what is reported of them (回避).
    """
    if not section.is_active:
        raise DomainError(f"{section.name}已撤销，不能分设。")
    if not people:
        raise DomainError("请至少选一位过去的人。", field="people")
    for one in people:
        if one.section_id != section.id:
            raise DomainError(f"{one.display_name}不在{section.name}。", field="people")
    _refuse_reported(section)
    made = create_section(actor=actor, name=name, duty=duty, at=at)
    going = _going_along(section, people, takes_unassigned=takes_unassigned)
    for case_id in going:
        work = open_for_administration(case_id=case_id, actor=actor, at=at)
        work.reassign(
            section_id=made.id,
            handler_id=work.standing.handler_id,
            because=f"从{section.name}分设{made.name}",
        )
        work.finish()
    for one in people:
        one.section_id = made.id
    db.session.flush()
    audit.record(
        action="section.split",
        at=at,
        actor_id=actor.user_id,
        subject=section.name,
        detail={"into": made.name, "people": [one.username for one in people], "cases": len(going)},
    )
    return SplitOff(made, len(going))


def _refuse_reported(section: Section) -> None:
    numbers = db.session.execute(
        select(Case.number).where(Case.is_open, Case.reported_section_id == section.id).order_by(Case.id)
    ).scalars()
    if named := "、".join(numbers):
        raise DomainError(
            f"{named} 反映的是{section.name}，分出去的人会看到这一件；请等办结以后再分设（回避）。",
            field="people",
        )


def _going_along(section: Section, people: Sequence[User], *, takes_unassigned: bool) -> Sequence[int]:
    theirs = Case.handler_id.in_([one.id for one in people])
    wanted = or_(theirs, Case.handler_id.is_(None)) if takes_unassigned else theirs
    return (
        db.session.execute(
            select(Case.id).where(Case.is_open, Case.section_id == section.id, wanted).order_by(Case.id)
        )
        .scalars()
        .all()
    )
