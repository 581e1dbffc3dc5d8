"""Ask for the one job that recomputes open cases after a rule has changed."""

from datetime import datetime

from tracker.jobs import enqueue
from tracker.models.audit import AuditEntry
from tracker.models.reminder import Job

RECOMPUTE = "recompute_open_cases"


def request_recompute(*, because_of: AuditEntry, at: datetime) -> Job:
    """Enqueue the recomputation that the change recorded in ``because_of`` asks for, once."""
    return enqueue(
        RECOMPUTE,
        key=f"{RECOMPUTE}:{because_of.id}",
        at=at,
        arguments={"reason": because_of.subject, "actor_id": because_of.actor_id},
    )
