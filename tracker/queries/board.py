"""督办看板: open cases by section and light, by due day, and what was last done about the late ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from tracker.domain.case_events import EventType
from tracker.domain.completion import Cohort
from tracker.domain.labels import Kind, Light, State
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Section
from tracker.models.case import Case, CaseCycle
from tracker.models.case_record import CaseEventRow
from tracker.queries.cases.lights import Awaited, Today, awaited_is, light_is
from tracker.queries.cases.pages import CaseRow, row_of
from tracker.queries.cases.visibility import visible_to
from tracker.queries.figures import Scope, figure_condition, in_scope

MOST_PRESSING = 20


@dataclass(frozen=True, slots=True)
class SectionLoad:
    """在办 of one section by light; ``section_id`` None is what nobody has yet, ``unassigned`` waits for 分办."""

    section_id: int | None
    name: str
    lights: Mapping[Light, int]
    unassigned: int

    @property
    def total(self) -> int:
        return sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class DueDay:
    """Open cases due on one day, by kind; ``on`` is None for those that have no day now.

    ``awaited`` is None where the clock stands still.
    """

    on: date | None
    awaited: Awaited | None
    kinds: Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class LastStep:
    """The latest event of a case."""

    type: EventType
    on: date


@dataclass(frozen=True, slots=True)
class PressingCase:
    """A case that is overdue or falls due today, with what was last done about it."""

    row: CaseRow
    last: LastStep | None


def pressing(actor: Actor, today: Today, *, limit: int | None = MOST_PRESSING) -> list[PressingCase]:
    """Overdue cases and those due today, the longest overdue first; at most ``limit``."""
    late = or_(light_is(Light.OVERDUE, today), light_is(Light.RED, today))
    event, other = CaseEventRow, aliased(CaseEventRow)
    newest = select(func.max(other.seq)).where(other.case_id == Case.id).scalar_subquery()
    statement = (
        select(Case, event.type, event.on)
        .outerjoin(event, and_(event.case_id == Case.id, event.seq == newest))
        .where(visible_to(actor), late)
        .options(joinedload(Case.section), joinedload(Case.handler), joinedload(Case.person))
        .order_by(Case.sort_due_on, Case.id)
        .limit(limit)
    )
    return [
        PressingCase(row_of(case_, today), LastStep(type_, on) if type_ else None)
        for case_, type_, on in db.session.execute(statement).unique().tuples()
    ]


def section_loads(actor: Actor, today: Today) -> list[SectionLoad]:
    """Sections with open cases, the busiest first."""
    told = (*(light_is(light, today) for light in Light), Case.state == State.AWAITING_ASSIGNMENT)
    statement = (
        select(Case.section_id, Section.name, *(func.sum(case((each, 1), else_=0)) for each in told))
        .select_from(Case)
        .outerjoin(Section, Section.id == Case.section_id)
        .where(Case.is_open, visible_to(actor))
        .group_by(Case.section_id, Section.name)
    )
    loads = [
        SectionLoad(
            section_id, name or "未分办", dict(zip(Light, map(int, lights), strict=True)), int(waiting)
        )
        for section_id, name, *lights, waiting in db.session.execute(statement)
    ]
    return sorted(loads, key=lambda load: (-load.total, load.section_id or 0))


def whole_office(loads: Sequence[SectionLoad]) -> SectionLoad:
    """The sum of the sections."""
    lights = {light: sum(load.lights[light] for load in loads) for light in Light}
    return SectionLoad(None, "合计", lights, sum(load.unassigned for load in loads))


@dataclass(frozen=True, slots=True)
class Lately:
    """What came in and what was closed from ``monday`` to ``on``, of that on the day itself."""

    monday: date
    on: date
    received: Mapping[date, int]
    closed: Mapping[date, int]


def lately(actor: Actor, on: date) -> Lately:
    """Receipts and closings of this week by day, over all kinds."""
    monday = on - timedelta(days=on.weekday())
    received = Scope(actor.agency_id, monday, on, on, Cohort.RECEIVED, tuple(Kind), actor)
    closed = replace(received, cohort=Cohort.CLOSED)
    both = union_all(
        _by_day(received, "received", CaseCycle.received_on), _by_day(closed, "closed", CaseCycle.closed_on)
    )
    found: dict[str, dict[date, int]] = {"received": {}, "closed": {}}
    for figure, day, number in db.session.execute(both):
        found[figure][day] = number
    return Lately(monday, on, found["received"], found["closed"])


def _by_day(scope: Scope, figure: str, day: InstrumentedAttribute[Any]) -> Select[Any]:
    return (
        select(literal(figure), day.label("day"), func.count())
        .select_from(CaseCycle)
        .where(in_scope(scope), figure_condition(figure, scope))
        .group_by(day)
    )


def due_days(actor: Actor) -> list[DueDay]:
    """Open cases by due day and kind; apart those that stand still, have no fixed period, or are answered already."""
    awaited = case(*((awaited_is(each), each.value) for each in Awaited), else_="")
    day = case((awaited_is(Awaited.DATED), Case.due_on), else_=None)
    statement = (
        select(awaited.label("awaited"), day.label("day"), Case.kind, func.count())
        .where(Case.is_open, visible_to(actor))
        .group_by("awaited", "day", Case.kind)
        .order_by("day", Case.kind)
    )
    found: dict[tuple[Awaited | None, date | None], dict[Kind, int]] = {}
    for code, on, kind, number in db.session.execute(statement):
        found.setdefault((Awaited(code) if code else None, on), {})[kind] = number
    return [DueDay(on, each, kinds) for (each, on), kinds in found.items()]
