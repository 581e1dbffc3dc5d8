"""What people were told of a case, taken back with the case itself."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from tracker.extensions import db
from tracker.models.reminder import Notice, OutboxMessage


def delete_notices(case_ids: Sequence[int]) -> None:
    """Delete the notices of these cases, and the messages that were to carry them out of the house."""
    notices = select(Notice.id).where(Notice.case_id.in_(case_ids))
    unsynchronised = {"synchronize_session": False}
    db.session.execute(
        delete(OutboxMessage).where(OutboxMessage.notice_id.in_(notices)), execution_options=unsynchronised
    )
    db.session.execute(delete(Notice).where(Notice.case_id.in_(case_ids)), execution_options=unsynchronised)
