"""The requests of a frozen report, for those whom the reader may open: which they are, what was recorded since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, false, select, true

from tracker.domain.case_events import EventType
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.models.case_record import CaseEventRow
from tracker.models.report import AnnualReportVersion
from tracker.queries.cases.visibility import reports, visible_to
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
    version: AnnualReportVersion, row: str, column: str, *, viewer: Actor, limit: int | None = None
) -> list[FrozenCase]:
    """The requests that made up a cell when it was frozen, whatever became of them, that ``viewer`` may open.

    With ``limit`` only that many are looked at, the lowest numbers first.
    """
    rows = rows_frozen_in(version, row, column)
    first = sorted(rows, key=lambda number: (len(number), number))[:limit]
    found = reach_of(version.agency_id, first, viewer=viewer).ids
    return [FrozenCase(case_id, number, rows[number]) for number, case_id in found.items()]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of some numbers: the ids of those the reader may open, in order of receipt, and which report the reader."""

    ids: Mapping[str, int]
    recused: frozenset[str]


def reach_of(agency_id: int, numbers: Collection[str], *, viewer: Actor) -> Reach:
    """How far ``viewer`` may follow these numbers; the recused ones (回避) no page may name."""
    found: list[tuple[date, int, str, bool, bool]] = []
    asked = sorted(numbers)
    may_open, is_recused = (
        case((condition, true()), else_=false()) for condition in (visible_to(viewer), reports(viewer))
    )
    for start in range(0, len(asked), AT_ONCE):
        statement = select(Case.received_on, Case.id, Case.number, may_open, is_recused).where(
            Case.agency_id == agency_id, Case.number.in_(asked[start : start + AT_ONCE])
        )
        found += db.session.execute(statement).tuples()
    return Reach(
        {number: case_id for _, case_id, number, is_open, _ in sorted(found) if is_open},
        frozenset(number for *_, number, _, reporting in found if reporting),
    )


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
