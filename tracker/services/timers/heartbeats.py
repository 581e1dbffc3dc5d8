"""Signs of life of scheduled work, and its last failure."""

from datetime import datetime

from tracker.extensions import db
from tracker.models.reminder import Heartbeat

LONGEST_ERROR = 500


def beat(*, name: str, at: datetime) -> None:
    """Note that the scheduled job ``name`` ran to its end at ``at``."""
    row = db.session.get(Heartbeat, name)
    if row is None:
        db.session.add(Heartbeat(name=name, beat_at=at))
    else:
        row.beat_at = at
    db.session.flush()


def note_failure(*, name: str, error: str, at: datetime) -> None:
    """Keep the last error of ``name`` where people see it; its last good run stays as it was."""
    row = db.session.get(Heartbeat, name)
    if row is None:
        row = Heartbeat(name=name)
        db.session.add(row)
    row.failed_at = at
    row.last_error = error[:LONGEST_ERROR]
    db.session.flush()
