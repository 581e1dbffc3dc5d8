"""办结情况: one grouped statement for any period, and by the same conditions the cases behind each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select, true

from tracker.domain.completion import (
    Cohort,
    Completion,
    Counts,
    Group,
    GroupBy,
    Rounding,
    added_up,
    annual_sentence,
    sentence_by_channel,
)
from tracker.domain.labels import ItemType, Kind
from tracker.domain.permissions import Actor
from tracker.extensions import db
from tracker.models.agency import Channel, Section
from tracker.models.case import Case, CaseCycle
from tracker.models.user import User
from tracker.queries.cases.visibility import rounds_visible_to

COUNTED_KINDS = (Kind.HOTLINE, Kind.MAILBOX)
NOBODY = "none"
_HUNDRED = 100


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


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The cycles counted: of each case the one standing on ``as_of``, if the case is in the cohort."""
    cycle = CaseCycle
    conditions = [
        cycle.agency_id == scope.agency_id,
        cycle.kind.in_(scope.kinds),
        true() if scope.viewer is None else rounds_visible_to(scope.viewer),
        cycle.started_on <= scope.as_of,
        or_(cycle.superseded_on.is_(None), cycle.superseded_on > scope.as_of),
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
        "overdue": and_(is_open, cycle.due_on < day, not_replied),
    }[figure]


_COUNTED = ("received", "carried_in", "removed", "closed_in_time", "closed_late", "open", "overdue")


def _key_column(by: GroupBy, cohort: Cohort) -> ColumnElement[Any]:
    match by:
        case GroupBy.CHANNEL:
            return CaseCycle.channel_id.expression
        case GroupBy.SECTION:
            return CaseCycle.section_id.expression
        case GroupBy.HANDLER:
            return CaseCycle.handler_id.expression
        case GroupBy.TYPE:
            return CaseCycle.item_type.expression
        case GroupBy.MONTH:
            day = {Cohort.CLOSED: CaseCycle.closed_on, Cohort.DUE: CaseCycle.due_on}.get(
                cohort, CaseCycle.received_on
            )
            return extract("year", day) * _HUNDRED + extract("month", day)


def completion_groups(scope: Scope, by: GroupBy) -> list[Group]:
    """Count the scope by ``by``: groups without a case are left out, the order is that of the named list."""
    key = _key_column(by, scope.cohort).label("key")
    sums = [
        func.sum(case((figure_condition(figure, scope), 1), else_=0)).label(figure) for figure in _COUNTED
    ]
    statement = select(key, *sums).where(in_scope(scope)).group_by(key)
    counted = {
        row.key: Counts(**{figure: int(getattr(row, figure)) for figure in _COUNTED})
        for row in db.session.execute(statement)
    }
    names = _names(by, scope.agency_id, list(counted))
    return [Group(_key_word(raw), name, counted[raw]) for raw, name in names]


def completion(scope: Scope, by: GroupBy, rounding: Rounding = Rounding.HALF_UP) -> Completion:
    """Return the figures of a scope with their groups and the annual report's sentence about them."""
    groups = completion_groups(scope, by)
    by_channel = groups if by is GroupBy.CHANNEL else completion_groups(scope, GroupBy.CHANNEL)
    total = added_up(groups)
    names = _report_names(scope)
    used = [names[group.key] for group in by_channel if group.counts.valid]
    return Completion(
        start=scope.start,
        end=scope.end,
        as_of=scope.as_of,
        cohort=scope.cohort,
        total=total,
        groups=groups,
        sentence=annual_sentence(used or list(names.values()), total, rounding),
        rounding=rounding,
    )


def split_sentence(scope: Scope, rounding: Rounding = Rounding.HALF_UP) -> str:
    """Return the sentence channel by channel."""
    names = _report_names(scope)
    groups = completion_groups(scope, GroupBy.CHANNEL)
    return sentence_by_channel({names[group.key]: group.counts for group in groups}, rounding)


