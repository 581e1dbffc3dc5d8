"""The requests of a frozen report, for those whom the reader may open: which they are, what was recorded since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from tracker.domain.case_events import EventType
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.models.report import AnnualReportVersion
from tracker.queries.cases.visibility import visible_to
from tracker.queries.report_changes import rows_frozen_in


@dataclass(frozen=True, slots=True)
class LateEvent:
    """An event recorded after the freezing, whenever it happened."""

    type: EventType
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownRequest:
    id: int
    title: str
    events: tuple[LateEvent, ...]


AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class FrozenCase:
    """A request behind a frozen cell; ``row`` is the one its result was frozen in."""

    id: int
    number: str
    row: str


def cases_frozen_in(
    version: AnnualReportVersion, row: str, column: str, *, viewer: Actor
) -> Iterator[FrozenCase]:
    """Yield the requests that made up a cell when it was frozen, whatever became of them, that ``viewer`` may open."""
    rows = rows_frozen_in(version, row, column)
    numbers = sorted(rows)
    for start in range(0, len(numbers), AT_ONCE):
        statement = (
            select(Case.id, Case.number)
            .where(
                Case.agency_id == version.agency_id,
                Case.number.in_(numbers[start : start + AT_ONCE]),
                visible_to(viewer),
            )
            .order_by(Case.received_on, Case.id)
        )
        for case_id, number in db.session.execute(statement).tuples():
            yield FrozenCase(case_id, number, rows[number])


def late_events(
    version: AnnualReportVersion, numbers: Collection[str], *, viewer: Actor
) -> dict[str, KnownRequest]:
    """Return the requests of these numbers that ``viewer`` may open, with their late events in order."""
    event = CaseEventRow
    statement = (
        select(Case.number, Case.id, Case.title, event.type, event.on, event.at)
        .outerjoin(event, and_(event.case_id == Case.id, event.at > version.frozen_at))
        .where(Case.agency_id == version.agency_id, Case.number.in_(numbers), visible_to(viewer))
        .order_by(Case.id, event.seq)
    )
    found: dict[str, KnownRequest] = {}
    for number, case_id, title, type_, on, at in db.session.execute(statement):
        known = found.get(number, KnownRequest(case_id, title, ()))
        events = (*known.events, LateEvent(type_, on, at)) if type_ is not None else known.events
        found[number] = KnownRequest(case_id, title, events)
    return found
