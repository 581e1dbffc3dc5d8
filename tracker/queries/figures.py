"""Which rounds of handling a figure counts: one condition for the number and for the list behind it."""

from dataclasses import dataclass
from datetime import date

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


def figure_condition(figure: str, scope: Scope) -> ColumnElement[bool]:
    """Which cycles in scope a figure counts; raises KeyError for a name that is no figure."""
    cycle, day = CaseCycle, scope.as_of
    is_closed = cycle.closed_on <= day
    is_removed = cycle.removed_on <= day
    not_removed = or_(cycle.removed_on.is_(None), cycle.removed_on > day)
    is_open = and_(or_(cycle.closed_on.is_(None), cycle.closed_on > day), not_removed)
    not_replied = or_(cycle.replied_on.is_(None), cycle.replied_on > day)
    is_overdue = and_(is_open, cycle.due_on < day, not_replied)
    return {
        "received": cycle.received_on >= scope.start,
        "carried_in": cycle.received_on < scope.start,
        "valid": not_removed,
        "removed": is_removed,
        "closed": is_closed,
        "closed_in_time": and_(is_closed, cycle.is_late.is_(False)),
        "closed_late": and_(is_closed, cycle.is_late),
        "open": is_open,
        "carried_out": is_open,
        "overdue": is_overdue,
        "should_be_closed": or_(is_closed, is_overdue),
        **_indicator_figures(is_closed, is_removed, not_removed),
        **_first_step_figures(day, and_(is_open, not_replied)),
        **_letter_figures(day, not_removed),
    }[figure]


def _indicator_figures(
    is_closed: ColumnElement[bool], is_removed: ColumnElement[bool], not_removed: ColumnElement[bool]
) -> dict[str, ColumnElement[bool]]:
    cycle = CaseCycle
    rated = cycle.satisfaction.is_not(None)
    straight = and_(cycle.cycle == 1, cycle.times_returned == 0, cycle.times_extended == 0)
    return {
        "assigned": or_(cycle.section_id.is_not(None), cycle.times_returned > 0),
        "ever_returned": cycle.times_returned > 0,
        "ever_extended": and_(not_removed, cycle.times_extended > 0),
        "closed_again": and_(is_closed, cycle.cycle > 1),
        "closed_at_once": and_(is_closed, straight),
        "with_result": and_(is_closed, cycle.result.is_not(None)),
        "solved": and_(is_closed, cycle.result == HandlingResult.SOLVED.value),
        "rated": and_(is_closed, rated, cycle.satisfaction.not_in(UNRATED)),
        "satisfied": and_(is_closed, cycle.satisfaction.in_(SATISFIED)),
        "dissatisfied": and_(is_closed, cycle.satisfaction == Satisfaction.DISSATISFIED),
        "not_rated": and_(is_closed, cycle.satisfaction.in_(UNRATED)),
        "removed_returned": and_(is_removed, cycle.removed_as == State.RETURNED),
        "removed_merged": and_(is_removed, cycle.removed_as == State.MERGED),
        "removed_not_accepted": and_(is_removed, cycle.removed_as == State.NOT_ACCEPTED),
        "removed_terminated": and_(is_removed, cycle.removed_as == State.TERMINATED),
    }


def _first_step_figures(day: date, is_unanswered: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
    """签收 and 首次联系: what was done by ``day``, or ought to have been and was not."""
    cycle = CaseCycle
    signed, contacted = cycle.signed_on <= day, cycle.contacted_on <= day
    return {
        "to_sign": or_(signed, and_(is_unanswered, cycle.sign_by < day)),
        "signed_in_time": and_(signed, cycle.signed_on <= cycle.sign_by),
        "to_contact": or_(contacted, and_(is_unanswered, cycle.contact_by < day)),
        "contacted_in_time": and_(contacted, cycle.contacted_on <= cycle.contact_by),
    }


def _letter_figures(day: date, not_removed: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
    cycle = CaseCycle
    letters = and_(not_removed, cycle.kind == Kind.MAILBOX)
    return {
        "letters": letters,
        "answered_published": and_(letters, cycle.replied_on <= day, cycle.published_on <= day),
    }
