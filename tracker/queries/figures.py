"""Which rounds of handling a figure counts: one condition for the number and for the list behind it."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sqlalchemy import ColumnElement, and_, not_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.completion import Cohort
from tracker.domain.labels import REMOVED_STATES, Kind, Satisfaction
from tracker.domain.outcomes import HandlingResult
from tracker.domain.permissions import Actor
from tracker.models.case import CaseCycle
from tracker.queries.cases.visibility import rounds_visible_to

COUNTED_KINDS = (Kind.HOTLINE, Kind.MAILBOX)
SATISFIED = (Satisfaction.SATISFIED, Satisfaction.VERY_SATISFIED)
UNRATED = (Satisfaction.NOT_REACHED, Satisfaction.NOT_RATED)
Day = InstrumentedAttribute[date | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a period with both ends included, as it stood at the end of ``as_of``.

    With a ``viewer`` nothing is counted that this person may not open.
    """

    agency_id: int
    start: date
    end: date
    as_of: date
    cohort: Cohort = Cohort.RECEIVED
    kinds: tuple[Kind, ...] = COUNTED_KINDS
    viewer: Actor | None = None
    channel_id: int | None = None


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The cycles counted: of each case the one standing on ``as_of``, if the case is in the cohort."""
    cycle = CaseCycle
    conditions = [
        cycle.agency_id == scope.agency_id,
        cycle.kind.in_(scope.kinds),
        true() if scope.viewer is None else rounds_visible_to(scope.viewer),
        true() if scope.channel_id is None else cycle.channel_id == scope.channel_id,
        cycle.stands_from <= scope.as_of,
        or_(cycle.stands_until.is_(None), cycle.stands_until > scope.as_of),
    ]
    match scope.cohort:
        case Cohort.RECEIVED:
            conditions.append(cycle.received_on.between(scope.start, scope.end))
        case Cohort.ACTIVE:
            conditions += [
                cycle.received_on <= scope.end,
                or_(cycle.closed_on.is_(None), cycle.closed_on >= scope.start),
                or_(cycle.removed_on.is_(None), cycle.removed_on >= scope.start),
            ]
        case Cohort.CLOSED:
            conditions += [
                cycle.closed_on.between(scope.start, scope.end),
                cycle.closed_on <= scope.as_of,
            ]
        case Cohort.DUE:
            conditions.append(cycle.due_on.between(scope.start, scope.end))
    return and_(*conditions)


class Among(Enum):
    """Where a round stood at the end of the day; a figure counts some of the rounds that stood there.

    Every round is closed, removed or open (a lifecycle never closes what it took out); the others are made of these.
    """

    ALL = "all"
    CLOSED = "closed"
    REMOVED = "removed"
    KEPT = "kept"
    OPEN = "open"
    UNANSWERED = "unanswered"


def standing(among: Among, day: date) -> ColumnElement[bool]:
    """The condition of ``among`` at the end of ``day``."""
    cycle = CaseCycle
    kept = or_(cycle.removed_on.is_(None), cycle.removed_on > day)
    is_open = and_(or_(cycle.closed_on.is_(None), cycle.closed_on > day), kept)
    return {
        Among.ALL: true(),
        Among.CLOSED: cycle.closed_on <= day,
        Among.REMOVED: cycle.removed_on <= day,
        Among.KEPT: kept,
        Among.OPEN: is_open,
        Among.UNANSWERED: and_(is_open, or_(cycle.replied_on.is_(None), cycle.replied_on > day)),
    }[among]


@dataclass(frozen=True, slots=True)
class Counted:
    """Which rounds a figure counts of those that stood ``among``."""

    among: Among
    wanted: ColumnElement[bool] = field(default_factory=true)


def figure_condition(figure: str, scope: Scope) -> ColumnElement[bool]:
    """Which cycles in scope a figure counts; raises KeyError for a name that is no figure."""
    parts = figures_of(scope)[figure]
    return or_(*(and_(standing(part.among, scope.as_of), part.wanted) for part in parts))


def figures_of(scope: Scope) -> dict[str, tuple[Counted, ...]]:
    """Every figure by its code: the rounds it counts, in parts of which no round is in two."""
    cycle, day = CaseCycle, scope.as_of
    overdue = Counted(Among.UNANSWERED, cycle.due_on < day)
    # who was received in the period need not be asked again
    is_new = true() if scope.cohort is Cohort.RECEIVED else cycle.received_on >= scope.start
    return {
        "received": (Counted(Among.ALL, is_new),),
        "carried_in": (Counted(Among.ALL, not_(is_new)),),
        "valid": (Counted(Among.KEPT),),
        "removed": (Counted(Among.REMOVED),),
        "closed": (Counted(Among.CLOSED),),
        "closed_in_time": (Counted(Among.CLOSED, cycle.is_late.is_(False)),),
        "closed_late": (Counted(Among.CLOSED, cycle.is_late.is_(True)),),
        "open": (Counted(Among.OPEN),),
        "carried_out": (Counted(Among.OPEN),),
        "overdue": (overdue,),
        "should_be_closed": (Counted(Among.CLOSED), overdue),
        **_indicator_figures(),
        **_first_step_figures(day),
        **_letter_figures(day),
    }


def _indicator_figures() -> dict[str, tuple[Counted, ...]]:
    cycle = CaseCycle
    straight = and_(cycle.cycle == 1, cycle.times_returned == 0, cycle.times_extended == 0)
    removed = {
        f"removed_{state.value}": Counted(Among.REMOVED, cycle.removed_as == state)
        for state in sorted(REMOVED_STATES)
    }
    of_one_part = {
        "assigned": Counted(Among.ALL, or_(cycle.section_id.is_not(None), cycle.times_returned > 0)),
        "ever_returned": Counted(Among.ALL, cycle.times_returned > 0),
        "ever_extended": Counted(Among.KEPT, cycle.times_extended > 0),
        "closed_again": Counted(Among.CLOSED, cycle.cycle > 1),
        "closed_at_once": Counted(Among.CLOSED, straight),
        "with_result": Counted(Among.CLOSED, cycle.result.is_not(None)),
        "solved": Counted(Among.CLOSED, cycle.result == HandlingResult.SOLVED.value),
        "rated": Counted(Among.CLOSED, cycle.satisfaction.not_in(UNRATED)),
        "satisfied": Counted(Among.CLOSED, cycle.satisfaction.in_(SATISFIED)),
        "dissatisfied": Counted(Among.CLOSED, cycle.satisfaction == Satisfaction.DISSATISFIED),
        "not_rated": Counted(Among.CLOSED, cycle.satisfaction.in_(UNRATED)),
        **removed,
    }
    return {code: (part,) for code, part in of_one_part.items()}


def _first_step_figures(day: date) -> dict[str, tuple[Counted, ...]]:
    """签收 and 首次联系: what was done by ``day``, or ought to have been and was not."""
    cycle = CaseCycle
    return {
        "to_sign": _done_or_missed(cycle.signed_on, cycle.sign_by, day),
        "signed_in_time": (Counted(Among.ALL, _in_time(cycle.signed_on, cycle.sign_by, day)),),
        "to_contact": _done_or_missed(cycle.contacted_on, cycle.contact_by, day),
        "contacted_in_time": (Counted(Among.ALL, _in_time(cycle.contacted_on, cycle.contact_by, day)),),
    }


def _in_time(done_on: Day, due_by: Day, day: date) -> ColumnElement[bool]:
    return and_(done_on <= day, done_on <= due_by)


def _done_or_missed(done_on: Day, due_by: Day, day: date) -> tuple[Counted, ...]:
    not_yet = or_(done_on.is_(None), done_on > day)
    return (Counted(Among.ALL, done_on <= day), Counted(Among.UNANSWERED, and_(not_yet, due_by < day)))


def _letter_figures(day: date) -> dict[str, tuple[Counted, ...]]:
    """来信: only letters are published with their answers."""
    cycle = CaseCycle
    letters = cycle.kind == Kind.MAILBOX
    published = and_(letters, cycle.replied_on <= day, cycle.published_on <= day)
    return {
        "letters": (Counted(Among.KEPT, letters),),
        "answered_published": (Counted(Among.KEPT, published),),
    }
