"""通知 of one person, newest first."""

from collections.abc import Sequence

from sqlalchemy import func, select

from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.reminder import Notice

PAGE_ROWS = 50


def latest(user_id: int, *, limit: int = PAGE_ROWS, before: int | None = None) -> list[Notice]:
    """The newest notices; ``before`` goes on after the last one shown."""
    statement = select(Notice).where(Notice.user_id == user_id)
    if before is not None:
        statement = statement.where(Notice.id < before)
    return list(db.session.execute(statement.order_by(Notice.id.desc()).limit(limit)).scalars())


def unread_count(user_id: int) -> int:
    statement = select(func.count(Notice.id)).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return db.session.execute(statement).scalar_one()


def case_numbers(notices: Sequence[Notice]) -> dict[int, str]:
    """The numbers of the cases the notices are about."""
    ids = {notice.case_id for notice in notices if notice.case_id is not None}
    if not ids:
        return {}
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)).order_by(Case.id)).tuples()
    return dict(rows.all())
