"""Carry out a plan: all of it in one transaction, with the batch and its audit line."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.errors import DomainError, VersionClash
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.imports import ImportBatch
from tracker.models.search import CaseWords
from tracker.services import audit
from tracker.services.imports.changes import CaseUpdate
from tracker.services.imports.creating import create_cases
from tracker.services.imports.matching import in_chunks
from tracker.services.imports.planning import ImportPlan
from tracker.services.imports.recording import record_rows
from tracker.services.imports.updating import update_case

LONGEST_FILENAME = 200
CLASH = "预览以后，有人登记或改动了其中的办件，这次没有导入。请重新预览。"


def commit_import(
    plan: ImportPlan,
    *,
    at: datetime,
    actor_id: int | None,
    skip_rejected: bool = False,
    batch: ImportBatch | None = None,
) -> ImportBatch:
    """Save what ``plan`` says and return the batch.

    Raises DomainError when a row is rejected and ``skip_rejected`` is not set, and VersionClash when somebody
    changed one of the cases since the plan was made; the caller then rolls back and nothing is saved.
    """
    if plan.rejections and not skip_rejected:
        raise DomainError(
            f"有 {plan.rejected_rows} 行有问题，没有导入任何一行。请改好后重试，或选择跳过这些行。"
        )
    try:
        created = create_cases(plan, at=at, actor_id=actor_id)
        for chunk in in_chunks(plan.updated):
            _update_chunk(plan, chunk, at=at, actor_id=actor_id)
    except (IntegrityError, StaleDataError):
        raise VersionClash(CLASH) from None
    batch = _record(plan, batch, at=at, actor_id=actor_id)
    record_rows(plan, batch, created)
    return batch


def _update_chunk(
    plan: ImportPlan, chunk: Sequence[CaseUpdate], *, at: datetime, actor_id: int | None
) -> None:
    """Write a chunk with few statements: everything is read at once before and flushed at once after."""
    held = _reload([one.case_id for one in chunk])
    with db.session.no_autoflush:
        for one in chunk:
            if one.case.version != one.seen_version:
                raise VersionClash(CLASH)
            update_case(one, plan.rules, filename=plan.reading.filename, at=at, actor_id=actor_id)
    db.session.flush()
    del held


def _reload(ids: Sequence[int]) -> Sequence[object]:
    """Read the cases of a chunk anew with what an update touches; the session keeps them while they are held."""
    options = (selectinload(Case.person), selectinload(Case.cycles), selectinload(Case.assistants))
    statement = (
        select(Case).where(Case.id.in_(ids)).options(*options).execution_options(populate_existing=True)
    )
    words = select(CaseWords).where(CaseWords.case_id.in_(ids))
    return [*db.session.execute(statement).scalars(), *db.session.execute(words).scalars()]


def _record(
    plan: ImportPlan, batch: ImportBatch | None, *, at: datetime, actor_id: int | None
) -> ImportBatch:
    reading = plan.reading
    if batch is None:
        batch = ImportBatch(
            agency_id=plan.sources.agency.id,
            kind=plan.sources.kind,
            filename=reading.filename[-LONGEST_FILENAME:],
            sha256=reading.sha256,
            created_by_id=actor_id,
            created_at=at,
        )
        db.session.add(batch)
    batch.rows = reading.row_count
    batch.committed_at = at
    batch.counts = {
        "created": len(plan.created),
        "updated": len(plan.updated),
        "unchanged": len(plan.unchanged),
        "rejected": plan.rejected_rows,
    }
    batch.options = {
        **(batch.options or {}),
        "channel": plan.sources.default.name,
        "sheet": reading.table.sheet,
    }
    db.session.flush()
    audit.record(
        action="import.committed",
        at=at,
        actor_id=actor_id,
        subject=f"第 {batch.id} 批导入",
        detail={"sha256": reading.sha256, "kind": plan.sources.kind.value, **batch.counts},
    )
    return batch
