"""科室: made, renamed, closed, merged. What was done under an old name stays as it was."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from tracker.domain.errors import DomainError
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case import Case, CaseAssistant
from tracker.models.user import User
from tracker.services import audit
from tracker.services.cases.work import open_for_administration

LONGEST_NAME = 60
LONGEST_DUTY = 400


def create_section(*, actor: Actor, name: str, duty: str, at: datetime) -> Section:
    """Make a section at the end of the list; raises DomainError for an empty or taken name."""
    plain = _fit_name(actor.agency_id, name, duty)
    last = db.session.execute(
        select(func.coalesce(func.max(Section.sort), 0)).where(Section.agency_id == actor.agency_id)
    ).scalar_one()
    section = Section(agency_id=actor.agency_id, name=plain, duty=duty.strip(), sort=last + 1, is_active=True)
    db.session.add(section)
    db.session.flush()
    audit.record(action="section.created", at=at, actor_id=actor.user_id, subject=plain)
    return section


def change_section(*, actor: Actor, section: Section, name: str, duty: str, at: datetime) -> None:
    """Rename a section or word its duty anew; what happened until now goes on to be told under the old name."""
    plain = _fit_name(actor.agency_id, name, duty, but=section.id)
    before = section.name
    if plain != before:
        section.former_names = [*section.former_names, [before, at.isoformat()]]
    section.name, section.duty = plain, duty.strip()
    db.session.flush()
    audit.record(
        action="section.changed", at=at, actor_id=actor.user_id, subject=plain, detail={"from": before}
    )


def close_section(*, actor: Actor, section: Section, at: datetime) -> None:
    """撤销 a section without open cases or people; its history stays."""
    held = _count(select(func.count(Case.id)).where(_holds(section), Case.is_open))
    if held:
        raise DomainError(f"{section.name}还有 {held} 件在办，请先移交，或并入另一个科室。")
    people = _count(select(func.count(User.id)).where(User.section_id == section.id, User.is_enabled))
    if people:
        raise DomainError(f"{section.name}还有 {people} 人，请先调到其他科室，或并入另一个科室。")
    section.is_active = False
    db.session.flush()
    audit.record(action="section.closed", at=at, actor_id=actor.user_id, subject=section.name)


def reopen_section(*, actor: Actor, section: Section, at: datetime) -> None:
    """恢复 a closed section."""
    section.is_active = True
    db.session.flush()
    audit.record(action="section.reopened", at=at, actor_id=actor.user_id, subject=section.name)


def merge_section(*, actor: Actor, section: Section, into: Section, at: datetime) -> int:
    """并入: people and open cases move, the section closes; returns how many cases moved.

    A case that reports one of the two while the other handles it stops the merger: nobody may come to handle
    what is reported of him (回避). Reports of the old section count against the new one from here on.
    """
    if into.id == section.id or into.agency_id != section.agency_id or not into.is_active:
        raise DomainError("请选择另一个在用的科室并入。", field="into")
    _refuse_reported(section, into)
    moved = _move_cases(actor, section, into, at)
    db.session.execute(update(User).where(User.section_id == section.id).values(section_id=into.id))
    db.session.execute(
        update(Case).where(Case.reported_section_id == section.id).values(reported_section_id=into.id)
    )
    section.is_active = False
    db.session.flush()
    audit.record(
        action="section.merged",
        at=at,
        actor_id=actor.user_id,
        subject=section.name,
        detail={"into": into.name, "cases": moved},
    )
    return moved


def _refuse_reported(section: Section, into: Section) -> None:
    both = (section.id, into.id)
    numbers = db.session.execute(
        select(Case.number)
        .where(Case.is_open, Case.section_id.in_(both), Case.reported_section_id.in_(both))
        .order_by(Case.id)
    ).scalars()
    if named := "、".join(numbers):
        raise DomainError(f"{named} 反映的是其中一个科室，请先分给其他科室再合并（回避）。", field="into")


def _move_cases(actor: Actor, section: Section, into: Section, at: datetime) -> int:
    ids = db.session.execute(select(Case.id).where(Case.is_open, _holds(section)).order_by(Case.id)).scalars()
    moved = 0
    for case_id in ids.all():
        work = open_for_administration(case_id=case_id, actor=actor, at=at)
        lead = into.id if work.standing.section_id == section.id else work.standing.section_id
        others = (into.id if one == section.id else one for one in work.standing.assistant_ids)
        work.reassign(
            section_id=lead,
            handler_id=work.standing.handler_id,
            because=f"{section.name}并入{into.name}",
            assistant_ids=tuple(one for one in dict.fromkeys(others) if one != lead),
        )
        work.finish()
        moved += 1
    return moved


def _holds(section: Section) -> ColumnElement[bool]:
    assisting = select(CaseAssistant.case_id).where(CaseAssistant.section_id == section.id)
    return or_(Case.section_id == section.id, Case.id.in_(assisting))


def _count(statement: Select[tuple[int]]) -> int:
    return db.session.execute(statement).scalar_one()


def _fit_name(agency_id: int, name: str, duty: str, *, but: int | None = None) -> str:
    plain = "".join(name.split())
    if not plain:
        raise DomainError("请填写科室名称。", field="name")
    if len(plain) > LONGEST_NAME:
        raise DomainError(f"科室名称超过 {LONGEST_NAME} 个字。", field="name")
    if len(duty.strip()) > LONGEST_DUTY:
        raise DomainError(f"职责超过 {LONGEST_DUTY} 个字。", field="duty")
    taken = db.session.execute(
        select(Section).where(Section.agency_id == agency_id, Section.name == plain, Section.id != (but or 0))
    ).scalar_one_or_none()
    if taken:
        state = "" if taken.is_active else "（已撤销，可以恢复）"
        raise DomainError(f"已有名为「{plain}」的科室{state}。", field="name")
    return plain
