"""移交: a person's open cases go to others in one step, each by its own event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import Role
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.user import User
from tracker.services import audit
from tracker.services.cases.work import open_for_administration


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many cases went to each person, by id, and the numbers of those nobody may take (回避)."""

    given: dict[int, int]
    kept: tuple[str, ...]


def hand_over(*, actor: Actor, user: User, recipients: Sequence[User], at: datetime) -> HandedOver:
    """Give all open cases of ``user`` to ``recipients`` in turn, the earliest due first.

    A case keeps its state. It passes over recipients it reports; where it reports all of them it stays.
    Raises DomainError for recipients who cannot handle cases, and when there is nothing to hand over.
    """
    _refuse_recipients(user, recipients)
    cases = db.session.execute(
        select(Case.id, Case.number, Case.reported_user_id, Case.reported_section_id)
        .where(Case.handler_id == user.id, Case.is_open)
        .order_by(Case.sort_due_on, Case.id)
    ).all()
    if not cases:
        raise DomainError(f"{user.display_name}名下没有在办件。")
    given = {recipient.id: 0 for recipient in recipients}
    kept: list[str] = []
    for case in cases:
        able = [
            one
            for one in recipients
            if one.id != case.reported_user_id and one.section_id != case.reported_section_id
        ]
        if not able:
            kept.append(case.number)
            continue
        chosen = min(able, key=lambda one: given[one.id])
        work = open_for_administration(case_id=case.id, actor=actor, at=at)
        work.reassign(
            section_id=chosen.section_id,
            handler_id=chosen.id,
            because=f"{user.display_name}名下的办件移交",
        )
        work.finish()
        given[chosen.id] += 1
    audit.record(
        action="cases.handed_over",
        at=at,
        actor_id=actor.user_id,
        subject=user.username,
        detail={"to": {one.username: given[one.id] for one in recipients}, "kept": kept},
    )
    return HandedOver(given, tuple(kept))


def _refuse_recipients(user: User, recipients: Sequence[User]) -> None:
    if not recipients:
        raise DomainError("请至少选一位接手的人。", field="recipients")
    for one in recipients:
        if one.id == user.id or one.agency_id != user.agency_id:
            raise DomainError("接手的人应是本机关的另一人。", field="recipients")
        if not one.is_enabled or one.roles.isdisjoint({Role.HANDLER, Role.SECTION_LEAD}):
            raise DomainError(f"{one.display_name}不是在用的承办人或科室负责人。", field="recipients")
        if one.section_id is None:
            raise DomainError(f"{one.display_name}还没有科室，请先为其设定科室。", field="recipients")
