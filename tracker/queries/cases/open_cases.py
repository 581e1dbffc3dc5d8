"""Open cases as the clock reads them, batch by batch: what a changed calendar is replayed over."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.domain.case_events import CaseEvent, EventType
from tracker.domain.deadline_clock import ClockInput
from tracker.domain.deadline_clock.replay import NOT_OF_THE_CLOCK
from tracker.domain.labels import Kind, State
from tracker.domain.lifecycle.standing import effective
from tracker.extensions import db
from tracker.models.agency import Channel
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow

BATCH = 500
ASSIGNING = frozenset({EventType.ASSIGNED, EventType.RETURN_APPROVED})
_STORED = (
    Case.clock_state,
    Case.due_on,
    Case.due_at,
    Case.expected_due_on,
    Case.other_due_on,
    Case.sort_due_on,
    Case.is_provisional,
    Case.days_limit,
    Case.days_counted,
    Case.counting_since,
)
_STORED_OF_ROUND = (CaseCycle.days_used, CaseCycle.sign_by, CaseCycle.contact_by)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case: what its deadline is computed from, and the columns that hold the answer now."""

    id: int
    agency_id: int
    number: str
    title: str
    state: State
    handler_id: int | None
    cycle: int
    facts: ClockInput
    upstream_due_at: datetime | None
    events: tuple[CaseEvent, ...]
    stored: dict[str, Any]
    stored_of_round: dict[str, Any]

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the day of receipt, and of one assignment, moves a date of the only round."""
        return (
            self.cycle == 1
            and all(event.type in NOT_OF_THE_CLOCK for event in self.events)
            and sum(event.type in ASSIGNING for event in self.events) <= 1
        )

    @property
    def kind(self) -> Kind:
        return self.facts.kind


def claimed(*, after: int, most: int) -> list[int]:
    """Lock up to ``most`` open cases with an id above ``after`` and return their ids, by id.

    Between this and the end of the transaction nobody else records an event of theirs.
    """
    statement = select(Case.id).where(Case.is_open, Case.id > after).order_by(Case.id).limit(most)
    return list(db.session.execute(statement.with_for_update(of=Case)).scalars())


def open_cases(
    *, after: int = 0, most: int = BATCH, narrowed_to: ColumnElement[bool] | None = None
) -> list[OpenCase]:
    """Up to ``most`` open cases with an id above ``after``, by id; two statements however many they are."""
    conditions = [Case.is_open, Case.id > after]
    if narrowed_to is not None:
        conditions.append(narrowed_to)
    statement = (
        select(
            Case.id,
            Case.agency_id,
            Case.number,
            Case.title,
            Case.state,
            Case.handler_id,
            Case.cycle,
            Case.kind,
            Case.received_on,
            Case.item_type,
            Case.is_urgent,
            Case.upstream_due_on,
            Case.upstream_due_at,
            Case.is_complex,
            Case.is_anonymous,
            Channel.has_period,
            *_STORED,
            *_STORED_OF_ROUND,
        )
        .join(Channel, Channel.id == Case.channel_id)
        .join(CaseCycle, and_(CaseCycle.case_id == Case.id, CaseCycle.stands_until.is_(None)))
        .where(*conditions)
        .order_by(Case.id)
        .limit(most)
    )
    rows = db.session.execute(statement).all()
    events = _events([row.id for row in rows])
    return [_open_case(row, events[row.id]) for row in rows]


def _open_case(row: Any, events: list[CaseEvent]) -> OpenCase:
    return OpenCase(
        id=row.id,
        agency_id=row.agency_id,
        number=row.number,
        title=row.title,
        state=row.state,
        handler_id=row.handler_id,
        cycle=row.cycle,
        facts=ClockInput(
            kind=row.kind,
            received_on=row.received_on,
            item_type=row.item_type,
            urgent=row.is_urgent,
            upstream_due_on=row.upstream_due_on,
            upstream_due_at=row.upstream_due_at,
            is_complex=row.is_complex,
            is_anonymous=row.is_anonymous,
            has_period=row.has_period,
        ),
        upstream_due_at=row.upstream_due_at,
        events=tuple(effective(events)),
        stored={column.key: getattr(row, column.key) for column in _STORED},
        stored_of_round={column.key: getattr(row, column.key) for column in _STORED_OF_ROUND},
    )


def _events(case_ids: list[int]) -> dict[int, list[CaseEvent]]:
    found: dict[int, list[CaseEvent]] = defaultdict(list)
    rows = db.session.execute(
        select(
            CaseEventRow.case_id, CaseEventRow.type, CaseEventRow.on, CaseEventRow.seq, CaseEventRow.payload
        )
        .where(CaseEventRow.case_id.in_(case_ids))
        .order_by(CaseEventRow.case_id, CaseEventRow.seq)
    ).tuples()
    for case_id, event_type, on, seq, payload in rows:
        found[case_id].append(CaseEvent(type=event_type, on=on, seq=seq, payload=payload))
    return found


def all_open_cases(agency_id: int, *, narrowed_to: ColumnElement[bool] | None = None) -> Iterator[OpenCase]:
    """Every open case, by id, never more than a batch of them in memory."""
    after, mine = 0, Case.agency_id == agency_id
    condition = mine if narrowed_to is None else and_(mine, narrowed_to)
    while batch := open_cases(after=after, narrowed_to=condition):
        yield from batch
        after = batch[-1].id


def reaching(day: date) -> ColumnElement[bool]:
    """Open cases that a change of the calendar from ``day`` on can touch: due then or later, or not settled."""
    return or_(Case.sort_due_on >= day, Case.other_due_on >= day, Case.is_provisional)


def count_waiting_for_notice(agency_id: int) -> int:
    """How many 在办件 have a provisional date (暂定) because a notice is missing."""
    return db.session.execute(
        select(func.count(Case.id)).where(Case.agency_id == agency_id, Case.is_open, Case.is_provisional)
    ).scalar_one()
