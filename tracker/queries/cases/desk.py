"""等我办的: what waits for one person, and what that person waits for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select

from tracker.domain.approvals import Approvals
from tracker.domain.labels import Role, State
from tracker.domain.lifecycle.transitions import APPROVING, ASSISTED
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case, CaseAssistant
from tracker.queries.approvals import awaits_extension_by, awaits_review_by
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.queries.cases.pages import SHOWN_WITH, CaseRow, row_of
from tracker.queries.cases.visibility import visible_to

MOST_SHOWN = 200
HANDLERS_STATES = (
    State.AWAITING_SIGNATURE,
    State.IN_HAND,
    State.AWAITING_CORRECTION,
    State.CONSULTING,
    State.AWAITING_PAYMENT,
    State.AWAITING_REPLY,
)
OTHERS_STATES = (State.AWAITING_REVIEW, State.RETURN_PENDING, State.AWAITING_CALLBACK)


def waiting_for_me(actor: Actor, today: Today, approvals: Approvals) -> list[CaseRow]:
    """Open cases whose next step is ``actor``'s, by due day; at most ``MOST_SHOWN``."""
    return _rows(actor, today, or_(false(), *_mine(actor, approvals)))


def i_wait_for(actor: Actor, today: Today, approvals: Approvals) -> list[CaseRow]:
    """The handler's own cases whose next step is somebody else's."""
    mine = and_(Case.handler_id == actor.user_id, Case.state.in_(OTHERS_STATES))
    return _rows(actor, today, and_(mine, ~or_(false(), *_mine(actor, approvals))))


def due_between(actor: Actor, chosen: CaseFilter, today: Today, *, first: date, last: date) -> list[CaseRow]:
    """Open cases of ``chosen`` due, or expected to be, from ``first`` to ``last``; at most ``MOST_SHOWN``."""
    within = Case.sort_due_on.between(first, last)
    return _rows(actor, today, and_(within, *chosen.conditions(today, actor)))


def _mine(actor: Actor, approvals: Approvals) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor.has(*APPROVING):
        conditions += [awaits_review_by(actor, approvals), awaits_extension_by(actor, approvals)]
    if actor.has(Role.HANDLER, Role.SECTION_LEAD):
        conditions.append(and_(Case.handler_id == actor.user_id, Case.state.in_(HANDLERS_STATES)))
        conditions.append(_owes_an_opinion(actor))
    if actor.has(Role.SECTION_LEAD):
        ours = Case.section_id == actor.section_id
        conditions.append(and_(ours, Case.handler_id.is_(None), Case.state.in_(HANDLERS_STATES)))
    if actor.has(Role.SECTION_LEAD, Role.CLERK):
        conditions.append(Case.state.in_((State.AWAITING_ASSIGNMENT, State.RETURN_PENDING)))
        conditions.append(held_by_the_reported())
    if actor.has(Role.SUPERVISOR, Role.CLERK):
        conditions.append(Case.state == State.AWAITING_CALLBACK)
    return conditions


def _owes_an_opinion(actor: Actor) -> ColumnElement[bool]:
    """Cases that ask the person's section to help (加派), until it has given its opinion."""
    owed = select(CaseAssistant.case_id).where(
        CaseAssistant.section_id == actor.section_id, CaseAssistant.opinion_due_on.is_not(None)
    )
    return and_(Case.state.in_(ASSISTED), Case.id.in_(owed))


def held_by_the_reported() -> ColumnElement[bool]:
    """Cases found to report whoever holds them (回避): hidden from those since, they wait to be assigned anew."""
    return or_(Case.reported_section_id == Case.section_id, Case.reported_user_id == Case.handler_id)


def _rows(actor: Actor, today: Today, condition: ColumnElement[bool]) -> list[CaseRow]:
    statement = (
        select(Case)
        .where(Case.is_open, visible_to(actor), condition)
        .options(*SHOWN_WITH)
        .order_by(Case.sort_due_on, Case.id)
        .limit(MOST_SHOWN)
    )
    return [row_of(case, today) for case in db.session.execute(statement).unique().scalars()]
