"""Which rounds of handling a figure counts: one condition for the number and for the list behind it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import ColumnElement, and_, or_, true

from tracker.domain.completion import Cohort
from tracker.domain.labels import Kind, Satisfaction, State
from tracker.domain.outcomes import HandlingResult
from tracker.domain.permissions import Actor
from tracker.models.case import CaseCycle
from tracker.queries.cases.visibility import rounds_visible_to

COUNTED_KINDS = (Kind.HOTLINE, Kind.MAILBOX)
SATISFIED = (Satisfaction.SATISFIED, Satisfaction.VERY_SATISFIED)
UNRATED = (Satisfaction.NOT_REACHED, Satisfaction.NOT_RATED)


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
    """Where a round stood at the end of the day; a figure counts some of the rounds that stood there."""

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


def figure_condition(figure: str, scope: Scope) -> ColumnElement[bool]:
    """Which cycles in scope a figure counts; raises KeyError for a name that is no figure."""
    among, wanted = figures_of(scope)[figure]
    return and_(standing(among, scope.as_of), wanted)


def figures_of(scope: Scope) -> dict[str, tuple[Among, ColumnElement[bool]]]:
    """Every figure by its code: among which rounds it counts, and which of those."""
    cycle, day = CaseCycle, scope.as_of
    overdue = cycle.due_on < day
    should_be_closed = or_(standing(Among.CLOSED, day), and_(standing(Among.UNANSWERED, day), overdue))
    return {
        "received": (Among.ALL, cycle.received_on >= scope.start),
        "carried_in": (Among.ALL, cycle.received_on < scope.start),
        "valid": (Among.KEPT, true()),
        "removed": (Among.REMOVED, true()),
        "closed": (Among.CLOSED, true()),
        "closed_in_time": (Among.CLOSED, cycle.is_late.is_(False)),
        "closed_late": (Among.CLOSED, cycle.is_late.is_(True)),
        "open": (Among.OPEN, true()),
        "carried_out": (Among.OPEN, true()),
        "overdue": (Among.UNANSWERED, overdue),
        "should_be_closed": (Among.ALL, should_be_closed),
        **_indicator_figures(),
        **_first_step_figures(day),
        **_letter_figures(day),
    }


def _indicator_figures() -> dict[str, tuple[Among, ColumnElement[bool]]]:
    cycle = CaseCycle
    straight = and_(cycle.cycle == 1, cycle.times_returned == 0, cycle.times_extended == 0)
    return {
        "assigned": (Among.ALL, or_(cycle.section_id.is_not(None), cycle.times_returned > 0)),
        "ever_returned": (Among.ALL, cycle.times_returned > 0),
        "ever_extended": (Among.KEPT, cycle.times_extended > 0),
        "closed_again": (Among.CLOSED, cycle.cycle > 1),
        "closed_at_once": (Among.CLOSED, straight),
        "with_result": (Among.CLOSED, cycle.result.is_not(None)),
        "solved": (Among.CLOSED, cycle.result == HandlingResult.SOLVED.value),
        "rated": (Among.CLOSED, cycle.satisfaction.not_in(UNRATED)),
        "satisfied": (Among.CLOSED, cycle.satisfaction.in_(SATISFIED)),
        "dissatisfied": (Among.CLOSED, cycle.satisfaction == Satisfaction.DISSATISFIED),
        "not_rated": (Among.CLOSED, cycle.satisfaction.in_(UNRATED)),
        "removed_returned": (Among.REMOVED, cycle.removed_as == State.RETURNED),
        "removed_merged": (Among.REMOVED, cycle.removed_as == State.MERGED),
        "removed_not_accepted": (Among.REMOVED, cycle.removed_as == State.NOT_ACCEPTED),
        "removed_terminated": (Among.REMOVED, cycle.removed_as == State.TERMINATED),
    }


def _first_step_figures(day: date) -> dict[str, tuple[Among, ColumnElement[bool]]]:
    """签收 and 首次联系: what was done by ``day``, or ought to have been and was not."""
    cycle = CaseCycle
    signed, contacted = cycle.signed_on <= day, cycle.contacted_on <= day
    waiting = standing(Among.UNANSWERED, day)
    return {
        "to_sign": (Among.ALL, or_(signed, and_(waiting, cycle.sign_by < day))),
        "signed_in_time": (Among.ALL, and_(signed, cycle.signed_on <= cycle.sign_by)),
        "to_contact": (Among.ALL, or_(contacted, and_(waiting, cycle.contact_by < day))),
        "contacted_in_time": (Among.ALL, and_(contacted, cycle.contacted_on <= cycle.contact_by)),
    }


def _letter_figures(day: date) -> dict[str, tuple[Among, ColumnElement[bool]]]:
    """来信: only letters are published with their answers."""
    cycle = CaseCycle
    letters = cycle.kind == Kind.MAILBOX
    published = and_(letters, cycle.replied_on <= day, cycle.published_on <= day)
    return {"letters": (Among.KEPT, letters), "answered_published": (Among.KEPT, published)}
