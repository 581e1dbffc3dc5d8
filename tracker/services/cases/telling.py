"""通知 people of what somebody else did to their case, in the transaction of the step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from tracker.domain.case_events import CaseEvent
from tracker.domain.labels import Role
from tracker.domain.lifecycle.actions import Action
from tracker.domain.permissions import Actor, may_see
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice
from tracker.models.user import User, UserRole
from tracker.notifications.case_news import NEWS, Audience, news_key, news_text
from tracker.queries.approvals import approvals_of
from tracker.services.cases.facts import case_view

_ROLES = {
    Audience.HANDLER: (Role.SECTION_LEAD,),
    Audience.HANDLER_AND_LEADS: (Role.SECTION_LEAD,),
    Audience.DESK: (Role.CLERK,),
    Audience.ASSISTANTS: (Role.SECTION_LEAD, Role.HANDLER),
}
_DECIDE = {Audience.REVIEWERS: Action.PASS_REVIEW, Audience.GRANTERS: Action.GRANT_EXTENSION}


def tell(case: Case, events: Sequence[CaseEvent], *, actor_id: int | None, at: datetime) -> int:
    """Write a notice of each of ``events`` to those it concerns; returns how many.

    The one who took the step is not told, nor anybody who may not see the case.
    """
    told = 0
    for event in events:
        news = NEWS.get(event.type)
        if news is None or not case.is_open:
            continue
        due_on = case.due_on or case.expected_due_on
        text = news_text(news, number=case.number, title=case.title, due_on=due_on)
        for user in _audience(case, news.audience, event):
            if user.id != actor_id:
                key = news_key(case.id, event)
                db.session.add(Notice(user_id=user.id, case_id=case.id, key=key, text=text, created_at=at))
                told += 1
    return told


def _audience(case: Case, audience: Audience, event: CaseEvent) -> list[User]:
    """The handler where the audience has one, else or besides those who lead or assign, by id."""
    handler = _handler(case) if audience in {Audience.HANDLER, Audience.HANDLER_AND_LEADS} else None
    found = [handler] if handler else []
    if handler is None or audience is Audience.HANDLER_AND_LEADS:
        section_id = event.payload.get("assistant", case.section_id)
        roles = (_decider(case, _DECIDE[audience], event),) if audience in _DECIDE else _ROLES[audience]
        found += _holding(case, roles, section_id)
    unique = {user.id: user for user in found if _may_know(user, case)}
    return list(unique.values())


def _decider(case: Case, action: Action, event: CaseEvent) -> Role:
    """The level of approval that the step waits for."""
    view = replace(case_view(case), drafted_by=event.payload.get("drafted_by"))
    return approvals_of(case.agency_id).approver(action, view)


def _handler(case: Case) -> User | None:
    if case.handler_id is None:
        return None
    return db.session.execute(
        select(User).where(User.id == case.handler_id, User.is_enabled)
    ).scalar_one_or_none()


def _holding(case: Case, roles: tuple[Role, ...], section_id: int | None) -> list[User]:
    statement = (
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.agency_id == case.agency_id, User.is_enabled, UserRole.role.in_(roles))
        .order_by(User.id)
    )
    if Role.SECTION_LEAD in roles:
        statement = statement.where(User.section_id == section_id)
    return list(db.session.execute(statement).unique().scalars())


def _may_know(user: User, case: Case) -> bool:
    actor = Actor(user.id, user.agency_id, user.section_id, user.roles)
    view = replace(case_view(case), assistant_ids=tuple(row.section_id for row in case.assistants))
    return may_see(actor, view)
