"""通知: a person has read them."""

from datetime import datetime

from sqlalchemy import update

from tracker.extensions import db
from tracker.models.reminder import Notice


def mark_all_read(*, user_id: int, at: datetime) -> None:
    """Note the moment at which everything unread was seen."""
    db.session.execute(
        update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None)).values(read_at=at)
    )
