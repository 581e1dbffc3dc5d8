"""What a deadline would be, before anything is saved."""

from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, Deadline
from tracker.domain.labels import State
from tracker.models.agency import Channel
from tracker.services.cases.register import CaseFields
from tracker.services.rules import rules_for


def deadline_for(channel: Channel, fields: CaseFields, *, as_of: date) -> Deadline:
    """The deadline a case with ``fields`` would get in ``channel``; raises ClockRefused for impossible dates."""
    facts = ClockInput(
        kind=channel.kind,
        received_on=fields.received_on,
        item_type=fields.item_type,
        urgent=fields.is_urgent,
        upstream_due_on=fields.upstream_due_on,
        upstream_due_at=fields.upstream_due_at,
        is_complex=fields.is_complex,
        is_anonymous=fields.is_anonymous,
        has_period=channel.has_period,
    )
    first = CaseEvent(
        type=EventType.REGISTERED,
        on=fields.received_on,
        seq=1,
        payload={"to": State.AWAITING_ASSIGNMENT.value},
    )
    return rules_for(channel.agency).deadline(facts, [first], as_of=max(as_of, fields.received_on))
