"""重复来件: registered and merged in one go, and told to those who may see both where the clerk may not."""

from datetime import datetime

from sqlalchemy import select

from tracker.domain.errors import DomainError
from tracker.domain.labels import REMOVED_STATES, Kind, Role, ToldBy
from tracker.domain.lifecycle.actions import Action
from tracker.domain.lifecycle.transitions import transition_for
from tracker.domain.permissions import Actor, may_see, may_see_person
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice
from tracker.models.user import User, UserRole
from tracker.queries.cases.similar import Wanted, hidden_similar
from tracker.services.cases.ending import merge
from tracker.services.cases.facts import case_view
from tracker.services.cases.work import case_work

OVERSEEING = (Role.CLERK, Role.SECTION_LEAD, Role.SUPERVISOR)


def may_merge(actor: Actor, kind: Kind, main: Case) -> bool:
    """Whether a new item of ``kind`` may be merged into ``main`` by ``actor`` as it is registered."""
    row = transition_for(kind, Action.MERGE)
    if row is None or not actor.has(*row.roles):
        return False
    return main.kind is not Kind.DISCLOSURE and main.state not in REMOVED_STATES


def merge_new(
    *, case: Case, main: Case, told_by: ToldBy | None, told: str, actor: Actor, at: datetime
) -> None:
    """合并重复: end ``case``, registered a moment ago, as a repeat of ``main``; its handler is told.

    The caller is to be told of progress or result (北京市接诉即办工作条例第十一条): ``told_by`` and ``told`` say how.
    Raises DomainError where that is missing or the two cannot be merged; the caller then keeps neither.
    """
    if not may_merge(actor, case.kind, main):
        raise DomainError(f"{case.channel.name}不能并入 {main.number}，请取消并入后再登记。", field="told_by")
    if told_by is None:
        raise DomainError("请选怎样把进度或者结果告知了诉求人。", field="told_by")
    with case_work(case_id=case.id, version=None, actor=actor, at=at) as work:
        merge(work, into_number=main.number, told_by=told_by, told=told)
    if main.handler_id is not None and main.handler_id != actor.user_id:
        text = f"{case.number} 与您承办的 {main.number} 是同一件，已并入。"
        _note(main.handler_id, main, f"merged:{case.id}", text, at)


def tell_of_hidden(*, case: Case, wanted: Wanted, actor: Actor, at: datetime) -> int:
    """Tell those who may see both of earlier cases like ``case`` that ``actor`` may not see; returns how many."""
    told = 0
    for similar in hidden_similar(actor=actor, wanted=wanted):
        earlier = similar.case
        if earlier.id == case.id:
            continue
        text = f"新登记的 {case.number} 与 {earlier.number} 可能重复（{similar.because}），请核对。"
        for user in _overseers(case, earlier, actor):
            _note(user.id, case, f"similar:{case.id}:{earlier.id}", text, at)
            told += 1
    return told


def _note(user_id: int, case: Case, key: str, text: str, at: datetime) -> None:
    db.session.add(Notice(user_id=user_id, case_id=case.id, key=key, text=text, created_at=at))


def _overseers(new: Case, earlier: Case, actor: Actor) -> list[User]:
    people = db.session.execute(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.agency_id == actor.agency_id, User.is_enabled, UserRole.role.in_(OVERSEEING))
        .order_by(User.id)
    )
    return [
        user for user in people.unique().scalars() if user.id != actor.user_id and _sees(user, new, earlier)
    ]


def _sees(user: User, *cases: Case) -> bool:
    person = Actor(user.id, user.agency_id, user.section_id, user.roles)
    return all(
        may_see(person, case_view(case)) and (not case.is_secret or may_see_person(person, case_view(case)))
        for case in cases
    )
