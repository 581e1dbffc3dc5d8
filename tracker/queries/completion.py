"""办结情况: one grouped statement for any period, and by the same conditions the cases behind each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, select, true

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
from tracker.domain.indicators import INDICATORS, SINGLE_FIGURES, DaysUsed
from tracker.domain.labels import ItemType
from tracker.extensions import db
from tracker.models.agency import Channel, Section
from tracker.models.case import Case, CaseCycle
from tracker.models.user import User
from tracker.queries.figures import Scope, figure_condition, in_scope

NOBODY = "none"
_HUNDRED = 100


COUNTED = ("received", "carried_in", "removed", "closed_in_time", "closed_late", "open", "overdue")


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
    sums = [func.sum(case((figure_condition(figure, scope), 1), else_=0)).label(figure) for figure in COUNTED]
    statement = select(key, *sums).where(in_scope(scope)).group_by(key)
    counted = {
        row.key: Counts(**{figure: int(getattr(row, figure)) for figure in COUNTED})
        for row in db.session.execute(statement)
    }
    names = _names(by, scope.agency_id, list(counted))
    return [Group(_key_word(raw, by), name, counted[raw]) for raw, name in names]


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


def _key_word(raw: Any, by: GroupBy) -> str:
    if raw is None:
        return NOBODY
    if by is GroupBy.MONTH:
        return f"{int(raw) // _HUNDRED}-{int(raw) % _HUNDRED:02}"
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
    digits = key.replace("-", "")
    return column == (key if by is GroupBy.TYPE else int(digits) if digits.isdecimal() else -1)


def indicator_figures(scope: Scope) -> dict[str, int]:
    """Return every count the indicators are made of, by figure code, in one statement."""
    codes = sorted(
        {code for each in INDICATORS for code in (each.numerator, each.denominator)}
        | {code for code, _ in SINGLE_FIGURES}
    )
    sums = [func.coalesce(func.sum(case((figure_condition(code, scope), 1), else_=0)), 0) for code in codes]
    row = db.session.execute(select(*sums).where(in_scope(scope))).one()
    return dict(zip(codes, map(int, row), strict=True))


def days_used(scope: Scope) -> DaysUsed:
    """Return how long the closed cases of the scope took."""
    statement = (
        select(CaseCycle.days_used, func.count())
        .where(in_scope(scope), figure_condition("closed", scope))
        .group_by(CaseCycle.days_used)
    )
    return DaysUsed(dict(db.session.execute(statement).tuples().all()))
