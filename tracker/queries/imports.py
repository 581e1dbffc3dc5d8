"""Import batches and remembered mappings, as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select

from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.imports import ImportBatch, ImportRow, ImportUndo
from tracker.models.user import User

RECENT = 20
MADE_LABELS = {"created": "新增", "updated": "更新", "unchanged": "不变"}


def batch_of(*, batch_id: int, agency_id: int) -> ImportBatch | None:
    """Return a batch of the agency, or None."""
    return db.session.execute(
        select(ImportBatch).where(ImportBatch.id == batch_id, ImportBatch.agency_id == agency_id)
    ).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch with who made it, its undoing, and whether it is on record which cases it made."""

    batch: ImportBatch
    who: str
    undo: ImportUndo | None
    names_cases: bool


def recent_batches(*, agency_id: int, before: int | None = None) -> Sequence[BatchLine]:
    """Return the last ``RECENT`` batches, the newest first; ``before`` goes on after the batch of that id."""
    named = exists().where(ImportRow.batch_id == ImportBatch.id)
    statement = (
        select(ImportBatch, User.display_name, ImportUndo, named)
        .outerjoin(User, User.id == ImportBatch.created_by_id)
        .outerjoin(ImportUndo, ImportUndo.batch_id == ImportBatch.id)
        .where(ImportBatch.agency_id == agency_id)
        .order_by(ImportBatch.id.desc())
        .limit(RECENT)
    )
    if before is not None:
        statement = statement.where(ImportBatch.id < before)
    return [
        BatchLine(batch, name or "命令行", undo, names_cases=names_cases)
        for batch, name, undo, names_cases in db.session.execute(statement).tuples()
    ]


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


def names_cases(*, batch_id: int) -> bool:
    """Return whether it is on record which cases the batch made."""
    return db.session.execute(select(exists().where(ImportRow.batch_id == batch_id))).scalar_one()
