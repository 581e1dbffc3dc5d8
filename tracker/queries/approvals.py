"""审核层级 of an agency: what it chose, who holds the levels, and which cases wait for whom."""

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true

from tracker.domain.approvals import EXTENSION_OF, Approvals, chosen_levels
from tracker.domain.labels import Role, State
from tracker.domain.lifecycle.transitions import CHIEFS
from tracker.domain.office_questions import (
    APPROVAL_QUESTIONS,
    REVIEW_ORDINARY,
    REVIEW_WEIGHTY,
    OfficeQuestion,
)
from tracker.domain.permissions import Actor, is_office_head
from tracker.extensions import db
from tracker.models.agency import PolicyChoice
from tracker.models.case import Case
from tracker.models.case_record import CaseReply
from tracker.models.user import User, UserRole

EXTENDED_IN = (State.IN_HAND, State.CONSULTING)


def approvals_of(agency_id: int) -> Approvals:
    """Who approves what; without an account of a higher level nothing more is asked."""
    keys = [question.key for question in APPROVAL_QUESTIONS]
    ours = and_(PolicyChoice.agency_id == User.agency_id, PolicyChoice.key.in_(keys))
    rows = db.session.execute(
        select(User.id, User.section_id, UserRole.role, PolicyChoice.key, PolicyChoice.value)
        .join(UserRole, UserRole.user_id == User.id)
        .outerjoin(PolicyChoice, ours)
        .where(User.agency_id == agency_id, User.is_enabled, UserRole.role.in_(CHIEFS))
        .order_by(User.id)
    ).all()
    people = {(row.id, row.section_id, row.role) for row in rows}
    return Approvals(
        chosen_levels({row.key: row.value for row in rows if row.key is not None}),
        tuple(Actor(user_id, agency_id, section, frozenset({role})) for user_id, section, role in people),
    )


def awaits_review_by(actor: Actor, approvals: Approvals) -> ColumnElement[bool]:
    """Replies that wait for ``actor``; the twin of ``Approvals.approver``, never the person's own draft."""
    is_weighty = or_(Case.is_important, Case.is_group, Case.is_complex)
    mine = or_(
        and_(is_weighty, _asks(actor, approvals, REVIEW_WEIGHTY, drafter=_drafter())),
        and_(not_(is_weighty), _asks(actor, approvals, REVIEW_ORDINARY, drafter=_drafter())),
    )
    not_drafted = func.coalesce(_drafter(), 0) != actor.user_id
    return and_(Case.state == State.AWAITING_REVIEW, not_drafted, mine)


def awaits_extension_by(actor: Actor, approvals: Approvals) -> ColumnElement[bool]:
    """Requests for more time (延期申请) that wait for ``actor``."""
    mine = or_(
        *(and_(Case.kind == kind, _asks(actor, approvals, asked)) for kind, asked in EXTENSION_OF.items())
    )
    return and_(Case.state.in_(EXTENDED_IN), Case.extension_pending.is_not(None), mine)


def _drafter() -> ColumnElement[int | None]:
    return (
        select(CaseReply.drafted_by_id)
        .where(CaseReply.case_id == Case.id)
        .order_by(CaseReply.id.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def _asks(
    actor: Actor,
    approvals: Approvals,
    question: OfficeQuestion,
    *,
    drafter: ColumnElement[int | None] | None = None,
) -> ColumnElement[bool]:
    """Cases in which ``actor`` stands at the very level that is asked: no level above it can decide."""
    found: list[ColumnElement[bool]] = []
    nobody_above: list[ColumnElement[bool]] = []
    for level in approvals.levels_from(question):
        found.append(and_(*nobody_above, _is_asked(actor, level, drafter)))
        nobody_above.append(not_(_can_decide(approvals, level, drafter)))
    return or_(*found)


def _is_asked(actor: Actor, level: Role, drafter: ColumnElement[int | None] | None) -> ColumnElement[bool]:
    """Whether the person holds ``level`` for the case; what a lead drafted waits for the head of the office too."""
    if not actor.has(level):
        return false()
    if level is not Role.SECTION_LEAD:
        return true()
    ours = Case.section_id == actor.section_id
    if drafter is None or not is_office_head(actor):
        return ours
    leads = select(UserRole.user_id).where(UserRole.role == Role.SECTION_LEAD)
    return or_(ours, drafter.in_(leads))


def _can_decide(
    approvals: Approvals, level: Role, drafter: ColumnElement[int | None] | None
) -> ColumnElement[bool]:
    """Whether anybody at ``level`` may decide the case: neither reported in it nor, of a reply, its drafter."""
    free = []
    for one in approvals.people:
        if one.has(level):
            clear = [func.coalesce(Case.reported_user_id, 0) != one.user_id]
            if one.section_id is not None:
                clear.append(func.coalesce(Case.reported_section_id, 0) != one.section_id)
            if drafter is not None:
                clear.append(func.coalesce(drafter, 0) != one.user_id)
            free.append(and_(*clear))
    return or_(false(), *free)
