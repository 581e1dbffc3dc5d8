"""Events as rows of a bulk insert."""

from datetime import datetime
from typing import Any

from tracker.domain.case_events import CaseEvent


def event_line(case_id: int, event: CaseEvent, *, at: datetime, actor_id: int | None) -> dict[str, Any]:
    """The columns of one event of ``case_id``, recorded ``at`` by ``actor_id`` (None: nobody, a job)."""
    return {
        "case_id": case_id,
        "seq": event.seq,
        "type": event.type,
        "happened_on": event.on,
        "recorded_at": at,
        "actor_id": actor_id,
        "payload": dict(event.payload),
    }
