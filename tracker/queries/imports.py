"""Import batches and remembered mappings, as pages list them."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.imports import ImportBatch
from tracker.models.user import User

RECENT = 20


def batch_of(*, batch_id: int, agency_id: int) -> ImportBatch | None:
    """Return a batch of the agency, or None."""
    return db.session.execute(
        select(ImportBatch).where(ImportBatch.id == batch_id, ImportBatch.agency_id == agency_id)
    ).scalar_one_or_none()


def recent_batches(*, agency_id: int) -> Sequence[tuple[ImportBatch, str]]:
    """Return the last batches with the name of who made them, the newest first."""
    rows = db.session.execute(
        select(ImportBatch, User.display_name)
        .outerjoin(User, User.id == ImportBatch.created_by_id)
        .where(ImportBatch.agency_id == agency_id)
        .order_by(ImportBatch.id.desc())
        .limit(RECENT)
    )
    return [(batch, name or "命令行") for batch, name in rows.tuples()]


def channels(*, agency_id: int) -> Sequence[Channel]:
    """Return the channels in use, in their order."""
    return (
        db.session.execute(
            select(Channel)
            .where(Channel.agency_id == agency_id, Channel.is_active)
            .order_by(Channel.sort, Channel.id)
        )
        .scalars()
        .all()
    )
