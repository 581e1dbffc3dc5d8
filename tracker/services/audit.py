"""审计: write one line of the chained log."""

import contextlib
import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from tracker.extensions import db
from tracker.models.audit import AuditEntry, AuditHead


def record(
    *,
    action: str,
    at: datetime,
    actor_id: int | None,
    subject: str = "",
    succeeded: bool = True,
    address: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append a line; its hash covers the line and the one before. ``detail`` holds no personal data.

    Updating the head row first puts concurrent writers in single file.
    """
    db.session.execute(update(AuditHead).where(AuditHead.id == 1).values(lines=AuditHead.lines + 1))
    head = db.session.execute(select(AuditHead).where(AuditHead.id == 1)).scalar_one_or_none()
    if head is None:
        head = AuditHead(id=1, lines=1, last_hash="")
        db.session.add(head)
    else:
        db.session.refresh(head)
    entry = AuditEntry(
        at=at,
        actor_id=actor_id,
        action=action,
        subject=subject,
        succeeded=succeeded,
        address=address,
        detail=detail or {},
        chained_hash="",
    )
    entry.chained_hash = chain(head.last_hash, entry)
    head.last_hash = entry.chained_hash
    db.session.add(entry)
    db.session.flush()
    return entry


def chain(previous: str, entry: AuditEntry) -> str:
    """The hash of ``entry`` after a line whose hash is ``previous``."""
    line = json.dumps(
        [
            previous,
            entry.at.isoformat(timespec="microseconds"),
            entry.actor_id,
            entry.action,
            entry.subject,
            entry.succeeded,
            entry.address,
            entry.detail,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(line.encode()).hexdigest()


def first_broken_line() -> int | None:
    """The id of the first line whose hash does not follow from the lines before it, or None."""
    previous = ""
    rows = db.session.execute(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    ).scalars()
    with contextlib.closing(rows):
        for entry in rows:
            if chain(previous, entry) != entry.chained_hash:
                return entry.id
            previous = entry.chained_hash
    return None
