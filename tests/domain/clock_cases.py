"""Short ways to write a case in a test table: ``disclosure("2020-01-17", "consultation_started 2020-02-20")``."""

from datetime import date

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput, Deadline, replay
from tracker.domain.labels import Kind
from tracker.domain.workdays import national_calendar

NATIONAL = national_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(text: str) -> CaseEvent:
    """``extension_granted 2020-03-10 working_days=20``: type, day, payload."""
    kind, on, *rest = text.split()
    payload = {}
    for pair in rest:
        key, _, value = pair.partition("=")
        payload[key] = int(value) if value.isdigit() else value
    return CaseEvent(EventType(kind), day(on), payload=payload)


def events(*texts: str) -> list[CaseEvent]:
    return [event(text) for text in texts]


def clock(
    kind: Kind, received_on: str, *texts: str, as_of: str | None = None, calendar=NATIONAL, **more
) -> Deadline:
    """Replay a case; without ``as_of`` it is looked at on the day of its last event."""
    happened = events(*texts)
    facts = {key: more.pop(key) for key in list(more) if key in ClockInput.__dataclass_fields__}
    latest = max([day(received_on), *(each.on for each in happened)])
    return replay(
        ClockInput(kind, day(received_on), **facts),
        happened,
        calendar,
        as_of=day(as_of) if as_of else latest,
        **more,
    )


def disclosure(received_on: str, *texts: str, **more) -> Deadline:
    return clock(Kind.DISCLOSURE, received_on, *texts, **more)


def hotline(received_on: str, *texts: str, **more) -> Deadline:
    return clock(Kind.HOTLINE, received_on, *texts, **more)


def mailbox(received_on: str, *texts: str, **more) -> Deadline:
    return clock(Kind.MAILBOX, received_on, *texts, **more)


def petition(received_on: str, *texts: str, **more) -> Deadline:
    return clock(Kind.PETITION, received_on, *texts, **more)
