"""One pass over a scope: all its figures by group, kind and channel, from the conditions their lists use.

A round of handling answers each figure with yes or no. Those answers are packed into one number and the rounds
counted by it, which costs less than a sum for each figure and serves every table and sentence of a page.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BigInteger, ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.completion import Cohort, Counts, GroupBy
from tracker.extensions import db
from tracker.models.case import CaseCycle
from tracker.queries.figures import Among, Scope, figures_of, in_scope, standing

COUNTED = ("received", "carried_in", "removed", "closed_in_time", "closed_late", "open", "overdue")
DAYS_FROM = 1
"""What is added to the days used, so that none (0) differs from a round that is not closed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together: a group, and within it a channel (which has one kind)."""

    key: Any
    channel_id: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rounds of each cell answer to each figure.

    ``days`` says how many closed ones took how long, by channel and number of days.
    """

    cells: Mapping[Cell, Mapping[str, int]]
    days: Mapping[tuple[int, int], int]

    def counts(self, cell: Cell) -> Counts:
        """The figures of the completion table."""
        return Counts(**{figure: self.cells[cell][figure] for figure in COUNTED})

    def total(self, figure: str) -> int:
        """One figure over all cells."""
        return sum(figures[figure] for figures in self.cells.values())


def key_column(by: GroupBy, cohort: Cohort) -> ColumnElement[Any]:
    """The column a grouping goes by; months go by the day that puts a case into the cohort."""
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
            return _month(day)


def _month(day: InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """``2026-11``; SQLite keeps days as text, and its date functions cost ten times as much as a piece of it."""
    if db.engine.dialect.name == "sqlite":
        return func.substr(day, 1, len("2026-11"))
    return func.to_char(day, "YYYY-MM")


def tally(scope: Scope, by: GroupBy, figures: Sequence[str] = COUNTED, *, with_days: bool = False) -> Tally:
    """Count ``figures`` of a scope in one statement."""
    alike: defaultdict[tuple[Any, int], Counter[int]] = defaultdict(Counter)
    days: Counter[tuple[int, int]] = Counter()
    room = 2 ** len(figures)
    for (channel_id, packed, *key), number in _counted(scope, by, figures, with_days=with_days):
        took, answers = divmod(packed, room)
        alike[key[0] if key else channel_id, channel_id][answers] += number
        if took:
            days[channel_id, took - DAYS_FROM] += number
    return Tally(_cells(alike, figures), days)


def _cells(
    alike: Mapping[tuple[Any, int], Mapping[int, int]], figures: Sequence[str]
) -> dict[Cell, Counter[str]]:
    """The figures of each cell, from how many of its rounds gave the same answers."""
    answered = {answers: _answered(figures, answers) for answers in set().union(*alike.values())}
    cells: dict[Cell, Counter[str]] = {}
    for (key, channel_id), rounds in alike.items():
        cell = cells[Cell(key, channel_id)] = Counter()
        for answers, number in rounds.items():
            for figure in answered[answers]:
                cell[figure] += number
    return cells


def _counted(
    scope: Scope, by: GroupBy, figures: Sequence[str], *, with_days: bool
) -> Iterable[tuple[Sequence[Any], int]]:
    """How many rounds have the same channel, answers and key.

    SQLite sorts what it groups, which costs more than all the rest: its rows are counted as they come.
    """
    asked = _asked(scope, by, figures, with_days=with_days)
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return Counter(cast("Iterable[tuple[Any, ...]]", connection.execute(asked).cursor)).items()
    grouped = asked.add_columns(func.count()).group_by(*asked.selected_columns)
    return ((row[:-1], row[-1]) for row in connection.execute(grouped))


def _asked(scope: Scope, by: GroupBy, figures: Sequence[str], *, with_days: bool) -> Select[Any]:
    """Of each round its channel, one number that holds the answers to all figures and, above them, the days used,
    and what it is grouped by.
    """
    took = (CaseCycle.days_used + DAYS_FROM) * literal(2 ** len(figures), BigInteger)
    packed = _answers(scope, figures, of_closed=took if with_days else literal(0))
    keys = [] if by is GroupBy.CHANNEL else [key_column(by, scope.cohort).label("group_key")]
    return select(CaseCycle.channel_id, packed.label("packed"), *keys).where(in_scope(scope))


def _answers(scope: Scope, figures: Sequence[str], *, of_closed: ColumnElement[int]) -> ColumnElement[int]:
    """The sum of 2 to the place of every figure that counts a round, and ``of_closed`` for a closed one.

    Where a round stands is asked once, the commonest first, and only what is counted there is asked of it.
    """
    known, day = figures_of(scope), scope.as_of
    sums: defaultdict[Among, ColumnElement[int]] = defaultdict(lambda: literal(0))
    for place, figure in enumerate(figures):
        for part in known[figure]:
            sums[part.among] += case((part.wanted, literal(2**place, BigInteger)), else_=0)
    unanswered = case((standing(Among.UNANSWERED, day), sums[Among.UNANSWERED]), else_=0)
    return sums[Among.ALL] + case(
        (standing(Among.CLOSED, day), sums[Among.CLOSED] + sums[Among.KEPT] + of_closed),
        (standing(Among.REMOVED, day), sums[Among.REMOVED]),
        else_=sums[Among.OPEN] + sums[Among.KEPT] + unanswered,
    )


def _answered(figures: Sequence[str], answers: int) -> list[str]:
    return [figure for place, figure in enumerate(figures) if answers >> place & 1]
