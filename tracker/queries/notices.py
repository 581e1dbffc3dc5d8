"""通知 of one person, newest first."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice
from tracker.models.user import User

PAGE_ROWS = 50


def latest(user_id: int, *, limit: int = PAGE_ROWS, before: int | None = None) -> list[Notice]:
    """The newest notices; ``before`` goes on after the last one shown."""
    statement = select(Notice).where(Notice.user_id == user_id, _may_be_read(user_id))
    if before is not None:
        statement = statement.where(Notice.id < before)
    return list(db.session.execute(statement.order_by(Notice.id.desc()).limit(limit)).scalars())


def unread_count(user_id: int) -> int:
    unread = (Notice.user_id == user_id, Notice.read_at.is_(None), _may_be_read(user_id))
    statement = select(func.count(Notice.id)).where(*unread)
    return db.session.execute(statement).scalar_one()


def _may_be_read(user_id: int) -> ColumnElement[bool]:
    """回避: what was told before a case came to report the person or the section is withdrawn."""
    section = select(User.section_id).where(User.id == user_id).scalar_subquery()
    reported = or_(Case.reported_user_id == user_id, Case.reported_section_id == section)
    return or_(Notice.case_id.is_(None), Notice.case_id.not_in(select(Case.id).where(reported)))


def case_numbers(notices: Sequence[Notice]) -> dict[int, str]:
    """The numbers of the cases the notices are about."""
    ids = {notice.case_id for notice in notices if notice.case_id is not None}
    if not ids:
        return {}
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)).order_by(Case.id)).tuples()
    return dict(rows.all())
