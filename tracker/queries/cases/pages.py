"""Lists of cases: keyset pages in a fixed order, and bounded counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from tracker.domain.labels import Light
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.case import Case
from tracker.queries.cases.filters import CaseFilter
from tracker.queries.cases.lights import Today
from tracker.queries.cases.visibility import visible_to
from tracker.queries.organisation import NAME_ONLY

COUNTED_EXACTLY = 10_000
ENDED_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of a list: the case and what reading it today adds."""

    case: Case
    light: Light
    days_left: int | None
    days_used: int | None
    due_on: date | None
    person_name: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in order, the cursors of the neighbouring pages, and how many rows there are in all."""

    rows: tuple[CaseRow, ...]
    next_cursor: str | None
    previous_cursor: str | None
    total: int
    first_index: int
    has_next: bool = False
    counted_to: int = COUNTED_EXACTLY

    @property
    def last_index(self) -> int:
        return self.first_index + len(self.rows) - 1

    @property
    def remaining(self) -> int:
        return max(self.total - self.last_index, 0)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more rows than are counted exactly."""
        return self.total > self.counted_to


@dataclass(frozen=True, slots=True)
class Order:
    """A column with ``id`` behind it, so that every list has one order."""

    column: InstrumentedAttribute[date]
    descending: bool = False


BY_DUE = Order(Case.sort_due_on)
BY_RECEIPT = Order(Case.received_on, descending=True)
ORDERS = {
    "due": BY_DUE,
    "due_last": Order(Case.sort_due_on, descending=True),
    "received": BY_RECEIPT,
    "received_first": Order(Case.received_on),
}
CHUNK = 500


SHOWN_WITH = (
    joinedload(Case.section),
    joinedload(Case.handler).options(*NAME_ONLY),
    joinedload(Case.person),
)


def narrowed(actor: Actor, chosen: CaseFilter, today: Today) -> Select[tuple[Case]]:
    """The statement of a list without order or limit: what both rows and counts are taken from."""
    return select(Case).where(visible_to(actor), *chosen.conditions(today, actor))


def count(actor: Actor, chosen: CaseFilter, today: Today, *, ceiling: int = COUNTED_EXACTLY) -> int:
    """How many rows the list has, counted up to one more than ``ceiling``."""
    inner = (
        select(Case.id)
        .where(visible_to(actor), *chosen.conditions(today, actor))
        .limit(ceiling + 1)
        .subquery()
    )
    return db.session.execute(select(func.count()).select_from(inner)).scalar_one()


def page(
    *,
    actor: Actor,
    chosen: CaseFilter,
    today: Today,
    rows: int,
    order: Order = BY_DUE,
    cursor: str | None = None,
) -> Page:
    """One page of a list. ``cursor`` is ``after:DATE:ID:INDEX`` or ``before:DATE:ID:INDEX`` from a page before;
    a cursor that cannot be read starts at the first page. Where ended cases are among the rows these are
    counted to 1,000, else to 10,000.
    """
    place = _read_cursor(cursor)
    forward = place is None or place.forward
    chosen = chosen.looked_up(actor)
    wanted = narrowed(actor, chosen, today).with_only_columns(Case.id)
    if place:
        wanted = wanted.where(_beyond(order, place))
    down = order.descending == forward
    keys = [key.desc() if down else key.asc() for key in (order.column, Case.id)]
    # only the rows of this page are joined with what they show, not all that had to be sorted
    chosen_ids = wanted.order_by(*keys).limit(rows + 1)
    statement = select(Case).where(Case.id.in_(chosen_ids)).options(*SHOWN_WITH).order_by(*keys)
    found = list(db.session.execute(statement).unique().scalars())
    more = len(found) > rows
    shown = found[:rows]
    if not forward:
        shown.reverse()
    first = _first_index(place, len(shown))
    ceiling = COUNTED_EXACTLY if chosen.is_open else ENDED_COUNTED
    has_previous = more if not forward else place is not None
    has_next = more if forward else True
    return Page(
        rows=tuple(row_of(case, today) for case in shown),
        next_cursor=_cursor("after", order, shown[-1], first + len(shown)) if shown and has_next else None,
        previous_cursor=_cursor("before", order, shown[0], first)
        if shown and has_previous and first > 1
        else None,
        total=count(actor, chosen, today, ceiling=ceiling),
        first_index=first,
        has_next=has_next and bool(shown),
        counted_to=ceiling,
    )


def every_row(*, actor: Actor, chosen: CaseFilter, today: Today, order: Order) -> Iterator[CaseRow]:
    """The whole list in its order, a few hundred rows held at a time."""
    place: _Place | None = None
    while True:
        statement = narrowed(actor, chosen, today).options(*SHOWN_WITH)
        if place:
            statement = statement.where(_beyond(order, place))
        keys = (order.column, Case.id)
        statement = statement.order_by(*(key.desc() if order.descending else key.asc() for key in keys))
        found = list(db.session.execute(statement.limit(CHUNK)).unique().scalars())
        if not found:
            return
        last = found[-1]
        place = _Place(forward=True, day=getattr(last, order.column.key), case_id=last.id, index=0)
        yield from (row_of(case, today) for case in found)
        db.session.expunge_all()


def row_of(case: Case, today: Today) -> CaseRow:
    """Add to ``case`` what reading it today says."""
    used = today.days_used(case)
    left = None if used is None or case.days_limit is None else case.days_limit - used
    due = today.due_on(case, left)
    if left is None and due and case.is_open:
        left = today.days_left(case.kind, due)
    name = "" if case.is_secret or case.person is None else case.person.name or ""
    return CaseRow(
        case=case,
        light=today.light(case.kind, case.clock_state, case.due_on),
        days_left=left,
        days_used=used,
        due_on=due,
        person_name=name,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    forward: bool
    day: date
    case_id: int
    index: int


def _read_cursor(cursor: str | None) -> _Place | None:
    try:
        direction, day, case_id, index = (cursor or "").split(":")
        return _Place(direction == "after", date.fromisoformat(day), min(int(case_id), 2**62), int(index))
    except ValueError:
        return None


def _cursor(direction: str, order: Order, case: Case, index: int) -> str:
    return f"{direction}:{getattr(case, order.column.key)}:{case.id}:{index}"


def _first_index(place: _Place | None, shown: int) -> int:
    if place is None:
        return 1
    return place.index if place.forward else max(place.index - shown, 1)


def _beyond(order: Order, place: _Place) -> ColumnElement[bool]:
    """A comparison of pairs: the one form in which both engines begin to read the index at that place."""
    keys, reached = tuple_(order.column, Case.id), tuple_(literal(place.day), literal(place.case_id))
    return keys < reached if order.descending == place.forward else keys > reached
