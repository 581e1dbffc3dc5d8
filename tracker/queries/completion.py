"""办结情况 of any period, and by the same conditions the cases behind each figure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from tracker.domain.completion import (
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
from tracker.domain.labels import ItemType, Kind
from tracker.extensions import db
from tracker.models.agency import Channel, Section
from tracker.models.case import Case, CaseCycle
from tracker.models.user import User
from tracker.queries.figures import Scope, figure_condition, in_scope
from tracker.queries.tally import COUNTED, Tally, key_column, tally

NOBODY = "none"
LONGEST_KEY = 18
"""The longest number that is an id of any database."""

OTHERS = tuple(
    sorted(
        {code for each in INDICATORS for code in (each.numerator, each.denominator)}
        | {code for code, _ in SINGLE_FIGURES}
    )
)
"""The figures that the indicators are made of."""


def completion_groups(scope: Scope, by: GroupBy) -> list[Group]:
    """Count the scope by ``by``: groups without a case are left out, the order is that of the named list."""
    channels = _channels(scope.agency_id) if by is GroupBy.CHANNEL else ()
    return _groups(tally(scope, by), by, scope.agency_id, channels)


def _groups(found: Tally, by: GroupBy, agency_id: int, channels: Sequence[Any]) -> list[Group]:
    counted: defaultdict[Any, Counts] = defaultdict(Counts)
    for cell in found.cells:
        counted[cell.key] += found.counts(cell)
    names = _names(by, agency_id, list(counted), channels)
    return [Group(_key_word(raw), name, counted[raw]) for raw, name in names]


def completion(
    scope: Scope,
    by: GroupBy,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    told: Container[Kind] = frozenset(Kind),
) -> Completion:
    """Return the figures of a scope with their groups and the annual report's sentences about the kinds ``told``."""
    return _completion(tally(scope, by), scope, by, rounding, told, _channels(scope.agency_id))


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page of statistics shows, of one count; ``petition_days`` are calendar days."""

    completion: Completion
    indicator_figures: Mapping[str, int]
    days_used: DaysUsed
    petition_days: DaysUsed


def overview(
    scope: Scope,
    by: GroupBy,
    rounding: Rounding = Rounding.HALF_UP,
    *,
    told: Container[Kind] = frozenset(Kind),
) -> Overview:
    """Return the completion figures of a scope with its indicators and the time its closed cases took."""
    found = tally(scope, by, tuple(dict.fromkeys((*COUNTED, *OTHERS))), with_days=True)
    channels = _channels(scope.agency_id)
    petitions = {each.id for each in channels if each.kind is Kind.PETITION}
    return Overview(
        _completion(found, scope, by, rounding, told, channels),
        {code: found.total(code) for code in OTHERS},
        _days_used(found, lambda channel_id: channel_id not in petitions),
        _days_used(found, lambda channel_id: channel_id in petitions),
    )


def _days_used(found: Tally, counts: Callable[[int], bool]) -> DaysUsed:
    days: Counter[int] = Counter()
    for (channel_id, took), cases in found.days.items():
        if counts(channel_id):
            days[took] += cases
    return DaysUsed(days)


def _completion(
    found: Tally,
    scope: Scope,
    by: GroupBy,
    rounding: Rounding,
    told: Container[Kind],
    channels: Sequence[Any],
) -> Completion:
    groups = _groups(found, by, scope.agency_id, channels)
    by_channel: defaultdict[int, Counts] = defaultdict(Counts)
    told_channels = {channel.id for channel in channels if channel.kind in told}
    for cell in found.cells:
        if cell.channel_id in told_channels:
            by_channel[cell.channel_id] += found.counts(cell)
    named: defaultdict[str, Counts] = defaultdict(Counts)
    for channel in channels:
        if channel.id in told_channels and channel.kind in scope.kinds:
            named[channel.report_name or channel.name] += by_channel[channel.id]
    about = sum(by_channel.values(), Counts())
    used = [name for name, counts in named.items() if counts.valid]
    return Completion(
        start=scope.start,
        end=scope.end,
        as_of=scope.as_of,
        cohort=scope.cohort,
        total=added_up(groups),
        groups=groups,
        sentence=annual_sentence(used or list(named), about, rounding),
        split_sentence=sentence_by_channel(named, rounding),
        told=about,
        rounding=rounding,
    )


def _channels(agency_id: int) -> Sequence[Any]:
    """The channels in their order; what the annual report calls one may differ from its name on screen."""
    statement = (
        select(Channel.id, Channel.name, Channel.report_name, Channel.kind)
        .where(Channel.agency_id == agency_id)
        .order_by(Channel.sort, Channel.id)
    )
    return db.session.execute(statement).all()


def _key_word(raw: Any) -> str:
    if raw is None:
        return NOBODY
    return raw.value if isinstance(raw, ItemType) else str(raw)


def _names(
    by: GroupBy, agency_id: int, keys: Sequence[Any], channels: Sequence[Any]
) -> list[tuple[Any, str]]:
    """Return the keys in their order with what the page calls them; nobody's cases come last."""
    unnamed = [(None, _UNNAMED[by])] if None in keys else []
    match by:
        case GroupBy.CHANNEL:
            named: Sequence[Any] = [(each.id, each.name) for each in channels]
        case GroupBy.SECTION:
            statement = select(Section.id, Section.name).where(Section.agency_id == agency_id)
            named = db.session.execute(statement.order_by(Section.sort, Section.id)).tuples().all()
        case GroupBy.HANDLER:
            statement = select(User.id, User.display_name).where(User.agency_id == agency_id)
            named = db.session.execute(statement.order_by(User.id)).tuples().all()
        case GroupBy.TYPE:
            return [(kind, kind.label) for kind in ItemType if kind in keys] + unnamed
        case GroupBy.MONTH:
            months = sorted(key for key in keys if key is not None)
            return [(month, f"{month[:4]}年{int(month[5:])}月") for month in months] + unnamed
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
    replied_on: date | None
    kind: Kind
    days_used: int


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
            CaseCycle.replied_on,
            CaseCycle.kind,
            CaseCycle.days_used,
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
    column = key_column(by, scope.cohort)
    if key == NOBODY:
        return column.is_(None)
    if by in {GroupBy.TYPE, GroupBy.MONTH}:
        return column == key
    is_number = key.isdecimal() and len(key) <= LONGEST_KEY
    return column == (int(key) if is_number else -1)
