"""What a row wants its case to be: columns, person, words, and the events its dates stand for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.labels import Kind, State
from tracker.domain.outcomes import Outcome
from tracker.imports.dates import Moment
from tracker.imports.rows import ImportRow, Note
from tracker.models.agency import Channel
from tracker.now import LOCAL_ZONE
from tracker.services.cases.facts import switches
from tracker.services.imports.sources import Sources
from tracker.services.rules import Rules

LONGEST_SOURCE_TEXT = 80
LONGEST_PLACE = 200
LONGEST_ROUTE = 60
OUTCOME_MISSING = Outcome.OTHERWISE
"""A request answered without a stated 办理结果 is counted under 其他 until somebody fills it in (待补)."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the row's case ended."""

    replied_on: date
    closed_on: date
    outcome: str | None
    result: str | None
    satisfaction: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row in the words of the tables. Columns and person hold only what the file gives."""

    row: ImportRow
    channel: Channel
    columns: dict[str, Any]
    person: dict[str, str]
    section_id: int | None
    assistant_ids: tuple[int, ...]
    ending: Ending | None
    public_text: str
    internal_text: str
    missing: tuple[str, ...]


def wanted_of(row: ImportRow, sources: Sources, rules: Rules) -> Wanted:
    """Translate a row; raises DomainError where its channel is of another kind."""
    channel = sources.channel(row.channel)
    notes = list(row.notes)
    missing = list(row.missing)
    section = sources.section(row.section) if row.section else None
    if row.section and section is None:
        notes.append(Note("承办科室", row.section))
        missing.append("承办科室")
    assistants, strangers = sources.assistants(row.assisting)
    if strangers:
        notes.append(Note("协办单位", "、".join(strangers)))
    columns = _columns(row, channel, sources, rules, notes)
    return Wanted(
        row=row,
        channel=channel,
        columns=columns,
        person=_person(row, notes),
        section_id=section.id if section else None,
        assistant_ids=tuple(one.id for one in assistants if section is None or one.id != section.id),
        ending=_ending(row),
        public_text=row.reply,
        internal_text="" if row.handling_result else row.result_text,
        missing=tuple(missing),
    )


def _columns(
    row: ImportRow, channel: Channel, sources: Sources, rules: Rules, notes: list[Note]
) -> dict[str, Any]:
    due_on, due_at = _upstream(row, channel, rules)
    told: dict[str, Any] = {
        "title": row.title,
        "content": row.content,
        "received_on": row.received_on,
        "received_at": _instant(row.received),
        "source_number": row.source_number,
        "source_text": ""
        if sources.is_known(row.channel)
        else _fitting(row.channel, LONGEST_SOURCE_TEXT, "来源渠道", notes),
        "place": _fitting(row.place, LONGEST_PLACE, "地点", notes),
        "item_type": row.item_type,
        "applicant_type": row.applicant_type,
        "receipt_method": row.receipt_method,
        "delivery_route": _fitting(row.obtain_method, LONGEST_ROUTE, "获取方式", notes),
        "is_urgent": row.urgent,
        "is_secret": row.secret,
        "is_anonymous": row.anonymous,
        "upstream_due_on": due_on,
        "upstream_due_at": due_at,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _fitting(text: str, longest: int, heading: str, notes: list[Note]) -> str:
    """Cut a text to its column and keep the whole of it as a note."""
    if len(text) <= longest:
        return text
    notes.append(Note(heading, text))
    return text[: longest - 1] + "…"


def _person(row: ImportRow, notes: list[Note]) -> dict[str, str]:
    told = {
        "name": row.name,
        "phone": row.phone,
        "id_number": row.id_number,
        "address": row.address,
        "import_notes": "\n".join(
            [*filter(None, [row.notes_text]), *(f"{note.heading}：{note.text}" for note in notes)]
        ),
    }
    return {name: value for name, value in told.items() if value}


def _instant(moment: Moment | None) -> datetime | None:
    if moment is None or moment.local is None:
        return None
    return moment.local.replace(tzinfo=LOCAL_ZONE)


def _upstream(row: ImportRow, channel: Channel, rules: Rules) -> tuple[date | None, datetime | None]:
    """上级时限 as a date, and as an instant where it names the time."""
    if row.upstream_due is not None:
        return row.upstream_due.on, _instant(row.upstream_due)
    limit = row.upstream_limit
    if limit is None:
        return None, None
    if limit.unit == "working_day":
        return rules.calendar(channel.kind).add(row.received_on, limit.length), None
    if limit.unit == "calendar_day":
        return row.received_on + timedelta(days=limit.length), None
    began = _instant(row.received) or datetime.combine(row.received_on, datetime.min.time(), LOCAL_ZONE)
    due_at = began + timedelta(hours=limit.length)
    return due_at.date(), due_at if row.received.local else None


def _ending(row: ImportRow) -> Ending | None:
    if row.replied_on is None or row.closed_on is None:
        return None
    outcome = (row.outcome or OUTCOME_MISSING) if row.kind is Kind.DISCLOSURE else None
    return Ending(
        replied_on=row.replied_on,
        closed_on=row.replied_on if row.kind is Kind.DISCLOSURE else row.closed_on,
        outcome=outcome.value if outcome else None,
        result=row.handling_result.value if row.handling_result else None,
        satisfaction=row.satisfaction.value if row.satisfaction else None,
    )


def beginning_events(wanted: Wanted) -> list[CaseEvent]:
    """Registered on the receipt day; assigned and signed on the days the file gives, where it names our section."""
    row = wanted.row
    events = [
        CaseEvent(
            EventType.REGISTERED,
            row.received_on,
            1,
            {"to": State.AWAITING_ASSIGNMENT.value, "imported": True},
        )
    ]
    if wanted.section_id is None:
        return events
    keeps = switches(wanted.channel)
    assigned_on = row.dispatched.on if row.dispatched else row.received_on
    signed = row.signed if row.signed and row.signed.on >= assigned_on else None
    payload = {
        "section": wanted.section_id,
        "handler": None,
        "assistants": list(wanted.assistant_ids),
        "to": keeps.settle(State.AWAITING_SIGNATURE).value,
        "imported": True,
    }
    last = row.replied_on
    events.append(CaseEvent(EventType.ASSIGNED, min(assigned_on, last) if last else assigned_on, 2, payload))
    if signed and keeps.needs_signature:
        events.append(
            CaseEvent(EventType.SIGNED, signed.on, 3, {"to": State.IN_HAND.value, "imported": True})
        )
    return events


def ending_events(ending: Ending, after: int) -> list[CaseEvent]:
    """Answered and closed on their true days, the outcome as stated; ``after`` is the last seq so far."""
    result = {
        name: value for name, value in (("outcome", ending.outcome), ("result", ending.result)) if value
    }
    same_day = ending.replied_on == ending.closed_on
    to = State.CLOSED if same_day else State.AWAITING_CALLBACK
    replied = CaseEvent(
        EventType.REPLIED, ending.replied_on, after + 1, {"to": to.value, "imported": True, **result}
    )
    rated = {"satisfaction": ending.satisfaction} if ending.satisfaction else {}
    closed = CaseEvent(
        EventType.CLOSED, ending.closed_on, after + 2, {"to": State.CLOSED.value, "imported": True, **rated}
    )
    return [replied, closed]
