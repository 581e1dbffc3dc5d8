"""One pass over a scope: all its figures by group, kind and channel, from the conditions their lists use.

A round of handling answers each figure with yes or no. Those answers are packed into one number and the rounds
counted by it, which costs less than a sum for each figure and serves every table and sentence of a page.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, extract, func, literal, select

from tracker.domain.completion import Cohort, Counts, GroupBy
from tracker.extensions import db
from tracker.models.case import CaseCycle
from tracker.queries.figures import Among, Scope, figures_of, in_scope, standing

COUNTED = ("received", "carried_in", "removed", "closed_in_time", "closed_late", "open", "overdue")
HUNDRED = 100
DAYS_FROM = 1
"""What is added to the days used, so that none (0) differs from a round that is not closed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is counted together: a group, and within it a channel (which has one kind)."""

    key: Any
    channel_id: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rounds of each cell answer to each figure; ``days`` says how many closed ones took how long."""

    cells: Mapping[Cell, Mapping[str, int]]
    days: Mapping[int, int]

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
            return extract("year", day) * HUNDRED + extract("month", day)


def tally(scope: Scope, by: GroupBy, figures: Sequence[str] = COUNTED, *, with_days: bool = False) -> Tally:
    """Count ``figures`` of a scope in one statement."""
    alike: Counter[tuple[Any, int, int]] = Counter()
    days: Counter[int] = Counter()
    room = 2 ** len(figures)
    for row in db.session.execute(_statement(scope, by, figures, with_days=with_days)):
        channel_id, packed, number, *key = row
        took, answers = divmod(packed, room)
        alike[key[0] if key else channel_id, channel_id, answers] += number
        if took:
            days[took - DAYS_FROM] += number
    return Tally(_cells(alike, figures), days)


def _cells(alike: Mapping[tuple[Any, int, int], int], figures: Sequence[str]) -> dict[Cell, Counter[str]]:
    """The figures of each cell, from how many of its rounds gave the same answers."""
    cells: dict[Cell, Counter[str]] = {}
    for (key, channel_id, answers), number in alike.items():
        cell = cells.setdefault(Cell(key, channel_id), Counter())
        for figure in _answered(figures, answers):
            cell[figure] += number
    return cells


def _statement(scope: Scope, by: GroupBy, figures: Sequence[str], *, with_days: bool) -> Any:
    """Group by one number that holds the answers to all figures and, above them, the days used.

    SQLite sorts what it groups: the fewer columns, the faster.
    """
    packed = _answers(scope, figures)
    if with_days:
        took = (CaseCycle.days_used + DAYS_FROM) * literal(2 ** len(figures), BigInteger)
        packed += case((standing(Among.CLOSED, scope.as_of), took), else_=0)
    keys = [] if by is GroupBy.CHANNEL else [key_column(by, scope.cohort).label("group_key")]
    return (
        select(CaseCycle.channel_id, packed.label("packed"), func.count(), *keys)
        .where(in_scope(scope))
        .group_by(CaseCycle.channel_id, "packed", *keys)
    )


def _answers(scope: Scope, figures: Sequence[str]) -> ColumnElement[int]:
    """The sum of 2 to the place of every figure that counts a round; where it stands is asked once for all of them."""
    known = figures_of(scope)
    by_standing: dict[Among, ColumnElement[int]] = {}
    for place, figure in enumerate(figures):
        among, wanted = known[figure]
        answer = case((wanted, literal(2**place, BigInteger)), else_=0)
        by_standing[among] = by_standing[among] + answer if among in by_standing else answer
    return reduce(
        add,
        (case((standing(among, scope.as_of), sum_), else_=0) for among, sum_ in by_standing.items()),
    )


def _answered(figures: Sequence[str], answers: int) -> Iterator[str]:
    return (figure for place, figure in enumerate(figures) if answers >> place & 1)
