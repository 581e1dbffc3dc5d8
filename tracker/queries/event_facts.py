"""What several queries ask of the events of a case."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from tracker.domain.case_events import EventType
from tracker.models.case_record import CaseEventRow


def still_counts(event: type[CaseEventRow]) -> ColumnElement[bool]:
    """An event that was entered by mistake and undone happened not at all."""
    undoing = aliased(CaseEventRow)
    undone = select(undoing.seq).where(
        undoing.case_id == event.case_id,
        undoing.type == EventType.UNDONE,
        undoing.payload["undoes"].as_integer() == event.seq,
    )
    return ~undone.exists()