def _report_names(scope: Scope) -> dict[str, str]:
    """What the annual report calls each channel, in order; it may differ from its name on screen."""
    statement = (
        select(Channel.id, Channel.report_name, Channel.name)
        .where(Channel.agency_id == scope.agency_id, Channel.kind.in_(scope.kinds))
        .order_by(Channel.sort, Channel.id)
    )
    return {
        str(key): report_name or name for key, report_name, name in db.session.execute(statement).tuples()
    }


def _key_word(raw: Any) -> str:
    if raw is None:
        return NOBODY
    return raw.value if isinstance(raw, ItemType) else str(raw)


def _names(by: GroupBy, agency_id: int, keys: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return the keys in their order with what the page calls them; nobody's cases come last."""
    unnamed = [(None, _UNNAMED[by])] if None in keys else []
    match by:
        case GroupBy.CHANNEL:
            statement = select(Channel.id, Channel.name).where(Channel.agency_id == agency_id)
            named = db.session.execute(statement.order_by(Channel.sort, Channel.id)).tuples().all()
        case GroupBy.SECTION:
            statement = select(Section.id, Section.name).where(Section.agency_id == agency_id)
            named = db.session.execute(statement.order_by(Section.sort, Section.id)).tuples().all()
        case GroupBy.HANDLER:
            statement = select(User.id, User.display_name).where(User.agency_id == agency_id)
            named = db.session.execute(statement.order_by(User.id)).tuples().all()
        case GroupBy.TYPE:
            return [(kind, kind.label) for kind in ItemType if kind in keys] + unnamed
        case GroupBy.MONTH:
            months = sorted(int(key) for key in keys if key is not None)
            return [(month, f"{month // _HUNDRED}年{month % _HUNDRED}月") for month in months] + unnamed
    return [(key, name) for key, name in named if key in keys] + unnamed


_UNNAMED = {
    GroupBy.CHANNEL: "未记来源",
    GroupBy.SECTION: "未分办",
    GroupBy.HANDLER: "未指定承办人",
    GroupBy.TYPE: "未分类",
    GroupBy.MONTH: "无期限",
}


@dataclass(frozen=True, slots=True)
class FigureCase:
    """One case behind a figure, as the list under the table shows it."""

    id: int
    number: str
    title: str
    section: str
    handler: str
    received_on: date
    due_on: date | None
    closed_on: date | None
    removed_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class FigureCases:
    """The first cases behind a figure and how many there are in all."""

    cases: tuple[FigureCase, ...]
    total: int


def cases_behind(
    scope: Scope, figure: str, *, by: GroupBy | None = None, key: str | None = None, limit: int | None = None
) -> FigureCases:
    """Return the cases a figure counts, of one group when ``by`` and ``key`` name it, in order of receipt.

    Raises KeyError for a name that is no figure.
    """
    conditions = [in_scope(scope), figure_condition(figure, scope), _group_condition(scope, by, key)]
    statement = (
        select(
            Case.id,
            Case.number,
            Case.title,
            func.coalesce(Section.name, ""),
            func.coalesce(User.display_name, ""),
            CaseCycle.received_on,
            CaseCycle.due_on,
            CaseCycle.closed_on,
            CaseCycle.removed_on,
            CaseCycle.is_late,
        )
        .join(CaseCycle, CaseCycle.case_id == Case.id)
        .outerjoin(Section, Section.id == CaseCycle.section_id)
        .outerjoin(User, User.id == CaseCycle.handler_id)
        .where(*conditions)
        .order_by(CaseCycle.received_on, Case.id)
    )
    found = tuple(FigureCase(*row) for row in db.session.execute(statement.limit(limit)).tuples())
    if limit is None or len(found) < limit:
        return FigureCases(found, len(found))
    counting = select(func.count()).select_from(statement.order_by(None).subquery())
    return FigureCases(found, db.session.execute(counting).scalar_one())


def _group_condition(scope: Scope, by: GroupBy | None, key: str | None) -> ColumnElement[bool]:
    if by is None or key is None:
        return true()
    column = _key_column(by, scope.cohort)
    if key == NOBODY:
        return column.is_(None)
    return column == (key if by is GroupBy.TYPE else int(key) if key.isdigit() else -1)
